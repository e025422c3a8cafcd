"""Comparing policies on the same markets with the same luck, and saying how sure the answer is.

Each replication is run under every policy with common random numbers, so that differences are paired:
mean difference, interval, and the variance that pairing removed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Unpack

import numpy as np
import pandas as pd

from relsim.errors import InputError, alternatives, nearest
from relsim.market.population import periods_in_a_year
from relsim.measures.customers import customers_table
from relsim.measures.lift import GROUPINGS, lift_table, responses
from relsim.measures.outcomes import outcomes_table
from relsim.measures.profit_parts import profit_parts
from relsim.measures.records import flows_table, ladder_table, periods_table
from relsim.questions.compare.differences import chance_of_best, differences_table, payback_periods
from relsim.questions.compare.enough import MOST, Enough, Sampled, enough
from relsim.questions.compare.measured import Measured
from relsim.runs.arguments import READERS
from relsim.runs.batches import tallied
from relsim.runs.options import Runner, RunOptions, replications_of
from relsim.runs.policies import chosen_policies, known_policy, refuse_other_lengths
from relsim.runs.replicate import gathered, replicated
from relsim.runs.tasks import Batch, told
from relsim.runs.variant import Job, Variant
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.scenario import Scenario
from relsim.statistics.paired import paired


@dataclass(frozen=True)
class Comparison(Measured):
    """What came of comparing the policies of a scenario; every table is tidy."""

    scenario: Scenario
    policies: list[str]
    job: Job
    replications: int
    interrupted: bool
    periods: pd.DataFrame
    ladder: pd.DataFrame
    flows: pd.DataFrame
    customers: pd.DataFrame
    outcomes: pd.DataFrame
    enough: Enough | None = None

    @property
    def baseline(self) -> str:
        """The policy that others are compared with."""
        named = self.scenario.baseline_policy
        return named if named in self.policies else self.policies[0]

    @property
    def firm(self) -> str:
        """The firm whose results are compared."""
        return self.scenario.focal_firm

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Per policy and measure: mean, paired difference from the baseline, interval, pairing gain."""
        return differences_table(self.outcomes, self.policies, self.baseline, self.firm)

    @cached_property
    def paybacks(self) -> dict[str, int | None]:
        """Per policy: after how many periods its extra profit has paid for itself, for good."""
        return payback_periods(self.periods, self.policies, self.baseline, self.firm)

    def why(self, policy: str) -> pd.DataFrame:
        """The parts of a policy's difference in profit, each with its interval; they sum to `profit`."""
        pair = [known_policy(name, self.policies) for name in (self.baseline, policy)]
        parts = profit_parts(*(self.of_firm("periods", name) for name in pair))
        nothing = np.zeros(len(parts))
        spans = pd.DataFrame([paired(parts[name].to_numpy(), nothing) for name in parts])
        table = pd.DataFrame({"policy": policy, "part": list(parts)})
        return table.join(spans[["difference", "low", "high"]])

    def lift(self, policy: str, by: str = "response") -> pd.DataFrame:
        """Whom a policy moved in the first replication: by response, and by rung, segment or cohort."""
        if not isinstance(by, str) or by not in GROUPINGS:
            raise InputError(
                f'lift by "{by}", expected {alternatives(GROUPINGS)}', nearest(str(by), GROUPINGS)
            )
        pair = [known_policy(name, self.policies) for name in (self.baseline, policy)]
        base, other = (self.of_firm("customers", name) for name in pair)
        return lift_table(responses(base, other, round(periods_in_a_year(self.scenario))), by)

    def of_firm(self, table: str, policy: str) -> pd.DataFrame:
        """The rows of a table that belong to the focal firm under a policy."""
        rows: pd.DataFrame = getattr(self, table)
        return rows[(rows["firm"] == self.firm) & (rows["policy"] == policy)]

    @cached_property
    def chances(self) -> pd.Series:
        """Per policy: share of replications in which it had the highest customer equity."""
        return chance_of_best(self.outcomes, self.policies, self.firm)


