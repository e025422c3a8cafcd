"""What can be measured of any results: tables made of the tables that are stored."""

from collections.abc import Callable
from functools import cached_property, partial

import pandas as pd

from relsim.market.real_size import in_real_size
from relsim.measures.cohorts import cohorts_table, tenure_table
from relsim.measures.customer_base import BASED_ON, SILENCE, customer_base_table
from relsim.measures.portfolio import ACCOUNTED, concentration_table, profitability_table
from relsim.measures.segments import SEGMENTED, segments_table
from relsim.questions.compare.display import Displayed
from relsim.report.rungs import rungs_of
from relsim.runs.clientele import Clientele
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.durations import Duration


class MeasuredResults(Displayed):
    """Results of which more can be asked; tables of customers are about the first replication."""

    scenario: Scenario
    periods: pd.DataFrame
    ladder: pd.DataFrame
    flows: pd.DataFrame
    rungs: pd.DataFrame
    moves: pd.DataFrame
    clientele: Clientele

    @property
    def customers(self) -> pd.DataFrame:
        """The table of customers as a whole, read whenever it is asked for."""
        return self.clientele.rows()

    @property
    def tenures(self) -> pd.DataFrame:
        """Retention by year of the relationship."""
        return tenure_table(self.periods, self.scenario.period)

    @property
    def cohorts(self) -> pd.DataFrame:
        """Who is left of those won in each year of the run."""
        return cohorts_table(self.periods, self.scenario)

    @cached_property
    def rung_measures(self) -> pd.DataFrame:
        """What every rung means to each firm: mean and interval of each measure."""
        return rungs_of(self, self.scenario.period)

    @property
    def concentration(self) -> pd.DataFrame:
        """How much of revenue and profit the best customers brought."""
        told = self._by_policy(concentration_table, ["firm", "revenue", "profit"])
        return told.assign(buyers=in_real_size(told["buyers"], self.scenario.stands_for))

    @property
    def segments(self) -> pd.DataFrame:
        """Scores of recency, frequency and money, and groups, customer by customer."""
        return self._by_policy(partial(segments_table, scenario=self.scenario), SEGMENTED)

    @property
    def profitability(self) -> pd.DataFrame:
        """What relationships bring and cost in a year, for everybody and for each group."""
        return self._by_policy(partial(profitability_table, scenario=self.scenario), ACCOUNTED)

    @cached_property
    def base(self) -> pd.DataFrame:
        """The base of customers, at the usual limit of silence."""
        return self.customer_base()

    def customer_base(self, silence: str = str(SILENCE)) -> pd.DataFrame:
        """Who is silent for longer than a limit, how much of their spending the firm has, and who of those
        of a year ago is there."""
        limit = Duration.parse(silence)
        measure = partial(customer_base_table, moves=self.moves, scenario=self.scenario, silence=limit)
        return self._by_policy(measure, BASED_ON, bought=False)

    def _by_policy(
        self, measure: Callable[[pd.DataFrame], pd.DataFrame], columns: list[str], bought: bool = True
    ) -> pd.DataFrame:
        """A table made of some columns of buyers, or of all, under each policy, one after the other."""
        tables = [measure(customers) for customers in self.clientele.by_policy(columns, bought)]
        return pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)
