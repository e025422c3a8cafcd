"""Climbing and sliding: at most one rung a period, by what was done and what is felt.

Buying again makes a client, whatever the motive. Only affective commitment lifts higher, so clients
held by bonds alone stay clients (Dick and Basu 1994). A slack between the threshold for climbing and
the one for sliding keeps customers from flickering.
"""

from relsim.rules.state import Attitude, Parameters
from relsim.vocabulary import ADVOCATE, CLIENT, PARTNER, PURCHASER, SUPPORTER


def behavioural(rung: int, attitude: Attitude, purchases: int, invited: int, behaviour: Parameters) -> int:
    """The rung after this period for somebody who stayed (Payne et al. 1995)."""
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


def climbs(rung: int, attitude: Attitude, behaviour: Parameters) -> bool:
    """Clients become supporters by commitment, supporters advocates by more of it."""
    if rung == CLIENT:
        return attitude.commitment >= behaviour.ladder_supporter
    return rung == SUPPORTER and attitude.commitment >= behaviour.ladder_advocate


def slides(rung: int, attitude: Attitude, behaviour: Parameters) -> bool:
    """Supporters and those above fall back when commitment has clearly gone."""
    if rung == SUPPORTER:
        return attitude.commitment < behaviour.ladder_supporter - behaviour.ladder_slack
    return rung >= ADVOCATE and attitude.commitment < behaviour.ladder_advocate - behaviour.ladder_slack


ALTERNATIVES = {"behavioural": behavioural}
