"""A story tells one life truly: what it counts and pays is what the books say."""

from itertools import pairwise

import pytest
from worlds import finished, world

import relsim
from relsim.errors import InputError
from relsim.measures.customers import profit_of
from relsim.questions.story.notable import NOTABLE_CUSTOMERS, notable
from relsim.questions.story.sentences import calendar, lasting, pace, portrait, times_in_words
from relsim.runs.reports import RungSums
from relsim.vocabulary import BOOKED_PER_UNIT

FIRMS = ("harbour", "summit")
LIVELY = {
    "firms.harbour.strategy": "relationship",
    "firms.harbour.guarantee.cover": 1.0,
    "firms.harbour.service.failures": 0.2,
    "firms.summit.strategy": "transactional",
    "behaviour.departure.price": "40% per year",
}


@pytest.fixture(scope="module")
def market():
    return world(LIVELY, customers=400, periods=30)


@pytest.fixture(scope="module")
def ended(market):
    return finished(market)


@pytest.fixture(scope="module")
def lives(market):
    return [relsim.story(market, customer) for customer in range(0, 400, 16)]


def counted(story, event, firm):
    return int(told(story, firm, event)["times"].sum())


def told(story, firm, *events):
    """The rows of a story about one firm and some kinds of event."""
    rows = story.events
    return rows[(rows["firm"] == firm) & rows["event"].isin(events)]


def test_purchases_failures_and_money_told_are_those_of_the_columns(lives, ended):
    for life in lives:
        for f, firm in enumerate(FIRMS):
            tie = ended.columns.ties[life.customer, f]
            paid = told(life, firm, "bought")["money"].sum()
            assert round(BOOKED_PER_UNIT * paid) == tie["revenue"]
            assert counted(life, "bought", firm) == tie["purchases"] - life.first[f]["purchases"]
            assert counted(life, "failed", firm) == tie["failures"]
            assert counted(life, "complained", firm) == tie["complaints"]
    assert sum(counted(life, "failed", "harbour") for life in lives) > 0


def test_rungs_follow_one_another_until_the_last_one(lives, ended):
    for life in lives:
        for f, firm in enumerate(FIRMS):
            moves = told(life, firm, "joined", "returned", "left")["event"]
            is_customer = [1 <= life.first[f]["rung"] <= 5, *(moves != "left")]
            assert all(one != other for one, other in pairwise(is_customer))
            assert is_customer[-1] == (1 <= ended.columns.rung[life.customer, f] <= 5)


def test_only_those_who_left_can_return(lives):
    seen = set()
    for life in lives:
        for f, firm in enumerate(FIRMS):
            was_customer = 1 <= life.first[f]["rung"] <= 5
            for event in told(life, firm, "joined", "returned", "left")["event"]:
                assert event == "left" or (event == "returned") == was_customer
                was_customer = True
                seen.add(event)
    assert seen == {"joined", "returned", "left"}


def test_recruiters_and_recruits_tell_the_same_encounter(market, lives):
    brought = {
        (int(row.other), life.customer, row.period, row.firm)
        for life in lives
        for firm in FIRMS
        for row in told(life, firm, "recruited").itertuples()
    }
    assert brought
    for recruit, recruiter, period, firm in sorted(brought)[:3]:
        came = told(relsim.story(market, recruit), firm, "joined", "returned")
        assert recruiter in set(came.loc[came["period"] == period, "other"])


@pytest.mark.slow
def test_the_text_names_every_rung_and_what_was_left(lives, ended):
    for life in lives:
        text = " ".join(life.text.replace("\N{MINUS SIGN}", "").split())
        for f in range(len(FIRMS)):
            left = abs(profit_of(ended.columns.ties[life.customer, f])) / BOOKED_PER_UNIT
            assert f"left EUR {left:,.2f}" in text or not ended.columns.purchases[life.customer, f]
        for rung in life.events.loc[life.events["event"] == "climbed", "detail"]:
            assert f"Rose to be a{'n' * (rung == 'advocate')} {rung}" in text


