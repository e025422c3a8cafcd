"""Who stands in a report: the firm, its policies, and what each is called."""

from dataclasses import dataclass

from relsim.market.population import periods_in_a_year
from relsim.measures.measure import MEASURES
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.run import Result
from relsim.report.names import policy_in_sentence, title_of_policy
from relsim.runs.policies import EQUITY
from relsim.runs.variant import AS_IS
from relsim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Contenders:
    """The policies of a run or a comparison, in the words and colours that a report has for them."""

    results: Result | Comparison

    @property
    def scenario(self) -> Scenario:
        """The scenario that was simulated."""
        return self.results.scenario

    @property
    def firm(self) -> str:
        """The firm the report is about."""
        return self.scenario.focal_firm

    @property
    def measure(self) -> str:
        """The equity by which policies are held against each other."""
        return self.results.measure if isinstance(self.results, Comparison) else EQUITY

    @property
    def equity(self) -> str:
        """What sentences and tables call that equity."""
        return MEASURES[self.measure].words

    @property
    def currency(self) -> str:
        """The code of the money."""
        return self.scenario.currency

    @property
    def policies(self) -> list[str]:
        """The policies compared; a run has one, as is."""
        return self.results.policies if isinstance(self.results, Comparison) else [AS_IS]

    @property
    def baseline(self) -> str:
        """The policy others are compared with."""
        return self.results.baseline if isinstance(self.results, Comparison) else AS_IS

    def title(self, policy: str) -> str:
        """What a policy is called in tables and figures."""
        return title_of_policy(self.scenario, policy)

    def named(self, policy: str) -> str:
        """What a policy is called in sentences."""
        return policy_in_sentence(self.scenario, policy)

    @property
    def titles(self) -> dict[str, str]:
        """What each policy is called in tables and figures."""
        return {policy: self.title(policy) for policy in self.policies}

    @property
    def challengers(self) -> list[str]:
        """The policies other than the baseline."""
        return [policy for policy in self.policies if policy != self.baseline]

    @property
    def is_comparison(self) -> bool:
        """Whether there is anything to compare with the baseline."""
        return bool(self.challengers)

    @property
    def names_policies(self) -> bool:
        """Whether what was simulated was a policy, if only one, and not the scenario as it is."""
        return isinstance(self.results, Comparison)

    @property
    def colours(self) -> dict[str, str]:
        """The colour of each policy, the same whichever of the scenario's policies were compared."""
        from relsim.report.style import policy_colours

        known = list(self.scenario.policies) if self.is_comparison else self.policies
        return policy_colours(known, self.baseline)

    @property
    def years(self) -> float:
        """How many years were simulated."""
        return self.scenario.periods / periods_in_a_year(self.scenario)
