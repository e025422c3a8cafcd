"""Running: one scenario as it is, and what came of it as tables."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from relsim.engine import arguments
from relsim.engine.driver import DriverName
from relsim.engine.strategy import Strategy
from relsim.market.columns import Columns
from relsim.measures.measure import MEASURES
from relsim.measures.outcomes import outcomes_table
from relsim.measures.records import flows_table, ladder_table, periods_table
from relsim.questions.compare.derived_tables import MeasuredResults
from relsim.rules.alternative import Rule
from relsim.runs.arguments import READERS
from relsim.runs.clientele import Clientele, kept_aside, write_clientele
from relsim.runs.replicate import alone, gathered, let_go, watched_by
from relsim.runs.reports import Reported, ladder_reports, tables_of_reports
from relsim.runs.room import refuse_without_room
from relsim.runs.variant import AS_IS, Job, Variant
from relsim.runs.work import refuse_endless
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.scenario import Scenario
from relsim.statistics.paired import unmeasured


@dataclass(frozen=True, repr=False, eq=False)
class Result(MeasuredResults):
    """What came of running one scenario; every table is tidy."""

    scenario: Scenario
    job: Job
    replications: int
    periods: pd.DataFrame
    ladder: pd.DataFrame
    flows: pd.DataFrame
    rungs: pd.DataFrame
    moves: pd.DataFrame
    clientele: Clientele
    outcomes: pd.DataFrame

    @property
    def summary(self) -> dict[str, Any]:
        """Headline numbers: the mean of every measure for every firm."""
        return {
            "firms": {
                str(firm): {name: mean_of(rows[name]) for name in MEASURES}
                for firm, rows in self.outcomes.groupby("firm", observed=True)
            },
            "left_out": left_out_of(self.outcomes),
            "concentration": self.concentration.set_index("firm").to_dict("index"),
            "replications": self.replications,
        }


def left_out_of(outcomes: pd.DataFrame) -> dict[str, dict[str, int]]:
    """By firm, the measures that could not be measured in some replications, and in how many."""
    counts = {
        str(firm): {name: unmeasured(rows[name], rows[name]) for name in MEASURES}
        for firm, rows in outcomes.groupby("firm", observed=True)
    }
    return {firm: {name: n for name, n in of.items() if n} for firm, of in counts.items()}


def mean_of(values: Any) -> float | None:
    """The mean of what could be measured, or None."""
    known = np.asarray(values, np.float64)
    known = known[np.isfinite(known)]
    return float(known.mean()) if len(known) else None


@checks_arguments(READERS)
def run(
    scenario: ScenarioLike,
    *,
    seed: int | None = 1,
    replications: int = 1,
    driver: DriverName = "compiled",
    mechanisms: Mapping[str, Rule] | None = None,
    strategies: Mapping[str, Strategy] | None = None,
) -> Result:
    """Run a scenario as it is, and measure it.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    seed : int, optional
        The seed of all luck, from 0; None draws one, which the result's `job` tells.
    replications : int
        How often to repeat, at least 1.
    driver : {"compiled", "agents"}
        How the market is run.
    mechanisms : mapping of str to function, optional
        Functions of your own in place of the scenario's mechanisms, by the name of the mechanism.
    strategies : mapping of str to Strategy, optional
        Strategies that lead firms, by the name of the firm.

    Returns
    -------
    Result
        Tidy tables: `periods`, `ladder`, `flows`, `rungs`, `moves`, `customers` (of the first replication),
        `outcomes`; and `summary`, the headline numbers.

    Raises
    ------
    InputError
        An option is wrong.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("leaky-bucket").changed({"periods": 12}).scaled_to(200)
    >>> result = relsim.run(market, replications=2, seed=3)
    >>> len(result.periods)  # 2 replications, 12 periods, 2 firms
    48
    """
    scenario = as_scenario(scenario)
    job = Job(arguments.seed("seed", seed), driver, mechanisms or {}, strategies or {})
    refuse_endless(scenario, replications, kept=True)
    variant = Variant.of(scenario)
    refuse_without_room([variant], job)
    tallies: list[Any] = []
    reports: list[Reported] = []
    lived = partial(customers_of_each, variant, job, tallies, reports)
    clientele = kept_aside(partial(write_clientele, [scenario], [], lived(range(1))))
    deque(lived(range(1, replications)), maxlen=0)
    records = gathered([([AS_IS], [each]) for each in tallies], scenario)
    periods, told = periods_table(records), tables_of_reports(reports)
    return Result(
        scenario,
        job,
        replications,
        periods,
        ladder_table(records),
        flows_table(records),
        told["rungs"],
        told["moves"],
        clientele,
        outcomes_table(periods, scenario),
    )


def customers_of_each(
    variant: Variant, job: Job, tallies: list[Any], reports: list[Reported], replications: range
) -> Iterator[Columns]:
    """The customers at the end of replications, which live one after the other; what was tallied and
    reported is noted, and their markets are let go."""
    for replication in replications:
        seen: dict[str, Mapping[str, pa.Table]] = {}
        market = alone(variant, job, replication, watched_by(ladder_reports(), seen))
        tallies.append(market.records)
        reports.append(Reported(variant.policy, replication, seen[variant.policy]))
        yield let_go(market)
