"""Bonds: what it would cost to switch, by kind, whatever a customer feels (Berry and Parasuraman 1991).

Financial bonds grow with what was bought, social ones with attention, structural ones with time. Together
they are the calculative side of commitment (Burnham, Frels and Mahajan 2003); how fast each kind is built
is assumed.
"""

from relsim.rules.attitude import closeness
from relsim.rules.loyalty import bond_of_programme
from relsim.rules.records import Tie
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, clamp
from relsim.vocabulary import PARTNER


def switching_cost(t: int, tie: Tie, attitude: Attitude, firm: Firm, behaviour: Behaviour) -> float:
    """What leaving the firm would cost now, in [0, 1]."""
    cost = firm.bonds_level + bond_of_programme(tie.member + 0, firm)
    if firm.bonds_kinds > 0.0:
        years = (t + 1 - tie.acquired_at) / behaviour.year
        cost += firm.bonds_financial_level * built(tie.purchases + 0.0, behaviour.relating_bonding_purchases)
        cost += firm.bonds_social_level * closeness(attitude.attention, behaviour)
        cost += firm.bonds_structural_level * built(years, behaviour.relating_bonding_years)
    if tie.rung == PARTNER:
        cost += firm.co_creation_barrier
    return clamp(cost)


def built(amount: float, half: float) -> float:
    """Share of a bond that is built: half of it after that amount, all of it in the limit."""
    return amount / (amount + half)
