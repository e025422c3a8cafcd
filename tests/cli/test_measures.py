"""Claims about `relsim measures`: each name stands for one thing, in its unit; what is evidence is said."""

import pytest

from relsim.cli.measure_texts import measure_lines
from relsim.errors import InputError
from relsim.measures.registry import REGISTRY


def test_measures_of_one_name_are_told_apart() -> None:
    names = [name for known in REGISTRY.values() for name in known]
    twice = {name for name in names if names.count(name) > 1}
    assert twice
    for name in names:
        told = [
            line for line in measure_lines(name) if line.startswith(f"  Not to be mistaken for the `{name}`")
        ]
        assert len(told) == (2 if name in twice else 0)


def test_what_is_counted_a_year_has_a_unit_of_a_year() -> None:
    assert "  Unit: purchases a year" in list(measure_lines("diversion"))


def test_a_figure_of_evidence_is_said_to_be_one_and_where_it_is_told() -> None:
    with pytest.raises(InputError, match=r"a figure that `evidence` may give.*From your figures"):
        list(measure_lines("lost_to_neglect"))
