"""Inertia: many stay because they do not think of leaving, and a firm that approaches them makes them think.

Where customers were told of a plan that suited them better, more of them left within three months: 10 % in
place of 6 % (Ascarza, Iyengar and Schleicher 2016).
"""

from relsim.rules.records import Tie
from relsim.rules.settings import Behaviour


def think_of_it(t: int, tie: Tie, behaviour: Behaviour) -> None:
    """The firm approached the customer, who thinks of the relationship from now on for a while."""
    if behaviour.departure_waking > 0.0:
        tie.approached_at = t


def woken(t: int, tie: Tie, behaviour: Behaviour) -> float:
    """How many times likelier to leave a customer is whom the firm approached so lately; a further approach
    makes the time longer, and the effect no larger."""
    if t - tie.approached_at < behaviour.departure_waking_time:
        return 1.0 + behaviour.departure_waking
    return 1.0
