"""What channels add: the same market without one of them, whoever is credited."""

from dataclasses import replace

import numpy as np
import pytest
from worlds import world

import relsim
from relsim.errors import InputError
from relsim.measures.measure import MEASURES
from relsim.questions.incremental.channels import CHANNEL_FACTS, channels_in_use, switched_off
from relsim.questions.incremental.page import channel_sentences, note_of, worth_in_words
from relsim.vocabulary import Channel, column_name

ALL_ON = {
    "firms.harbour.advertising": {"spend": "300 per month", "ceiling": 0.8, "response": 2.0},
    "firms.harbour.coupon": {"share": "20%", "discount": "30%"},
    "firms.harbour.win_back": {"frequency": "10% per month", "cost": 2},
    "firms.harbour.referral": {"giver": 5, "friend": 5},
}
MARKET = world(ALL_ON, customers=500, periods=24)
CAMPAIGN = {
    "at": 6,
    "until": 12,
    "set": {
        "firms.harbour.advertising.spend": "900 per month",
        "firms.harbour.win_back": {"frequency": "20% per month"},
        "firms.harbour.referral.giver": 9,
        "firms.harbour.coupon.share": "50%",
    },
}
FOLLOWING = {
    "rule": "share of revenue",
    "lever": "advertising.spend",
    "share": "5%",
}


@pytest.fixture(scope="module")
def found():
    return relsim.incremental(MARKET, replications=4)


def credited_to(channel, result, firm="harbour"):
    periods = result.periods[result.periods["firm"] == firm]
    return sum(periods[f"acquired_by_{column_name(one)}"].sum() for one in CHANNEL_FACTS[channel].credited)


def test_every_channel_that_brings_customers_can_be_switched_off_but_walking_in():
    listed = [one for facts in CHANNEL_FACTS.values() for one in facts.credited]
    assert sorted(listed) == sorted(set(Channel) - {Channel.FOUNDING, Channel.WALK_IN})


@pytest.mark.parametrize("channel", CHANNEL_FACTS)
def test_switching_a_channel_off_removes_what_was_told_as_its_increment(channel, found):
    row = found.table.set_index("channel").loc[channel]
    with_it = relsim.run(MARKET, replications=4)
    without = relsim.run(switched_off(MARKET, "harbour", channel), replications=4)
    means = [
        result.outcomes.query("firm == 'harbour'")[["acquired", "customers", "profit"]].mean()
        for result in (with_it, without)
    ]
    gap = means[0] - means[1]
    assert row["added"] == pytest.approx(gap["acquired"])
    assert row[["customers", "profit"]].tolist() == pytest.approx(gap[["customers", "profit"]].tolist())
    assert row["credited"] == credited_to(channel, with_it) / 4
    assert credited_to(channel, without) == 0


def test_a_channel_that_is_off_is_off_for_one_firm_alone():
    silent = relsim.run(switched_off(MARKET, "harbour", "recommendation"))
    spoke = silent.periods.groupby("firm", observed=True)["positive_speakers"].sum()
    assert spoke["harbour"] == 0 and spoke["summit"] > 0


@pytest.mark.parametrize("channel", CHANNEL_FACTS)
@pytest.mark.parametrize(
    "changes",
    [
        {"timeline": [CAMPAIGN]},
        {"firms.harbour.adapts": [FOLLOWING]},
        {"firms.harbour.strategy": "relationship"},
    ],
    ids=["campaign", "rule", "strategy"],
)
def test_neither_events_nor_rules_nor_strategies_switch_it_on_again(channel, changes):
    off = switched_off(MARKET.changed(changes), "harbour", channel)
    assert credited_to(channel, relsim.run(off)) == 0
    assert channel not in channels_in_use(off, "harbour")


def test_channels_that_a_firm_does_not_use_are_not_asked_about():
    assert channels_in_use(world(), "harbour") == ["recommendation"]
    assert channels_in_use(world(ALL_ON), "harbour") == list(CHANNEL_FACTS)
    assert channels_in_use(world({"mechanisms.word_of_mouth": "none"}), "harbour") == []


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ({"channels": ["advertizing"]}, 'did you mean "advertising"'),
        ({"channels": ["win-back"], "firm": "summit"}, "expected recommendation"),
        ({"firm": "harbor"}, "harbour"),
        ({"policy": "x"}, "x"),
    ],
)
def test_unknown_and_unused_channels_are_refused(words, hint):
    with pytest.raises(InputError, match=hint):
        relsim.incremental(MARKET, replications=1, **words)