@checks_arguments(READERS)
def compare(
    scenario: ScenarioLike,
    *,
    policies: Sequence[str] | None = None,
    replications: int | None = None,
    until: str | float | None = None,
    **run: Unpack[RunOptions],
) -> Comparison:
    """Run every policy on the same replications: how much better, and how sure.

    An interrupt, or `stop`, ends it early with the replications that are finished.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    policies : sequence of str, optional
        Names of the policies to compare [all of the scenario's]; the baseline always runs.
    replications : int, optional
        How often to repeat, at least 1 [the scenario's]; with `until` the most [10,000].
    until : str or float, optional
        Repeat until half the interval of every difference is at most this: a share of the baseline's customer
        equity such as "1%", or an amount of money. The comparison is then of the policies still in question,
        and its `enough` tells of the others.
    **run : RunOptions
        How markets are run: seed, driver, jobs, store, cluster, progress, a way to stop, mechanisms and
        strategies of your own.

    Returns
    -------
    Comparison
        Tidy tables as of a run, with a column `policy`; `differences` from the baseline with their intervals,
        `chances` of being best, `why(policy)`, `lift(policy)`.

    Raises
    ------
    InputError
        No such policy, or an option is wrong.
    TaskFailed
        A market could not be run.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("retention-launch").changed({"periods": 12}).scaled_to(200)
    >>> comparison = relsim.compare(market, policies=["attentive-contact"], replications=4)
    >>> comparison.policies
    ['keep-as-is', 'attentive-contact']
    >>> list(comparison.differences.columns[:4])
    ['policy', 'measure', 'mean', 'difference']
    """
    scenario = as_scenario(scenario)
    wanted = replications_of(scenario, replications)
    names = chosen_policies(scenario, policies)
    runner = Runner.of(run).remembering()
    job = runner.job
    variants = [Variant.of(scenario, name) for name in names]
    refuse_other_lengths(variants, scenario)
    told_enough = None
    if until is not None:
        most = MOST if replications is None else replications
        told_enough = enough(Sampled(runner, variants, most), until)
        names, wanted, runner = told_enough.policies, told_enough.replications, runner.unwatched()
        variants = [variant for variant in variants if variant.policy in names]
    markets = replicated(variants, job, 0)
    customers = customers_of(markets, names)
    first = Batch.of(variants, job, 0)
    kept = runner.store
    if kept is not None and not kept.find(first.addresses, with_tallies=True):
        kept.add(told(first, [market.records for market in markets], keep_tallies=True))
    del markets
    finished, stopped = tallied(runner, variants, range(wanted))
    return compared(scenario, names, job, finished, customers, stopped is not None, told_enough)


def compared(
    scenario: Scenario,
    names: list[str],
    job: Job,
    finished: dict[int, list[Any]],
    customers: pd.DataFrame,
    interrupted: bool,
    told_enough: Enough | None = None,
) -> Comparison:
    """The comparison that the tallies of some replications make, by replication and policy."""
    runs = ((names, batch) for batch in finished.values())
    records = gathered(runs, list(scenario.firms), list(finished))
    periods = periods_table(records)
    return Comparison(
        scenario,
        names,
        job,
        max(finished) + 1,
        interrupted,
        periods,
        ladder_table(records),
        flows_table(records),
        customers,
        outcomes_table(periods, scenario),
        told_enough,
    )


def customers_of(markets: list[Any], names: list[str]) -> pd.DataFrame:
    """The customers of one replication under every policy."""
    tables = [customers_table(market.columns, market.scenario) for market in markets]
    table = pd.concat(tables, ignore_index=True)
    codes = np.repeat(np.arange(len(names)), [len(part) for part in tables])
    table.insert(0, "policy", pd.Categorical.from_codes(codes, categories=pd.Index(names)))
    return table
