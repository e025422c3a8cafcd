"""Community: customers who meet each other around a firm and come to feel they belong.

Belonging commits (Muniz and O'Guinn 2001; McAlexander, Schouten and Koenig 2002), but only those whom the
firm satisfies; members who are advocates may come to create value with the firm. A community that never
meets is none: it has no members.
"""

from relsim.draws import COMMUNITY, MEETINGS
from relsim.luck import uniform
from relsim.rules.attitude import closeness
from relsim.rules.months import whole_by_month
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Person
from relsim.vocabulary import CLIENT


def meets(firm: Firm) -> bool:
    """Whether the community ever meets."""
    return firm.community_meetings > 0.0


def joins(key: int, f: int, rung: int, person: Person, firm: Firm) -> int:
    """Clients join the sooner, the more prone they are to relationships."""
    if rung < CLIENT:
        return 0
    return 1 if uniform(key, COMMUNITY, f) < firm.community_invitation * person.proneness else 0


def meetings(key: int, f: int, t: int, person: Person, firm: Firm, behaviour: Behaviour) -> int:
    """How many meetings a member attends."""
    return whole_by_month(key, person.luck, t, MEETINGS, f, firm.community_meetings, behaviour)


def belonging(firm: Firm, behaviour: Behaviour) -> float:
    """How much more a member commits."""
    return behaviour.relating_belonging * closeness(firm.community_often, behaviour)
