"""Laxity: a long relationship is taken for granted, unless it is reviewed.

The dark side of close relationships (Anderson and Jap 2005); how fast it sets in is assumed.
"""

from relsim.rules.settings import Behaviour, Firm


def unreviewed(periods: int, firm: Firm) -> int:
    """Periods since the relationship began, or since its last review."""
    every = int(firm.account_review_every)
    return periods % every if every > 0 else periods


def quality_lost(periods: int, firm: Firm, behaviour: Behaviour) -> float:
    """Quality that is missing in an episode after that many periods together."""
    years = unreviewed(periods, firm) / behaviour.year
    return firm.service_quality * firm.service_laxity * years / (years + behaviour.relating_laxity_years)
