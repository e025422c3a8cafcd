"""The bibliography: entries of references.bib, and the citations in docstrings that stand for them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

ENTRY = re.compile(r"@(?P<kind>\w+)\{(?P<key>[^,]+),\n(?P<fields>.*?)\n\}", re.DOTALL)
FIELD = re.compile(r"^  (\w+) = \{(.*?)\},?$(?=\n  \w+ = |\Z)", re.DOTALL | re.MULTILINE)
NAME = r"[A-Z][\w'-]+(?: (?:de[nr] )?[A-Z][\w'-]+)*"
CITATION = re.compile(
    rf"(?P<first>{NAME})(?:(?:, and |, | and ){NAME})*(?: et al\.)?,? \(?(?P<year>(?:19|20)\d\d)\b"
)


@dataclass(frozen=True)
class BibliographyEntry:
    """One source: its key, its kind, its fields, and the text as BibTeX reads it."""

    key: str
    kind: str
    fields: dict[str, str]
    bibtex: str

    @property
    def authors(self) -> list[str]:
        """The authors as `Last, First`; the last may be `others`."""
        return [without_markup(name) for name in re.split(r"\s+and\s+", self.fields["author"])]

    def __str__(self) -> str:
        """The source as a reader knows it: authors (year). Title. Where it appeared."""
        names = ["et al." if name == "others" else name for name in self.authors]
        where = (self.fields.get(name) for name in ("journal", "booktitle", "publisher", "institution"))
        place = ", ".join([*filter(None, where), *filter(None, [volume(self.fields)])])
        rest = [place, self.fields.get("note", ""), self.fields.get("url", "")]
        told = " ".join(ended(without_markup(text)) for text in (self.fields["title"], *rest) if text)
        return f"{'; '.join(names)} ({self.fields['year']}). {told}"


def volume(fields: dict[str, str]) -> str:
    """Volume, number and pages: `12(2), 125–143`."""
    number = f"({fields['number']})" if "number" in fields else ""
    parts = (fields.get("volume", "") + number, fields.get("pages", ""))
    return ", ".join(part for part in parts if part)


def without_markup(text: str) -> str:
    """A field without the braces, dashes, quotes and escapes of BibTeX."""
    for written, read in (
        ("{", ""),
        ("}", ""),
        ("--", "–"),
        ("``", "“"),
        ("''", "”"),
        ("\\%", "%"),
        ("\\&", "&"),
        ("\\c c", "ç"),
        ("`", "'"),
    ):
        text = text.replace(written, read)
    return " ".join(text.split())


def ended(text: str) -> str:
    """A text with a full stop, unless it has its end."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


@cache
def bibliography() -> dict[str, BibliographyEntry]:
    """Every entry by its key, in the order of the file."""
    text = bibliography_file().read_text(encoding="utf-8")
    return {
        found["key"]: BibliographyEntry(
            found["key"], found["kind"], dict(FIELD.findall(found["fields"])), found[0]
        )
        for found in ENTRY.finditer(text)
    }


def bibliography_file() -> Path:
    """The file: inside an installed package, else in the checkout."""
    packaged = Path(str(files("relsim"))) / "references.bib"
    return packaged if packaged.is_file() else Path(__file__).parents[4] / "docs" / "references.bib"


def first_authors(text: str) -> list[tuple[str, str]]:
    """The first author and the year of every citation in a text, in order."""
    found = CITATION.finditer(" ".join(text.split()))
    return list(dict.fromkeys((match["first"], match["year"]) for match in found))


def key_of(author: str, year: str) -> str | None:
    """The bibliography's key of a citation, or None where there is no such entry."""
    return keys_by_author().get((plain_author(author), year))


@cache
def keys_by_author() -> dict[tuple[str, str], str]:
    """The keys of the bibliography by plain first author and year, the first where two are alike, and by what
    else they are called."""
    named: dict[tuple[str, str], str] = {}
    for key, entry in bibliography().items():
        named.setdefault((plain_author(entry.authors[0].split(",")[0]), entry.fields["year"]), key)
    for key, entry in bibliography().items():
        for alias in filter(None, entry.fields.get("citedas", "").split(";")):
            name, _, year = alias.strip().rpartition(" ")
            named[plain_author(name), year] = key
    return named


def plain_author(name: str) -> str:
    """A name without braces, accents or capitals."""
    letters = unicodedata.normalize("NFKD", without_markup(name))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
