"""The amounts and percents that a lesson's explanation quotes are those of the commands which it names."""

import re
from itertools import combinations

import pytest
from lesson_answers import OTHER_ANSWERS
from lesson_numbers import (
    AMOUNT,
    BY_OTHER_ANSWERS,
    POINTS,
    is_small_number_of,
    numbers_of,
    numbers_written,
    small_numbers_in,
    told_by,
)
from lesson_percents import (
    COMPUTED,
    percents_in,
    percents_of,
    percents_written,
)

import relsim
import relsim.cli
from relsim.console.parsing import listed
from relsim.questions.compare.differences import measure_by_policy
from relsim.questions.compare.page import findings
from relsim.questions.compare.subject import Subject
from relsim.questions.lesson.runs import ExerciseCommand
from relsim.report.wording import MINUS
from relsim.scenario.resolve.shipped import shipped_scenarios

COMMAND = re.compile(r"relsim compare [\w-]+(?: --[a-z]+ [\w.=%-]+)*")
QUOTED_TABLES = ("headlines", "firms", "statement")
"""The parts of a page whose tables lessons quote; of more of them any number would be found somewhere."""

UNDER = re.compile(r"--condition ([\w-]+)")


def amounts_in(text):
    """The numbers of thousands in a text."""
    return [int(one.replace(",", "")) for one in AMOUNT.findall(text)]


OF_TABLES = {"car-buyer": "sums over its customers.csv, which is no page"}
"""Lessons that quote what no page prints, and what instead."""

OF_SEGMENTS = {"what-data-cannot-tell": {83, 65, 75, 73}}
"""Percents of segments from the second year on, which relsim tells as evidence alone."""

QUOTING = [
    name
    for name in sorted(shipped_scenarios())
    if any(read(told_by(name)) for read in (amounts_in, percents_in, small_numbers_in))
    and name not in OF_TABLES
]
QUICK = ["who-stays"]
OTHERS = [
    pytest.param(name, marks=() if number % 6 == 0 else pytest.mark.exhaustive)
    for number, name in enumerate(sorted(set(QUOTING) - set(QUICK)))
]


def commands_named(name):
    """The comparisons that a lesson names, and those of its exercises."""
    text, own = told_by(name), f"relsim compare {name}"
    under = [f"{own} --condition {one}" for one in UNDER.findall(text)]
    exercises = [one.command for one in relsim.load(name).learn.checked]
    return list(dict.fromkeys([own, *COMMAND.findall(text), *under, *exercises]))


def compared_by(command):
    """What a command compares."""
    read = ExerciseCommand.of(command)
    market = read.request.market()
    names = listed(read.policies, market.policies)
    return relsim.compare(market, policies=names, replications=read.request.replications, hinge=False)


def printed_by(comparison):
    """The numbers of a comparison's page, and by how much its policies differ from each other."""
    found = findings(Subject(comparison))
    tables = [table for part in QUOTED_TABLES for table in found[part]]
    cells = [cell for table in tables for row in table.rows for cell in row]
    told = [number_in(cell) for text in (*found["said"], *cells) for cell in text.split()]
    return [one for one in told if one is not None] + gaps_of(comparison) + totals_of(comparison)


def number_in(word):
    """The number that a word of a page is, without its sign."""
    plain = word.strip(f"+{MINUS}.,;:()").replace(",", "")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


def totals_of(comparison):
    """Purchases and revenue of the firm in focus in all periods, by policy: sums over periods.csv."""
    own = comparison.periods[comparison.periods["firm"] == comparison.firm]
    sums = own.groupby(["policy", "replication"], observed=True)[["purchases", "revenue"]].sum()
    return [float(one) for one in sums.groupby("policy", observed=True).mean().to_numpy().ravel()]


def gaps_of(comparison):
    """Mean differences in customer equity of any firm between any two policies."""
    gaps = []
    for firm in comparison.scenario.firms:
        values = measure_by_policy(comparison.outcomes, "customer_equity", comparison.policies, firm)
        gaps += [abs(float(one - other)) for one, other in combinations(values.mean(axis=0), 2)]
    return gaps


