"""Every parameter moves what theory says, in that direction; or it is said why it moves nothing."""

from typing import get_args

import directions as page
import pytest
from effects import asleep, directions, market_for, rises

from relsim.scenario.part import Part
from relsim.scenario.schema.behaviour import Behaviour
from relsim.scenario.schema.firm import Firm
from relsim.scenario.schema.people import Segment
from relsim.scenario.units.written import TextWithUnit

DIRECTIONS = directions()
REPLICATIONS = 3


def leaves(model: type[Part], prefix: str) -> set[str]:
    """The paths of all numbers, rates and durations of a part."""
    found = set()
    for name, field in model.model_fields.items():
        kind, path = field.annotation, f"{prefix}.{name}"
        inner = [argument for argument in get_args(kind) if isinstance(argument, type)]
        kinds = [kind] if isinstance(kind, type) else inner
        parts = [each for each in kinds if issubclass(each, Part)]
        if parts:
            found |= leaves(parts[0], path)
        elif any(issubclass(each, int | float | TextWithUnit) for each in kinds):
            found.add(path)
    return found


def test_theory_has_a_word_on_every_parameter():
    """A new parameter of customers needs a line in directions.yaml, a lever says it on its field."""
    traits = {path for path in leaves(Segment, "segments.everybody") if path.endswith((".mean", ".spread"))}
    known = leaves(Behaviour, "behaviour") | leaves(Firm, "firms") | traits
    told = {direction.path.replace("firms.bond.", "firms.") for direction in DIRECTIONS}
    told = {path.replace(".hotline.", ".") for path in told}
    silent = tuple(asleep())
    assert {path for path in known - told if not path.startswith(silent)} == set()
    assert {path for path in told if path.startswith(silent)} == set()
    assert len(known) > 180


def test_no_parameter_is_told_of_twice():
    paths = [direction.path for direction in DIRECTIONS]
    assert sorted(set(paths)) == sorted(paths)


def test_the_page_of_directions_is_made_of_the_file():
    assert page.PAGE.read_text(encoding="utf-8") == page.page()


@pytest.mark.parametrize("direction", DIRECTIONS, ids=lambda direction: direction.path)
def test_both_values_are_accepted(direction):
    market = market_for(direction)
    for value in (direction.low, direction.high):
        assert market.changed({direction.path: value}).customers == market.customers


@pytest.mark.slow
@pytest.mark.parametrize("direction", DIRECTIONS, ids=lambda direction: direction.path)
def test_a_parameter_moves_what_theory_says_in_that_direction(direction):
    """In every one of three markets; by chance alone that happens once in eight seeds."""
    assert (direction.sign * rises(direction, REPLICATIONS) > 0.0).all()
