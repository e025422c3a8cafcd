"""A share, a multiple or an order that a lesson tells in words is that of its runs."""

import pytest
from lesson_claims import CLAIMS, run_of
from lesson_numbers import told_by
from lesson_words import bounds, holds, results_in

import relsim
from relsim.scenario.resolve.shipped import shipped_scenarios

QUICK = ["leaky-bucket"]
OTHERS = [
    pytest.param(name, marks=() if number % 6 == 0 else pytest.mark.exhaustive)
    for number, name in enumerate(sorted(set(CLAIMS) - set(QUICK)))
]


def refuse_what_is_not_so(name):
    """Hold every result that a lesson tells in words against its run."""
    run = run_of(f"relsim compare {name}")
    values = {quote: value_of(run) for quote, value_of in CLAIMS[name].items()}
    assert not {quote: value for quote, value in values.items() if not holds(quote, value)}


@pytest.mark.parametrize("name", QUICK)
def test_a_result_told_in_words_is_so(name):
    refuse_what_is_not_so(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_every_other_result_told_in_words_is_so(name):
    refuse_what_is_not_so(name)


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_every_result_that_a_lesson_tells_in_words_is_claimed(name):
    text, quotes = f"{relsim.load(name).summary} {told_by(name)}", CLAIMS.get(name, {})
    assert not [quote for quote in quotes if quote not in text]
    claimed = {text.index(quote) + results_in(quote)[0].start() for quote in quotes}
    told = {found.start(): found[0] for found in results_in(text)}
    assert not [text[place - 40 : place + 40] for place in told if place not in claimed]


def test_shares_multiples_and_orders_are_found_but_not_counts_of_things():
    text = "In three years four firms lost over half of them, twice as many, `--set a.half=1`, and most left."
    assert [found[0] for found in results_in(text)] == ["over half", "twice", "most"]


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("a third of them", 0.3, 11 / 30),
        ("over two fifths", 0.4, 0.5),
        ("nearly a quarter", 0.2, 0.25),
        ("more than eight in ten", 0.8, 1.0),
        ("one patient in three", 0.3, 11 / 30),
        ("thirty times as many", 27, 33),
        ("twice as many", 1.8, 2.2),
    ],
)
def test_words_are_read_as_a_range(words, low, high):
    (found,) = results_in(words)
    assert bounds(found) == pytest.approx((low, high))


def test_a_value_outside_its_range_is_refused():
    assert holds("over half of them", 0.55) and not holds("over half of them", 0.45)
    assert holds("adds most", True) and not holds("adds most", False)
    assert not holds("twice as many", True) and not holds("twice as many", float("nan"))
    assert not holds("a third of them", [0.33, 0.4])
