"""Optimising: the lever values that are best within a budget, on the same luck for all of them.

A search that tries much finds what was lucky. So its luck is left behind: finalists are measured again on
fresh luck, which chooses among them, and what is reported of the winner comes from luck that chose nothing.
Marginal returns are small changes of one lever, paired (Blattberg and Deighton 1996).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Unpack

import pandas as pd

from relsim.errors import InputError, fault, nearest
from relsim.measures.measure import MEASURES
from relsim.questions.optimise.bench import Bench, PointMeasures
from relsim.questions.optimise.search import LeverStudy, Places, SearchedLever, imported, lever_values
from relsim.report.shown import ShownInShort
from relsim.runs.arguments import READERS
from relsim.runs.options import Runner, RunOptions, replications_of
from relsim.runs.variant import AS_IS
from relsim.runs.work import refuse_endless
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.lint.idle import idle_in
from relsim.scenario.resolve.patches import check_path
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.search import Search
from relsim.scenario.units.ranges import Range, WrittenValue
from relsim.scenario.vary.factors import value_now
from relsim.statistics.paired import difference_of
from relsim.statistics.ratio import ratio

TRIALS = 100
REPLICATIONS_OF_OPTIMISE = 10
FRESH = 2
"""How many times as many replications finalists get as a trial did, and the winner once more."""

FINALISTS = 5
GRADIENT_STEP = 0.05
"""How far a lever is moved to either side for its marginal return, as a share of its range."""


@dataclass(frozen=True, repr=False, eq=False)
class Optimum(ShownInShort):
    """The best lever values found, and how much better they are.

    `difference` is from the scenario as it is, on luck that neither found nor chose them; `promised` is what
    the luck of the search said. `now` are the values before, `finalists` those among which fresh luck chose,
    the best first, each with its difference from before; `margins` has one row per step of a lever, `trials`
    one per trial. `doubts` say which of the best values cost nothing, move nobody, or have reached a ceiling.
    """

    scenario: Scenario
    start: str
    firm: str
    measure: str
    replications: int
    fresh: int
    seed: int
    now: dict[str, WrittenValue]
    best: dict[str, WrittenValue]
    difference: dict[str, float]
    promised: float
    spent: dict[str, float]
    limit: float | None
    finalists: pd.DataFrame
    margins: pd.DataFrame
    trials: pd.DataFrame
    doubts: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        """The mean of the measure at the best values, on fresh luck."""
        return self.difference["mean"]


@checks_arguments(READERS)
def optimise(
    scenario: ScenarioLike,
    *,
    policy: str | None = None,
    trials: int = TRIALS,
    replications: int | None = None,
    **run: Unpack[RunOptions],
) -> Optimum:
    """The best values of the levers in the scenario's `optimise` block, within its budget.

    The same seed gives the same search. Needs the extra `relsim[optimise]`.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    policy : str, optional
        The policy to start from [the scenario as it is].
    trials : int
        How many points of the levers to try, at least 1.
    replications : int, optional
        How often to repeat, at least 1 [10 for each trial, or the scenario's if these are fewer].
    **run : RunOptions
        How markets are run: seed, jobs, store, cluster, progress, a way to stop.

    Returns
    -------
    Optimum
        The best values, what they bring on luck that chose nothing, the finalists, and what each lever's next
        step would bring.

    Raises
    ------
    InputError
        The scenario has no `optimise` block, no trial keeps within the budget, or Optuna is not installed.
    TaskFailed
        A market could not be run.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("retention-launch").changed({"periods": 6}).scaled_to(100)
    >>> found = relsim.optimise(market, trials=12, replications=2)
    >>> sorted(found.best)[0]
    'firms.harbour.advertising.spend'
    """
    scenario = as_scenario(scenario)
    imported()
    wanted = replications_of(scenario, replications, REPLICATIONS_OF_OPTIMISE)
    asked = scenario.optimise
    if asked is None:
        raise InputError("the scenario has no optimise block that says which levers to search")
    if asked.measure not in MEASURES:
        near = nearest(asked.measure, MEASURES)
        place = scenario.document.place(("optimise", "measure"))
        message = f'no measure is called "{asked.measure}"'
        raise fault(place, message, ("optimise", "measure"), near)
    asked = asked.model_copy(update={"measure": deciding_measure_of(asked, scenario.focal_firm)})
    base = scenario.with_policy(policy) if policy else scenario
    levers = [
        SearchedLever(path, spread, value_now(base, check_path(type(base), base.document.data, path)))
        for path, spread in asked.levers.items()
    ]
    runner = Runner.of(run)
    refuse_endless(base, trials * wanted, jobs=runner.jobs, on=runner.on)
    bench = Bench(base, asked, runner.unwatched())
    with runner.progress(trials + FINALISTS + 1, "trials and finalists") as report:
        found = optimum_of(Hunt(bench, levers, wanted, trials, report), policy or AS_IS)
    return replace(found, doubts=tuple(doubts_about(base, found.best)))


def deciding_measure_of(asked: Search, firm: str) -> str:
    """The measure that a search makes highest: after overhead, where that is a lever and none is named."""
    if "measure" in asked.model_fields_set or f"firms.{firm}.overhead" not in asked.levers:
        return asked.measure
    return "equity_after_overhead"


def doubts_about(scenario: Scenario, best: Mapping[str, WrittenValue]) -> Iterator[str]:
    """What is to be doubted of lever values that a search has chosen."""
    for problem in idle_in(scenario.changed(best)):
        if problem.path in best:
            yield f"{problem.path} {problem.message}"


@dataclass(frozen=True)
class Hunt:
    """A search and the luck of each of its stages, no two of which share any."""

    bench: Bench
    levers: list[SearchedLever]
    replications: int
    trials: int
    report: Callable[[int], None]

    @property
    def stages(self) -> tuple[range, range, range]:
        """The replications of the search, of the choice among finalists, and of what is reported."""
        first, more = self.replications, FRESH * self.replications
        return range(first), range(first, first + more), range(first + more, first + 2 * more)

    def tried(self) -> pd.DataFrame:
        """All trials: their places, values, measure, spending, and whether that was within the budget."""
        search, rows = LeverStudy(self.levers, self.bench.seed), []
        limit = self.bench.limit
        for together in search.asked(self.trials):
            values = [lever_values(self.levers, trial.params) for trial in together]
            for trial, one, result in zip(together, values, self.run(values, self.stages[0]), strict=True):
                spent = float(result.spent.mean())
                search.answer(trial, result.mean, 0.0 if limit is None else spent - limit)
                allowed = limit is None or spent <= limit
                told = {"value": result.mean, "spent": spent, "allowed": allowed}
                rows.append(one | told | {"places": dict(trial.params)})
            self.report(len(rows))
        return pd.DataFrame(rows)

    def run(self, values: list[dict[str, WrittenValue]], numbers: range) -> list[PointMeasures]:
        """What the firm got and spent at some values of the levers."""
        return self.bench.measured(values, numbers)

    def finalists(self, trials: pd.DataFrame) -> list[Places]:
        """The best trials within the budget, as far as the luck of the search tells."""
        within = trials[trials["allowed"]]
        if within.empty:
            least = trials["spent"].min() / self.bench.share_of_run
            raise InputError(f"no trial kept within the budget; the cheapest spent {least:,.0f}")
        chosen: list[Places] = []
        for places in within.sort_values("value", ascending=False, kind="stable")["places"]:
            if places not in chosen and len(chosen) < FINALISTS:
                chosen.append(places)
        return chosen

    def judged(self, trials: pd.DataFrame) -> pd.DataFrame:
        """The finalists on luck that found none of them, the best first, each against what is now."""
        rows = []
        chosen = self.finalists(trials)
        points = [lever_values(self.levers, places) for places in chosen]
        now, *results = self.run([{}, *points], self.stages[1])
        for places, point, result in zip(chosen, points, results, strict=True):
            told = difference_of(result.values, now.values)
            gap = {name: told[name] for name in ("difference", "low", "high", "left_out")}
            spent = float(result.spent.mean())
            rows.append(point | {"mean": result.mean} | gap | {"spent": spent, "places": places})
        self.report(self.trials + FINALISTS)
        return pd.DataFrame(rows).sort_values("mean", ascending=False, kind="stable", ignore_index=True)


def optimum_of(hunt: Hunt, start: str) -> Optimum:
    """The optimum that a hunt ends with."""
    bench, trials = hunt.bench, hunt.tried()
    finalists = hunt.judged(trials)
    places: Places = finalists["places"].iloc[0]
    best = lever_values(hunt.levers, places)
    moves = [move for lever in hunt.levers for move in moves_of(lever, places[lever.path])]
    wanted: list[dict[str, WrittenValue]] = [{}, best]
    for move in moves:
        wanted += [best | {move.path: move.low}, best | {move.path: move.high}]
    now, winning, *moved = hunt.run(wanted, hunt.stages[2])
    hunt.report(hunt.trials + FINALISTS + 1)
    same = trials["places"].map(lambda one: one == places)
    return Optimum(
        bench.scenario,
        start,
        bench.firm,
        bench.measure,
        hunt.replications,
        len(hunt.stages[2]),
        bench.seed,
        {lever.path: lever.now for lever in hunt.levers},
        best,
        difference_of(winning.values, now.values),
        float(trials.loc[same, "value"].iloc[0]),
        {"now": float(now.spent.mean()), "best": float(winning.spent.mean())},
        bench.limit,
        finalists.drop(columns="places"),
        margins(moves, moved),
        trials.drop(columns="places"),
    )


@dataclass(frozen=True)
class Move:
    """A step of one lever, from a lower value to a higher, or from the best choice to another."""

    path: str
    low: WrittenValue
    high: WrittenValue
    width: float


def moves_of(lever: SearchedLever, place: float) -> list[Move]:
    """A step around a place of a range, as far as the range goes; or each other choice."""
    if not isinstance(lever.spread, Range):
        best = lever.value_at(place)
        others = [value for value in lever.spread if value != best]
        return [Move(lever.path, best, other, float("nan")) for other in others]
    last = 1.0 if lever.levels is None else len(lever.levels) - 1.0
    step = GRADIENT_STEP if lever.levels is None else 1.0
    low, high = max(0.0, place - step), min(last, place + step)
    width = lever.spread.width * (high - low) / last
    return [Move(lever.path, lever.value_at(low), lever.value_at(high), width)]


def margins(moves: list[Move], results: list[PointMeasures]) -> pd.DataFrame:
    """What each step brings, for each unit of the lever and for each amount more that is spent."""
    rows: list[dict[str, Any]] = []
    for move, low, high in zip(moves, results[::2], results[1::2], strict=True):
        gains = difference_of(high.values, low.values)
        spent = high.spent - low.spent
        returned, least, most = ratio(high.values - low.values, spent)
        rows.append(
            {
                "lever": move.path,
                "from": str(move.low),
                "to": str(move.high),
                "difference": gains["difference"],
                "low": gains["low"],
                "high": gains["high"],
                "left_out": gains["left_out"],
                "per_unit": gains["difference"] / move.width,
                "extra_spent": float(spent.mean()),
                "return": returned,
                "return_low": least,
                "return_high": most,
            }
        )
    return pd.DataFrame(rows)


def set_options(best: Mapping[str, WrittenValue]) -> list[str]:
    """The best values as options of the command line."""
    return [f'--set "{path}={value}"' for path, value in best.items()]
