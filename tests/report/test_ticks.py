"""Claims about axes: numbers as a reader writes them, and labels that never touch."""

import re
from itertools import pairwise

import pytest
from matplotlib.axes import Axes

from relsim.report.charts import tick
from relsim.report.style import canvas, panels
from relsim.report.svg import lay_out, svg_of
from relsim.report.ticks import overlap
from relsim.report.wording import to_digits

RANGES = [(0.0, 1_250_000.0), (0.0, 12_000.0), (1e-5, 9e-5), (-3e9, 2e9), (0.001, 0.0042), (0.0, 1.0)]


def laid_out(ax: Axes) -> Axes:
    figure = ax.get_figure(root=True)
    assert figure is not None
    lay_out(figure)
    return ax


@pytest.mark.parametrize(("low", "high"), RANGES)
def test_no_axis_shows_powers_of_ten_or_the_same_number_twice(low: float, high: float) -> None:
    ax = canvas(None)
    ax.plot([low, high], [low, high])
    assert not re.search(r"\de[+-]?\d|10\^", svg_of(ax))
    for axis in (ax.xaxis, ax.yaxis):
        texts = [label.get_text() for label in axis.get_ticklabels()]
        assert len(texts) == len(set(texts))


def test_labels_of_a_logarithmic_axis_are_plain_numbers_too() -> None:
    ax = canvas(None)
    ax.set_xscale("log")
    ax.plot([1.0, 100_000.0], [0.0, 1.0])
    assert "mathdefault" not in svg_of(ax)


def test_long_numbers_side_by_side_do_not_touch() -> None:
    grid = panels(1, 3)
    for ax in grid.flat:
        ax.plot([0.0, 1.0], [0.0, 1.0])
        places = [number / 10.0 for number in range(11)]
        ax.set_xticks(places, [f"{250_000 * number:,}" for number in range(11)])
    for ax in grid.flat:
        laid_out(ax)
        shown = [label for label in ax.get_xticklabels() if label.get_text()]
        assert len(shown) >= 1
        assert not overlap(shown)


def test_words_that_would_touch_are_turned_and_none_is_lost() -> None:
    ax = canvas(None)
    ax.set_xlim(0.0, 9.0)
    ax.set_xticks(range(10), [f"recession {chr(97 + number)}" for number in range(10)])
    laid_out(ax)
    labels = ax.get_xticklabels()
    assert {label.get_rotation() for label in labels} == {90.0}
    assert len([label for label in labels if label.get_text()]) == 10


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12_345.0, "12,300"),
        (0.01234, "0.0123"),
        (1e-5, "0.00001"),
        (-3.0, "−3"),
        (0.0, "0"),
        (999.96, "1,000"),
    ],
)
def test_digits_never_become_a_power_of_ten(value: float, text: str) -> None:
    assert to_digits(value) == text


def test_ticks_that_differ_are_written_differently() -> None:
    texts = [tick(value, 1_500_000.0) for value in (0.0, 250_000.0, 500_000.0, 750_000.0)]
    assert all(left != right for left, right in pairwise(texts))
    assert texts[1] == "0.25M"
