"""Every source that a docstring names stands in the bibliography."""

import ast
import sys
from pathlib import Path

import pytest

pytest.importorskip("pybtex")
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))

from generating import citations  # noqa: E402

SOURCES = sorted((ROOT / "src" / "relsim").rglob("*.py"))


def docstrings(path: Path) -> list[str]:
    """All docstrings of a module."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [ast.get_docstring(node) for node in ast.walk(tree) if isinstance(node, holders)]
    return [text for text in found if text]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_author_and_year_in_a_docstring_is_in_the_bibliography(path):
    named = {citation for text in docstrings(path) for citation in citations.first_authors(text)}
    unknown = [f"{author} {year}" for author, year in named if not citations.key_of(author, year)]
    assert not unknown


def test_citations_are_recognised_in_the_forms_that_docstrings_use():
    text = """(after Payne, Christopher, Clark and Peck 1995; De Wulf, Odekerken-Schroeder and
    Iacobucci 2001), growing (Reichheld 1996). TARP; Goodman 1986. Law 2015, ch. 11 (Oliver 1980)
    or (Barabasi and Albert
    1999), Payne et al. 1995, Van den Bulte et al. 2018."""
    assert citations.first_authors(text) == [
        ("Payne", "1995"),
        ("De Wulf", "2001"),
        ("Reichheld", "1996"),
        ("Goodman", "1986"),
        ("Law", "2015"),
        ("Oliver", "1980"),
        ("Barabasi", "1999"),
        ("Van den Bulte", "2018"),
    ]


def test_rules_name_sources_at_all():
    rules = [path for path in SOURCES if path.parent.name == "rules"]
    assert sum(bool(citations.first_authors(text)) for path in rules for text in docstrings(path)) >= 15
