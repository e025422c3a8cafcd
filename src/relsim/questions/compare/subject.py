"""What a report is about: a run or a comparison, in the same words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from math import inf, isfinite
from typing import Any

import pandas as pd

from relsim.questions.compare.contenders import Contenders
from relsim.questions.compare.differences import measure_by_policy, unmeasured_counts
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.statement import statement_of_year
from relsim.report.attempts import Attempts
from relsim.report.omissions import omissions
from relsim.runs.variant import AS_IS


@dataclass(frozen=True)
class Estimate:
    """One measure under one policy: its mean, and its paired difference from the baseline."""

    mean: float
    difference: float
    low: float
    high: float
    variance_reduction: float
    left_out: float

    @property
    def gap(self) -> tuple[float, float, float]:
        """The difference and both ends of its interval."""
        return self.difference, self.low, self.high


@dataclass(frozen=True)
class Subject(Contenders):
    """The results of a run or a comparison, for the focal firm alone; and how well its page can be made."""

    attempts: Attempts = field(default_factory=Attempts, compare=False)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """Paired differences by (policy, measure); only of a comparison."""
        return self.comparison.differences.set_index(["policy", "measure"])

    @cached_property
    def comparison(self) -> Comparison:
        """The results of a comparison."""
        if not isinstance(self.results, Comparison):
            raise ValueError("a run has no policies to compare")
        return self.results

    def estimate(self, policy: str, measure: str) -> Estimate:
        """What is known of a measure under a policy; only of a comparison."""
        row: Any = self.differences.loc[(policy, measure)]
        return Estimate(**{name: float(row[name]) for name in Estimate.__dataclass_fields__})

    def ranked(self, policies: list[str]) -> list[str]:
        """Policies by the mean of the deciding measure, the highest first; ties in order, no amounts last."""

        def worth(name: str) -> float:
            mean = self.estimate(name, self.measure).mean
            return mean if isfinite(mean) else -inf

        return sorted(policies, key=worth, reverse=True)

    @cached_property
    def chances(self) -> pd.Series:
        """Share of replications that each policy won; only of a comparison."""
        return self.comparison.chances

    @cached_property
    def leader(self) -> str:
        """The policy with the highest mean of the deciding measure; the baseline where nothing is higher."""
        return self.ranked([self.baseline, *self.challengers])[0] if self.challengers else self.baseline

    @cached_property
    def rival(self) -> str:
        """The challenger worth a closer look: the leader, or the best of the others."""
        return self.ranked(self.challengers)[0] if self.challengers else self.baseline

    @property
    def pair(self) -> list[str]:
        """The baseline and its closest rival; of a run, the only policy."""
        return [self.baseline, self.rival] if self.is_comparison else [self.baseline]

    def omissions(self, measures: Iterable[str]) -> str:
        """A sentence on the replications in which measures of the firm could not be measured, or nothing."""
        counts = unmeasured_counts(self.table("outcomes"), measures, "policy")
        named = {name: {self.named(key): n for key, n in of.items()} for name, of in counts.items()}
        return omissions(named, self.results.replications)

    def table(self, name: str) -> pd.DataFrame:
        """The rows of a table that belong to the focal firm; with a policy column in any case."""
        if name not in self._tables:
            table: pd.DataFrame = getattr(self.results, name)
            table = of_firm(table, self.firm)
            self._tables[name] = table if "policy" in table else table.assign(policy=AS_IS)
        return self._tables[name]

    def buyers(self, columns: list[str], policy: str) -> pd.DataFrame:
        """Some columns of the focal firm's buyers under a policy; with a policy column in any case."""
        wanted = ["firm", *(name for name in columns if name != "firm")]
        of_policy = policy if isinstance(self.results, Comparison) else None
        rows = self.results.clientele.rows(wanted, of_policy, self.firm, bought=True)
        return rows.assign(policy=policy)

    @cached_property
    def statement(self) -> pd.DataFrame:
        """The profit and loss statement of a year [line, policy]."""
        return statement_of_year(self.table("periods"), self.firm, self.scenario.period)

    @cached_property
    def _tables(self) -> dict[str, pd.DataFrame]:
        """The tables that have been asked for."""
        return {}

    def why(self, policy: str) -> pd.DataFrame:
        """The parts of a policy's difference in profit, with their intervals."""
        if policy not in self._parts:
            self._parts[policy] = self.comparison.why(policy)
        return self._parts[policy]

    @cached_property
    def _parts(self) -> dict[str, pd.DataFrame]:
        """The parts of the policies that have been asked for."""
        return {}

    def values(self, measure: str) -> Any:
        """A measure as [replication, policy]."""
        return measure_by_policy(self.results.outcomes, measure, self.policies, self.firm)

    @property
    def equities(self) -> Any:
        """The deciding measure as [replication, policy]."""
        return self.values(self.measure)

    @cached_property
    def customers_at_start(self) -> float:
        """How many customers the firm begins with, or the whole market where it has none."""
        periods = self.table("periods")
        first = periods[(periods["period"] == 0) & (periods["policy"] == self.baseline)]
        mean = float(first["customers_at_start"].mean())
        return mean if mean > 0.0 else float(self.scenario.customers)


def of_firm(table: pd.DataFrame, firm: str) -> pd.DataFrame:
    """The rows of one firm; without a copy where every so many rows are its own."""
    is_own = (table["firm"] == firm).to_numpy()
    if not is_own.any():
        return table[is_own]
    step = len(table["firm"].cat.categories)
    first = int(is_own.argmax())
    own = table.iloc[first::step]
    return own if is_own[first::step].all() and len(own) == is_own.sum() else table[is_own]
