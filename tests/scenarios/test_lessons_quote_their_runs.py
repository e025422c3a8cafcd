"""The amounts that a lesson's explanation quotes are those that the commands which it names print."""

import re
from itertools import combinations

import pytest

import relsim
import relsim.cli
from relsim.console.parsing import listed
from relsim.questions.compare.differences import measure_by_policy
from relsim.questions.compare.page import findings
from relsim.questions.compare.subject import Subject
from relsim.questions.lesson.running import ExerciseCommand
from relsim.report.wording import MINUS
from relsim.scenario.resolve.shipped import shipped_scenarios

AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+")
"""A number of thousands, as texts and pages write it."""

COMMAND = re.compile(r"relsim compare [\w-]+(?: --[a-z]+ [\w.=%-]+)*")
QUOTED_TABLES = ("headlines", "firms", "statement")
"""The parts of a page whose tables lessons quote; of more of them any number would be found somewhere."""

UNDER = re.compile(r"--condition ([\w-]+)")


def explanation_of(name):
    return " ".join(relsim.load(name).learn.explanation.split())


def amounts_in(text):
    """The numbers of thousands in a text."""
    return [int(one.replace(",", "")) for one in AMOUNT.findall(text)]


OF_TABLES = {"car-buyer": "sums over its customers.csv, which is no page"}
"""Lessons that quote what no page prints, and what instead."""

QUOTING = [
    name for name in sorted(shipped_scenarios()) if amounts_in(explanation_of(name)) and name not in OF_TABLES
]
QUICK = ["who-stays"]
OTHERS = [
    pytest.param(name, marks=() if number % 6 == 0 else pytest.mark.exhaustive)
    for number, name in enumerate(sorted(set(QUOTING) - set(QUICK)))
]


def commands_named(name):
    """The comparisons that an explanation names, and those of its exercises."""
    text, own = explanation_of(name), f"relsim compare {name}"
    under = [f"{own} --condition {one}" for one in UNDER.findall(text)]
    exercises = [one.command for one in relsim.load(name).learn.checked]
    return list(dict.fromkeys([own, *COMMAND.findall(text), *under, *exercises]))


def printed_by(command):
    """The numbers of a comparison's page, and by how much its policies differ from each other."""
    read = ExerciseCommand.of(command)
    market = read.asked.market()
    names = listed(read.policies, market.policies)
    comparison = relsim.compare(market, policies=names, replications=read.asked.replications, hinge=False)
    found = findings(Subject(comparison))
    tables = [table for part in QUOTED_TABLES for table in found[part]]
    cells = [cell for table in tables for row in table.rows for cell in row]
    told = [number_in(cell) for text in (*found["said"], *cells) for cell in text.split()]
    return [one for one in told if one is not None] + gaps_of(comparison)


def number_in(word):
    """The number that a word of a page is, without its sign."""
    plain = word.strip(f"+{MINUS}.,;:()").replace(",", "")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None


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


def refuse_stale_amounts(name):
    """Run the commands that a lesson names, one after the other, until all that it quotes was printed."""
    missing = amounts_in(explanation_of(name))
    for command in commands_named(name):
        printed = printed_by(command)
        missing = [amount for amount in missing if not is_quoted_from(amount, printed)]
        if not missing:
            return
    assert not missing, f"{name} quotes {missing}, which none of its commands prints"


@pytest.mark.parametrize("name", QUICK)
def test_a_lesson_quotes_what_its_commands_print(name):
    refuse_stale_amounts(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_every_other_lesson_quotes_what_its_commands_print(name):
    refuse_stale_amounts(name)


def test_an_amount_is_as_exact_as_it_is_written():
    assert is_quoted_from(270_000, [266_500.0]) and is_quoted_from(571_000, [571_200.0])
    assert not is_quoted_from(575_000, [571_200.0])
