"""Claims about the rules of the classic models, called as plain functions of numbers."""

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from worlds import conduct, feeling, offer, person

from relsim.luck import deeper, gamma, log_gamma, market_key
from relsim.rules import choice, churning, climbing, listening, need, spend
from relsim.rules.state import AFTER_BUYING, AT_END, AT_RENEWAL, Chances, Message
from relsim.vocabulary import ADVOCATE, CLIENT, LAPSED, PARTNER, PROSPECT, PURCHASER, SUPPORTER, WIN_BACK

SHARES = st.floats(0.0, 1.0)
MOMENTS = (AT_RENEWAL, AFTER_BUYING, AT_END)
NOBODY_LEAVES = Chances(0.0, 0.0, 0.0, 0.0, 0.0)


def keys(number):
    """Keys of many customers in one period."""
    root = deeper(market_key(1, 0), 1)
    return [deeper(root, i) for i in range(number)]


# Luck


@pytest.mark.parametrize("shape", [0.03, 0.4, 1.0, 2.5, 40.0])
def test_gamma_deviates_are_gamma_distributed(shape):
    """Kolmogorov-Smirnov on logarithms; false alarms: 1 in 1,000 seeds for each shape."""
    drawn = [log_gamma(key, 9, 3, shape) for key in keys(4000)]
    assert np.isfinite(drawn).all()
    assert stats.kstest(drawn, stats.loggamma(shape).cdf).pvalue > 0.001


def test_a_gamma_deviate_depends_on_every_part_of_its_address():
    found = {gamma(key, purpose, partner, 2.0) for key in (1, 2) for purpose in (9, 10) for partner in (0, 1)}
    assert len(found) == 8
    assert gamma(1, 9, 0, 2.0) == gamma(1, 9, 0, 2.0) == exp(log_gamma(1, 9, 0, 2.0))


# Need


def test_need_by_recency_is_that_of_the_silence():
    words = ("one", "two", "three", "four", "five", "six", "longer")
    for place, word in enumerate(words, 1):
        chances = dict.fromkeys((f"recency_{other}" for other in words), 0.0) | {f"recency_{word}": 1.0}
        behaviour = conduct(season=1.0, **chances)
        found = [need.by_recency(3, person(), 0, silence, behaviour) for silence in range(1, 8)]
        assert found == [int(silence == place) for silence in range(1, 8)]


def test_newcomers_need_by_their_own_rate():
    never = conduct(recency_longer=0.0, season=1.0)
    eager = person(need_rate=1.0)
    assert need.by_recency(1, eager, 0, need.NEVER_BOUGHT, never) == 1
    assert need.by_recency(1, eager, 0, 99, never) == 0


# Choice


def utility(rule, rung=PROSPECT, praise=0.0, channel=0, f=0, who=None, firm=None, behaviour=None):
    """The utility of a firm under one of the alternatives."""
    message = Message(0.0, channel, 0.0, channel)
    who, firm, behaviour = who or person(), firm or offer(), behaviour or conduct()
    return rule(f, rung, praise, who, feeling(), message, firm, behaviour)


def test_the_lost_return_only_to_a_win_back_offer():
    assert utility(choice.lost_for_good, LAPSED) == choice.NEVER
    assert utility(choice.lost_for_good, LAPSED, channel=WIN_BACK) == utility(choice.logit, LAPSED)
    for rung in (PROSPECT, CLIENT):
        assert utility(choice.lost_for_good, rung) == utility(choice.logit, rung)


@given(praise=SHARES, p=st.floats(1e-6, 0.4), q=st.floats(0.0, 0.5))
def test_adoption_against_none_has_the_chance_p_plus_q_x_share(praise, p, q):
    behaviour = conduct(choice_innovation=p, choice_imitation=q)
    u = utility(choice.bass, praise=praise, behaviour=behaviour)
    assert 1.0 / (1.0 + exp(-u)) == pytest.approx(p + q * praise)


def test_adoption_is_certain_or_impossible_at_the_limits():
    assert utility(choice.bass, behaviour=conduct(choice_innovation=0.0)) == choice.NEVER
    assert utility(choice.bass, behaviour=conduct(choice_innovation=1.0)) == choice.CERTAIN


def test_a_preference_lasts_and_differs_between_customers_and_firms():
    first = utility(choice.dirichlet, who=person(luck=5))
    assert utility(choice.dirichlet, who=person(luck=5)) == first
    assert utility(choice.dirichlet, who=person(luck=6)) != first
    assert utility(choice.dirichlet, who=person(luck=5), f=1) != first


def test_a_firm_without_preference_is_never_chosen():
    assert utility(choice.dirichlet, firm=offer(preference=0.0)) == choice.NEVER


# Spend


def test_gamma_baskets_vary_around_the_usual_one_the_less_the_larger_the_shape():
    """Mean within four standard errors of 4,000 baskets."""
    for shape in (0.5, 6.25, 400.0):
        behaviour = conduct(spend_shape=shape, spend_growth=0.0)
        baskets = np.array(
            [spend.gamma_gamma(key, 0, person(basket=3.0), feeling(), behaviour) for key in keys(4000)]
        )
        assert baskets.mean() == pytest.approx(3.0, abs=4 * 3.0 / np.sqrt(shape * 4000))
        assert baskets.std() / 3.0 == pytest.approx(1 / np.sqrt(shape), rel=0.1)


# Churning


def chances(rule, moment, rung=CLIENT, silence=1, who=None, firm=None, behaviour=None):
    """The chances of a customer to leave."""
    who, firm, behaviour = who or person(), firm or offer(), behaviour or conduct()
    return rule(moment, rung, silence, who, feeling(), 0, firm, behaviour)


