"""Claims about payments under contract: customers pay once a period, and the choice says whom."""

import pytest
from worlds import HARBOUR, NO_DEPARTURE, SUMMIT, finished, world

NO_NEED_OF_THEIR_OWN = [{"need_rate": {"mean": 0, "spread": 0}, "mobility": 0}]
SURE = {"intercept": 100}


def contracts(choice, share=1, **sure):
    """Purchases by period and firm in a market where only a contract makes anybody pay."""
    mechanisms = {"need": "contract", "choice": choice, "spend": "fixed"}
    firms = {name: {"price": 30} for name in ("harbour", "summit")}
    firms["harbour"]["start"] = {"share": share}
    changes = {"behaviour.departure": NO_DEPARTURE, "behaviour.choice": SURE | sure}
    settings = {"mechanisms": mechanisms, "segments": NO_NEED_OF_THEIR_OWN, "customers": 80, "periods": 4}
    market = finished(world(changes, firms=firms, **settings), driver="agents")
    return market.records["purchases"]


@pytest.mark.parametrize("choice", ["captive", "logit", "dirichlet"])
def test_whoever_is_a_customer_pays_once_a_period_whatever_the_choice(choice):
    assert (contracts(choice).sum(axis=1) == 80).all()


@pytest.mark.parametrize("choice", ["captive", "logit"])
def test_who_is_nobodys_customer_is_under_no_contract(choice):
    assert contracts(choice, share=0).sum() == 0


def test_the_captive_pay_the_firm_that_holds_them():
    assert (contracts("captive")[:, SUMMIT] == 0).all()


def test_others_pay_whom_they_choose():
    indifferent, devoted = contracts("logit", risk=0, habit=0), contracts("logit", risk=0, habit=99)
    assert (indifferent[:, SUMMIT] > 0).all()
    assert (devoted[:, HARBOUR] == 80).all()


def test_where_nothing_attracts_a_contract_makes_nobody_pay_but_the_captive():
    assert contracts("logit", intercept=-100).sum() == 0
    assert (contracts("captive", intercept=-100)[:, HARBOUR] == 80).all()
