"""Figures as SVG: the same bytes every time, alone or as a part of a page."""

import re
from io import StringIO

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from relsim.report.style import looking
from relsim.report.ticks import plain_ticks, uncrowd


def svg_of(ax: Axes) -> str:
    """The figure of these axes as SVG, the same bytes every time."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("these axes belong to no figure")
    text = StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with looking():
        lay_out(figure)
        figure.savefig(text, format="svg", metadata=nothing)
    return text.getvalue()


def lay_out(figure: Figure) -> None:
    """Place everything once and for all, no label upon another; matplotlib would do it twice for a file."""
    plain_ticks(figure)
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        if uncrowd(figure):
            engine.execute(figure)
        figure.set_layout_engine(None)


def inlined(svg: str, name: str, label: str) -> str:
    """The SVG as part of an HTML page: no addresses, its own names, and a label for screen readers."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r'(\sid="|url\(#|href="#)', rf"\g<1>{name}-", body)
    box = re.search(r'viewBox="[^"]*"', body)
    head = f'<svg role="img" aria-label="{label}" {box.group() if box else ""}>'
    return head + body[body.index(">") + 1 :]
