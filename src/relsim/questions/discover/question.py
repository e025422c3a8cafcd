"""Scenario discovery: in which corner of all that may vary a policy fails.

The patient rule induction method PRIM (Friedman and Fisher 1999) peels away values until mostly failures
are left, as Bryant and Lempert 2010 use it for decisions. What is left is a box: a few values, each within
bounds.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Unpack
from warnings import catch_warnings, simplefilter

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.report.shown import ShownInShort
from relsim.runs.arguments import READERS
from relsim.runs.design import Sweep, count_of_points, is_numeric, plain_values, points, unit_of_range
from relsim.runs.evaluate import evaluate_or_fail
from relsim.runs.options import Runner, RunOptions
from relsim.runs.policies import chosen_policies
from relsim.runs.work import refuse_endless
from relsim.scenario.arguments import checks_arguments
from relsim.scenario.scenario import Scenario
from relsim.scenario.vary.experiment import Experiment, Loaded

POINTS_FOR_A_CORNER = 30
"""Points below which no corner can be told from chance."""

LEAST_SURE = 0.05
"""A bound that chance alone would draw with a higher probability is left out of the sentence."""


@dataclass(frozen=True)
class Bound:
    """The values of one path within a box; `low` and `high` where they are numbers, else `words`.

    `chance` is the probability that a bound without any meaning would look like this.
    """

    path: str
    low: float
    high: float
    unit: str
    words: tuple[str, ...]
    chance: float


@dataclass(frozen=True, repr=False, eq=False)
class Discovery(ShownInShort):
    """Where a policy fails: is worse than another in the mean of the replications.

    In the box, `density` of the points are failures, which are `coverage` of all failures. `table` has one
    row per point: its values, the difference, whether it is a failure and in the box. `unmeasured` says how
    many replications of points had nothing to measure.
    """

    scenario: Scenario
    experiment: Experiment
    policy: str
    against: str
    measure: str
    density: float
    coverage: float
    bounds: list[Bound]
    table: pd.DataFrame
    unmeasured: int = 0

    @property
    def failures(self) -> float:
        """The share of all points that are failures."""
        return float(self.table["fails"].mean())


@checks_arguments(READERS)
def discover(
    loaded: Loaded,
    policy: str,
    *,
    against: str | None = None,
    measure: str | None = None,
    **run: Unpack[RunOptions],
) -> Discovery:
    '''Run an experiment under two policies, and find the box in which the first is worse than the other.

    Needs the extra `relsim[discovery]`.

    Parameters
    ----------
    loaded : Loaded
        An experiment, as `relsim.load_experiment` gives it, of at least 30 points.
    policy : str
        The policy that may fail.
    against : str, optional
        The policy that it fails against by being worse [the baseline].
    measure : str, optional
        Which measure of an outcome decides; more of it is better [customer equity, after overhead where the
        policies do not pay the same].
    **run : RunOptions
        How markets are run: seed, jobs, store, cluster, progress, a way to stop.
        The seed is the experiment's unless given.

    Returns
    -------
    Discovery
        The bounds of the box, how many points in it are failures, and which share of all failures they are.

    Raises
    ------
    InputError
        No such policy or measure, too few points, or the EMA workbench is not installed.
    TaskFailed
        A market could not be run.

    Examples
    --------
    >>> import relsim
    >>> from pathlib import Path
    >>> text = """
    ... title: Where attention fails
    ... scenario: retention-launch
    ... set: {customers: 60, periods: 4}
    ... vary: {firms.harbour.contact.cost: {from: 1, to: 30}}
    ... design: latin hypercube
    ... points: 30
    ... replications: 1
    ... """
    >>> file = Path("experiment.yaml")
    >>> _ = file.write_text(text)
    >>> relsim.discover(relsim.load_experiment(file), "attentive-contact").against
    'keep-as-is'
    '''
    if count_of_points(loaded.experiment) < POINTS_FOR_A_CORNER:
        raise InputError(f"scenario discovery needs at least {POINTS_FOR_A_CORNER} points", None)
    names = chosen_policies(loaded.scenario, [policy, *([against] if against else [])])
    other = against or names[0]
    if other == policy:
        raise InputError(f'"{policy}" cannot fail against itself; name another policy')
    measure = measure or Sweep(loaded).deciding_measure([policy, other])
    box_of = prim()
    experiment = loaded.experiment.model_copy(update={"policies": [policy, other]})
    runner = Runner.of({"seed": experiment.seed, **run})
    tasks = 2 * experiment.size * experiment.replications
    refuse_endless(loaded.scenario, tasks, jobs=runner.jobs, on=runner.on)
    variants = Sweep(loaded._replace(experiment=experiment))
    rows = pd.concat(evaluate_or_fail(runner, variants, experiment.replications), ignore_index=True)
    table = pd.DataFrame([plain_values(point, experiment) for point in points(experiment)])
    rows = rows[rows["firm"] == loaded.scenario.focal_firm]
    each = rows.pivot(index=["point", "replication"], columns="policy", values=measure)
    gaps = _gaps(each, measure, policy, other, len(table)).to_numpy(float)
    found = box_of(table, gaps < 0.0, experiment)
    table = table.assign(difference=gaps, fails=gaps < 0.0, in_box=found.inside)
    return Discovery(
        loaded.scenario,
        experiment,
        policy,
        other,
        measure,
        found.density,
        found.coverage,
        found.bounds,
        table,
        int(each.isna().any(axis=1).sum()),
    )


def _gaps(each: pd.DataFrame, measure: str, policy: str, other: str, count: int) -> "pd.Series[float]":
    """By how much the first policy is ahead at each of so many points, where both can be measured."""
    values = each.dropna().groupby(level="point").mean()
    if len(values) < count:
        raise InputError(f'"{measure}" cannot be measured everywhere in these ranges, choose another')
    return values[policy] - values[other]


@dataclass(frozen=True, eq=False)
class Box:
    """What PRIM found: which points are inside, and the bounds that matter."""

    density: float
    coverage: float
    bounds: list[Bound]
    inside: Any


def prim() -> Callable[[pd.DataFrame, Any, Experiment], Box]:
    """The search for a box; refuses where the workbench that does it is not installed."""
    try:
        with catch_warnings():
            simplefilter("ignore")
            from ema_workbench.analysis import prim as workbench
    except ImportError:
        install = 'pip install "relsim[discovery]"'
        raise InputError(f"scenario discovery needs the EMA workbench; install it with: {install}") from None

    def box_of(table: pd.DataFrame, fails: Any, experiment: Experiment) -> Box:
        if fails.all() or not fails.any():
            return Box(float(fails.mean()), 1.0, [], np.ones(len(table), bool))
        with catch_warnings():
            simplefilter("ignore")
            box = workbench.Prim(table, fails, threshold=float(fails.mean())).find_box()
        return box_from(box, table, fails, experiment)

    return box_of


def box_from(box: Any, table: pd.DataFrame, fails: Any, experiment: Experiment) -> Box:
    """The box of a peeling that best holds both many failures and little else, by their harmonic mean."""
    steps = box.peeling_trajectory
    both = 2.0 * steps["coverage"] * steps["density"] / (steps["coverage"] + steps["density"])
    step = int(both.fillna(0.0).to_numpy().argmax())
    limits, chances = box.box_lims[step], box.qp[step]
    bounds = [bound(path, limits[path], chances[path], table, experiment) for path in chances]
    inside = np.logical_and.reduce([within_bound(table[one.path], one) for one in bounds] or [fails | True])
    return Box(
        float(fails[inside].mean()),
        float(fails[inside].sum() / fails.sum()),
        sorted((one for one in bounds if one.chance <= LEAST_SURE), key=lambda one: one.chance),
        inside,
    )


def bound(path: str, limits: Any, chances: Any, table: pd.DataFrame, experiment: Experiment) -> Bound:
    """One bound of a box; a side that bounds nothing is infinite."""
    sure = [chance for chance in np.ravel(chances) if chance >= 0.0]
    chance = float(min(sure, default=1.0))
    if not is_numeric(path, experiment):
        return Bound(path, -np.inf, np.inf, "", tuple(sorted(map(str, limits.iloc[0]))), chance)
    low, high = float(limits.iloc[0]), float(limits.iloc[1])
    unit = unit_of_range(path, experiment)
    return Bound(
        path,
        low if low > table[path].min() else -np.inf,
        high if high < table[path].max() else np.inf,
        unit,
        (),
        chance,
    )


def within_bound(values: pd.Series, one: Bound) -> Any:
    """Which values are within a bound."""
    return values.isin(one.words).to_numpy() if one.words else values.between(one.low, one.high).to_numpy()
