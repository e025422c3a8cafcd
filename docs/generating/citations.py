"""Authors and years in docstrings, and the entries of references.bib they stand for."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from pybtex.database import parse_file

BIBLIOGRAPHY = Path(__file__).parents[1] / "references.bib"
NAME = r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)*"
CITATION = re.compile(
    rf"(?P<first>{NAME})(?:(?:, and |, | and ){NAME})*(?: et al\.)?,? \(?(?P<year>(?:19|20)\d\d)\b"
)


def cited(text: str) -> list[tuple[str, str]]:
    """The first author and the year of every citation in a text, in order."""
    found = CITATION.finditer(" ".join(text.split()))
    return list(dict.fromkeys((match["first"], match["year"]) for match in found))


@cache
def entries() -> dict[tuple[str, str], str]:
    """The keys of the bibliography by plain first author and year."""
    keys: dict[tuple[str, str], str] = {}
    for key, entry in parse_file(BIBLIOGRAPHY).entries.items():
        person = entry.persons["author"][0]
        surname = " ".join([*person.prelast_names, *person.last_names])
        keys[plain(surname), entry.fields["year"]] = key
        for alias in filter(None, entry.fields.get("citedas", "").split(";")):
            name, _, year = alias.strip().rpartition(" ")
            keys[plain(name), year] = key
    return keys


def plain(name: str) -> str:
    """A name without braces, accents or capitals."""
    letters = unicodedata.normalize("NFKD", name.replace("{", "").replace("}", ""))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def key_of(author: str, year: str) -> str | None:
    """The bibliography's key of a citation, or None where there is no such entry."""
    return entries().get((plain(author), year))


def references(*texts: str) -> str:
    """Links to the bibliography for all citations in the texts."""
    found = dict.fromkeys(citation for text in texts for citation in cited(text))
    keys = [key for citation in found if (key := key_of(*citation))]
    return ", ".join(f"{{cite:t}}`{key}`" for key in dict.fromkeys(keys))
