"""Claims about advertising that is remembered for longer than the period in which it is paid."""

import numpy as np
import pytest
from worlds import HARBOUR, SUMMIT, world

from relsim.market.plan import plan_of

BUDGET = {"spend": "1500 per month", "contact_cost": 1, "ceiling": 0.5}
SETTLED = [{"mobility": 0}]


def reach(advertising, timeline=(), **more):
    """Reach of harbour and its pull on customers of summit in every period, where rivals are averaged."""
    average = {"behaviour.departure.rivals": "average"}
    changes = average | {"firms.harbour.advertising": BUDGET | advertising, "segments": SETTLED, **more}
    firms = plan_of(world(changes, timeline=list(timeline))).firms
    return firms["advertising_reach"][:, HARBOUR], firms["rival_pull"][:, SUMMIT]


def test_reach_is_steady_while_the_budget_is():
    seen, pull = reach({"forgetting": "25% per month"})
    assert seen == pytest.approx(0.5 * (1.0 - np.exp(-1.0 / 0.25)))
    assert len(set(pull.round(12))) == 1


def test_after_the_last_advertisement_reach_fades_as_fast_as_people_forget():
    stop = {"at": "6 months", "set": {"firms.harbour.advertising.spend": 0}}
    seen, pull = reach({"forgetting": "25% per month"}, [stop])
    contacts = -np.log(1.0 - seen / 0.5)
    assert contacts[6:] == pytest.approx(4.0 * 0.75 ** np.arange(1, 19))
    assert (np.diff(pull[5:]) < 0.0).all()


def test_what_is_forgotten_at_once_reaches_nobody_a_period_later():
    stop = {"at": "6 months", "set": {"firms.harbour.advertising.spend": 0}}
    seen, _ = reach({"forgetting": "100% per month"}, [stop])
    assert (seen[:6] > 0.0).all()
    assert not seen[6:].any()


def test_who_enters_later_has_to_become_known():
    seen, _ = reach(
        {"forgetting": "10% per month"},
        **{"firms.harbour.enters": "3 months", "firms.harbour.start.share": 0},
    )
    assert not seen[:3].any()
    assert (np.diff(seen[2:]) > 0.0).all()


def test_as_much_money_reaches_as_many_in_any_currency():
    in_euros, _ = reach({})
    in_hryvnias, _ = reach({"spend": f"{1500 * 45} per month", "contact_cost": 45})
    assert in_hryvnias == pytest.approx(in_euros)
