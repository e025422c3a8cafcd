"""What one customer of the Mesa twin feels about one firm, and whether that is a reason to leave it."""

from collections.abc import Sequence
from math import exp, log
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING

from relsim.vocabulary import (
    BAD_HANDLING,
    COMPETITOR,
    FADING_NEED,
    NEGLECT,
    PARTNER,
    PRICE,
    STILL_HERE,
)

if TYPE_CHECKING:
    from mesa_twin import Firm

Settings = SimpleNamespace

REASONS = (NEGLECT, BAD_HANDLING, PRICE, FADING_NEED, COMPETITOR)


def clamp(x: float) -> float:
    """The nearest number within [0, 1]."""
    return 0.0 if x < 0.0 else 1.0 if x > 1.0 else x


class Feelings:
    """Attitude of one customer towards one firm, and how it settles at the end of a period."""

    __slots__ = (
        "attention",
        "bonds",
        "commitment",
        "encounters",
        "expectation",
        "firm",
        "grievance",
        "hearsay",
        "member",
        "praised_at",
        "remembered_price",
        "rung",
        "satisfaction",
        "trust",
    )
    firm: "Firm"

    def rise(self) -> float:
        """By which share the price lies above the remembered one; 0 for whoever remembers none."""
        if self.remembered_price <= 0.0:
            return 0.0
        return max(0.0, self.firm.offer.price / self.remembered_price - 1.0)

    def settle(self, proneness: float, sensitivity: float, behaviour: Settings) -> None:
        """Let feelings settle at the end of a period (Morgan and Hunt 1994)."""
        offer, attention = self.firm.offer, self.attention
        closeness = attention / (attention + behaviour.attitude_attention_need)
        committed = clamp(proneness * self.trust * self.satisfaction * (1.0 + closeness))
        barrier = offer.co_creation_barrier if self.rung == PARTNER else 0.0
        bound = clamp(offer.bonds_level + (offer.loyalty_bond if self.member else 0.0) + barrier)
        self.be_displeased(sensitivity, behaviour)
        self.commitment += behaviour.attitude_commitment_speed * (committed - self.commitment)
        speed = behaviour.attitude_bond_speed if bound > self.bonds else behaviour.attitude_bond_loss
        self.bonds += speed * (bound - self.bonds)
        self.attention = attention * (1.0 - behaviour.attitude_attention_fading)
        self.encounters *= 1.0 - behaviour.attitude_attention_fading
        self.grievance *= 1.0 - behaviour.complaints_forgiving
        price_gap = offer.price - self.remembered_price
        self.remembered_price += behaviour.attitude_price_memory * price_gap

    def be_displeased(self, sensitivity: float, behaviour: Settings) -> None:
        """Mind being contacted beyond what is tolerated, and a price that seems unfair."""
        contacted = self.attention - (1.0 - behaviour.attitude_episode_contact) * self.encounters
        excess = max(0.0, contacted - behaviour.attitude_tolerance)
        loss = behaviour.attitude_annoyance * excess / (1.0 + behaviour.attitude_saturation * excess)
        floor = min(self.satisfaction, behaviour.attitude_annoyed)
        unfair = sensitivity * behaviour.attitude_unfairness * self.rise() * (1.0 - self.commitment)
        self.satisfaction = clamp(max(floor, self.satisfaction - loss) - unfair)

    def beside(self, rivals: "Sequence[Feelings]", behaviour: Settings) -> tuple[float, float]:
        """How strongly rivals pull, and how much the price presses: beside all of them as they are, or beside
        the best as it is expected to be (Thibaut and Kelley 1959)."""
        if not behaviour.departure_rivals:
            return self.firm.rival_pull, self.firm.offer.rival_price_pressure
        if not rivals:
            return 0.0, 0.0
        compared = [(*self.lacks(rival, behaviour), rival.firm.offer.advertising_reach) for rival in rivals]
        better, cheaper, reach = max(compared, key=lambda rival: rival[0] + rival[1])
        if behaviour.departure_rivals > 1.0:
            better, cheaper = better + min(0.0, cheaper), cheaper + min(0.0, better)
        return exp(better) * (1.0 + behaviour.departure_rival_advertising * reach), exp(cheaper)

    def lacks(self, rival: "Feelings", behaviour: Settings) -> tuple[float, float]:
        """By how much a rival is expected to be better than this firm, and by how much it is cheaper."""
        dearer = log(self.firm.offer.price / rival.firm.offer.price)
        return (
            behaviour.departure_rival_quality * (rival.expectation - self.expectation),
            behaviour.departure_price_elasticity * dearer,
        )

    def reason_to_leave(
        self,
        sensitivity: float,
        restlessness: float,
        pull: float,
        pressure: float,
        behaviour: Settings,
        luck: Random,
    ) -> int:
        """STILL_HERE, or one of five competing reasons (after Keaveney 1995)."""
        offer = self.firm.offer
        company = 1.0 + behaviour.departure_company * abs(self.hearsay)
        exposed = (restlessness * company if self.hearsay < 0.0 else restlessness / company) * exp(
            behaviour.departure_satisfaction_shield * (behaviour.departure_contentment - self.satisfaction)
            - behaviour.departure_commitment_shield * self.commitment
            - behaviour.departure_bond_shield * self.bonds
        )
        rise = offer.price / self.remembered_price - 1.0 - behaviour.departure_tolerated_rise
        if rise > 0.0:
            pressure += behaviour.departure_price_rise * rise
        if self.member:
            pressure *= (1.0 - offer.loyalty_reward) ** behaviour.departure_price_elasticity
        forgotten = exp(-self.attention / behaviour.attitude_attention_need)
        price = behaviour.departure_price * sensitivity * pressure * exposed
        handling = behaviour.departure_bad_handling * self.grievance * exposed
        neglect = behaviour.departure_neglect * forgotten * exposed
        rival = behaviour.departure_competitor * pull * exposed
        fading = behaviour.departure_fading_need
        staying = 1.0 - fading
        for chance in (price, handling, neglect, rival):
            staying *= 1.0 - chance if chance < 1.0 else 0.0
        if luck.random() < staying:
            return STILL_HERE
        chances = (neglect, handling, price, fading, rival)
        return luck.choices(REASONS, chances)[0]
