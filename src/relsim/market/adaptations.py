"""The rules by which firms adapt, as numbers per period, and what each wants of its lever.

Rules are applied once a month: in shorter periods when a month is over, in longer ones as often as they have
months. What they look back on is a time of its own, so that a firm reacts alike in periods of any length.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from relsim.rules.adapting import moved, react_to_churn, share_of_revenue, undercut
from relsim.scenario.limits import OF_THE_FIRM
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.adaptation import Adaptation
from relsim.scenario.schema.firm import Firm
from relsim.scenario.schema.levers import lever_number, setting_of, widest_bounds

LeverValues = dict[str, float]

FOLLOWING = ("copy the rival", "match the price")
"""The rules by which a lever follows that of a rival."""

MONTHS_OF_REVENUE = 1
"""Over how many months a firm looks back on its revenue."""

MONTHS_OF_CHURN = 3
"""Over how many on its churn: of a month or a week luck decides, and in a quarter nothing shorter is seen."""

AS_A_WHOLE = tuple(map(setting_of, OF_THE_FIRM))
"""What grows with the market when a scenario is scaled, and what a firm that is not there does not have."""


@dataclass(frozen=True)
class Goal:
    """One rule of one firm; `rival` is a number, rates are per period, and `speed` is per month.

    Who follows a rival's price, and is not told how low, stays above its unit cost.
    """

    rule: str
    setting: str
    share: float
    churn: float
    rival: int | None
    undercut: float
    speed: float
    least: float
    most: float
    above_cost: bool


@dataclass(frozen=True)
class MarketView:
    """What all firms can see when a period is over: levers, customers, and per period what they look back on.

    A churn is None where there was nobody to lose.
    """

    levers: list[LeverValues]
    revenue: list[float]
    churn: list[float | None]
    customers: list[int]

    def rivals(self, f: int) -> list[int]:
        """The other firms that are in the market."""
        return [r for r, firm in enumerate(self.levers) if r != f and firm["present"]]


def goals_of(scenario: Scenario) -> list[tuple[Goal, ...]]:
    """The rules of every firm."""
    return [tuple(goal_of(rule, scenario) for rule in firm.adapts) for firm in scenario.firms.values()]


def goal_of(rule: Adaptation, scenario: Scenario) -> Goal:
    """A rule in the numbers of its scenario; bounds of what a firm pays as a whole grow with the market."""

    scale = scenario.scale_of_people if setting_of(rule.path) in AS_A_WHOLE else 1.0
    least, most = widest_bounds(Firm, rule.path, scenario.period)
    names = list(scenario.firms)

    def bound(value: object, otherwise: float) -> float:
        return otherwise if value is None else scale * lever_number(Firm, rule.path, value, scenario.period)

    return Goal(
        rule.rule,
        setting_of(rule.path),
        rule.share or 0.0,
        rule.churn.per_period(scenario.period) if rule.churn else 0.0,
        names.index(rule.rival) if rule.rival else None,
        rule.undercut or 0.0,
        rule.speed.per_period("month"),
        bound(rule.at_least, least),
        bound(rule.at_most, most),
        rule.path == "price" and rule.rule in FOLLOWING and rule.at_least is None,
    )


def months_over(t: int, months: float) -> int:
    """How many months of so many in a period are over with period `t` that were not before it."""
    return int((t + 1) * months) - int(t * months)


def looked_back(span: int, months: float) -> int:
    """How many periods of so many months are nearest to a span of months, at least one."""
    return max(1, round(span / months))


def after_a_month(goals: Sequence[tuple[Goal, ...]], view: MarketView) -> MarketView:
    """The market once every firm has followed its rules, all from the same view."""
    levers = [
        firm | {goal.setting: next_value(goal, f, view) for goal in goals[f]}
        for f, firm in enumerate(view.levers)
    ]
    return replace(view, levers=levers)


def next_value(goal: Goal, f: int, view: MarketView) -> float:
    """The lever of a rule a month later; where there is nothing to react to it stays."""
    current = view.levers[f][goal.setting]
    wanted = aim(goal, f, view)
    if wanted is None:
        return current
    least = min(current, view.levers[f]["unit_cost"]) if goal.above_cost else 0.0
    return moved(current, wanted, goal.speed, max(least, goal.least), goal.most)


def aim(goal: Goal, f: int, view: MarketView) -> float | None:
    """What a rule wants its lever to be, or None where it sees nothing to react to."""
    if goal.rule == "share of revenue":
        return share_of_revenue(view.revenue[f], goal.share)
    if goal.rule == "react to churn":
        churn = view.churn[f]
        return None if churn is None else react_to_churn(churn, goal.churn, goal.least, goal.most)
    rival = rival_in_view(goal, f, view)
    if rival is None:
        return None
    if goal.rule == "copy the rival":
        return view.levers[rival][goal.setting]
    return min(view.levers[f]["price"], undercut(view.levers[rival]["price"], goal.undercut))


def rival_in_view(goal: Goal, f: int, view: MarketView) -> int | None:
    """The rival that a rule names, or else the largest, or the cheapest where prices are matched."""
    rivals = view.rivals(f)
    if goal.rival is not None:
        return goal.rival if goal.rival in rivals else None
    if goal.rule == "match the price":
        return min(rivals, key=lambda r: view.levers[r]["price"], default=None)
    return max(rivals, key=lambda r: view.customers[r], default=None)
