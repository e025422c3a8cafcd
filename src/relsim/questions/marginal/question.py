"""Marginal costs: what one more customer costs to acquire, to retain or to win back.

An average says what was spent on a customer; it does not say what the next amount does. Here one lever at
a time is moved by a small step to either side, so that curvature cancels, on the same markets with the same
luck, and extra cost is set against extra customers (the marginal side of Blattberg and Deighton 1996). One
more customer retained costs what is spent more on those who may leave; what is spent later on the one who
stays is not part of it, as it is not part of what one more customer costs to acquire.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd

from relsim.errors import InputError, nearest
from relsim.measures.outcomes import outcomes_table
from relsim.measures.records import Records, periods_table, share_of, sums_over_periods
from relsim.questions.marginal.step import Raised, raised
from relsim.report.stopped import StoppedShown
from relsim.runs.arguments import READERS
from relsim.runs.batches import tallied
from relsim.runs.interrupts import partial_answer
from relsim.runs.options import Runner, RunOptions, replications_of
from relsim.runs.replicate import gathered
from relsim.runs.variant import AS_IS, Variant
from relsim.runs.work import refuse_endless
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.facts import Lever, facts_of
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.firm import Firm
from relsim.statistics.paired import unmeasured
from relsim.statistics.ratio import ratio

LEVER_BY_PURPOSE = {facts.purpose: path for path, facts in facts_of(Firm, Lever).items() if facts.purpose}
"""What is raised for each purpose, unless another lever is named."""

GROUPS_BY_PURPOSE = {
    "acquire": ("acquisition",),
    "retain": ("retention_cost", "recovery"),
    "win back": ("win_back",),
}
"""The groups of the profit and loss statement that serve each purpose."""

AVERAGES = {"acquire": "cost_to_acquire", "retain": "cost_to_retain", "win back": "cost_to_win_back"}
"""The measure of an outcome that is the average; that of retention is for a customer and year."""

MARGINAL_STEP = 0.1


@dataclass(frozen=True, repr=False, eq=False)
class MarginalCosts(StoppedShown):
    """Average and marginal costs of one firm; `table` has one row per purpose.

    The lever goes from `below` to `after`, around `before`, what it is. `extra_cost` is spent more for the
    `extra_customers`; `spent_more` is what the step spends more in a whole run, on all customers it leads to.
    """

    scenario: Scenario
    firm: str
    replications: int
    seed: int
    table: pd.DataFrame
    asked: int | None = None

    @property
    def ratios(self) -> dict[str, float]:
        """How many times as much it costs to acquire as to retain, on average and at the margin."""
        costs = self.table.set_index("purpose")
        return {
            kind: float(share_of(costs.loc["acquire", kind], costs.loc["retain", kind]))
            for kind in ("average", "marginal")
        }


@checks_arguments(READERS)
def marginal_costs(
    scenario: ScenarioLike,
    *,
    firm: str | None = None,
    policy: str | None = None,
    levers: Mapping[str, str] | None = None,
    step: float = MARGINAL_STEP,
    replications: int | None = None,
    **run: Unpack[RunOptions],
) -> MarginalCosts:
    """Average and marginal costs of acquiring, retaining and winning back one more customer.

    Each lever is lowered and raised by `step` as a share of what it is; one that is not used gets that share
    of what the strategy presets would give it.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    firm : str, optional
        Whose costs [the firm in focus].
    policy : str, optional
        The policy to start from [the scenario as it is].
    levers : mapping of str to str, optional
        Which lever of the firm to raise for a purpose: `{"retain": "contact.frequency"}`. Purposes are
        acquire, retain and win back.
    step : float
        By which share levers are lowered and raised; the smaller, the nearer to the margin, and the noisier.
    replications : int, optional
        How often to repeat, at least 1 [the scenario's].
    **run : RunOptions
        How markets are run: seed, jobs, store, cluster, progress, a way to stop.

    Returns
    -------
    MarginalCosts
        One row per purpose: average and marginal cost of a customer, and customer equity per amount spent.

    Raises
    ------
    InputError
        No such firm, policy, purpose or lever.
    TaskFailed
        A market could not be run.
    Interrupted
        Ctrl-C, which is a KeyboardInterrupt; its `partial` is the answer of what had finished.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("leaky-bucket").changed({"periods": 6}).scaled_to(200)
    >>> list(relsim.marginal_costs(market, replications=2).table["purpose"])
    ['acquire', 'retain', 'win back']
    """
    scenario = as_scenario(scenario)
    wanted = replications_of(scenario, replications)
    name = valid_name(firm or scenario.focal_firm, scenario.firms, "firm")
    for purpose in levers or ():
        valid_name(purpose, LEVER_BY_PURPOSE, "purpose")
    chosen = LEVER_BY_PURPOSE | dict(levers or {})
    runner = Runner.of(run)
    refuse_endless(scenario, wanted * (1 + 2 * len(chosen)), jobs=runner.jobs, on=runner.on, kept=True)
    base = scenario.with_policy(policy) if policy else scenario
    steps = {purpose: raised(base, name, lever, step) for purpose, lever in chosen.items()}
    moved = {name: one.scenario for name, one in steps.items()}
    moved |= {lowered(name): one.lowered for name, one in steps.items()}
    variants = [Variant.of(base), *(Variant.of(one) for one in moved.values())]
    finished, stopped = tallied(runner, variants, range(wanted))
    if stopped and not finished:
        raise stopped
    runs = (([AS_IS, *moved], batch) for batch in finished.values())
    records = gathered(runs, base, list(finished))
    table = costs_table(records, base, name, chosen, steps)
    return partial_answer(MarginalCosts(base, name, len(finished), runner.seed, table, wanted), stopped)


def lowered(purpose: str) -> str:
    """The name of the variant in which the lever of a purpose is lower."""
    return f"{purpose}, lowered"


def valid_name(name: str, valid: Iterable[str], what: str) -> str:
    """A name that exists, or a InputError with the nearest that does."""
    if name not in valid:
        raise InputError(f'no {what} is called "{name}", expected {", ".join(valid)}', nearest(name, valid))
    return name


def costs_table(
    records: Records, base: Scenario, firm: str, chosen: Mapping[str, str], steps: Mapping[str, Raised]
) -> pd.DataFrame:
    """One row per purpose: the lever, its step, average and marginal cost."""
    periods = periods_table(records)
    outcomes = outcomes_table(periods, base)
    sums = sums_over_periods(periods[periods["firm"] == firm])
    measured = sums_over_periods(outcomes[outcomes["firm"] == firm])
    rows: list[dict[str, Any]] = []
    for purpose, one in steps.items():
        told = {"purpose": purpose, "lever": chosen[purpose], "below": one.below}
        told |= {"before": one.before, "after": one.after}
        average = average_of(measured[AVERAGES[purpose]][AS_IS].to_numpy(float))
        rows.append(told | average | costs(purpose, sums, measured["customer_equity"]))
    return pd.DataFrame(rows)


def average_of(values: Any) -> dict[str, float]:
    """The mean over replications in which there was something to measure, and how many were left out."""
    known = values[np.isfinite(values)]
    average = float(known.mean()) if len(known) else float("nan")
    return {"average": average, "average_left_out": unmeasured(values, values)}


def costs(purpose: str, sums: pd.DataFrame, equity: pd.DataFrame) -> dict[str, float]:
    """Extra cost per extra customer with its interval, and extra customer equity per amount spent more."""
    base = lowered(purpose)
    spent = sum(sums[group] for group in GROUPS_BY_PURPOSE[purpose])
    more = (spent[purpose] - spent[base]).to_numpy()
    extra = extra_cost(purpose, spent, sums["customers_at_start"], base).to_numpy()
    won = extra_customers(purpose, sums, base).to_numpy()
    marginal, low, high = ratio(extra, won)
    gained = (equity[purpose] - equity[base]).to_numpy()
    returned, least, most = ratio(gained, more)
    return {
        "marginal": marginal,
        "low": low,
        "high": high,
        "extra_cost": float(extra.mean()),
        "extra_customers": float(won.mean()),
        "spent_more": float(more.mean()),
        "equity_per_cost": returned,
        "equity_low": least,
        "equity_high": most,
        "left_out": unmeasured(gained, gained),
    }


def extra_cost(purpose: str, spent: Any, exposed: Any, base: str) -> Any:
    """What is spent more, per replication; for retention, on the same number of customers."""
    if purpose == "retain":
        return spent[purpose] - exposed[purpose] * spent[base] / exposed[base]
    return spent[purpose] - spent[base]


def extra_customers(purpose: str, sums: pd.DataFrame, base: str = AS_IS) -> Any:
    """Customers more, per replication; for retention, losses avoided at the same number of customers."""
    back = sums["acquired_by_win_back"]
    if purpose == "win back":
        return back[purpose] - back[base]
    if purpose == "acquire":
        won = sums["acquired"] - back
        return won[purpose] - won[base]
    lost, exposed = sums["lost"], sums["customers_at_start"]
    return exposed[purpose] * lost[base] / exposed[base] - lost[purpose]
