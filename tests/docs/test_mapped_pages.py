"""Pages that map the field's words to relsim name only keys, columns, measures and names that exist."""

import re
import sys
from pathlib import Path

import pytest

pytest.importorskip("pybtex")
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs"))

from generating import keys, odd, words  # noqa: E402
from generating.commands import application  # noqa: E402

import relsim  # noqa: E402
from relsim.measures.measure import MEASURES  # noqa: E402
from relsim.scenario.scenario import Scenario  # noqa: E402
from relsim.scenario.schema.firm import Firm  # noqa: E402
from relsim.vocabulary import Channel, Group, Line, Reason, column_name  # noqa: E402

EXPLANATION = ROOT / "docs" / "explanation"
CODE = re.compile(r"`([^`]+)`")
REFERENCE = re.compile(r"\{cite:[pt]\}`[^`]+`")
FILES = {"summary.json", "payback_periods", "folklore: true", "source"}


def scenario_keys():
    """Every dotted path of a scenario, and those within a firm without the firm."""
    paths = {
        ".".join((*path, name))
        for path, model in keys.models(Scenario, ())
        for name in (*model.model_fields, "")
    }
    paths = {path.rstrip(".") for path in paths}
    return paths | {path.removeprefix("firms.FIRM.") for path in paths}


def names_that_exist():
    """All that a page may put in code."""
    commands = {one.name or one.callback.__name__ for one in application().registered_commands}
    named = set(MEASURES) | words.RELATIONSHIP.keys() | words.COLUMNS.keys() | words.DERIVED.keys()
    named |= {column_name(line) for kind in (Group, Line) for line in kind} | set(Firm.model_fields)
    named |= {f"lost_to_{column_name(reason)}" for reason in Reason}
    named |= {f"acquired_by_{column_name(channel)}" for channel in Channel}
    return named | scenario_keys() | {f"relsim {command}" for command in commands} | FILES


def exists(name):
    """Whether a name in code stands for something."""
    if name.startswith("relsim."):
        thing = relsim
        for step in name.split(".")[1:]:
            thing = getattr(thing, step, None)
        return thing is not None
    if name.startswith("result."):
        return hasattr(relsim.Result, name.removeprefix("result."))
    words_of = name.split(" ")
    return name in names_that_exist() or " ".join(words_of[:2]) in names_that_exist()


@pytest.mark.parametrize(
    ("page", "fewest"),
    [
        ("return-on-relationships.md", 40),
        ("eleven-cs.md", 40),
        ("folklore.md", 5),
        ("beyond.md", 12),
    ],
)
def test_every_name_in_code_stands_for_something(page, fewest):
    text = REFERENCE.sub("", (EXPLANATION / page).read_text(encoding="utf-8"))
    named = set(CODE.findall(text))
    assert len(named) >= fewest
    assert not sorted(name for name in named if not exists(name))


@pytest.mark.parametrize(("page", "rows"), [("return-on-relationships.md", 15), ("eleven-cs.md", 11)])
def test_no_part_of_the_brief_is_left_out(page, rows):
    lines = (EXPLANATION / page).read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("|")][2:]
    assert len(table) == rows
    assert all(CODE.search(line) for line in table)


def test_odd_has_seven_elements_and_generated_tables():
    text = (EXPLANATION / "odd.md").read_text(encoding="utf-8")
    elements = re.findall(r"^## (\d)\. ", text, re.MULTILINE)
    assert elements == [str(number) for number in range(1, 8)]
    for name, table in odd.parts().items():
        assert f"parts/{name}.md" in text
        assert "|   |" not in table and len(table.splitlines()) > 5