@pytest.mark.slow
def test_routine_months_are_told_together_and_years_apart(lives):
    assert any("months" in life.text for life in lives)
    assert all("Year 3" in life.text for life in lives if (life.events["period"] >= 24).any())
    assert calendar(3, 3, "month") == "month 3" and calendar(3, 9, "week") == "weeks 3–9"
    assert calendar(1, 1, "year") == ""
    assert [times_in_words(n) for n in (1, 2, 7)] == ["once", "twice", "7 times"]


def test_the_same_customer_lives_otherwise_under_another_policy():
    scenario = relsim.load("retention-launch").changed({"customers": 300, "periods": 12})
    usual, other = (relsim.story(scenario, 7, policy=name) for name in ("keep-as-is", "attentive-contact"))
    assert usual.traits == other.traits
    assert counted(other, "contacted", "harbour") > counted(usual, "contacted", "harbour")


@pytest.mark.parametrize("word", sorted(NOTABLE_CUSTOMERS))
def test_a_word_names_the_customer_whose_number_is_highest(word, market, ended):
    values = NOTABLE_CUSTOMERS[word](ended.columns.ties[:, 0])
    assert values[notable(word, market, 1)] == values.max()


def test_strangers_are_refused(market):
    with pytest.raises(InputError, match="numbers go from 0 to 399"):
        relsim.story(market, 400)
    with pytest.raises(InputError, match="most-valuable"):
        relsim.story(market, "most-valueable")


def test_a_climb_is_told_beside_those_of_others(market):
    observed = relsim.observe([relsim.Variant.of(market)], 1, [RungSums()])
    sums = next(observed).reports["rungs"].set_index(["firm", "rung"])
    lives = (relsim.story(market, customer) for customer in range(400))
    life, firm = next(
        (life, firm) for life in lives for f, firm in enumerate(FIRMS) if list(pace(life, f, firm))
    )
    [sentence] = pace(life, FIRMS.index(firm), firm)
    rung = sentence.split()[2]
    joined = told(life, firm, "joined")["period"].iloc[0]
    climbs = told(life, firm, "climbed").query("detail == @rung")["period"].iloc[0]
    usual = round(sums.loc[(firm, rung), "waited"] / sums.loc[(firm, rung), "reached"])
    assert lasting(int(climbs - joined), market) in sentence
    assert lasting(usual, market) in sentence
    assert " ".join(life.text.split()).count(sentence) == 1


def test_founders_and_those_who_rose_no_higher_than_clients_have_no_pace(lives):
    for life in lives:
        for f, firm in enumerate(FIRMS):
            came, rose = told(life, firm, "joined"), told(life, firm, "climbed")
            if came.empty or not set(rose["detail"]) - {"client"}:
                assert not list(pace(life, f, firm))


def test_a_portrait_tells_of_a_contract_and_not_of_a_need_that_nobody_asks_under_it():
    contract = {**LIVELY, "mechanisms": {"need": "contract", "choice": "captive", "spend": "fixed"}}
    texts = [portrait(relsim.story(world(one, customers=40, periods=2), 3)) for one in (LIVELY, contract)]
    assert ["Needs the category" in one for one in texts] == [True, False]
    assert ["under a contract" in one for one in texts] == [False, True]


@pytest.mark.parametrize("spread", [0.0, 0.75])
def test_a_portrait_tells_how_restless_somebody_is_where_people_differ(spread):
    changes = {"segments": [{"restlessness": {"mean": 1.0, "spread": spread}}]}
    market = world({**LIVELY, **changes}, customers=40, periods=2)
    lives = [relsim.story(market, customer) for customer in range(40)]
    for life in lives:
        kind = "settled" if life.traits["restlessness"] < 1.0 else "restless"
        assert (f"A {kind} person: restlessness" in portrait(life)) == (spread > 0.0)
    assert len({"A settled person" in portrait(life) for life in lives}) == (2 if spread else 1)
