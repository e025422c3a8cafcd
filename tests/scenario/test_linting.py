"""The linter warns of what is valid but probably not meant."""

import pytest

from relsim.errors import Place
from relsim.scenario.lint.scenario import warnings
from relsim.scenario.load import load
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.scenario.scenario import Scenario
from relsim.scenario.yaml.document import Document


def warned(data):
    firms = {"firms": {"one": {"price": 10}}}
    document = Document({"title": "t"} | firms | data, {(): Place("test")}, {}, {})
    return [str(warning) for warning in warnings(Scenario.of(document))]


@pytest.mark.parametrize("name", shipped_scenarios())
def test_no_shipped_scenario_is_warned_about(name):
    assert [warning.path for warning in warnings(load(name))] == []


@pytest.mark.parametrize(("response", "warned_of"), [(0.1, False), (2, True)])
def test_a_value_that_is_as_it_would_be_unsaid_is_not_warned_about(response, warned_of):
    idle = {"firms": {"one": {"price": 10, "retention": {"response": response}}}}
    assert any("retention" in warning for warning in warned(idle)) == warned_of


def test_a_lever_that_is_never_switched_on_is_dead():
    dead = {"firms": {"one": {"price": 10, "coupon": {"discount": 0.2}}}}
    assert "share is 0" in warned(dead)[0]
    policy = {"policies": {"p": {"set": {"firms.one.coupon.share": 0.1}}}}
    assert warned(dead | policy) == []


def test_behaviour_of_an_unchosen_mechanism_is_dead():
    data = {
        "mechanisms": {"word_of_mouth": "none"},
        "behaviour": {"word_of_mouth": {"client": 0.2}},
    }
    assert "no effect" in warned(data)[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            {"firms": {"one": {"price": 10, "retention": {"spend": "1 per month", "ceiling": 0.5}}}},
            'departure "competing"',
        ),
        ({"firms": {"one": {"price": 10, "moves": {"client": {"lapsed": 0.1}}}}}, 'ladder "behavioural"'),
        ({"segments": [{"fickleness": 0.2}]}, 'departure "competing"'),
        ({"mechanisms": {"choice": "bass"}, "behaviour": {"choice": {"habit": 1}}}, 'choice "bass"'),
        ({"mechanisms": {"spend": "gamma-gamma"}, "behaviour": {"spend": {"variation": 1}}}, "spend"),
    ],
    ids=str,
)
def test_a_value_that_no_chosen_alternative_reads_is_dead(data, said):
    assert any("no effect" in warning and said in warning for warning in warned(data))


def test_a_value_that_one_of_two_mechanisms_reads_is_not_dead():
    moves = {"firms": {"one": {"price": 10, "moves": {"client": {"lapsed": 0.1}}}}}
    assert warned(moves | {"mechanisms": {"departure": "by rung"}}) == []


def test_a_yearly_looking_rate_per_month_is_questioned():
    data = {"behaviour": {"departure": {"neglect": "40% per month"}}}
    assert "per year meant" in warned(data)[0]


def test_thresholds_in_the_wrong_order_make_a_rung_unreachable():
    data = {"behaviour": {"ladder": {"supporter": 0.6, "advocate": 0.5}}}
    assert "supporter" in warned(data)[0]


def firm(**levers):
    return {"firms": {"one": {"price": 10} | levers}}


@pytest.mark.parametrize(
    ("levers", "said"),
    [
        ({"bonds": {"social": {"cost": "2 per month"}}}, "level is 0"),
        ({"crm": {"running_cost": "9 per month"}}, "insight is 0"),
        ({"crm": {"speed": 0.5, "running_cost": "9 per month"}}, "answered at once"),
        ({"account_review": {"every": 6, "cost": 1}}, "no laxity"),
        ({"personalisation": {"depth": 0.5}}, "costs nothing"),
        ({"touchpoints": {"hotline": {"frequency": 0, "quality": 0.5}}}, "never tried"),
        ({"targeting": {"error": 0.5}}, 'contact is "everybody"'),
        ({"targeting": {"contact": "best", "groups": {"large": 9}}}, 'contact is "best"'),
        ({"loyalty": {"enrolment": "9% per month", "upper": {"bond": 0.1}}}, 'type is "permanent"'),
    ],
    ids=str,
)
def test_a_lever_without_effect_or_cost_is_questioned(levers, said):
    assert any(said in warning for warning in warned(firm(**levers)))


def test_advertising_that_is_told_for_each_unit_of_money_holds_in_one_currency_only():
    spend = {"spend": "90 per month"}
    assert "one currency only" in warned(firm(advertising=spend | {"response": 2}))[0]
    assert (
        "beside advertising.contact_cost"
        in warned(firm(advertising=spend | {"response": 2, "contact_cost": 1}))[0]
    )
    assert warned(firm(advertising=spend | {"contact_cost": 1})) == warned(firm(advertising=spend)) == []
    policy = {"policies": {"p": {"set": {"firms.one.advertising": spend | {"response": 2}}}}}
    assert "one currency only" in warned(firm() | policy)[0]


def test_a_lever_with_effect_and_cost_is_not_questioned():
    levers = {
        "personalisation": {"depth": 0.5, "cost": "1 per month"},
        "service": {"laxity": 0.2},
        "account_review": {"every": 6, "cost": 1},
        "touchpoints": {"hotline": {"frequency": "1 per year", "quality": 0.5}},
    }
    assert warned(firm(**levers)) == []