@pytest.mark.parametrize(
    ("rule", "moment"),
    [
        (churning.constant, AT_RENEWAL),
        (churning.response, AT_RENEWAL),
        (churning.geometric_renewal, AT_RENEWAL),
        (churning.after_purchase, AFTER_BUYING),
        (churning.recency, AT_END),
        (churning.by_rung, AT_END),
    ],
)
def test_each_departure_has_its_moment(rule, moment):
    firm = offer(churn=0.2, moves_client_lapsed=0.3)
    behaviour = conduct(departure_silence=1.0)
    for other in MOMENTS:
        found = chances(rule, other, firm=firm, behaviour=behaviour)
        assert (found != NOBODY_LEAVES) == (other == moment)


def test_who_leaves_for_no_stated_reason_goes_to_a_rival_if_there_is_one():
    assert churning.unexplained(0.2, offer(rival_pull=1.0)) == Chances(0.0, 0.0, 0.0, 0.2, 0.0)
    assert churning.unexplained(0.2, offer(rival_pull=0.0)) == Chances(0.0, 0.0, 0.0, 0.0, 0.2)


def test_customers_leave_with_the_firms_churn_or_their_own_fickleness():
    assert chances(churning.constant, AT_RENEWAL, firm=offer(churn=0.25)).competitor == 0.25
    assert chances(churning.geometric_renewal, AT_RENEWAL, who=person(fickleness=0.4)).competitor == 0.4
    assert chances(churning.after_purchase, AFTER_BUYING, who=person(fickleness=0.4)).competitor == 0.4


def test_retention_spending_has_a_ceiling_and_nobody_is_kept_for_nothing():
    def lost(spend):
        firm = offer(retention_spend=spend, retention_ceiling=0.7, retention_response=0.1)
        return chances(churning.response, AT_RENEWAL, firm=firm).competitor

    assert lost(0.0) == 1.0
    assert lost(log(2.0) / 0.1) == pytest.approx(1.0 - 0.35)
    assert lost(5.0) > lost(10.0) > lost(1e4) == pytest.approx(0.3)


@given(silence=st.integers(0, 99), cut_off=st.integers(1, 50))
def test_long_silence_ends_a_relationship_for_sure(silence, cut_off):
    behaviour = conduct(departure_silence=float(cut_off))
    found = chances(churning.recency, AT_END, silence=silence, behaviour=behaviour).competitor
    assert found == (1.0 if silence >= cut_off else 0.0)


def test_leaving_by_rung_reads_the_cell_of_the_rung():
    names = ("purchaser", "client", "supporter", "advocate", "partner")
    firm = offer(**{f"moves_{name}_lapsed": 0.1 * n for n, name in enumerate(names, 1)})
    found = [chances(churning.by_rung, AT_END, rung=rung, firm=firm).competitor for rung in range(1, 6)]
    assert found == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5])


# The ladder as a chain


def moved(rung, firm, number=4000):
    """How often somebody who stays moves to each rung."""
    drawn = [climbing.markov(0, key, rung, feeling(), 9, 0, firm, conduct()) for key in keys(number)]
    return np.bincount(drawn, minlength=6)[PURCHASER:] / number


def test_without_a_table_nobody_moves():
    for rung in range(PURCHASER, PARTNER + 1):
        assert moved(rung, offer(), 20)[rung - 1] == 1.0


def test_moves_follow_the_table_given_that_one_stays():
    """Within four standard errors of 4,000 customers."""
    firm = offer(moves_supporter_client=0.1, moves_supporter_advocate=0.3, moves_supporter_lapsed=0.2)
    found = moved(SUPPORTER, firm)
    expected = np.array([0.0, 0.125, 0.5, 0.375, 0.0])
    assert found == pytest.approx(expected, abs=4 * np.sqrt(0.25 / 4000))
    assert found[0] == found[4] == 0.0


def test_each_rung_has_a_row_of_its_own():
    names = ("purchaser", "client", "supporter", "advocate", "partner")
    for rung, name in enumerate(names, 1):
        target = 1 + rung % 5
        firm = offer(**{f"moves_{name}_{names[target - 1]}": 1.0})
        assert climbing.markov(0, 3, rung, feeling(), 9, 0, firm, conduct()) == target
    assert ADVOCATE == 4


# Mean field


class Standing:
    """How a firm stands: the shares of people who praise and blame it."""

    def __init__(self, praising, blaming):
        self.praising, self.blaming = praising, blaming


class Desk:
    """What a customer keeps in mind of a firm."""

    praise = blame = teller = others = 0


def overheard(praising, blaming, number=4000, **behaviour):
    """Mean praise and blame heard."""
    heard = []
    for key in keys(number):
        desk = [Desk()]
        listening.overhear(key, [Standing(praising, blaming)], conduct(**behaviour), desk)
        heard.append((desk[0].praise, desk[0].blame))
    return np.mean(heard, axis=0)


def test_everybody_hears_the_average_of_all_voices():
    """Within four standard errors of a rounded number."""
    settings = {"neighbours": 8.0, "word_of_mouth_hearing_praise": 0.5, "word_of_mouth_hearing_blame": 1.0}
    assert overheard(0.3, 0.05, **settings) == pytest.approx([1.2, 0.4], abs=4 * 0.5 / np.sqrt(4000))
    assert overheard(0.0, 0.0, 50, **settings) == pytest.approx([0.0, 0.0])
    assert overheard(1.0, 1.0, 50, **settings) == pytest.approx([4.0, 8.0])
