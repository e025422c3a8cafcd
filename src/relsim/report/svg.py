"""Figures as SVG: the same bytes every time, alone or as a part of a page."""

import re
from io import StringIO

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from relsim.report.style import looking, name_on_lines
from relsim.report.ticks import plain_ticks, uncrowd

UPRIGHT = 90.0
"""Degrees by which words are turned that have no room beside each other."""


def svg_of(ax: Axes) -> str:
    """The figure of these axes as SVG, the same bytes every time."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("these axes belong to no figure")
    text = StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with looking():
        lay_out(figure)
        set_lines(figure)
        figure.savefig(text, format="svg", metadata=nothing)
    return text.getvalue()


def lay_out(figure: Figure) -> None:
    """Place everything once and for all, no label upon another; matplotlib would do it twice for a file."""
    plain_ticks(figure)
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        changed = [wrap_labels(figure), uncrowd(figure)]
        if any(changed):
            engine.execute(figure)
        figure.set_layout_engine(None)


def wrap_labels(figure: Figure) -> bool:
    """Put labels below axes that would end outside the figure on several lines; whether any was."""
    wrapped = False
    for label in (ax.xaxis.label for ax in figure.axes):
        box, edges = label.get_window_extent(), figure.bbox
        middle = (box.x0 + box.x1) / 2.0
        room = 2.0 * min(middle - edges.x0, edges.x1 - middle)
        if label.get_text() and box.width > room:
            label.set_text(
                name_on_lines(label.get_text(), max(1, int(len(label.get_text()) * room / box.width)))
            )
            wrapped = True
    return wrapped


def set_lines(figure: Figure) -> None:
    """Anchor every line of texts that would end raggedly in the font of a reader."""
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_visible() and is_set_by_lines(text):
            set_by_lines(figure, text)


def is_set_by_lines(text: Text) -> bool:
    """Whether a text has lines that would end raggedly in another font than that of the layout."""
    if text.get_rotation() == UPRIGHT:
        return text.get_rotation_mode() != "anchor"
    return "\n" in text.get_text() and text.get_horizontalalignment() != "left"


def set_by_lines(figure: Figure, text: Text) -> None:
    """Anchor each line of a text by itself, at the end or the middle that all of them share."""
    in_figure = figure.transFigure.inverted()
    box, lines = text.get_window_extent().transformed(in_figure), text.get_text().split("\n")
    is_upright = text.get_rotation() == UPRIGHT
    aligned = "right" if is_upright else text.get_horizontalalignment()
    text.set_visible(False)
    for number, line in enumerate(lines):
        part = (number + 0.5) / len(lines)
        place = (box.x0 + part * box.width, box.y1)
        if not is_upright:
            across = box.x1 if aligned == "right" else (box.x0 + box.x1) / 2.0
            place = (across, box.y1 - part * box.height)
        figure.text(
            *place,
            line,
            ha=aligned,
            va="center",
            rotation=text.get_rotation(),
            rotation_mode="anchor",
            fontproperties=text.get_fontproperties(),
            color=text.get_color(),
            parse_math=False,
        )


def inlined(svg: str, name: str, label: str) -> str:
    """The SVG as part of an HTML page: no addresses, its own names, and a label for screen readers."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r'(\sid="|url\(#|href="#)', rf"\g<1>{name}-", body)
    box = re.search(r'viewBox="[^"]*"', body)
    head = f'<svg role="img" aria-label="{label}" {box.group() if box else ""}>'
    return head + body[body.index(">") + 1 :]
