"""Whose customers people are at the end of the first replication, policy by policy; each is read once."""

from dataclasses import dataclass, field

import pandas as pd

from relsim.market.real_size import in_real_size
from relsim.measures.origins import FOLLOWED, ORIGIN_COUNTS, origins_of, places_at_the_end
from relsim.runs.clientele import Clientele
from relsim.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Whereabouts:
    """The places of everybody, seen from the firm in focus, under the policies that have been asked for."""

    clientele: Clientele
    scenario: Scenario
    known: dict[str, pd.DataFrame] = field(default_factory=dict)

    def origins(self, baseline: str, policy: str) -> pd.DataFrame:
        """How many customers the firm gains from each source under a policy, and loses to it, in all."""
        table = origins_of(self.under(baseline), self.under(policy))
        size = self.scenario.stands_for
        return table.assign(**{name: in_real_size(table[name], size) for name in ORIGIN_COUNTS})

    def under(self, policy: str) -> pd.DataFrame:
        """Whose customer everybody is under a policy."""
        if policy not in self.known:
            own = self.scenario.focal_firm
            rivals = ((name, self.followed(policy, name)) for name in self.scenario.firms if name != own)
            self.known[policy] = places_at_the_end(self.followed(policy, own), rivals)
        return self.known[policy]

    def followed(self, policy: str, firm: str) -> pd.DataFrame:
        """What tells where everybody stands with a firm."""
        return pd.concat(list(self.clientele.pieces(FOLLOWED, policy, firm)), ignore_index=True)
