"""No link of the repository as it is leads nowhere, and no formula needs a network."""

import re
import sys
from pathlib import Path

import pytest

pytest.importorskip("pybtex")
pytest.importorskip("sphinx")
ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))

import formulas  # noqa: E402
import generate  # noqa: E402

CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\((?P<to>[^)\s]+)[^)]*\)")
FORMULA = re.compile(r"\$\$(?P<block>.+?)\$\$|(?<![\\$])\$(?P<line>[^$]+?)(?<!\\)\$", re.DOTALL)
HEADING = re.compile(r"^#+ (?P<words>.+)$", re.MULTILINE)
TREE = re.compile(r"```\{toctree\}\n(?P<pages>.*?)```", re.DOTALL)
MADE = {"results", "_build", "generated"}
"""Folders of what is made and not kept."""

PAGES = [
    page
    for page in sorted(
        [
            *ROOT.glob("*.md"),
            *(
                path
                for top in ("docs", "scenarios", "experiments", "src", "tests")
                for path in (ROOT / top).rglob("*.md")
            ),
        ]
    )
    if not MADE & set(page.relative_to(ROOT).parts)
]


def named(page):
    """A page by its path in the repository."""
    return page.relative_to(ROOT).as_posix()


def links_within(page):
    """The links of a page to other places of the repository."""
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    return [to for to in (found["to"] for found in LINK.finditer(text)) if not re.match(r"[a-z]+:", to)]


def anchors_of(page):
    """The places of a page that a link can name."""
    headings = HEADING.finditer(re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL))
    words = (re.sub(r"[^\w\- ]", "", one["words"].lower()) for one in headings)
    return {one.strip().replace(" ", "-") for one in words}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_to_what_a_clone_has(page):
    lost = []
    for to in links_within(page):
        path, _, anchor = to.partition("#")
        target = page.parent / path if path else page
        is_kept = target.exists() and not MADE & set(target.resolve().relative_to(ROOT).parts)
        has_headings = target.suffix == ".md" and target.parent != DOCS / "reference"
        if not is_kept or (anchor and has_headings and anchor not in anchors_of(target)):
            lost.append(to)
    assert not lost


def test_links_are_found_at_all():
    assert sum(len(links_within(page)) for page in PAGES) > 150


@pytest.mark.parametrize("name", generate.PAGES)
def test_every_page_that_is_made_says_how_and_takes_in_what_is_made(name):
    page = (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")
    assert "python docs/generate.py" in page
    assert f"```{{include}} generated/{name}.md\n:start-line: 1\n```" in page


def test_no_page_stands_for_one_that_is_not_made():
    assert {page.stem for page in (DOCS / "reference").glob("*.md")} == set(generate.PAGES)


@pytest.mark.parametrize("name", ["levers", "measures", "vocabulary", "glossary"])
def test_a_page_has_the_title_of_what_it_takes_in(name):
    page = (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")
    assert page.splitlines()[0] == generate.PAGES[name]().splitlines()[0]


def test_every_formula_of_the_documentation_is_drawn():
    drawn = 0
    for page in sorted(DOCS.rglob("*.md")):
        if MADE & set(page.relative_to(DOCS).parts):
            continue
        for found in FORMULA.finditer(CODE.sub("", page.read_text(encoding="utf-8"))):
            assert formulas.is_drawn(found["block"] or found["line"]), (named(page), found[0])
            drawn += 1
    assert drawn > 200


def test_a_formula_is_a_picture_in_the_colour_of_the_words_around_it_and_says_what_it_is():
    picture = formulas.drawn(r"\bigl(E - \tfrac12\bigr) \ge 0 < 1")
    assert picture.startswith("<svg ") and "currentColor" in picture
    assert "&lt; 1" in picture and "http" not in picture.replace("http://www.w3.org", "")


def test_every_how_to_stands_behind_a_door_of_the_front():
    front = (DOCS / "index.md").read_text(encoding="utf-8")
    doors = [part for part in front.split("\n## ") if part.startswith("You are a ")]
    assert [door.split("\n")[0].removeprefix("You are a ") for door in doors] == [
        "student",
        "strategist",
        "teacher",
        "modeller",
    ]
    behind = {to for door in doors for to in LINK.findall(door) if to.startswith("howto/")}
    assert {path.name for path in (DOCS / "howto").glob("*.md")} == {Path(to).name for to in behind}


def test_every_how_to_is_in_the_table_of_contents_once():
    front = (DOCS / "index.md").read_text(encoding="utf-8")
    told = [
        line for tree in TREE.finditer(front) for line in tree["pages"].split() if line.startswith("howto/")
    ]
    assert sorted(told) == sorted(f"howto/{path.stem}" for path in (DOCS / "howto").glob("*.md"))
