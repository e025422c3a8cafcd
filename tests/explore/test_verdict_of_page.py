"""Claims about the verdict of a page: whatever its runs say, it has the sentences of the command line."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from explore.test_parts import NODE, PARTS, asked_of_module
from worlds import world

import relsim
from relsim.questions.compare.costs import overhead
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.verdict import verdict
from relsim.questions.explore.page import equities_told, paired_of, policies_told, rests_told
from relsim.runs.policies import overhead_by_period
from relsim.scenario.scenario import Scenario
from relsim.scenario.yaml.notes import EstimatedValue, ValueNote

pytestmark = pytest.mark.skipif(NODE is None, reason="no node here runs parts of the page")

POLICIES = {"as-is": {}, "one": {"title": "A <first>", "set": {}}, "other": {"title": "A second"}}
CASES = 200
KINDS = (
    *("wins", "No policy makes a difference:", "customer equity after overhead than"),
    *("No policy is better than", "No policy is clearly better", "too rare to tell", "the baseline,"),
    *("though not clearly ahead", "loses least", "in customer equity after overhead, and", "only by what"),
    *("level with", "In this one replication", "cannot be told", "at the start", "This is no answer yet"),
)
"""What some sentences of the cases say, so that each way of putting it is held against the page's."""


def any_equity(luck: np.random.Generator, replications: int) -> Any:
    """Customer equity [replication, policy] as luck has it: alike, or apart rarely, hardly or clearly."""
    base = luck.choice([400_000.0, -300_000.0]) + luck.normal(0.0, 20_000.0, replications)
    columns = [base]
    for _ in range(len(POLICIES) - 1):
        gap = luck.normal(luck.choice([-60_000.0, 0.0, 60_000.0, 61_000.0]), 3_000.0, replications)
        rare = np.where(np.arange(replications) == 0, gap, 0.0)
        columns.append(base + [gap, gap, rare, np.zeros(replications)][luck.integers(0, 4)])
    values = np.column_stack(columns)
    if luck.random() < 0.2:
        values[:, -1] = values[:, 1]
    return np.full_like(values, np.nan) if luck.random() < 0.03 else values


def with_luck(comparison: Comparison, luck: np.random.Generator) -> Comparison:
    """The comparison with other equity, overhead and contribution, perhaps after a failed fit."""
    count = luck.choice([1, 4, 20])
    outcomes, periods = (
        table[table["replication"] < count].reset_index(drop=True)
        for table in (comparison.outcomes, comparison.periods)
    )
    values = any_equity(luck, count)
    more = luck.choice([0.0, 0.0, 30_000.0, -90_000.0, 90_000.0], len(POLICIES))
    within = luck.choice([0.0, 1.0])
    end = comparison.scenario.periods
    discount = (1.0 + comparison.scenario.discount.per_period("month")) ** end
    periods[["contribution", "profit"]] = 0.0
    for number, policy in enumerate(comparison.policies):
        own = (outcomes["policy"] == policy) & (outcomes["firm"] == comparison.firm)
        outcomes.loc[own, "customer_equity"] = values[:, number]
        outcomes.loc[own, "equity_after_overhead"] = values[:, number] - more[number]
        last = (periods["policy"] == policy) & (periods["firm"] == comparison.firm)
        last &= periods["period"] == end - 1
        periods.loc[last, "contribution"] = within * np.nan_to_num(values[:, number]) * discount
        periods.loc[last, "profit"] = within * (np.nan_to_num(values[:, number]) - more[number]) * discount
    scenario = paying(comparison.scenario, more)
    if luck.random() < 0.2:
        failed = {("customers",): ValueNote(estimated=EstimatedValue((1, 2), "narrowed", False))}
        scenario = scenario.of(replace(scenario.document, notes=failed), scenario.founding_prices)
    return replace(comparison, outcomes=outcomes, periods=periods, scenario=scenario, replications=int(count))


def paying(scenario: Scenario, more: Any) -> Scenario:
    """The market in which each policy sets overhead, which is one of as many levels as it is drawn of."""
    levels = {amount: f"{100 * number} per month" for number, amount in enumerate(dict.fromkeys(more))}
    sets = {
        f"policies.{name}.set": {"firms.harbour.overhead": levels[amount]}
        for name, amount in zip(scenario.policies, more, strict=True)
    }
    return scenario.changed(sets)


def told_of(comparison: Comparison, is_failed: bool) -> dict[str, Any]:
    """What a page is told of the market of a comparison."""
    scenario = comparison.scenario
    rate = scenario.discount.per_period(scenario.period)
    return {
        "policies": policies_told(scenario, comparison.policies),
        "focus": comparison.firm,
        "currency": scenario.currency,
        "customers": scenario.customers,
        "period": scenario.period,
        "failedFit": is_failed,
        "paired": paired_of(comparison.replications),
        "restsOn": rests_told(),
        "equity": equities_told(),
        "patches": patches_of(comparison),
        "form": {"rate": rate, "periods": scenario.periods},
    }


def patches_of(comparison: Comparison) -> list[dict[str, Any]]:
    """What a page is told of the overhead of each policy where no slider is moved."""
    paid = [overhead_by_period(comparison.scenario.with_policy(name)) for name in comparison.policies]
    where = {"slider": None, "stop": None, "replication": None}
    return [
        where | {"policy": number, "overhead": None if one is None else paid.index(one)}
        for number, one in enumerate(paid)
    ]


def rows_of(comparison: Comparison) -> list[dict[str, Any]]:
    """The runs of a comparison as a page has them; what could not be measured is None."""
    periods = comparison.periods.set_index(["policy", "replication", "firm"]).sort_index()
    found = []
    for one in comparison.outcomes[comparison.outcomes["firm"] == comparison.firm].to_dict("records"):
        own = periods.loc[(one["policy"], one["replication"], one["firm"])].sort_values("period")
        columns = {name: own[name].tolist() for name in ("contribution", "profit", "customers_at_start")}
        known = {k: None if isinstance(v, float) and not np.isfinite(v) else v for k, v in one.items()}
        found.append(known | {"columns": columns})
    return found


def test_the_verdict_of_a_page_is_that_of_the_command_line_whatever_its_runs_say():
    market = world({"firms.harbour.start.share": 0.3}, policies=POLICIES, customers=60, periods=4)
    comparison = relsim.compare(market, replications=20, jobs=1)
    calls, expected = [], []
    for case in range(CASES):
        drawn = with_luck(comparison, np.random.default_rng(case))
        subject = Subject(drawn)
        calls.append([told_of(drawn, bool(drawn.scenario.document.notes)), rows_of(drawn)])
        expected.append([verdict(subject), overhead(subject)])
    assert asked_of_module(PARTS / "verdict.mjs", "sentencesOn", calls) == expected
    said = " ".join(one for one, _ in expected)
    assert [kind for kind in KINDS if kind not in said] == []
    assert any(told for _, told in expected)
