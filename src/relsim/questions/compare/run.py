"""Running: one scenario as it is, and what came of it as tables."""

from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import pandas as pd

from relsim.measures.customers import customers_table
from relsim.measures.measure import MEASURES
from relsim.measures.outcomes import outcomes_table
from relsim.measures.records import flows_table, ladder_table, periods_table
from relsim.questions.compare.measured import Measured
from relsim.runs.arguments import READERS
from relsim.runs.options import Runner, RunOptions
from relsim.runs.replicate import alone, gathered
from relsim.runs.variant import AS_IS, Job, Variant
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Result(Measured):
    """What came of running one scenario; every table is tidy."""

    scenario: Scenario
    job: Job
    replications: int
    periods: pd.DataFrame
    ladder: pd.DataFrame
    flows: pd.DataFrame
    customers: pd.DataFrame
    outcomes: pd.DataFrame

    @property
    def summary(self) -> dict[str, Any]:
        """Headline numbers: the mean of every measure for every firm."""
        return {
            "firms": {
                str(firm): {name: mean_of(rows[name]) for name in MEASURES}
                for firm, rows in self.outcomes.groupby("firm", observed=True)
            },
            "concentration": self.concentration.set_index("firm").to_dict("index"),
            "replications": self.replications,
        }


def mean_of(values: Any) -> float | None:
    """The mean of what could be measured, or None."""
    known = np.asarray(values, np.float64)
    known = known[np.isfinite(known)]
    return float(known.mean()) if len(known) else None


@checks_arguments(READERS)
def run(
    scenario: ScenarioLike,
    *,
    replications: int = 1,
    **run: Unpack[RunOptions],
) -> Result:
    """Run a scenario as it is, and measure it.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    replications : int
        How often to repeat, at least 1.
    **run : RunOptions
        How markets are run: seed, driver, mechanisms and strategies of your own.

    Returns
    -------
    Result
        Tidy tables: `periods`, `ladder`, `flows`, `customers` (of the first replication), `outcomes`; and
        `summary`, the headline numbers.

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
    job = Runner.of(run).job
    variant = Variant.of(scenario)
    markets = [alone(variant, job, replication) for replication in range(replications)]
    records = gathered([([AS_IS], [market.records]) for market in markets], list(scenario.firms))
    periods = periods_table(records)
    return Result(
        scenario,
        job,
        replications,
        periods,
        ladder_table(records),
        flows_table(records),
        customers_table(markets[0].columns, scenario),
        outcomes_table(periods, scenario),
    )
