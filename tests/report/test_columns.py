"""Claims about printed galleries: columns end alike, and a heading stays with the figures below it."""

from typing import Any

import pytest

from relsim.report.columns import first_row, in_columns, printed_height


def picture(height: float, sentence: str = "Look.") -> dict[str, Any]:
    """A picture so many millimetres high in a column of 87."""
    return {"svg": f'<svg viewBox="0 0 87 {height}">', "sentence": sentence}


@pytest.mark.parametrize(
    ("heights", "sides"),
    [
        ([], ""),
        ([50], "l"),
        ([50, 50], "lr"),
        ([100, 40, 50, 20], "lrrl"),
        ([142, 142, 142], "lrl"),
        ([100, 90, 130, 60], "lrrl"),
    ],
    ids=["none", "one", "pair", "tall first", "a page for two", "two pairs"],
)
def test_a_figure_stands_in_the_shorter_column_of_its_page(heights: list[float], sides: str) -> None:
    placed = in_columns([picture(height) for height in heights])
    assert "".join(side[0] for _, side in placed) == sides
    assert [one for one, _ in placed] == [picture(height) for height in heights]


def test_what_still_fits_comes_before_a_figure_that_begins_a_page() -> None:
    tall, short = (picture(height) for height in (120, 40))
    assert in_columns([tall, tall, tall, short, short]) == [
        (tall, "left"),
        (tall, "right"),
        (short, "left"),
        (short, "right"),
        (tall, "left"),
    ]


def test_a_gallery_begins_with_two_low_figures() -> None:
    middle, tall, low = (picture(height) for height in (60, 140, 50))
    assert [one for one, _ in in_columns([tall, low, tall, middle])] == [low, middle, tall, tall]
    assert [one for one, _ in in_columns([tall, low])] == [tall, low]
    assert [one for one, _ in in_columns([middle, tall, tall, low])] == [middle, low, tall, tall]
    assert first_row([middle, tall, tall, low]) == first_row([middle])
    assert [one for one, _ in in_columns([low, tall, middle])] == [low, tall, middle]


def test_no_figure_is_taken_for_higher_than_the_style_sheet_lets_it_be() -> None:
    assert printed_height(picture(500)) == printed_height(picture(142)) > printed_height(picture(141))
    assert printed_height(picture(50, "word " * 40)) > printed_height(picture(50))
    assert printed_height({"svg": "", "sentence": "It failed."}) < 25


def test_the_first_row_needs_as_much_as_the_higher_of_two_figures() -> None:
    assert first_row([]) <= 0
    assert first_row([picture(40), picture(90), picture(180)]) == first_row([picture(90)]) > 90
