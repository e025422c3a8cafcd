"""Claims about what values and pieces of code are called on pages: by words, and set apart."""

from xml.etree import ElementTree

import pytest

from relsim.report.names import name_of_value
from relsim.report.style import canvas, name_on_lines, styled
from relsim.report.svg import svg_of
from relsim.report.template import prose, row_head
from relsim.report.ticks import ticks_of_years
from relsim.scenario.load import load

PATHS = {
    "firms.harbour.contact.cost": "contact cost of harbour",
    "firms.harbour.complaints.staff_cost": "complaints staff cost of harbour",
    'firms."two. rivers".price': "price of two. rivers",
    "segments.comfort seekers.need_rate.mean": "need rate mean of comfort seekers",
    "behaviour.departure.neglect": "departure neglect",
    "policies.care.set.firms.harbour.price": "price of harbour under care",
    "policies.care.set.behaviour.departure.price": "departure price under care",
    'policies.care.set.firms."two. rivers".price': "price of two. rivers under care",
    "periods": "periods",
}


@pytest.mark.parametrize(("path", "words"), PATHS.items())
def test_a_value_is_named_by_words_and_by_whose_it_is(path: str, words: str) -> None:
    assert name_of_value(path) == words


def test_what_a_policy_sets_is_named_with_the_title_of_the_policy() -> None:
    market = load("retention-launch")
    path = "policies.attentive-contact.set.firms.harbour.contact.frequency"
    assert name_of_value(path, market) == "contact frequency of harbour under “Attentive contact”"
    path = "conditions.recession.set.behaviour.departure.price"
    assert name_of_value(path, market) == "departure price under “Recession”"


def test_what_stands_between_backticks_is_code_and_nothing_else_is_markup() -> None:
    assert "<code>" in prose("Ask `relsim run` <b>")
    assert "&lt;b&gt;" in prose("Ask `relsim run` <b>")
    assert prose("An odd ` sign") == "An odd ` sign"
    assert prose("“5` off” and “6` off”, see `x`") == (
        '“5` off” and “6` off”, see <code><span class="whole">x</span></code>'
    )


def test_a_dotted_path_at_the_head_of_a_row_is_code_and_a_number_is_not() -> None:
    assert row_head("behaviour.departure.neglect").startswith("<code>")
    assert "<code>" not in row_head("4.331")


def test_axes_in_years_have_whole_years_or_halves_and_quarters() -> None:
    whole, short = ticks_of_years(9.0).tick_values(0.0, 9.0), ticks_of_years(1.2).tick_values(0.0, 1.2)
    assert all(value % 1.0 == 0.0 for value in whole)
    assert all((4.0 * value) % 1.0 == 0.0 for value in short)


@styled
def labelled(rotation: float) -> str:
    """A figure with a label of two lines on its axis of values."""
    ax = canvas(None)
    axis = ax.xaxis if rotation else ax.yaxis
    axis.set_ticks([0.0, 1.0], [name_on_lines("The same money on advertising"), "x"], rotation=rotation)
    return svg_of(ax)


@pytest.mark.parametrize("rotation", [0.0, 90.0])
def test_each_line_of_a_label_ends_at_the_same_place_in_any_font(rotation: float) -> None:
    lines = {
        "".join(one.itertext()): one.attrib
        for one in ElementTree.fromstring(labelled(rotation)).iter("{http://www.w3.org/2000/svg}text")
    }
    parts = [lines[line] for line in name_on_lines("The same money on advertising").split("\n")]
    assert len(parts) == 2
    assert all("text-anchor: end" in one["style"] for one in parts)
