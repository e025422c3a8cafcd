"""Climbing and sliding: at most one rung a period, or one a month in longer ones.

What was done and what is felt decides. Buying again makes a client, whatever the motive. Only affective
commitment lifts higher, so clients held by bonds alone stay clients (Dick and Basu 1994). A slack between the
threshold for climbing and the one for sliding keeps customers from flickering.
"""

from relsim.draws import MOVE
from relsim.luck import uniform
from relsim.rules.alternative import Alternative
from relsim.rules.churning import lapsing
from relsim.rules.months import months_of
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude
from relsim.vocabulary import ADVOCATE, CLIENT, PARTNER, PURCHASER, SUPPORTER


def behavioural(
    f: int,
    key: int,
    rung: int,
    attitude: Attitude,
    purchases: int,
    invited: int,
    firm: Firm,
    behaviour: Behaviour,
) -> int:
    """The rung after this period for somebody who stayed (Payne et al. 1995): one higher or lower a month."""
    for _ in range(months_of(behaviour)):
        rung = next_rung(rung, attitude, purchases, invited, behaviour)
    return rung


def next_rung(rung: int, attitude: Attitude, purchases: int, invited: int, behaviour: Behaviour) -> int:
    """The rung one step up or down, or the same."""
    if rung == PURCHASER:
        return CLIENT if purchases >= 2 else PURCHASER
    if rung == PARTNER:
        return ADVOCATE if slides(rung, attitude, behaviour) else PARTNER
    if rung == ADVOCATE and invited:
        return PARTNER
    if climbs(rung, attitude, behaviour):
        return rung + 1
    if slides(rung, attitude, behaviour):
        return rung - 1
    return rung


def climbs(rung: int, attitude: Attitude, behaviour: Behaviour) -> bool:
    """Clients become supporters by commitment, supporters advocates by more of it."""
    if rung == CLIENT:
        return attitude.commitment >= behaviour.ladder_supporter
    return rung == SUPPORTER and attitude.commitment >= behaviour.ladder_advocate


def slides(rung: int, attitude: Attitude, behaviour: Behaviour) -> bool:
    """Supporters and those above fall back when commitment has clearly gone."""
    if rung == SUPPORTER:
        return attitude.commitment < behaviour.ladder_supporter - behaviour.ladder_slack
    return rung >= ADVOCATE and attitude.commitment < behaviour.ladder_advocate - behaviour.ladder_slack


def markov(
    f: int,
    key: int,
    rung: int,
    attitude: Attitude,
    purchases: int,
    invited: int,
    firm: Firm,
    behaviour: Behaviour,
) -> int:
    """A rung drawn from the firm's table of moves, given that the customer stays
    (Pfeifer and Carraway 2000)."""
    x = uniform(key, MOVE, f) * (1.0 - lapsing(rung, firm))
    chances = moves_from(rung, firm)
    for target in range(PURCHASER, PARTNER + 1):
        x -= chances[target - PURCHASER]
        if x < 0.0:
            return target
    return rung


def moves_from(rung: int, firm: Firm) -> tuple[float, float, float, float, float]:
    """Chances per period to move from a rung to those from purchaser to partner."""
    if rung == PURCHASER:
        return (
            firm.moves_purchaser_purchaser,
            firm.moves_purchaser_client,
            firm.moves_purchaser_supporter,
            firm.moves_purchaser_advocate,
            firm.moves_purchaser_partner,
        )
    if rung == CLIENT:
        return (
            firm.moves_client_purchaser,
            firm.moves_client_client,
            firm.moves_client_supporter,
            firm.moves_client_advocate,
            firm.moves_client_partner,
        )
    if rung == SUPPORTER:
        return (
            firm.moves_supporter_purchaser,
            firm.moves_supporter_client,
            firm.moves_supporter_supporter,
            firm.moves_supporter_advocate,
            firm.moves_supporter_partner,
        )
    if rung == ADVOCATE:
        return (
            firm.moves_advocate_purchaser,
            firm.moves_advocate_client,
            firm.moves_advocate_supporter,
            firm.moves_advocate_advocate,
            firm.moves_advocate_partner,
        )
    return (
        firm.moves_partner_purchaser,
        firm.moves_partner_client,
        firm.moves_partner_supporter,
        firm.moves_partner_advocate,
        firm.moves_partner_partner,
    )


ALTERNATIVES = {
    "behavioural": Alternative(behavioural, sources=("payne1995", "dick1994"), reads=("behaviour.ladder",)),
    "markov": Alternative(markov, sources=("pfeifer2000",), reads=("firms.moves",)),
}
