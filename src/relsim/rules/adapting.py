"""Adapting: budget rules by which a firm sets a lever anew each month, from what it saw in the last ones.

Firms follow rules of thumb rather than optimise (Cyert and March 1963). Each rule names a goal; the lever
moves some of the way there and stays within its bounds.
"""


def moved(current: float, goal: float, speed: float, least: float, most: float) -> float:
    """A lever some of the way from where it is to its goal, within its bounds."""
    return min(most, max(least, current + speed * (goal - current)))


def share_of_revenue(revenue: float, share: float) -> float:
    """The budget as a share of the last month's revenue, the commonest rule of all (Lilien 1992)."""
    return share * revenue


def react_to_churn(churn: float, tolerated: float, least: float, most: float) -> float:
    """All that is allowed while too many leave, and no more than is needed while they stay (assumed)."""
    return most if churn > tolerated else least


def undercut(rival_price: float, by: float) -> float:
    """The rival's price less a share of it; two firms that do so are in a price war (Heil, Helsen 2001)."""
    return rival_price * (1.0 - by)
