"""Claims about `relsim measures`: each name stands for one thing, in its unit; what is evidence is said."""

import pytest

from relsim.cli.measure_texts import measure_lines
from relsim.errors import InputError
from relsim.measures.registry import REGISTRY


def test_no_two_measures_begin_alike() -> None:
    heads = [line.partition(": ")[0] for line in measure_lines(None) if line and line[0].islower()]
    assert len(heads) == sum(len(known) for known in REGISTRY.values())
    assert len(set(heads)) == len(heads)


def test_what_is_counted_a_year_has_a_unit_of_a_year() -> None:
    assert "  Unit: purchases a year" in list(measure_lines("diversion"))


def test_a_figure_of_evidence_is_said_to_be_one_and_where_it_is_told() -> None:
    with pytest.raises(InputError, match=r"a figure that `evidence` may give.*From your figures"):
        list(measure_lines("lost_to_neglect"))
