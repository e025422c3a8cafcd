"""The generated reference leaves nothing unsaid, and the documentation builds without a warning."""

import sys
from pathlib import Path

import pytest

pytest.importorskip("pybtex")
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))

import generate  # noqa: E402

import relsim  # noqa: E402
from relsim.rules.rulebook import MECHANISMS  # noqa: E402

UNSAID = "|   |"


def rows(page):
    """The rows of all tables of a generated page."""
    return [line for line in generate.PAGES[page]().splitlines() if line.startswith("| `")]


@pytest.mark.parametrize("page", ["scenario-keys", "tables", "vocabulary", "command-line"])
def test_every_row_says_what_it_means(page):
    assert rows(page) or page == "vocabulary"
    assert not [row for row in rows(page) if row.endswith(UNSAID)]


def test_every_word_of_the_vocabulary_has_a_meaning():
    text = generate.PAGES["vocabulary"]()
    assert not [line for line in text.splitlines() if line.endswith(UNSAID)]


def test_every_alternative_of_every_mechanism_is_listed():
    text = generate.PAGES["mechanisms"]()
    for name, (_, alternatives) in MECHANISMS.items():
        section = text.split(f"`mechanisms.{name}`")[1].split("\n## ")[0]
        assert all(f"`{word}`" in section for word in alternatives)


def test_every_public_name_is_described():
    text = generate.PAGES["python"]()
    assert all(f"relsim.{name}" in text for name in relsim.__all__)


def test_every_command_is_described():
    text = generate.PAGES["command-line"]()
    for command in ("list", "validate", "schema", "run", "compare", "story", "marginal", "cite", "report"):
        assert f"## `relsim {command}`" in text
    for command in ("why", "freeze", "track", "export"):
        assert f"## `relsim {command}`" in text
