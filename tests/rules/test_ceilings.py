"""Claims about ceilings: never below the chance, mostly low, and without influence on who leaves."""

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import conduct, differing, feeling, finished, offer, person, world

from relsim.rules import ceilings, departure
from relsim.rules.departure import in_company, swayed
from relsim.rules.rivals import compared
from relsim.rules.state import AT_END, Rival
from relsim.vocabulary import CLIENT

SHARES = st.floats(0.0, 1.0)


def chance(chances):
    """Of leaving for any of the reasons."""
    staying = 1.0
    for each in chances:
        staying *= 1.0 - min(1.0, each)
    return 1.0 - staying


@given(x=st.floats(-50.0, 50.0))
def test_the_bound_of_an_exponential_is_one(x):
    assert ceilings.above_exp(x) >= exp(x) * (1.0 - 1e-12)


@given(x=st.floats(-0.5, 0.5))
def test_near_zero_the_bound_is_close(x):
    assert ceilings.above_exp(x) == pytest.approx(exp(x), rel=0.08)


@given(
    satisfaction=SHARES,
    commitment=SHARES,
    bonds=SHARES,
    grievance=SHARES,
    attention=st.floats(0.0, 20.0),
    hearsay=st.floats(-5.0, 5.0),
    praise=st.integers(0, 20),
    restlessness=st.floats(0.0, 20.0),
    shield=st.floats(0.0, 20.0),
    rival=st.builds(Rival, st.floats(-3.0, 3.0), st.floats(-3.0, 3.0), st.just(0.0) | st.floats(1.0, 5.0)),
)
def test_no_chance_of_leaving_exceeds_its_ceiling(
    satisfaction, commitment, bonds, grievance, attention, hearsay, praise, restlessness, shield, rival
):
    who, firm = person(restlessness=restlessness), offer()
    behaviour = conduct(departure_satisfaction_shield=shield)
    felt = feeling(
        satisfaction=satisfaction,
        commitment=commitment,
        bonds=bonds,
        grievance=grievance,
        attention=attention,
    )
    chances = departure.competing(AT_END, CLIENT, 1, who, felt, praise, firm, behaviour)
    chances = compared(chances, rival, felt, firm, behaviour)
    highest = ceilings.of_competing(who, felt, praise, ceilings.urge_at_most(rival), firm, behaviour)
    highest *= swayed(hearsay, behaviour) * max(1.0, rival.loud)
    assert chance(in_company(chances, hearsay, behaviour)) <= highest + 1e-12


def test_who_leaves_does_not_depend_on_whether_a_ceiling_is_known():
    def competing(moment, rung, silence, person, attitude, praise, firm, behaviour):
        return shipped(moment, rung, silence, person, attitude, praise, firm, behaviour)

    shipped = departure.competing
    scenario = world(customers=250, periods=12)
    with_ceiling = finished(scenario)
    assert with_ceiling.records["lost"].sum() > 20
    without = finished(scenario, mechanisms={"departure": competing}, driver="agents")
    assert differing(with_ceiling, without) == []


def test_ordinary_customers_are_mostly_safe_before_any_reason_is_weighed():
    highest = ceilings.of_competing(person(), feeling(), 0, 0.0, offer(), conduct())
    assert highest < 0.1
    assert sum(ceilings.is_safe(key, 1, 0, highest) for key in range(1000)) > 850
