"""Templates: what they are filled with becomes text, and text becomes files."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from relsim.report.columns import first_row, in_columns
from relsim.report.explanation import with_links
from relsim.report.wording import SPACE, printable
from relsim.runs.disk import durably

WORDS_HERE = "<!-- words -->"
"""Where a page leaves room for its glossary."""

TITLE_OR_CODE = re.compile("“[^”]*”|`(?P<code>[^`]*)`")
"""A title in quotes, or a piece of code between backticks."""

SHARE = re.compile(r"(?<=\d) %")
"""The space and the percent sign after a number."""


def rendered(template: str, content: Mapping[str, Any]) -> str:
    """A template as HTML; words of a scenario are never markup."""
    environment = Environment(
        loader=PackageLoader("relsim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = printable
    environment.filters["breakable"] = breakable
    environment.filters["prose"] = prose
    environment.filters["row_head"] = row_head
    environment.filters["whole_words"] = whole_words
    environment.filters["table_cell"] = table_cell
    environment.filters["first_row"] = first_row
    environment.filters["in_columns"] = in_columns
    return environment.get_template(template).render(content)


def explained(template: str, content: Mapping[str, Any], said_later: str = "") -> str:
    """A template as HTML whose terms are linked where they first stand, and told where it leaves room, with
    those of what its scripts say later."""
    page, terms = with_links(rendered(template, content), said_later)
    return page.replace(WORDS_HERE, rendered("glossary.html.j2", {"terms": terms}) if terms else "")


VALUE_PATH = re.compile(r"[a-z_]\.[a-z]")
"""What a dotted path of a scenario has and no sentence or number has."""


def row_head(text: str) -> Markup:
    """The head of a row, which may be broken after dots; a dotted path is code, where no word is a term."""
    shown = breakable(text)
    return Markup("<code>{}</code>").format(shown) if VALUE_PATH.search(text) else shown


def breakable(path: str) -> Markup:
    """A dotted path that may be broken after its dots."""
    return Markup("<wbr>").join(part for part in path.replace(".", ".\0").split("\0"))


MOST_ON_A_LINE = 40
"""Characters of a cell beyond which it is words that may be broken anywhere."""

MOST_OF_A_RANGE = 24
"""Characters of a range, as "0.5 per month to 4 per month", beyond which it may take two lines."""


def table_cell(text: str) -> Markup:
    """A cell of a table: a number with its interval may be broken before the interval, words anywhere.

    A long range may be broken before its end. A number and what stands after its ± are never broken apart.
    """
    text = text.replace(" ± ", "\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}")
    if len(text) > MOST_ON_A_LINE:
        return Markup('<td class="words">{}</td>').format(text)
    value, bracket, interval = text.partition(" (")
    start, to, end = text.partition(" to ")
    if to and not bracket and len(text) > MOST_OF_A_RANGE:
        return Markup('<td class="two"><span>{}</span> <span>to {}</span></td>').format(start, end)
    if not bracket:
        return Markup("<td>{}</td>").format(text)
    return Markup('<td class="two">{} <span>({}</span></td>').format(value, interval)


def prose(text: str) -> Markup:
    """A sentence, in which what stands between backticks is a command or another piece of code.

    A title in quotes is somebody's own words, backticks included.
    """
    marked, end = Markup(), 0
    for found in TITLE_OR_CODE.finditer(text):
        marked += escape(kept_together(text[end : found.start()]))
        if found["code"] is None:
            marked += escape(kept_together(found[0]))
        else:
            marked += Markup("<code>{}</code>").format(whole_words(found["code"]))
        end = found.end()
    return marked + escape(kept_together(text[end:]))


def kept_together(text: str) -> str:
    """A text in which no line ends between a number and its percent sign."""
    return SHARE.sub(f"{SPACE}%", text)


def whole_words(command: str) -> Markup:
    """A command that is broken between its words only, never at a hyphen."""
    return Markup(" ").join(Markup('<span class="whole">{}</span>').format(word) for word in command.split())


def write(text: str, path: Path) -> None:
    """Text into a file, the same bytes on every system; what no encoding knows is replaced."""
    durably(path, lambda part: part.write_bytes(text.encode("utf-8", "replace")))
