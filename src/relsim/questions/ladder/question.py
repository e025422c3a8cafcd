"""The ladder of a firm: who stands on which rung, what that is worth, and how policies move people on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Unpack

import pandas as pd

from relsim.errors import refuse_unknown
from relsim.market.population import periods_in_a_year
from relsim.measures.outcomes import outcomes_table
from relsim.measures.records import flows_table, ladder_table, periods_table
from relsim.report.rungs import rungs_of
from relsim.report.shifts import shifts_of
from relsim.report.stopped import StoppedShown
from relsim.runs.arguments import READERS
from relsim.runs.batches import reported, tallies_of
from relsim.runs.interrupts import partial_answer
from relsim.runs.options import Runner, RunOptions, replications_of
from relsim.runs.policies import chosen_policies, deciding_measure
from relsim.runs.replicate import gathered
from relsim.runs.reports import ladder_reports, reports_of, tables_of_reports
from relsim.runs.room import refuse_without_room
from relsim.runs.variant import AS_IS, Variant
from relsim.runs.work import refuse_endless
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.scenario import Scenario


@dataclass(frozen=True, repr=False, eq=False)
class Ladders(StoppedShown):
    """The ladder of every firm under every policy; every table is tidy.

    `periods`, `ladder` and `flows` are those of a run; `rungs` has the sums of which measures are made, and
    `moves` where those of one year's start stood at its end.
    """

    scenario: Scenario
    firm: str
    policies: list[str]
    seed: int
    replications: int
    periods: pd.DataFrame
    ladder: pd.DataFrame
    flows: pd.DataFrame
    rungs: pd.DataFrame
    moves: pd.DataFrame
    asked: int | None = None

    @property
    def baseline(self) -> str:
        """The policy that others are compared with: the first."""
        return self.policies[0]

    @cached_property
    def rival(self) -> str:
        """Of the other policies the one with the highest mean equity of the firm, before or after overhead as
        that decides; the baseline where there is no other."""
        outcomes = outcomes_table(self.periods, self.scenario)
        if len(self.policies) < 2:
            return self.baseline
        measure = deciding_measure(self.scenario, self.policies)
        own = outcomes[outcomes["firm"] == self.firm].groupby("policy", observed=True)[measure]
        means = own.mean().reindex(self.policies[1:]).dropna()
        return str(means.idxmax()) if len(means) else self.policies[-1]

    @cached_property
    def table(self) -> pd.DataFrame:
        """Per policy, firm, rung and measure: mean, and the 95 % interval over replications."""
        return rungs_of(self, self.scenario.period)

    @cached_property
    def shifts(self) -> pd.DataFrame:
        """Per policy and step from rung to rung of the firm: how many more take it a year, and how sure."""
        return shifts_of(
            self.flows,
            firm=self.firm,
            policies=self.policies,
            replications=self.replications,
            years=self.scenario.periods / periods_in_a_year(self.scenario),
        )


@checks_arguments(READERS)
def ladder(
    scenario: ScenarioLike,
    *,
    policies: Sequence[str] | None = None,
    firm: str | None = None,
    replications: int | None = None,
    **run: Unpack[RunOptions],
) -> Ladders:
    """The ladder of a firm, rung by rung: people, months to reach it, profit, recruits, loss, next step.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    policies : sequence of str, optional
        Names of policies to look at beside the baseline [all of the scenario's]; a scenario without policies
        is looked at as it is.
    firm : str, optional
        Whose ladder is told [the firm in focus]; the tables have those of all firms.
    replications : int, optional
        How often to repeat, at least 1 [the scenario's].
    **run : RunOptions
        How markets are run: seed, jobs, store, cluster, progress, a way to stop.

    Returns
    -------
    Ladders
        `table` has every measure of every rung with its interval, `shifts` which policy moves whom from where
        to where; the tables of a run are beside them.

    Raises
    ------
    InputError
        No such firm or policy, or an option is wrong.
    TaskFailed
        A market could not be run.
    Interrupted
        Ctrl-C, which is a KeyboardInterrupt; its `partial` is the answer of what had finished.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("retention-launch").changed({"periods": 24}).scaled_to(300)
    >>> ladder = relsim.ladder(market, policies=["attentive-contact"], replications=2)
    >>> ladder.policies
    ['keep-as-is', 'attentive-contact']
    >>> clients = ladder.table.query("firm == 'harbour' and policy == 'keep-as-is' and rung == 'client'")
    >>> list(clients["measure"])[:3]
    ['customers', 'months_to_reach', 'profit_a_year']
    """
    scenario = as_scenario(scenario)
    wanted = replications_of(scenario, replications)
    chosen = firm or scenario.focal_firm
    refuse_unknown("firm", chosen, scenario.firms)
    is_compared = policies is not None or scenario.policies
    names = chosen_policies(scenario, policies) if is_compared else [AS_IS]
    runner = Runner.of(run)
    refuse_endless(scenario, wanted * len(names), jobs=runner.jobs, on=runner.on, kept=True)
    variants = [Variant.of(scenario, name if is_compared else None) for name in names]
    refuse_without_room(variants, runner.job, runner.markets_at_once(wanted))
    finished, stopped = reported(runner, variants, range(wanted), ladder_reports)
    if stopped and not finished:
        raise stopped
    runs = ((names, batch) for batch in tallies_of(finished).values())
    records = gathered(runs, scenario, list(finished))
    told = tables_of_reports(reports_of(finished, names))
    tables = (periods_table(records), ladder_table(records), flows_table(records))
    all_tables = (*tables, told["rungs"], told["moves"])
    found = Ladders(scenario, chosen, names, runner.seed, len(finished), *all_tables, asked=wanted)
    return partial_answer(found, stopped)
