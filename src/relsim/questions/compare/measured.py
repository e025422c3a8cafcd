"""What can be measured of any results: tables made of the tables that are stored."""

import pandas as pd

from relsim.measures.cohorts import cohorts_table, tenure_table
from relsim.measures.portfolio import concentration_table, profitability_table
from relsim.measures.segments import segments_table
from relsim.scenario.scenario import Scenario


class Measured:
    """Results of which more can be asked; tables of customers are about the first replication."""

    scenario: Scenario
    periods: pd.DataFrame
    customers: pd.DataFrame

    @property
    def tenures(self) -> pd.DataFrame:
        """Retention by year of the relationship."""
        return tenure_table(self.periods, self.scenario.period)

    @property
    def cohorts(self) -> pd.DataFrame:
        """Who is left of those won in each year of the run."""
        return cohorts_table(self.periods, self.scenario)

    @property
    def concentration(self) -> pd.DataFrame:
        """How much of revenue and profit the best customers brought."""
        return concentration_table(self.customers)

    @property
    def segments(self) -> pd.DataFrame:
        """Scores of recency, frequency and money, and the four groups, customer by customer."""
        return segments_table(self.customers, self.scenario)

    @property
    def profitability(self) -> pd.DataFrame:
        """What relationships bring and cost in a year, for everybody and for the four groups."""
        return profitability_table(self.customers, self.scenario)
