"""What a classic replies to a wrong prediction is so in its run."""

from functools import cache

import pytest
from worlds import CLASSICS, classic

import relsim
from relsim.report.lesson_words import choices_of

pytestmark = pytest.mark.slow

PREDICTED = [path.stem for path in sorted(CLASSICS.glob("*.yaml")) if relsim.load(path).learn.predict]


@cache
def result_of(name):
    """The run that the lesson of a classic is about."""
    return relsim.run(classic(name))


def reply_to(name, choice):
    """What a classic says to somebody who predicted a choice."""
    return " ".join(relsim.load(CLASSICS / f"{name}.yaml").learn.predict.answer.wrong[choice].split())


def mean_by_period(name, column):
    """The mean of a column over replications, by period."""
    return result_of(name).periods.groupby("period")[column].mean()


def value_of(name, measure):
    """The mean of a measure over replications."""
    return result_of(name).outcomes[measure].mean()


def by_firm(name, measure):
    """The mean of a measure over replications, by firm."""
    return result_of(name).outcomes.groupby("firm", observed=True)[measure].mean()


@pytest.mark.parametrize("name", PREDICTED)
def test_every_wrong_prediction_of_a_classic_has_a_reply(name):
    scenario = relsim.load(CLASSICS / f"{name}.yaml")
    answer = scenario.learn.predict.answer
    assert choices_of(answer, scenario).keys() == {answer.right, *answer.wrong}


@pytest.mark.parametrize(
    ("name", "choice", "words", "last", "least", "most"),
    [
        ("bass-diffusion", "most of them", "after 15 years", 782, 25_000, 49_000),
        ("berger-nasr", "2,000 to 5,000", "after six years", 6, 2_000, 5_000),
        ("bg-bb", "half to nine in ten", "after four years", 3, 10_000, 18_000),
        ("shifted-beta-geometric", "more than a fifth", "after eight years", 7, 4_000, 20_000),
    ],
)
def test_what_is_so_after_some_years_is_so_at_the_end_of_their_last_period(
    name, choice, words, last, least, most
):
    customers = mean_by_period(name, "customers")
    assert words in reply_to(name, choice)
    assert least < customers[last] <= most
    assert not least < customers.iloc[-1] <= most


@pytest.mark.parametrize(
    ("choice", "words", "last", "least", "most"),
    [
        ("up to a tenth", "after three years", 2, 0.0, 0.1),
        ("a tenth to a quarter", "after five years", 4, 0.1, 0.25),
    ],
)
def test_those_who_climb_the_ladder_of_chances_are_the_share_that_a_reply_says(
    choice, words, last, least, most
):
    sums = mean_by_period("markov-ladder", "advocates_and_partners")
    shares = sums / mean_by_period("markov-ladder", "customers")
    assert words in reply_to("markov-ladder", choice)
    assert least < shares[last] <= most < shares.iloc[-1]


def test_clients_leave_the_ladder_of_chances_five_times_as_often_as_advocates():
    moves = classic("markov-ladder").firms["firm"].moves
    chances = moves.model_dump(mode="json")
    assert "five times as often as advocates" in reply_to("markov-ladder", "up to a tenth")
    assert float(chances["client"]["lapsed"]) == pytest.approx(5.0 * float(chances["advocate"]["lapsed"]))


def test_more_than_one_in_four_buyers_has_gone_without_a_word():
    assert "More than one in four has gone" in reply_to("bg-nbd", "more than nine in ten")
    assert 0.25 < 1.0 - value_of("bg-nbd", "customers") / 20_000 < 0.30


def test_nearly_half_of_those_who_leave_without_a_word_never_had_an_occasion_to():
    people = result_of("bg-nbd").customers
    assert "nearly half of these customers buy nothing more" in reply_to("bg-nbd", "fewer than half")
    assert 0.45 < (people["revenue"] == 0).mean() < 0.5


def test_gifts_are_told_from_the_revenue_of_a_donor():
    people = result_of("bg-bb").customers
    (item,) = [one for one in classic("bg-bb").learn.look_at if "50 for each" in " ".join(one.split())]
    assert '"revenue"' in item
    assert set(people["revenue"] / 50) == set(range(7))
    assert 0.27 < (people["revenue"] == 0).mean() < 0.33


def test_both_policies_are_the_same_where_nobody_complains():
    compared = relsim.compare(classic("complaint-handling"), replications=2, jobs=1).outcomes
    kept = compared.pivot_table(
        index="replication", columns="policy", values="yearly_retention", observed=True
    )
    assert "both policies do the same" in reply_to("complaint-handling", "it falls")
    assert (kept["resolved"] == kept["unresolved"]).all()


def test_the_first_year_of_a_customer_by_recency_brings_what_a_reply_says():
    revenue, sent = (mean_by_period("markov-chain-value", name)[0] for name in ("revenue", "retention_cost"))
    assert "brings 6 euros each" in reply_to("markov-chain-value", "less than 200,000, 10 euros each")
    assert round((revenue / 1.2 - sent) / 20_000) == 6


def test_buyers_of_a_small_brand_spend_most_on_other_brands():
    shares = by_firm("nbd-dirichlet", "share_of_wallet")
    assert "spend most on other brands" in reply_to("nbd-dirichlet", "it is higher")
    assert shares["brand-h"] < 0.5 and shares["brand-h"] < shares["brand-a"]


def test_four_years_bring_up_to_four_million_and_all_years_more_than_six_without_discounting():
    revenue = mean_by_period("simple-lifetime-value", "revenue")
    worth = sum(revenue[year] / 1.12 ** (year + 1) for year in range(4))
    assert "in the first four years" in reply_to("simple-lifetime-value", "up to four million")
    assert 2_000_000 < worth <= 4_000_000
    assert "without discounting" in reply_to("simple-lifetime-value", "more")
    assert revenue.sum() > 6_000_000
