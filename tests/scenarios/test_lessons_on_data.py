"""Two lessons on data: what a log tells of a market, and what no books tell."""

import pytest
from lessons import by_policy, comparison_of, surely

import relsim
from relsim.questions.fit.words import KNOWN, NARROWED, NOT_TOLD

HALL, COFFEE = "from-log-to-market", "what-data-cannot-tell"
LOG = "data/supermarket.csv"
EXPLANATIONS = ("behaviour.departure.commitment_shield", "behaviour.departure.bond_shield")
REASONS = ("behaviour.departure.neglect", "behaviour.departure.bad_handling")
BOOKS = ["yearly_retention", "customers", "revenue", "purchases", "acquired"]

BY_TEMPER = [
    {"measure": "yearly_retention", "segment": one, "value": stay, "give_or_take": 0.01, "period": "13 to 36"}
    for one, stay in {"warm": 0.83, "matter-of-fact": 0.65}.items()
]
"""What a question to customers adds to the books, and a look at who leaves, where customers are attached."""

OF_THOSE_ASKED = {"measure": "lost_to_neglect", "value": 250, "give_or_take": 25, "period": "1 to 17"}
"""What some of those who stopped coming have answered."""


def gains(name, customers, condition, first, second, replications=4):
    """What one policy adds to customer equity beyond another, by replication."""
    equity = by_policy(
        comparison_of(name, customers, replications, condition=condition, policies=[first, second]),
        "customer_equity",
    )
    return equity[first] - equity[second]


def books_under(condition):
    """What Crema's books say of each of several runs, as it is."""
    run = comparison_of(COFFEE, 2000, 6, ["as-it-is"], condition=condition)
    outcomes = run.outcomes[(run.outcomes["firm"] == run.firm) & (run.outcomes["policy"] == "as-it-is")]
    periods = run.periods[(run.periods["firm"] == run.firm) & (run.periods["policy"] == "as-it-is")]
    sums = periods.groupby("replication")[["purchases", "customers_at_start"]].sum()
    outcomes = outcomes.set_index("replication")
    outcomes["purchases"] = sums["purchases"]
    outcomes["frequency"] = sums["purchases"] / sums["customers_at_start"]
    return outcomes[[*BOOKS, "frequency", "nps"]]


def words_of(fit):
    """The word for each value of a fit."""
    return {one["value"]: one["told"] for one in fit.figures["values"]}


def test_attached_and_tied_customers_leave_the_same_books_within_luck():
    attached, tied = books_under(None), books_under("tied")
    apart = (attached.mean() - tied.mean()).abs()
    books = [*BOOKS, "frequency"]
    assert (apart[books] < attached.std()[books]).all(), (apart / attached.std()).to_dict()
    assert (apart[books] / attached.mean()[books]).max() < 0.02
    assert apart["nps"] < 2.0


def test_attached_customers_call_for_the_club_and_tied_ones_for_the_machine():
    assert surely(gains(COFFEE, 1000, None, "club", "new-machine"))
    assert surely(gains(COFFEE, 1000, "tied", "new-machine", "club"))


@pytest.mark.slow
def test_books_tell_neither_explanation_and_a_question_tells():
    market = relsim.load(COFFEE)
    told = words_of(relsim.fit(market.changed({"simulate": 500}), draws=256))
    assert {told[one] for one in EXPLANATIONS} == {NOT_TOLD}
    more = [*market.model_dump()["evidence"], *BY_TEMPER]
    told = words_of(relsim.fit(market.changed({"evidence": more}), draws=256))
    assert {told[one] for one in EXPLANATIONS} <= {KNOWN, NARROWED}


def test_the_reason_for_leaving_turns_the_verdict_and_hardly_moves_what_the_hall_sees():
    letters, failures = "letters", "fewer-failures"
    assert surely(gains(HALL, 700, "forgotten", letters, failures))
    assert surely(gains(HALL, 700, "badly-handled", failures, letters))
    seen = [
        by_policy(comparison_of(HALL, 1500, 4, ["as-it-is"], condition=one), "yearly_retention")
        for one in ("forgotten", "badly-handled")
    ]
    one, other = (table["as-it-is"].mean() for table in seen)
    assert abs(one - other) < 0.02


@pytest.mark.slow
def test_the_log_tells_visits_and_not_why_they_end_until_some_are_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    market = relsim.load(HALL)
    found = relsim.fit(market, LOG, draws=512)
    told = words_of(found)
    assert told["segments.cardholders.need_rate.mean"] == KNOWN
    assert told["segments.cardholders.need_rate.spread"] == NARROWED
    assert {told[one] for one in REASONS} == {NOT_TOLD}
    asked = relsim.fit(market.changed({"evidence": [OF_THOSE_ASKED]}), LOG, draws=512)
    assert words_of(asked)[REASONS[0]] == NARROWED
