"""The glossary: every term of the field that a page may use, from the registries that know it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from relsim.measures.measure import MEASURES
from relsim.measures.registry import OF_BASE, REGISTRY
from relsim.report.terms import OTHER_TERMS
from relsim.vocabulary import Channel, Reason, Rung, Word, word

EVERYDAY = frozenset({"none", "moved", "price", "competitor", "closed", "founding", "advertising"})
"""Words of the vocabulary that everybody uses, so that a page does not explain them."""

BEHIND_THE_TERM = re.compile(r" \(credited\)|, last year|, months")
"""What stands behind a term in the name of a measure and is no part of it."""

KEY = re.compile(r"(?P<author>[a-z]+)(?P<year>\d{4})")


@dataclass(frozen=True)
class Term:
    """A term: what it means, the keys of its sources in the bibliography, and how else it is written."""

    term: str
    meaning: str
    sources: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The name of its place on a page."""
        return "term-" + re.sub(r"[^a-z0-9]+", "-", self.term.lower()).strip("-")

    @property
    def source(self) -> str:
        """After whom it is, or that it is by definition."""
        return ", ".join(map(source_in_words, self.sources)) or "by definition"


def source_in_words(key: str) -> str:
    """The first author and the year of a source, by its key in the bibliography."""
    found = KEY.match(key)
    return f"{found['author'].capitalize()} {found['year']}" if found else key


@cache
def glossary() -> dict[str, Term]:
    """Every term by itself, in alphabetical order; what several registries know is told by the first."""
    known: dict[str, Term] = {}
    for one in (*terms_of_the_rest(), *terms_of_measures(), *terms_of_vocabulary()):
        known.setdefault(one.term, one)
    return dict(sorted(known.items(), key=lambda pair: pair[0].casefold()))


def terms_of_the_rest() -> Iterator[Term]:
    """The terms that no registry of relsim knows."""
    for term, (meaning, sources, forms) in OTHER_TERMS.items():
        yield Term(term, meaning, sources, forms)


def terms_of_measures() -> Iterator[Term]:
    """Measures with a source; one without is a plain count or share."""
    for measures in (MEASURES, REGISTRY[OF_BASE]):
        for one in measures.values():
            if one.sources:
                yield Term(BEHIND_THE_TERM.sub("", one.words), one.meaning, one.sources)


def terms_of_vocabulary() -> Iterator[Term]:
    """The rungs of the ladder, and what wins and loses customers."""
    kinds: tuple[tuple[type[Word], str], ...] = ((Rung, "payne1995"), (Reason, "keaveney1995"), (Channel, ""))
    for kind, after in kinds:
        for one in kind:
            if word(one) not in EVERYDAY:
                yield Term(word(one), one.meaning, (after,) if after else ())
