"""What has no effect is as if it were not there, and what costs only costs."""

import numpy as np
import pytest
from worlds import differing

from relations.markets import of_focus, over, ran, small
from relsim.vocabulary import CUSTOMER_GROUPS, Line, column_name

LINES = {f"records.{column_name(line)}" for line in Line}
ACCOUNTS = {f"ties.{column_name(group)}" for group in CUSTOMER_GROUPS}

IDLE = [
    ({"coupon": {"share": 0.5, "discount": 0}}, {"coupon.share": 0}),
    ({"coupon": {"share": 0, "discount": 0.4}}, {"coupon.share": 0}),
    (
        {"community": {"invitation": "30% per month", "participation": "20% per month", "cost": 3}},
        {"community.invitation": 0},
    ),
    ({"community": {"meetings": "1 per month", "cost": 3}}, {"community.cost": 0}),
    ({"contact": {"frequency": 0, "cost": 9}}, {"contact.frequency": 0}),
    ({"win_back": {"frequency": 0, "cost": 9, "discount": 0.3}}, {"win_back.frequency": 0}),
    ({"advertising": {"spend": 0, "ceiling": 1, "response": 9}}, {"advertising.spend": 0}),
    ({"loyalty": {"enrolment": 0, "reward": 0.4, "bond": 0.5, "recognition": 3}}, {"loyalty.enrolment": 0}),
    ({"bonds.social": {"level": 0, "cost": "5 per month"}}, {"bonds.social.level": 0}),
    ({"personalisation": {"depth": 0, "cost": "5 per month"}}, {"personalisation.depth": 0}),
    ({"touchpoints": {"desk": {"frequency": 0, "quality": 0.9, "cost": 4}}}, {"touchpoints": {}}),
    ({"referral": {"giver": 0, "friend": 0, "motivation": 0}}, {"referral": {"giver": 0, "motivation": 0}}),
    ({"reviews": {"request": 0, "cost": 4}}, {"reviews.request": 0}),
    ({"account_review": {"every": 0, "cost": 4}}, {"account_review.every": 0}),
    ({"co_creation": {"invitation": 0, "cost": "4 per month"}}, {"co_creation.invitation": 0}),
    ({"complaints": {"manager_call": 0, "manager_cost": 4}}, {"complaints.manager_call": 0}),
    ({"targeting": {"contact": "everybody", "error": 0.4}}, {"targeting.contact": "everybody"}),
    ({"crm": {"purchase": 0, "running_cost": 0}}, {"crm": {"purchase": 0, "running_cost": 0}}),
    ({"staff": {"number": 0, "training": 1, "motivation": 1}}, {"staff.number": 0}),
    ({"retention": {"spend": 0, "response": 3}}, {"retention.spend": 0}),
]
"""Levers without effect, and what they are the same as: their part without them."""


@over("leaky-bucket", "two-strategies", "whose-customers")
@pytest.mark.parametrize(("idle", "absent"), IDLE, ids=lambda levers: ", ".join(levers))
def test_a_lever_without_effect_is_as_if_it_were_not_there(name, idle, absent):
    scenario = small(name).changed({"timeline": []})
    part = next(iter(absent)).split(".")[0]
    without = scenario
    if part == "community":
        without = scenario.changed(of_focus(scenario, {"community": {"meetings": 0, "participation": 0}}))
    pulled = ran(without.changed(of_focus(scenario, idle)))
    assert differing(pulled, ran(without.changed(of_focus(scenario, absent)))) == []


COSTS = {
    "overhead": ("overhead", "100 per month", "300 per month"),
    "unit_cost": ("goods", 4, 12),
    "service.cost": ("service", 2, 6),
    "contact.cost": ("contacts_cost", 1, 3),
    "complaints.cost": ("recovery", 2, 6),
    "win_back.cost": ("win_back_offers", 1, 3),
}


@over("retention-launch", "two-strategies")
@pytest.mark.parametrize("path", sorted(COSTS))
def test_a_cost_touches_only_its_own_line_in_proportion_and_nobody(name, path):
    line, low, high = COSTS[path]
    scenario = small(name).changed({"timeline": []})
    quiet = {"complaints.manager_cost": 0, "service.effort": 0, "win_back.discount": 0, "coupon.share": 0}
    scenario = scenario.changed(of_focus(scenario, quiet))
    cheap, dear = (ran(scenario.changed(of_focus(scenario, {path: cost}))) for cost in (low, high))
    assert set(differing(cheap, dear)) <= {f"records.{line}", *ACCOUNTS}
    firm = list(scenario.firms).index(scenario.focal_firm)
    amounts, tripled = (each.records[line][:, firm].astype(float) for each in (cheap, dear))
    assert tripled == pytest.approx(3 * amounts, abs=float(2 * cheap.records["purchases"][:, firm].max() + 2))
    others = np.arange(len(scenario.firms)) != firm
    assert (cheap.records[:, others] == dear.records[:, others]).all()
