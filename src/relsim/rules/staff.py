"""Staff: the service-profit chain, from how a firm treats its people to what its customers meet.

Internal service quality makes employees satisfied; the satisfied stay and learn; satisfaction and skill
make the quality that customers meet (Heskett, Jones, Loveman, Sasser and Schlesinger 1994; Rucci, Kirn
and Quinn 1998). The staff of a firm is one team, known by its means. Nothing about it is drawn, so firms
call these rules between periods. A team halfway (satisfaction and skill 0.5) gives the quality that the
firm planned.
"""

from typing import NamedTuple

from relsim.arithmetic import exp, log
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import clamp

HALFWAY = 0.5


class Team(NamedTuple):
    """The staff of one firm in one period: `tenure` in periods, `turnover` and `hired` of the last one."""

    employees: float
    satisfaction: float
    skill: float
    tenure: float
    turnover: float
    hired: float


def strain(customers: float, employees: float, customers_each: float) -> float:
    """Share in [0, 1) of the work that is beyond what the team can do well (Bakker, Demerouti 2007)."""
    manageable = employees * customers_each
    return 1.0 - manageable / customers if customers > manageable else 0.0


def internal_quality(overwork: float, firm: Firm, behaviour: Behaviour) -> float:
    """How good the firm is to work for, in [0, 1]: pay, motivation, authority, less strain."""
    return clamp(
        behaviour.staff_climate
        + behaviour.staff_pay * log(firm.staff_pay)
        + behaviour.staff_motivation * firm.staff_motivation
        + behaviour.staff_empowerment * firm.staff_empowerment
        - behaviour.staff_strain * overwork
    )


def turnover(satisfaction: float, behaviour: Behaviour) -> float:
    """Share of the team that quits in a period, fewer of the satisfied (Griffeth, Hom, Gaertner 2000)."""
    return min(1.0, behaviour.staff_turnover * exp(behaviour.staff_loyalty * (HALFWAY - satisfaction)))


def attainable_skill(firm: Firm, behaviour: Behaviour) -> float:
    """What practice and training lead to; little of training is applied by the unmotivated.

    Ability counts as far as people are moved to use it (Vroom 1964); motivation decides how much of
    a training is learnt and transferred to the job (Colquitt, LePine and Noe 2000).
    """
    transfer = behaviour.staff_transfer + (1.0 - behaviour.staff_transfer) * firm.staff_motivation
    return clamp(behaviour.staff_practice + behaviour.staff_training * firm.staff_training * transfer)


def team_after_period(team: Team, posts: float, overwork: float, firm: Firm, behaviour: Behaviour) -> Team:
    """The team after a period: feelings and skills move, some quit, and every post is filled again."""
    comfort = internal_quality(overwork, firm, behaviour)
    satisfaction = team.satisfaction + behaviour.staff_adjustment * (comfort - team.satisfaction)
    quitting = turnover(satisfaction, behaviour)
    skill = team.skill + behaviour.staff_learning * (attainable_skill(firm, behaviour) - team.skill)
    stayed = min(posts, (1.0 - quitting) * team.employees)
    old = stayed / posts if posts > 0.0 else 0.0
    return Team(
        posts,
        satisfaction,
        old * skill + (1.0 - old) * behaviour.staff_novice,
        old * (team.tenure + 1.0),
        quitting,
        posts - stayed,
    )


def external_quality(team: Team, overwork: float, firm: Firm, behaviour: Behaviour) -> float:
    """Quality that customers meet: the planned one, moved by the team's mood, skill and strain."""
    return clamp(
        firm.service_quality
        + behaviour.staff_mood_to_quality * (team.satisfaction - HALFWAY)
        + behaviour.staff_skill_to_quality * (team.skill - HALFWAY)
        - behaviour.staff_strain_to_quality * overwork
    )


def failure_share(team: Team, overwork: float, firm: Firm, behaviour: Behaviour) -> float:
    """Share of episodes that fail: fewer with a skilled team, more with an overworked one (assumed)."""
    clumsiness = behaviour.staff_skill_to_failures * (HALFWAY - team.skill)
    return min(1.0, firm.service_failures * exp(clumsiness + behaviour.staff_strain_to_failures * overwork))


def resolution(firm: Firm, behaviour: Behaviour) -> float:
    """Share of complaints put right; who may decide puts things right on the spot (Bowen, Lawler 1992)."""
    on_the_spot = behaviour.staff_recovery * firm.staff_empowerment
    return firm.complaints_resolution + on_the_spot * (1.0 - firm.complaints_resolution)


def wages(team: Team, firm: Firm) -> float:
    """What the team costs in a period: pay, and what is done for it."""
    care = (
        firm.staff_training * firm.staff_training_cost
        + firm.staff_motivation * firm.staff_motivation_cost
        + firm.staff_empowerment * firm.staff_empowerment_cost
    )
    return team.employees * (firm.staff_wage * firm.staff_pay + care)


def hiring(team: Team, firm: Firm) -> float:
    """What it cost to fill the posts that were empty."""
    return team.hired * firm.staff_hiring_cost
