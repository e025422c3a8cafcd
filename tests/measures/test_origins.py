"""Claims about origins: everybody gained or lost is somewhere else, once, and coming sooner is no gain."""

import pandas as pd
import pytest

import relsim
from relsim.market.columns import LONG_AGO
from relsim.measures.origins import FOLLOWED, LAPSED_FROM_US, NEVER_CAME, RIVAL, origins_of, places_at_the_end
from relsim.questions.compare.origins import fates_told, otherwise, sooner_told

NEVER = ("prospect", LONG_AGO, LONG_AGO)


def customers(*people):
    """A firm's table of customers, of whom each has a rung, a first and a last purchase."""
    rows = [(number, *person) for number, person in enumerate(people)]
    return pd.DataFrame(rows, columns=FOLLOWED)


def test_people_are_with_the_rival_last_bought_from_unless_the_firm_has_them():
    own = customers(("client", 0, 5), ("lapsed", 1, 3), NEVER, NEVER, ("lapsed", 2, 4))
    near = customers(("client", 0, 9), ("client", 0, 7), ("client", 2, 4), ("lapsed", 1, 1), NEVER)
    far = customers(NEVER, ("client", 0, 8), ("client", 2, 3), NEVER, NEVER)
    found = places_at_the_end(own, [("near", near), ("far", far)])
    assert list(found["place"].astype(str)) == ["own", f"{RIVAL}far", f"{RIVAL}near", "never came", "left"]


def test_gains_losses_and_coming_sooner_are_told_apart():
    stays, leaves, sooner = ("client", 0, 5), ("lapsed", 0, 3), ("client", 2, 5)
    base = places_at_the_end(customers(stays, leaves, NEVER, ("client", 6, 6)), [])
    other = places_at_the_end(customers(leaves, stays, stays, sooner), [])
    told = origins_of(base, other).set_index("source")
    assert told["gained"].to_dict() == {"left": 1, "never came": 1, "later": 1}
    assert told["lost"].to_dict() == {"left": 1, "never came": 0, "later": 0}
    mirrored = origins_of(other, base).set_index("source")
    assert (mirrored[["gained", "lost"]].to_numpy() == told[["lost", "gained"]].to_numpy()).all()


def test_whoever_came_before_the_run_comes_no_sooner():
    base = places_at_the_end(customers(("client", -4, 5)), [])
    other = places_at_the_end(customers(("client", -9, 5)), [])
    assert origins_of(base, other)[["gained", "lost"]].to_numpy().sum() == 0


@pytest.mark.parametrize("name", ["retention-launch", "whose-customers", "rival-arrives"])
def test_sources_sum_to_those_whom_the_policy_alone_keeps_or_brings(name):
    market = relsim.load(name).scaled_to(400)
    compared = relsim.compare(market, replications=1, hinge=False)
    policy = compared.policies[-1]
    table, lift = compared.origins(policy), compared.lift(policy).set_index("response")["customers"]
    apart = table[table["source"] != "later"]
    assert apart["gained"].sum() == lift["persuadable"] > 0
    assert apart["lost"].sum() == lift["sleeping dog"]
    rivals = {f"{RIVAL}{firm}" for firm in market.firms if firm != market.focal_firm}
    assert set(table["source"]) <= rivals | {"left", "never came", "later"}


@pytest.mark.parametrize("source", [f"{RIVAL}summit", LAPSED_FROM_US, NEVER_CAME])
def test_a_fate_holds_no_comma_since_fates_are_told_in_a_list(source):
    assert "," not in otherwise(source, "harbour")


@pytest.mark.parametrize(
    ("fates", "told"),
    [
        ([(1, "with summit")], "this one customer would be with summit"),
        ([(4, "with summit")], "these 4 customers would be with summit"),
        (
            [(3, "with summit"), (1, "with nobody")],
            "of these 4 customers 3 would be with summit and 1 with nobody",
        ),
    ],
    ids=["one", "several alike", "several"],
)
def test_fates_of_one_and_of_many_are_told_as_such(fates, told):
    assert fates_told(fates) == told


@pytest.mark.parametrize(
    ("sooner", "later", "told"),
    [
        (0, 0, ""),
        (1, 0, "; 1 who would come in any case comes sooner"),
        (0, 292, "; 292 who would come in any case come later"),
        (39, 292, "; 39 who would come in any case come sooner and 292 later"),
    ],
    ids=["nobody", "one sooner", "only later", "both"],
)
def test_who_comes_later_is_told_beside_who_comes_sooner(sooner, later, told):
    row = pd.DataFrame({"source": ["later"], "gained": [sooner], "lost": [later]})
    assert sooner_told(list(row.itertuples())) == told