def is_quoted_from(amount, printed):
    """Whether a number of a page, rounded as an amount is, gives that amount."""
    digits = len(str(amount).rstrip("0"))
    return any(float(f"{one:.{digits - 1}e}") == amount for one in printed)


def refuse_stale_numbers(name):
    """Run the commands that a lesson names, one after the other, until all that it quotes was printed."""
    text = told_by(name)
    amounts = amounts_in(text)
    known = percents_written(name) | OF_SEGMENTS.get(name, set())
    percents = [one for one in percents_in(text) if one not in known]
    small = small_numbers_to_run(name)
    for command in commands_named(name):
        comparison = compared_by(command)
        printed, shares = printed_by(comparison), percents_of(comparison, name)
        amounts = [amount for amount in amounts if not is_quoted_from(amount, printed)]
        percents = [one for one in percents if not any(round(share) == one for share in shares)]
        numbers = numbers_of(comparison, name) if small else []
        small = [one for one in small if not is_small_number_of(one, numbers)]
        if not amounts and not percents and not small:
            return
    assert not amounts and not percents and not small, (
        f"{name} quotes {amounts}, {percents} % and {small}, which no command of it prints"
    )


def small_numbers_to_run(name):
    """The small numbers of a lesson that a run must tell: points, and what its file does not set."""
    text = told_by(name)
    known, points = numbers_written(name), set(POINTS.findall(text))
    numbers = [one for one in small_numbers_in(text) if one not in BY_OTHER_ANSWERS.get(name, set())]
    return [one for one in numbers if one in points or "million" in one or float(one) not in known]


@pytest.mark.parametrize("name", QUICK)
def test_a_lesson_quotes_what_its_commands_print(name):
    refuse_stale_numbers(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_every_other_lesson_quotes_what_its_commands_print(name):
    refuse_stale_numbers(name)


def test_percents_are_found_in_rows_and_ranges_of_a_text():
    assert percents_in("62, 60, 61 and 59 % stay, from 85 to 90 %, 8 of 10") == [62, 60, 61, 59, 85, 90]


def test_a_percent_that_a_file_sets_is_an_input_and_one_of_its_lesson_is_not():
    assert 8 in percents_written("three-programmes") and 43 not in percents_written("too-much-care")


def test_what_is_computed_of_tables_is_of_lessons_that_quote_it():
    assert set(COMPUTED) <= set(QUOTING)


def test_an_amount_is_as_exact_as_it_is_written():
    assert is_quoted_from(270_000, [266_500.0]) and is_quoted_from(571_000, [571_200.0])
    assert not is_quoted_from(575_000, [571_200.0])


def test_small_numbers_are_those_in_digits_that_are_no_percents_amounts_or_commands():
    text = "from 0.63 to 0.79 in 8 months, 1.7 million, 62 and 59 %, 4,900, `--replications 80`, 37 points"
    assert small_numbers_in(text) == ["0.63", "0.79", "8", "1.7 million", "37"]


def test_a_small_number_is_as_exact_as_it_is_written():
    assert is_small_number_of("0.63", [0.6322]) and is_small_number_of("15 million", [-15_370_000.0])
    assert not is_small_number_of("0.60", [0.5947]) and not is_small_number_of("634", [636])


def test_numbers_that_no_comparison_tells_are_quoted():
    assert BY_OTHER_ANSWERS.keys() == OTHER_ANSWERS.keys()
    for name, numbers in BY_OTHER_ANSWERS.items():
        assert numbers <= set(small_numbers_in(told_by(name)))


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_OTHER_ANSWERS)
def test_what_no_comparison_tells_another_answer_does(name):
    answered = OTHER_ANSWERS[name](name)
    assert not [one for one in BY_OTHER_ANSWERS[name] if not is_small_number_of(one, answered)]
