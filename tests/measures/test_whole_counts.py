"""Claims about people who stand for several: told in whole numbers, parts add up to their whole."""

import re

import pytest

import relsim
from relsim.questions.compare.origins import origins, origins_told
from relsim.questions.compare.responses import lift_tables, uplift
from relsim.questions.compare.subject import Subject
from relsim.report.wording import whole_counts


@pytest.mark.parametrize(
    ("exact", "whole"),
    [
        ([], []),
        ([0.0, 3.0], [0, 3]),
        ([144.0, 82.8, 57.6, 10.8], [144, 83, 57, 11]),
        ([0.4, 0.4, 0.4], [1, 0, 0]),
        ([29 * 1.1, 10 * 1.1], [32, 11]),
    ],
    ids=["nobody", "whole", "of people who stand for 1.8", "alike", "with what multiplying leaves"],
)
def test_parts_are_rounded_so_that_they_add_up_to_their_sum_as_it_is_rounded(exact, whole):
    assert whole_counts(exact) == whole


@pytest.mark.parametrize("stands_for", [1.1, 1.8, 2.5, 37 / 7])
def test_no_part_is_a_whole_person_away_from_what_it_is(stands_for):
    exact = [many * stands_for for many in (80, 46, 32, 6, 0, 1, 1)]
    whole = whole_counts(exact)
    assert sum(whole) == round(sum(exact))
    assert all(abs(part - one) < 1.0 for part, one in zip(whole, exact, strict=True))


@pytest.fixture(scope="module")
def subject():
    # Each person stands for 1.8 customers.
    market = relsim.load("whose-customers").changed({"customers": 900, "simulate": 500})
    return Subject(relsim.compare(market, replications=1, hinge=False))


def numbers_after(text, *words):
    """The first number after each of some words."""
    return [int(re.search(rf"{word}\D*?([\d,]+)", text)[1].replace(",", "")) for word in words]


def test_sentences_and_tables_tell_the_same_people(subject):
    (only,) = numbers_after(uplift(subject), "first replication,")
    parts = [
        int(many.replace(",", "")) for many in re.findall(r"[\d,]*\d", origins_told(subject).split(";")[0])
    ]
    assert parts[0] == sum(parts[1:]) == only
    title = subject.title(subject.rival)
    rows = [row for row in origins(subject)[0].rows if row[0] == title and "later" not in row[1]]
    gained = [int(row[2].replace(",", "")) for row in rows]
    assert sorted(filter(None, gained)) == sorted(parts[1:])
    for table in lift_tables(subject):
        assert sum(int(row[1].replace(",", "")) for row in groups_of(table)) == only


def test_responses_add_up_to_all_who_dealt_with_the_firm(subject):
    (everybody,) = numbers_after(uplift(subject), "Of")
    table = lift_tables(subject)[0]
    assert sum(int(many.replace(",", "")) for row in groups_of(table) for many in row[1:5]) == everybody


def groups_of(table):
    """The rows of a table without the last, which sums them up where there are several."""
    return table.rows[:-1] if len(table.rows) > 1 else table.rows


def test_the_last_row_of_whom_a_policy_moved_sums_up_the_others(subject):
    several = [table for table in lift_tables(subject) if len(table.rows) > 1]
    assert several
    for table in several:
        *groups, everybody = table.rows
        assert everybody[0] == "all of them"
        for place in range(1, 5):
            parts = [int(row[place].replace(",", "")) for row in groups]
            assert int(everybody[place].replace(",", "")) == sum(parts)
