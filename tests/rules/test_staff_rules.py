"""Claims about the rules of staff and of firms that adapt, one rule at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import conduct, offer

from relsim.rules import adapting, staff
from relsim.rules.staff import Team

SHARES = st.floats(0.0, 1.0)
HALF = Team(10.0, 0.5, 0.5, 12.0, 0.02, 0.0)


def after_years(firm, behaviour, overwork=0.0, periods=120):
    """A team halfway, after many periods under the same levers."""
    team = HALF
    for _ in range(periods):
        team = staff.team_after_period(team, team.employees, overwork, firm, behaviour)
    return team


def test_no_work_is_beyond_a_team_that_is_large_enough():
    assert staff.strain(1000.0, 10.0, 100.0) == 0.0
    assert staff.strain(0.0, 10.0, 100.0) == 0.0
    assert staff.strain(2000.0, 10.0, 100.0) == 0.5
    assert staff.strain(1e12, 10.0, 100.0) < 1.0


@pytest.mark.parametrize(
    "better", [{"staff_pay": 1.2}, {"staff_motivation": 0.5}, {"staff_empowerment": 0.5}], ids=str
)
def test_whoever_is_treated_better_is_more_satisfied(better):
    assert staff.internal_quality(0.0, offer(**better), conduct()) > staff.internal_quality(
        0.0, offer(), conduct()
    )


def test_too_much_work_makes_dissatisfied():
    ordinary = staff.internal_quality(0.0, offer(), conduct())
    assert staff.internal_quality(0.4, offer(), conduct()) < ordinary


def test_ordinary_treatment_leaves_a_team_halfway_where_it_is():
    team = after_years(offer(), conduct())
    assert team.satisfaction == pytest.approx(0.5)
    assert team.skill == pytest.approx(0.5, abs=0.01)
    assert staff.external_quality(HALF, 0.0, offer(service_quality=0.7), conduct()) == 0.7
    assert staff.failure_share(HALF, 0.0, offer(service_failures=0.05), conduct()) == 0.05


def test_the_satisfied_stay_and_the_dissatisfied_quit():
    content, ordinary, bitter = (staff.turnover(feeling, conduct()) for feeling in (0.9, 0.5, 0.1))
    assert content < ordinary == conduct().staff_turnover < bitter
    assert staff.turnover(0.0, conduct(staff_turnover=0.9)) == 1.0


def test_training_without_motivation_has_little_effect():
    def gain(motivation):
        trained = offer(staff_training=1.0, staff_motivation=motivation)
        untrained = offer(staff_motivation=motivation)
        return after_years(trained, conduct()).skill - after_years(untrained, conduct()).skill

    assert 0.0 < gain(0.0) < 0.25 * gain(1.0)


def test_a_team_that_keeps_quitting_stays_unskilled():
    loyal = after_years(offer(), conduct(staff_turnover=0.0))
    fleeting = after_years(offer(), conduct(staff_turnover=1.0))
    assert fleeting.skill == conduct().staff_novice
    assert fleeting.tenure == 0.0
    assert loyal.skill == pytest.approx(conduct().staff_practice, abs=1e-4)
    assert loyal.tenure == HALF.tenure + 120.0


def test_every_post_is_filled_again():
    quitting = staff.turnover(0.5, conduct())
    same = staff.team_after_period(HALF, 10.0, 0.0, offer(), conduct())
    assert same.hired == pytest.approx(10.0 * quitting)
    grown = staff.team_after_period(HALF, 14.0, 0.0, offer(), conduct())
    assert grown.hired == pytest.approx(10.0 * quitting + 4.0)
    assert staff.team_after_period(HALF, 5.0, 0.0, offer(), conduct()).hired == 0.0


def test_quality_follows_mood_and_skill_and_suffers_from_strain():
    def quality(satisfaction=0.5, skill=0.5, overwork=0.0):
        team = HALF._replace(satisfaction=satisfaction, skill=skill)
        return staff.external_quality(team, overwork, offer(), conduct())

    assert quality(satisfaction=0.3) < quality() < quality(satisfaction=0.8)
    assert quality(skill=0.3) < quality() < quality(skill=0.8)
    assert quality(overwork=0.3) < quality()


def test_failures_are_rarer_with_skill_and_commoner_under_strain():
    skilled = staff.failure_share(HALF._replace(skill=0.9), 0.0, offer(), conduct())
    strained = staff.failure_share(HALF, 0.3, offer(), conduct())
    assert skilled < offer().service_failures < strained


def test_whoever_may_decide_puts_more_right_on_the_spot():
    def resolved(empowerment):
        firm = offer(staff_empowerment=empowerment, complaints_resolution=0.5)
        return staff.resolution(firm, conduct(staff_recovery=0.6))

    assert [resolved(0.0), resolved(0.5), resolved(1.0)] == pytest.approx([0.5, 0.65, 0.8])


def test_a_team_costs_its_pay_and_what_is_done_for_it():
    firm = offer(
        staff_wage=2000.0,
        staff_pay=1.1,
        staff_training=0.5,
        staff_training_cost=100.0,
        staff_motivation=1.0,
        staff_motivation_cost=30.0,
        staff_empowerment=0.2,
        staff_empowerment_cost=10.0,
        staff_hiring_cost=500.0,
    )
    assert staff.wages(HALF, firm) == pytest.approx(10.0 * (2200.0 + 50.0 + 30.0 + 2.0))
    assert staff.hiring(HALF._replace(hired=1.5), firm) == 750.0


@given(SHARES, SHARES, st.floats(0.01, 5.0), SHARES, SHARES, SHARES, SHARES, st.floats(0.0, 50.0))
def test_a_team_stays_within_its_bounds(satisfaction, skill, pay, training, motivation, power, load, posts):
    firm = offer(staff_pay=pay, staff_training=training, staff_motivation=motivation, staff_empowerment=power)
    team = HALF._replace(satisfaction=satisfaction, skill=skill)
    after = staff.team_after_period(team, posts, load, firm, conduct())
    for share in (after.satisfaction, after.skill, after.turnover):
        assert 0.0 <= share <= 1.0
    assert after.employees == posts
    assert after.hired >= 0.0
    assert 0.0 <= staff.external_quality(after, load, firm, conduct()) <= 1.0
    assert 0.0 <= staff.failure_share(after, load, firm, conduct()) <= 1.0
    assert 0.0 <= staff.resolution(firm, conduct()) <= 1.0


def test_a_lever_moves_some_of_the_way_and_stays_within_its_bounds():
    assert adapting.moved(10.0, 20.0, 0.25, 0.0, 100.0) == 12.5
    assert adapting.moved(10.0, 20.0, 1.0, 0.0, 15.0) == 15.0
    assert adapting.moved(10.0, 0.0, 1.0, 4.0, 15.0) == 4.0
    assert adapting.moved(10.0, 20.0, 0.0, 0.0, 100.0) == 10.0


def test_budget_rules_name_their_goals():
    assert adapting.share_of_revenue(2000.0, 0.05) == 100.0
    assert adapting.react_to_churn(0.03, 0.02, 1.0, 4.0) == 4.0
    assert adapting.react_to_churn(0.02, 0.02, 1.0, 4.0) == 1.0
    assert adapting.undercut(50.0, 0.0) == 50.0
    assert adapting.undercut(50.0, 0.02) == 49.0
