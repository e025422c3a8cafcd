"""Comparing policies on the same markets with the same luck, and saying how sure the answer is.

Each replication is run under every policy with common random numbers, so that differences are paired:
mean difference, interval, and the variance that pairing removed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Unpack

import numpy as np
import pandas as pd

from relsim.errors import InputError, TaskFailed, alternatives, nearest, refuse_unknown
from relsim.market.population import periods_in_a_year
from relsim.market.real_size import in_real_size
from relsim.measures.lift import GROUPINGS, LIFT_SUMS, LIFTED, dealings, lift_table, responses_to_policy
from relsim.measures.outcomes import outcomes_table
from relsim.measures.profit_parts import profit_parts
from relsim.questions.compare.derived_tables import MeasuredResults
from relsim.questions.compare.differences import chance_of_best, differences_table, payback_periods, ranked_by
from relsim.questions.compare.enough import MOST, Enough, Sampled, enough, refuse_hopeless
from relsim.questions.compare.first_replication import clientele_of
from relsim.questions.compare.hinge import Hinge, ahead_by_a_claim, hinge_of
from relsim.questions.compare.hinge_look import HingeLook
from relsim.questions.compare.lead import Lead, lead_of
from relsim.questions.compare.run_tables import Tables, blocks_of
from relsim.questions.compare.whereabouts import Whereabouts
from relsim.report.diversion import diversion_of
from relsim.report.shifts import shifts_of
from relsim.runs.arguments import READERS
from relsim.runs.batches import completed, unbroken
from relsim.runs.clientele import Clientele
from relsim.runs.interrupts import STOPS, partial_answer
from relsim.runs.options import Runner, RunOptions, replications_of
from relsim.runs.policies import chosen_policies, deciding_measure, known_policy
from relsim.runs.reports import first_ladder_reports, tables_of_reports
from relsim.runs.room import refuse_without_room
from relsim.runs.tasks import Batch
from relsim.runs.variant import Job, Variant
from relsim.runs.work import refuse_endless
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.scenario import Scenario
from relsim.statistics.paired import paired

RESULT_TABLES = ("periods", "ladder", "flows", "rungs", "moves", "outcomes")
"""The tables of results that are stored."""

MADE_TABLES = ("customers", "tenures", "cohorts", "rung_measures", "concentration")
TABLES_OF_FIRMS = (*RESULT_TABLES, *MADE_TABLES, "segments", "profitability", "base")
"""Every table that tells of all firms."""


@dataclass(frozen=True, repr=False, eq=False)
class Comparison(MeasuredResults):
    """What came of comparing the policies of a scenario; every table is tidy.

    Where it was `interrupted`, its `replications` may be fewer than those `asked` for.
    """

    scenario: Scenario
    policies: list[str]
    job: Job
    replications: int
    interrupted: bool
    periods: pd.DataFrame
    ladder: pd.DataFrame
    flows: pd.DataFrame
    rungs: pd.DataFrame
    moves: pd.DataFrame
    clientele: Clientele
    outcomes: pd.DataFrame
    enough: Enough | None = None
    hinge: Hinge | None = None
    asked: int | None = None

    @property
    def lacks_its_hinge(self) -> bool:
        """Whether all replications are there, and only the look for what turns the verdict was stopped."""
        return self.interrupted and self.replications == self.asked

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
    def measure(self) -> str:
        """What decides: customer equity, after overhead where the policies asked for do not pay the same."""
        set_aside = [row["policy"] for row in self.enough.table] if self.enough else []
        return deciding_measure(self.scenario, list(dict.fromkeys([*self.policies, *set_aside])))

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Per policy and measure: mean, paired difference from the baseline, interval, pairing gain."""
        return differences_table(self.outcomes, self.policies, self.baseline, self.firm)

    @cached_property
    def lead(self) -> Lead | None:
        """How far the best policy is ahead of the next best, with and without the luck that picked it."""
        return lead_of(self.outcomes, self.policies, self.baseline, self.firm, self.measure)

    @cached_property
    def paybacks(self) -> dict[str, int | None]:
        """Per policy: after how many periods its extra profit has paid for itself, for good."""
        return payback_periods(self.periods, self.policies, self.baseline, self.firm)

    @cached_property
    def shifts(self) -> pd.DataFrame:
        """Per policy and step from rung to rung of the firm: how many more take it a year, and how sure."""
        return shifts_of(
            self.flows,
            firm=self.firm,
            policies=[self.baseline, *(name for name in self.policies if name != self.baseline)],
            replications=self.replications,
            years=self.scenario.periods / periods_in_a_year(self.scenario),
        )

    @cached_property
    def diversion(self) -> pd.DataFrame:
        """Per policy and source: how many of the purchases a year come from it that the policy wins.

        A source is a rival, or "" for purchases that else are made with none of these firms.
        """
        return diversion_of(
            self.periods,
            firm=self.firm,
            baseline=self.baseline,
            policies=[name for name in self.policies if name != self.baseline],
            years=self.scenario.periods / periods_in_a_year(self.scenario),
        )

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
        told = lift_table(self.moved(known_policy(policy, self.policies)), by)
        sums = {name: in_real_size(told[name], self.scenario.stands_for) for name in LIFT_SUMS}
        return told.assign(**sums)

    def moved(self, policy: str) -> pd.DataFrame:
        """How everybody who dealt with the firm in the first replication responded to a policy."""
        policy = known_policy(policy, self.policies)
        if policy not in self._moved:
            base, other = self._dealings(self.baseline), self._dealings(policy)
            self._moved[policy] = responses_to_policy(base, other, round(periods_in_a_year(self.scenario)))
        return self._moved[policy]

    def origins(self, policy: str) -> pd.DataFrame:
        """Whose customers those would be at the end whom a policy gains, and whose those are whom it loses.

        In the first replication: per source the customers `gained` from it and `lost` to it. A source is
        a rival ("rival:" and its name), nobody ("left" the firm, or "never came"), or the firm, "later".
        """
        return self._whereabouts.origins(self.baseline, known_policy(policy, self.policies))

    @cached_property
    def _whereabouts(self) -> Whereabouts:
        return Whereabouts(self.clientele, self.scenario)

    def _dealings(self, policy: str) -> pd.DataFrame:
        pieces = self.clientele.pieces(LIFTED, policy, self.firm)
        return pd.concat([dealings(piece) for piece in pieces], ignore_index=True)

    @cached_property
    def _moved(self) -> dict[str, pd.DataFrame]:
        """The responses to the policies that have been asked for."""
        return {}

    def of_firm(self, table: str, policy: str) -> pd.DataFrame:
        """The rows of a table that belong to the focal firm under a policy."""
        refuse_unknown("table", table, TABLES_OF_FIRMS)
        policy = known_policy(policy, self.policies)
        rows: pd.DataFrame = getattr(self, table)
        return rows[(rows["firm"] == self.firm) & (rows["policy"] == policy)]

    @cached_property
    def chances(self) -> pd.Series:
        """Per policy: share of replications in which it had the most of the deciding measure."""
        return chance_of_best(self.outcomes, self.policies, self.firm, self.measure)


