"""Firms that live: between periods they adapt their levers, and their staff change.

Only markets in which a firm has staff, rules, a strategy or partners with ideas have a management. It reads
what has been counted when a period is over and writes the settings of the next, on a plan of its own, so both
drivers meet the same numbers. All firms see the same past; nobody's decision is seen before everybody has
decided.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from relsim.market.adaptations import (
    MONTHS_OF_CHURN,
    MONTHS_OF_REVENUE,
    LeverValues,
    MarketView,
    after_a_month,
    looked_back,
    months_over,
)
from relsim.market.calendar import anniversaries, events_in_force
from relsim.market.inflation import PriceLevel
from relsim.market.plan import Named, Plan, in_force, place_offers, plan_row, set_plan_row, worked_out
from relsim.rules import staff
from relsim.rules.experience import quality_with_ideas
from relsim.rules.staff import Team
from relsim.scenario.resolve.presets import CONTACT_COST
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import BOOKED_PER_UNIT, COST_COLUMNS, PARTNER, PURCHASER

STAFF_COUNTS = {"employees_ppm": "employees"} | {
    f"staff_{part}_ppm": part for part in ("satisfaction", "skill", "tenure", "turnover")
}
"""Where the tallies keep what is known of a team, in millionths."""


def is_lively(plan: Plan) -> bool:
    """Whether a firm of this plan ever has staff, uses ideas, may give up, or has a rule that adapts it."""
    changing = ("staff_number", "co_creation_ideas", "exit_loss_for")
    return any(bool(plan.firms[lever].any()) for lever in changing) or any(any(goals) for goals in plan.goals)


class Management:
    """What the firms of one market set (`levers`, as a file says it), what is in force (`plan`), teams."""

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario = scenario
        self.levers = plan.levers.copy()
        self.plan = replace(plan, firms=plan.firms.copy(), behaviour=plan.behaviour.copy())
        number = plan.firms.shape[1]
        self.teams: list[Team | None] = [None] * number
        self._decided: list[tuple[int, str, float]] = []
        self._set: set[tuple[int, str]] = set()
        self._ruled: list[LeverValues] = [{} for _ in range(number)]
        self._in_force: list[LeverValues] = []
        self._owners: set[int] = set()
        self.price_level = PriceLevel()

    def decide(self, f: int, setting: str, amount: float) -> None:
        """Set a lever of firm `f` from the next period on, as an event would, once every firm has decided."""
        self._decided.append((f, setting, amount))

    def adapt(self, t: int, records: Any) -> None:
        """Let every firm follow its rules after period `t`; without a rule a lever is as planned."""
        goals = self.plan.goals[t + 1]
        if not any(goals):
            self._ruled = [{} for _ in goals]
            return
        months = float(self.plan.behaviour["months"][t])
        view = view_of(self._in_force, records[: t + 1], months)
        for _ in range(months_over(t, months)):
            view = after_a_month(goals, view)
        self._ruled = [
            {goal.setting: view.levers[f][goal.setting] for goal in own} for f, own in enumerate(goals)
        ]

    def open(self, t: int, customers: Any, records: Any) -> None:
        """Put into force in period `t` what was decided; `customers` are those that each firm has."""
        self._put_into_force(t)
        for f in range(len(self.teams)):
            if gives_up(t, self.levers[:t, f], self.levers[t, f], records[:t, f]):
                self.levers["present"][t:, f] = 0.0
        self._in_force = [self._holding(f, t) for f in range(len(self.teams))]
        if self.plan.behaviour["attitude_inflation"].any():
            self.price_level.follow(t, self._in_force, self.plan.behaviour)
        behaviour = Named(plan_row(self.plan.behaviour[t]))
        firms = [worked_out(levers, behaviour) for levers in self._in_force]
        uses_ideas = t > 0 and any(firm["co_creation_ideas"] > 0.0 for firm in firms)
        shares = share_of_partners(records[t - 1]).tolist() if uses_ideas else []
        for f, firm in enumerate(firms):
            team = self._team(f, t, int(customers[f]), Named(firm), behaviour)
            self.teams[f] = team
            if team is not None:
                firm |= with_staff(team, int(customers[f]), Named(firm), behaviour)
                for count, part in STAFF_COUNTS.items():
                    records[count][t, f] = round(1e6 * getattr(team, part))
            if shares and firm["co_creation_ideas"] > 0.0:
                firm["service_quality"] = quality_with_ideas(shares[f], Named(firm))
        before = self.plan.firms["advertising_contacts"][t - 1].tolist() if t > 0 else None
        place_offers(firms, behaviour, before)
        for f, firm in enumerate(firms):
            set_plan_row(self.plan.firms, t, f, firm)

    def _put_into_force(self, t: int) -> None:
        """Set what was decided. A response says what advertising reaches, so that the usual cost of one
        contact no longer holds, as in a file; one that was given does."""
        for f, setting, amount in self._decided:
            self.levers[setting][t:, f] = amount
            self._set.add((f, setting))
        for f in {f for f, setting, _ in self._decided if setting == "advertising_response"}:
            if (f, "advertising_contact_cost") not in self._set and self._has_usual_contact_cost(f, t):
                self.levers["advertising_contact_cost"][t:, f] = 0.0
        self._decided.clear()

    def _has_usual_contact_cost(self, f: int, t: int) -> bool:
        """Whether neither the file nor what happened until period `t` gives the cost of one contact."""
        document = self.scenario.at_events(events_in_force(self.scenario, t)).document
        return not document.has(("firms", list(self.scenario.firms)[f], *CONTACT_COST.split(".")))

    def _holding(self, f: int, t: int) -> LeverValues:
        """What firm `f` has set as it holds in period `t`; who bought a system owns it from then on."""
        levers, ruled = plan_row(self.levers[t, f]), self._ruled[f]
        wants = (levers | ruled)["crm_purchase"] > 0.0 and levers["present"] > 0.0
        is_buying = wants and f not in self._owners
        if is_buying:
            self._owners.add(f)
        return in_force(
            levers, ruled, self.scenario.scale_of_people, anniversaries(self.scenario, t), is_buying
        )

    def _team(self, f: int, t: int, customers: int, firm: Any, behaviour: Any) -> Team | None:
        """The team of a firm in period `t`: the first, or the last one a period later."""
        before = self.teams[f]
        if firm.staff_number <= 0.0:
            return None
        if before is None:
            start = firm.staff_start_satisfaction, firm.staff_start_skill, firm.staff_start_tenure
            quitting = staff.turnover(firm.staff_start_satisfaction, behaviour)
            return Team(firm.staff_number, *start, quitting, firm.staff_number if t > 0 else 0.0)
        overwork = staff.strain(customers, before.employees, firm.staff_customers_each)
        return staff.team_after_period(before, firm.staff_number, overwork, firm, behaviour)


def gives_up(t: int, before: Any, now: Any, records: Any) -> bool:
    """Whether a firm leaves the market with period `t`, since a time as long as it bears losses, in which it
    was there throughout, has cost it more than it brought."""
    bears = int(now["exit_loss_for"])
    if bears < 1 or t < bears or not before["present"][t - bears :].all():
        return False
    cost = np.sum([records[name][t - bears :] for name in COST_COLUMNS])
    return bool(cost > records["revenue"][t - bears :].sum())


def with_staff(team: Team, customers: int, firm: Any, behaviour: Any) -> LeverValues:
    """The settings of a firm that its team changes, and what the team costs."""
    overwork = staff.strain(customers, team.employees, firm.staff_customers_each)
    return {
        "service_quality": staff.external_quality(team, overwork, firm, behaviour),
        "service_failures": staff.failure_share(team, overwork, firm, behaviour),
        "complaints_resolution": staff.resolution(firm, behaviour),
        "staff_bill": staff.wages(team, firm),
        "hiring_bill": staff.hiring(team, firm),
    }


def view_of(levers: list[LeverValues], records: Any, months: float) -> MarketView:
    """What firms see when the last of these periods of so many months is over."""
    month = records[-looked_back(MONTHS_OF_REVENUE, months) :]
    recent = records[-looked_back(MONTHS_OF_CHURN, months) :]
    exposed, lost = (recent[name].sum(axis=(0, -1)) for name in ("exposed", "lost"))
    return MarketView(
        levers,
        [float(booked) / BOOKED_PER_UNIT / len(month) for booked in month["revenue"].sum(axis=0)],
        [int(gone) / int(held) if held else None for gone, held in zip(lost, exposed, strict=True)],
        [int(number) for number in customers_of(records[-1])],
    )


def customers_of(records: Any) -> Any:
    """Customers of each firm at the end of a period."""
    return records["flows"].sum(axis=-2)[..., PURCHASER : PARTNER + 1].sum(axis=-1)


def share_of_partners(records: Any) -> Any:
    """Partners of each firm at the end of a period, as a share of its customers; 0 where there are none."""
    return records["flows"].sum(axis=-2)[..., PARTNER] / np.maximum(customers_of(records), 1)


def founding_customers(rungs: Any) -> Any:
    """Customers of each firm by the rungs [customer, firm] on which everybody stands."""
    return np.count_nonzero((rungs >= PURCHASER) & (rungs <= PARTNER), axis=0)
