"""Awareness: to be chosen a firm must come to mind (Nedungadi 1990).

Customers know their firm, and are reminded of others by talk and advertising. Whom nothing reminds forgets.
"""

from relsim.draws import ADVERTISING, FORGETTING
from relsim.luck import uniform
from relsim.rules.records import Desk, Tie
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import is_customer


def keep_in_mind(f: int, key: int, tie: Tie, firm: Firm, behaviour: Behaviour, heard: Desk) -> None:
    """Somebody is reminded of a firm, or learns of it, or forgets it, in one period."""
    if is_customer(tie.rung):
        tie.known = 1
    elif tie.known == 0 or uniform(key, FORGETTING, f) < behaviour.awareness_forgetting:
        tie.known = int(is_reminded(f, key, firm, heard))


def is_reminded(f: int, key: int, firm: Firm, heard: Desk) -> bool:
    """Whether somebody has heard of the firm from others, or has met its advertising."""
    if heard.praise + heard.blame > 0:
        return True
    return firm.advertising_exposure > 0.0 and uniform(key, ADVERTISING, f) < firm.advertising_exposure