def test_partners_who_come_by_the_community_cost_something_without_an_invitation_of_their_own():
    community = {
        "invitation": "9% per month",
        "participation": "5% per month",
        "meetings": "6 per year",
        "cost": 1,
    }
    partners = firm(co_creation={"cost": "3 per month"})
    assert "invitation is 0" in warned(partners)[0]
    assert warned(firm(co_creation={"cost": "3 per month"}, community=community)) == []
    useful = firm(co_creation={"cost": "3 per month", "ideas": 0.3}, community=community)
    assert warned(useful) == []
    later = {"policies": {"as-is": {}, "club": {"set": {"firms.one.community": community}}}}
    assert warned(partners | later) == []


def test_a_seasonal_index_with_another_mean_is_questioned():
    assert "was 1 meant" in warned({"behaviour": {"seasons": [1, 2]}})[0]
    assert warned({"behaviour": {"seasons": [0.5, 1.5]}}) == []


def test_a_total_without_a_mix_is_dead():
    assert "without a mix" in warned({"behaviour": {"departure": {"total": "9% per year"}}})[0]


def test_people_who_never_come_are_noticed():
    assert "never come" in warned({"population": {"start": 0.6}})[0]
    assert warned({"population": {"start": 0.6, "growth": "5% per year"}}) == []


def test_a_firm_that_enters_after_the_end_is_noticed():
    late = {"firms": {"one": {"price": 10}, "two": {"price": 10, "enters": "6 years"}}}
    assert "after the end" in warned(late)[0]
    assert warned(late | {"periods": 80}) == []


def test_levers_of_staff_without_posts_are_dead():
    assert "number is 0" in warned({"firms": {"one": {"price": 10, "staff": {"pay": 1.2}}}})[0]


LARGE = {"customers": 7_000_000, "simulate": 5000}


def few(start, **size):
    return warned({"firms": {"one": {"price": 10, "start": start}}} | LARGE | size)


def test_a_firm_of_which_few_people_are_simulated_is_named_with_the_sizes_that_have_fifty():
    (warning,) = few({"customers": 12_000})
    assert "firms.one.start.customers: only 9 of the 5,000 people" in warning
    assert "simulate: 29,167 gives it 50, and so does customers: 1,200,000" in warning
    assert few({"customers": 12_000}, simulate=29_167) == []
    assert few({"customers": 12_000}, customers=1_200_000) == []
    assert few({"customers": 12_000}, simulate=28_800) != []


def test_a_small_share_of_a_market_that_is_represented_is_few_people_too():
    (warning,) = few({"share": 0.002})
    assert "firms.one.start.share: only 10 of the 5,000 people" in warning
    assert "simulate: 25,000" in warning


def test_few_customers_of_whom_all_are_simulated_are_no_slip():
    assert warned({"firms": {"one": {"price": 10, "start": {"customers": 7}}}}) == []
    (warning,) = few({"customers": 20}, customers=9000)
    assert "simulate: 9,000 simulates them all" in warning


def test_a_market_scaled_down_until_few_customers_are_left_names_the_size_that_has_fifty():
    firms = {"firms": {"one": {"price": 10, "start": {"customers": 400}}}}
    market = Scenario.of(Document({"title": "t"} | firms, {(): Place("test")}, {}, {}))
    (warning,) = warnings(market.scaled_to(100))
    assert "--customers 625 gives it 50" in warning.message
    assert warnings(market.scaled_to(625)) == []


SERVED = {
    "service": {"quality": 0.6, "failures": 0.05},
    "touchpoints": {"shop": {"frequency": "1 per month"}},
}


def warned_of_policy(**settings):
    """What is warned of a policy that makes settings of the firm, by their paths within it."""
    changes = {f"firms.one.{path.replace('__', '.')}": value for path, value in settings.items()}
    return warned(firm(**SERVED) | {"policies": {"as-is": {}, "p": {"set": changes}}})


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"service__failures": 0.015}, "service.failures falls by itself"),
        ({"service": {"quality": 0.8}}, "service.quality rises by itself"),
        ({"service__failures": 0.015, "price": 11}, "service.failures falls by itself"),
        ({"touchpoints__shop__quality": 0.9}, "touchpoints.shop.quality rises by itself"),
    ],
    ids=str,
)
def test_a_policy_that_makes_service_better_at_no_cost_is_told(settings, said):
    (text,) = warned_of_policy(**settings)
    assert said in text and "firms.one.overhead or firms.one.service.cost" in text


@pytest.mark.parametrize(
    "settings",
    [
        {"service__failures": 0.015, "overhead": "100 per month"},
        {"service": {"failures": 0.015, "cost": 0.5}},
        {"service__failures": 0.08},
        {"price": 11},
    ],
    ids=str,
)
def test_a_policy_that_pays_for_better_service_or_makes_it_worse_is_not_told(settings):
    assert warned_of_policy(**settings) == []


@pytest.mark.parametrize(("price", "is_warned"), [(0.0009, True), (0.001, False), (3e-5, True)])
def test_a_price_that_books_can_hardly_hold_is_warned_about(price, is_warned):
    said = warned({"currency": "EUR million", "firms": {"one": {"price": price}}})
    told = [each for each in said if "round to 0.00001 EUR million" in each]
    assert bool(told) == is_warned
    assert not told or "firms.one.price: " in told[0]
