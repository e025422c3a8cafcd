"""Formulas as pictures within the page, so that nobody needs a network to read them."""

import logging
import re
from html import escape
from io import BytesIO
from itertools import count

import matplotlib as mpl
from docutils import nodes
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser, math_to_image

from relsim.report.svg import inlined

SIZE = 10.0
"""Points of a letter in a formula; a page scales it to the letters around it."""

LOOK = {"mathtext.fontset": "dejavusans", "svg.fonttype": "path", "svg.hashsalt": "relsim"}

OTHERWISE = (
    (r"\\[bB]ig+[lr]?(?![a-zA-Z])", ""),
    (r"\\tfrac\s*(\d)\s*(\d)", r"\\frac{\1}{\2}"),
    (r"\\tfrac(?![a-zA-Z])", r"\\frac"),
    (r"\\sqrt\s+(\w)", r"\\sqrt{\1}"),
    (r"\\(ge|le)(?![a-zA-Z])", r"\\\1q"),
)
"""What pages write in TeX that matplotlib does not know, and what it knows in its place."""

number = count(1)

logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


def in_mathtext(tex):
    """A formula in the part of TeX that matplotlib draws."""
    for pattern, other in OTHERWISE:
        tex = re.sub(pattern, other, tex)
    return f"${' '.join(tex.split())}$"


def is_drawn(tex):
    """Whether matplotlib can draw all lines of a formula."""
    parser = MathTextParser("path")
    try:
        return all(parser.parse(in_mathtext(line.replace("&", ""))) for line in tex.split(r"\\"))
    except ValueError:
        return False


def drawn(tex):
    """A formula as SVG to stand within a line of text, in the colour of its words."""
    picture = BytesIO()
    with mpl.rc_context(LOOK):
        properties = FontProperties(size=SIZE)
        depth = math_to_image(in_mathtext(tex), picture, prop=properties, dpi=72, format="svg")
    svg = picture.getvalue().decode("utf-8")
    width = float(re.search(r'width="([\d.]+)pt"', svg)[1])
    body = inlined(svg, f"formula-{next(number)}", escape(" ".join(tex.split()), quote=True))
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    look = f"width:{width / SIZE:.2f}em;vertical-align:{-depth / SIZE:.2f}em;fill:currentColor;max-width:100%"
    return body.replace("<svg ", f'<svg style="{look}" ', 1)


def within_a_line(translator, node):
    """Write a formula that stands within a sentence."""
    translator.body.append(drawn(node.astext()))
    raise nodes.SkipNode


def by_itself(translator, node):
    """Write a formula that stands on lines of its own."""
    lines = [drawn(line.replace("&", "")) for line in node.astext().split(r"\\") if line.strip()]
    translator.body.append("".join(f'<p style="overflow-x:auto">{line}</p>' for line in lines))
    raise nodes.SkipNode


def setup(app):
    """Let formulas be drawn while pages are written."""
    app.add_html_math_renderer("drawn", (within_a_line, None), (by_itself, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
