"""Claims about firms that give up: the report finds them in the books, in the period in which they went."""

import numpy as np
import pytest
from worlds import world

import relsim
from relsim.questions.compare.exits import firms_that_gave_up, months_of_exit
from relsim.questions.compare.subject import Subject

LOSING = {"firms.harbour.overhead": "40000 per month", "firms.harbour.exit.loss_for": "1 year"}
POLICIES = {"as-is": {}, "thrifty": {"set": {"firms.harbour.overhead": "0 per month"}}}


@pytest.fixture(scope="module")
def losing():
    return relsim.compare(world(LOSING, customers=300, policies=POLICIES), replications=2)


def test_a_firm_that_gave_up_is_told_with_the_policy_and_the_month(losing):
    assert firms_that_gave_up(Subject(losing)) == [
        "Under as-is harbour gives up over its losses in 2 of 2 replications, from month 13 on."
    ]


def test_what_is_told_is_what_the_market_did(losing):
    market = relsim.Market(losing.scenario).run()
    gone = np.flatnonzero(market.plan.firms["present"][:, market.firm_names.index("harbour")] == 0)
    assert months_of_exit(Subject(losing), "harbour") == {"as-is": [int(gone[0]) + 1] * 2}


@pytest.mark.parametrize("changes", [{}, {"firms.harbour.exit.loss_for": "1 year"}])
def test_of_firms_that_stay_nothing_is_told(changes):
    assert firms_that_gave_up(Subject(relsim.run(world(changes, customers=300)))) == []


def test_a_run_names_no_policy():
    told = firms_that_gave_up(Subject(relsim.run(world(LOSING, customers=300))))
    assert told == ["Harbour gives up over its losses, from month 13 on."]
