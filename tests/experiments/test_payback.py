"""Payback: when extra profit has made up for what a policy cost at first."""

import pandas as pd

from relsim.questions.compare.differences import payback_periods


def paid_back(**profits):
    rows = [
        {"policy": policy, "firm": "one", "period": period, "profit": profit}
        for policy, path in profits.items()
        for period, profit in enumerate(path)
    ]
    return payback_periods(pd.DataFrame(rows), list(profits), "base", "one")


def test_a_policy_pays_back_when_its_cumulated_profit_catches_up_for_good():
    paid = paid_back(base=[10, 10, 10, 10], slow=[5, 10, 14, 12], never=[9, 9, 9, 9])
    assert paid == {"base": 0, "slow": 3, "never": None}


def test_a_policy_that_is_never_behind_needs_no_time():
    assert paid_back(base=[10, 10], better=[10, 11])["better"] == 0


def test_an_early_lead_that_is_lost_is_no_payback():
    assert paid_back(base=[10, 10, 10], flash=[15, 10, 1])["flash"] is None