def test_what_is_added_costs_more_each_than_what_is_credited_where_others_would_have_come(found):
    table = found.table.set_index("channel")
    fewer = table[(table["added"] > 0.0) & (table["added"] < table["credited"]) & (table["cost"] > 0.0)]
    assert len(fewer) and (fewer["cost_per_added"] > fewer["cost_per_credited"]).all()


def test_the_words_tell_credit_and_increment_apart(found):
    told = channel_sentences(found)
    assert len(told) == len(found.table) + 1 and "Credit is not cause" in told[-1]
    many = len(found.table)
    assert [len(table.rows) for table in note_of(found).tables] == [many + 2, many, many]


def test_those_who_walk_in_and_all_who_were_won_are_rows_of_their_own(found):
    table = note_of(found).tables[0]
    credited = {row[0]: float(row[1].replace(",", "")) for row in table.rows}
    assert list(credited)[-2:] == ["walked in by themselves", "all won"]
    walked = (
        relsim.run(MARKET, replications=4).periods.query("firm == 'harbour'")["acquired_by_walk_in"].sum()
    )
    assert credited["walked in by themselves"] == pytest.approx(walked / 4, abs=0.051)
    total = credited.pop("all won")
    assert sum(credited.values()) == pytest.approx(total, abs=0.3)


def test_who_came_by_a_channel_that_was_not_asked_about_did_not_walk_in():
    asked = relsim.incremental(MARKET, channels=["coupons"], replications=1)
    assert note_of(asked).tables[0].rows[-2][0] == "any other way, or walked in"


def test_no_two_columns_of_numbers_have_one_head(found):
    heads = [head for head in note_of(found).tables[0].heads if "interval" not in head]
    assert len(set(heads)) == len(heads)


def test_the_title_says_under_which_policy_customers_were_won(found):
    named = MARKET.changed({"policies": {"loud": {"title": "Louder"}, "still": {}}})
    under = note_of(relsim.incremental(named, policy="loud", channels=["coupons"], replications=1))
    assert under.tables[0].caption.endswith("under “Louder”") and "under “Louder”" in under.scope
    assert note_of(found).tables[0].caption.endswith("in the market as it is")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"added": 3.0, "added_low": 2.0, "added_high": 4.0}, "3.0 fewer would have been won"),
        ({"added": -3.0, "added_low": -4.0, "added_high": -2.0}, "3.0 more would have been won"),
        ({"added": 0.5, "added_low": -1.0, "added_high": 2.0}, "is not shown"),
        ({"added": 0.5, "added_low": np.nan, "added_high": np.nan}, "is not shown"),
        ({"added": 0.5, "added_low": np.nan, "added_high": np.nan}, "+0.5 on average, too rare to tell)"),
        (
            {"credited": 3.0, "added": 0.0, "added_low": 0.0, "added_high": 0.0},
            "without this channel as many would have been won, in every replication.",
        ),
        ({"won": 0.0}, "Nobody was won"),
        ({"credited": 0.0, "added_low": 0.0, "added_high": 0.0}, "brought nobody"),
    ],
)
def test_what_is_not_shown_is_not_told_as_an_increment(found, change, said):
    told = channel_sentences(replace(found, table=found.table.assign(**change)))
    assert all(said in sentence for sentence in told[:-1])


def test_one_replication_is_said_to_be_one_and_gives_no_interval(found):
    alone = replace(found, replications=1, table=found.table.assign(added_low=np.nan, added_high=np.nan))
    told = channel_sentences(alone)[:-1]
    assert all("in one replication)" in each and "interval" not in each for each in told)


def test_what_a_channel_surely_changes_of_customer_equity_is_told_with_its_interval(found):
    names = ("customer_equity", "customer_equity_low", "customer_equity_high")
    none = found.table.assign(**dict(zip(names, (5.0, -10.0, 20.0), strict=True)))
    sure = replace(found, table=none.assign(customer_equity_low=2.0))
    assert worth_in_words(replace(found, table=none)) == worth_in_words(replace(sure, replications=1)) == []
    (told,) = worth_in_words(sure)
    assert told.count("interval 2.0 to 20.0") == len(none)
    assert "their cost taken off: recommendation +EUR" in told
    assert told in note_of(sure).sentences


def test_measures_that_give_credit_say_so_and_name_a_channel_that_can_be_switched_off():
    credits = {name: one for name, one in MEASURES.items() if one.credit or "credited" in one.words}
    assert credits
    assert all(one.credit in CHANNEL_FACTS and "(credited)" in one.words for one in credits.values())
