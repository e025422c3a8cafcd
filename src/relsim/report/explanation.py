"""A page whose terms are explained: each is linked where it first stands, and told in a part at its end."""

import re
from collections.abc import Iterator
from functools import cache

from relsim.report.glossary import Term, glossary

TAG = re.compile(r"(<[^>]*>)")
OPENING = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)")
APART = frozenset(
    {
        *("a", "svg", "code", "style", "h1", "h2", "dt", "summary", "head", "footer"),
        *("label", "button", "script"),
    }
)
"""Parts of a page in which nothing is linked."""


def with_links(page: str, said_later: str = "") -> tuple[str, list[Term]]:
    """The page with a link to each term where it first stands, and the terms, in alphabetical order.

    What the scripts of a page say later has terms too, which are told without a link.
    """
    used: dict[str, Term] = {}
    pieces = [linked_once(piece, used) if is_prose else piece for piece, is_prose in prose_of(page)]
    linked_once(said_later, used)
    return "".join(pieces), [one for name, one in glossary().items() if name in used]


def forms_of(one: Term) -> Iterator[str]:
    """How a term may be written; with an s it is its plural."""
    yield from (one.term, f"{one.term}s", *one.forms)


def prose_of(page: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a page, tags and texts, and whether a piece is prose in which terms may be linked."""
    inside = 0
    for piece in TAG.split(page):
        tag = OPENING.match(piece)
        if tag and tag["name"].lower() in APART:
            inside += -1 if tag["close"] else 1
        yield piece, not tag and inside == 0


def linked_once(text: str, used: dict[str, Term]) -> str:
    """A text with links to the terms that it is the first to use; they are used from now on."""

    def link(found: re.Match[str]) -> str:
        if found[0].startswith("“"):
            return found[0]
        one = known_forms()[in_small_letters(found[0])]
        if one.term in used:
            return found[0]
        used[one.term] = one
        return f'<a class="term" href="#{one.anchor}">{found[0]}</a>'

    return any_form().sub(link, text)


def in_small_letters(text: str) -> str:
    """A text as the forms of terms are known: small letters, and single spaces that may break."""
    return " ".join(text.casefold().split())


@cache
def known_forms() -> dict[str, Term]:
    """Every term by each of its forms."""
    return {form.casefold(): one for one in glossary().values() for form in forms_of(one)}


@cache
def any_form() -> re.Pattern[str]:
    """What finds any form of a term as whole words, the longest first, and titles in quotes, which are names.

    A word within a path, of a file or of a value, is no term.
    """
    longest = sorted(known_forms(), key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, form.split())) for form in longest)
    return re.compile(rf"“[^”]*”|(?<![\w./\\-])(?:{either})(?![\w/\\-]|\.\w)", re.IGNORECASE)