@checks_arguments(READERS)
def compare(
    scenario: ScenarioLike,
    *,
    policies: Sequence[str] | None = None,
    replications: int | None = None,
    until: str | float | None = None,
    hinge: bool | None = None,
    **run: Unpack[RunOptions],
) -> Comparison:
    """Run every policy on the same replications: how much better, and how sure.

    `stop` ends it early with the replications that are finished.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    policies : sequence of str, optional
        Names of the policies to compare [all of the scenario's]; the baseline always runs.
    replications : int, optional
        How often to repeat, at least 1 [the scenario's]; with `until` the most [10,000].
    until : str or float, optional
        Repeat until half the interval of every difference is at most this: a share of the baseline's equity
        such as "1%", or an amount of money. The comparison is then of the policies still in question,
        and its `enough` tells of the others.
    hinge : bool, optional
        Whether to look, too, for the assumed values that would turn the verdict, one at a time: at all of
        them, which takes hundreds of runs, or at none [at the likeliest, where half as many runs more are
        enough for that; at least at other mixes of the reasons why customers leave].
    **run : RunOptions
        How markets are run: seed, driver, jobs, store, cluster, progress, a way to stop, mechanisms and
        strategies of your own.

    Returns
    -------
    Comparison
        Tidy tables as of a run, with a column `policy`; `differences` from the baseline with their intervals,
        the `measure` that decides, `chances` of being best, `why(policy)`, `lift(policy)`.

    Raises
    ------
    InputError
        No such policy, or an option is wrong.
    TaskFailed
        A market could not be run.
    Interrupted
        Ctrl-C, which is a KeyboardInterrupt; its `partial` is the comparison of what had finished.

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
    if until is not None:
        refuse_hopeless(until, scenario.currency)
    names = chosen_policies(scenario, policies)
    runner = Runner.of(run).remembering()
    if until is None:
        refuse_endless(scenario, wanted * len(names), jobs=runner.jobs, on=runner.on, kept=True)
    variants = [Variant.of(scenario, name) for name in names]
    refuse_without_room(variants, runner.job, runner.markets_at_once(wanted))
    if until is None:
        return with_hinge(_compared(scenario, variants, wanted, runner), runner, hinge)
    most = MOST if replications is None else replications
    measure = deciding_measure(scenario, names)
    sample = Sampled(runner, variants, most, measure, first_ladder_reports)
    try:
        told = enough(sample, until)
    except STOPS as stopped:
        return _so_far(scenario, sample, runner, stopped)
    variants = [variant for variant in variants if variant.policy in told.policies]
    return with_hinge(
        _compared(scenario, variants, told.replications, runner.unwatched(), told), runner, hinge
    )


def with_hinge(comparison: Comparison, runner: Runner, wanted: bool | None) -> Comparison:
    """The comparison, and which values its verdict hinges on, where that is wanted and there is a verdict.

    Nothing is lost by a look that is stopped, and where it is not asked for by one that fails: the comparison
    is then without it.

    Raises:
        Interrupted: Ctrl-C ended the look; the comparison without it is its `partial`.
    """
    if wanted is False or not (pairs := _pairs(comparison)):
        return comparison
    number, policies = comparison.replications, len(comparison.policies)
    if wanted:
        whole = HingeLook.thorough(number)
        looks = [whole, *[whole.narrowed()] * (len(pairs) - 1)]
    else:
        looks = HingeLook.looks(policies, number, len(pairs))
    if not looks:
        return comparison
    try:
        return _turned_by(comparison, pairs, runner, looks)
    except STOPS as stopped:
        return partial_answer(replace(comparison, interrupted=True), stopped)
    except TaskFailed:
        if wanted:
            raise
        return comparison


def _pairs(comparison: Comparison) -> list[tuple[str, str]]:
    """The baseline and the best policy, and the next best and the best where neither is the baseline."""
    ranked = ranked_by(comparison.measure, comparison.differences)
    others = [name for name in ranked if name != comparison.baseline]
    if comparison.interrupted or not others:
        return []
    first_two = [] if comparison.baseline in ranked[:2] else [(ranked[1], ranked[0])]
    return [(comparison.baseline, others[0]), *first_two]


def _turned_by(
    comparison: Comparison, pairs: list[tuple[str, str]], runner: Runner, looks: list[HingeLook]
) -> Comparison:
    scenario, outcomes, measure = comparison.scenario, comparison.outcomes, comparison.measure
    found = hinge_of(scenario, outcomes, pairs[0], looks[0], runner, measure)
    if not np.isfinite(found.before):
        return comparison
    for pair, look in zip(pairs[1:], looks[1:], strict=False):
        next_best = hinge_of(scenario, outcomes, pair, look, runner, measure)
        found = replace(found, next_best=next_best if np.isfinite(next_best.before) else None)
    if not found.is_turned:
        ranked = ranked_by(measure, comparison.differences)
        ahead = ahead_by_a_claim(scenario, outcomes, ranked, pairs, runner, measure)
        found = replace(found, next_best=ahead or found.next_best)
    return comparison if looks[0].is_at_claims and not found.is_turned else replace(comparison, hinge=found)


def _so_far(scenario: Scenario, sample: Sampled, runner: Runner, stopped: BaseException) -> Comparison:
    """The comparison of all policies in the replications that had run when the search for enough was stopped.

    Raises:
        Interrupted: It was Ctrl-C; the comparison is its `partial`.
    """
    if not sample.replications:
        raise stopped
    comparison = _compared(scenario, sample.variants, sample.replications, runner.unwatched())
    return partial_answer(replace(comparison, interrupted=True, asked=sample.most), stopped)


def _compared(
    scenario: Scenario,
    variants: list[Variant],
    wanted: int,
    runner: Runner,
    told_enough: Enough | None = None,
) -> Comparison:
    """The comparison of some policies in so many replications."""
    batches = [
        Batch.of(variants, runner.job, number, first_ladder_reports(number)) for number in range(wanted)
    ]
    kept, names = runner.kept, [variant.policy for variant in variants]
    clientele = kept.clientele(batches[0]) or clientele_of(batches[0], kept)
    stopped = completed(runner, batches)
    tables = Tables(scenario, names, len(batches))
    for some in blocks_of(unbroken(batches, kept)):
        tables.add(some)
    if not tables.replications:
        raise stopped or KeyboardInterrupt
    periods, reported = tables.periods.table(), tables_of_reports(tables.reports)
    comparison = Comparison(
        scenario,
        names,
        runner.job,
        tables.replications,
        stopped is not None,
        periods,
        tables.ladder.table(),
        tables.flows.table(),
        reported["rungs"],
        reported["moves"],
        clientele,
        outcomes_table(periods, scenario),
        told_enough,
        asked=wanted,
    )
    return partial_answer(comparison, stopped)
