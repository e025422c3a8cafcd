"""Increments: whom a channel brings who would not have come without it.

Whoever heard several messages is credited to the strongest, and many of those credited would have come
anyway (Kumar, Petersen and Leone 2010). So the market is run twice with the same people and the same luck,
as it is and with the channel switched off: what is missing then is what the channel has added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd

from relsim.errors import InputError, alternatives, refuse_unknown
from relsim.measures.outcomes import outcomes_table
from relsim.measures.records import Records, periods_table, share_of, sums_over_periods
from relsim.questions.incremental.channels import CHANNEL_FACTS, channels_in_use, switched_off
from relsim.report.stopped import StoppedShown
from relsim.runs.arguments import READERS
from relsim.runs.batches import tallied
from relsim.runs.interrupts import partial_answer
from relsim.runs.options import Runner, RunOptions, replications_of
from relsim.runs.replicate import gathered
from relsim.runs.variant import AS_IS, Variant
from relsim.runs.work import refuse_endless
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.scenario import Scenario
from relsim.statistics.paired import difference_of
from relsim.statistics.ratio import ratio
from relsim.vocabulary import column_name

CHANGED = ("acquired", "customers", "profit", "customer_equity")
"""The measures of which it is told what a channel adds."""


@dataclass(frozen=True, repr=False, eq=False)
class Increments(StoppedShown):
    """What each channel of a firm is credited with, and what it adds; `table` has one row per channel.

    `policy` is the one that it starts from, None of the market as it is. `won` is how many customers the firm
    won in a run, `lost` how many it lost, `credited` how many of them by the channel and `added`
    how many would not have been won without it, with the ends `added_low` and `added_high` of its interval;
    both as shares of all won, and for each customer lost. `cost` is what was booked for the channel, which is
    set against both. `customers`, `profit` and `customer_equity` are what the channel adds to these.
    `left_out` counts replications in which a difference of customer equity could not be measured.
    """

    scenario: Scenario
    firm: str
    replications: int
    seed: int
    table: pd.DataFrame
    asked: int | None = None
    policy: str | None = None


@checks_arguments(READERS)
def incremental(
    scenario: ScenarioLike,
    *,
    firm: str | None = None,
    policy: str | None = None,
    channels: Sequence[str] | None = None,
    replications: int | None = None,
    **run: Unpack[RunOptions],
) -> Increments:
    """What each channel of a firm is credited with, and what it adds to a market without it.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    firm : str, optional
        Whose channels [the firm in focus].
    policy : str, optional
        The policy to start from [the scenario as it is].
    channels : sequence of str, optional
        Which channels to switch off, one at a time [those that the firm uses]: recommendation, advertising,
        coupons, win-back.
    replications : int, optional
        How often to repeat, at least 1 [the scenario's].
    **run : RunOptions
        How markets are run: seed, jobs, store, cluster, progress, a way to stop.

    Returns
    -------
    Increments
        One row per channel: customers credited and added, with an interval, and what each of them cost.

    Raises
    ------
    InputError
        No such firm, policy or channel, or one that the firm does not use.
    TaskFailed
        A market could not be run.
    Interrupted
        Ctrl-C, which is a KeyboardInterrupt; its `partial` is the answer of what had finished.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("retention-launch").changed({"periods": 12}).scaled_to(200)
    >>> found = relsim.incremental(market, channels=["advertising"], replications=2)
    >>> list(found.table["channel"])
    ['advertising']
    """
    scenario = as_scenario(scenario)
    wanted = replications_of(scenario, replications)
    name = firm or scenario.focal_firm
    refuse_unknown("firm", name, scenario.firms)
    base = scenario.with_policy(policy) if policy else scenario
    chosen = chosen_channels(base, name, channels)
    runner = Runner.of(run)
    refuse_endless(scenario, wanted * (1 + len(chosen)), jobs=runner.jobs, on=runner.on, kept=True)
    without = {channel: switched_off(base, name, channel) for channel in chosen}
    variants = [Variant.of(base), *(Variant.of(one) for one in without.values())]
    finished, stopped = tallied(runner, variants, range(wanted))
    if stopped and not finished:
        raise stopped
    runs = (([AS_IS, *without], batch) for batch in finished.values())
    records = gathered(runs, base, list(finished))
    table = increments_table(records, base, name, chosen)
    return partial_answer(Increments(base, name, len(finished), runner.seed, table, wanted, policy), stopped)


def chosen_channels(scenario: Scenario, firm: str, wanted: Sequence[str] | None) -> list[str]:
    """The channels asked for, or those that a firm uses; raises InputError for others."""
    used = channels_in_use(scenario, firm)
    for channel in wanted or ():
        refuse_unknown("channel", channel, CHANNEL_FACTS)
        if channel not in used:
            expected = f", expected {alternatives(used)}" if used else ""
            raise InputError(f"{firm} wins nobody by {channel}, which is switched off already{expected}")
    if not used:
        raise InputError(f"{firm} uses no channel that could be switched off: {alternatives(CHANNEL_FACTS)}")
    return list(dict.fromkeys(wanted or used))


def increments_table(records: Records, base: Scenario, firm: str, channels: Sequence[str]) -> pd.DataFrame:
    """One row per channel: what it is credited with, what it adds, and what either costs."""
    periods = periods_table(records)
    outcomes = outcomes_table(periods, base)
    counted = sums_over_periods(periods[periods["firm"] == firm])
    measured = sums_over_periods(outcomes[outcomes["firm"] == firm])
    return pd.DataFrame([increment(counted, measured, channel) for channel in channels])


def increment(counted: pd.DataFrame, measured: pd.DataFrame, channel: str) -> dict[str, Any]:
    """The row of one channel: means over replications, and intervals of paired differences."""
    facts = CHANNEL_FACTS[channel]
    credited = sum(counted[f"acquired_by_{column_name(one)}"][AS_IS].to_numpy() for one in facts.credited)
    costs = {
        which: sum(counted[f"line_{column_name(line)}"][which].to_numpy() for line in facts.lines)
        for which in (AS_IS, channel)
    }
    gaps = {
        name: difference_of(measured[name][AS_IS].to_numpy(), measured[name][channel].to_numpy())
        for name in CHANGED
    }
    won, lost = (float(measured[name][AS_IS].mean()) for name in ("acquired", "lost"))
    gained = (measured["acquired"][AS_IS] - measured["acquired"][channel]).to_numpy()
    added, by_credit = gaps["acquired"], float(np.mean(credited))
    each, low, high = ratio(costs[AS_IS] - costs[channel], gained)
    told: dict[str, Any] = {"channel": channel, "won": won, "lost": lost, "credited": by_credit}
    told |= {"added": added["difference"], "added_low": added["low"], "added_high": added["high"]}
    told |= {
        "credited_share": float(share_of(by_credit, won)),
        "added_share": float(share_of(added["difference"], won)),
        "credited_per_lost": float(share_of(by_credit, lost)),
        "added_per_lost": float(share_of(added["difference"], lost)),
        "cost": float(np.mean(costs[AS_IS])),
        "cost_per_credited": float(share_of(float(np.mean(costs[AS_IS])), by_credit)),
        "cost_per_added": each if added["difference"] > 0.0 else float("nan"),
        "cost_per_added_low": low,
        "cost_per_added_high": high,
    }
    for name in CHANGED[1:]:
        told |= {name: gaps[name]["difference"], f"{name}_low": gaps[name]["low"]}
        told |= {f"{name}_high": gaps[name]["high"]}
    return told | {"left_out": gaps["customer_equity"]["left_out"]}
