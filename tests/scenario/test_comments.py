"""Claims about files that are changed in some values: they say the new values, and lose no comment."""

import re
from copy import deepcopy

import pytest

from relsim.questions.fit.in_folder import fitted_text
from relsim.scenario.load import load
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.scenario.yaml.comments import text_with_changes
from relsim.scenario.yaml.document import document_in
from relsim.scenario.yaml.notes import EstimatedValue, ValueNote

TEXT = """# A market of ours, asked for by the board.
title: A small town
customers: 500  # those in reach

firms:
  # Us.
  harbour:
    price: {value: 30, source: the list, range: [25, 35]}  # asked on 3 May
    service:
      failures:            # per visit
        value: 5%
        range: [2%, 9%]
timeline:
  - at: 1 year   # the fair
    set: {firms.harbour.price: 28}
"""


def changed(values, notes=None):
    document = document_in(TEXT, "town.yaml")
    data = deepcopy(document.data)
    for path, value in values.items():
        inner = data
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
    notes = dict(document.notes) | (notes or {})
    text = text_with_changes(TEXT, data, notes)
    again = document_in(text, "town.yaml")
    assert (again.data, again.notes) == (data, notes)
    return text


def comments(text):
    return sorted(re.findall(r"#.*", text))


def test_what_is_not_changed_stays_to_the_letter():
    assert changed({}).replace("#", " #").split() == TEXT.replace("#", " #").split()


def test_an_estimate_stands_in_place_of_the_value_and_no_comment_is_lost():
    estimate = EstimatedValue(("4%", "6%"), "known")
    note = ValueNote("estimated from sales.csv", ("2%", "9%"), estimated=estimate)
    text = changed(
        {("firms", "harbour", "service", "failures"): "4.8%"},
        {("firms", "harbour", "service", "failures"): note},
    )
    assert comments(text) == comments(TEXT)
    assert "value: 4.8%" in text and "told: known" in text


@pytest.mark.parametrize(
    "values",
    [
        {("customers",): 700},
        {("firms", "harbour", "price"): 33},
        {("timeline", 0, "set"): {"firms.harbour.price": 27, "firms.harbour.contact.cost": 1}},
        {("firms", "summit"): {"price": 20}},
        {("timeline",): [{"at": "1 year", "set": {"customers": 3}}, {"at": "2 years", "set": {}}]},
    ],
)
def test_any_value_can_be_changed_and_no_comment_is_lost(values):
    assert comments(changed(values)) == comments(TEXT)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_file_can_be_written_with_its_comments(name):
    path = shipped_scenarios()[name]
    text = path.read_text(encoding="utf-8")
    document = document_in(text, name)
    again = text_with_changes(text, document.data, document.notes)
    assert comments(again) == comments(text)
    assert document_in(again, name).data == document.data


def test_a_market_that_extends_another_is_written_in_full(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("extends: leaky-bucket  # mine\ncustomers: 300\n", encoding="utf-8")
    text = fitted_text(load(path))
    assert "extends" not in text and "sieve" in text
