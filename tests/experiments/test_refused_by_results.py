"""Claims about results and scenarios: what their methods are wrongly asked for is refused in a sentence."""

import pandas as pd
import pytest

import relsim

MARKET = relsim.load("retention-launch").changed({"periods": 3}).scaled_to(60)


@pytest.fixture(scope="module")
def comparison():
    return relsim.compare(MARKET, policies=["attentive-contact"], replications=40, hinge=False)


WRONG_OF_RESULTS = {
    "why": (lambda results: results.why("typo"), 'no policy is called "typo"'),
    "lift": (lambda results: results.lift(3), "policy: expected the name of a policy"),
    "lift by": (lambda results: results.lift("attentive-contact", by="rungs"), 'did you mean "rung"'),
    "moved": (lambda results: results.moved("attentive-contct"), 'did you mean "attentive-contact"'),
    "of a firm": (lambda results: results.of_firm("periods", "typo"), 'no policy is called "typo"'),
    "report": (lambda results: results.report(3), "path: expected a path, found the number 3"),
    "customer base": (lambda results: results.customer_base("x"), "expected one such as"),
    "freeze": (lambda results: relsim.freeze(results, "typo"), 'no policy is called "typo"'),
    "track": (
        lambda results: relsim.freeze(results).track(3),
        "columns series, period, actual, found the number",
    ),
    "track columns": (
        lambda results: relsim.freeze(results).track(pd.DataFrame({"month": [1]})),
        "columns series, period, actual, found month",
    ),
    "save": (lambda results: relsim.freeze(results).save(3), "path: expected a path"),
}


@pytest.mark.parametrize("wrong", WRONG_OF_RESULTS)
def test_what_results_cannot_tell_is_refused_in_a_sentence(wrong, comparison):
    ask, told = WRONG_OF_RESULTS[wrong]
    with pytest.raises(relsim.InputError) as caught:
        ask(comparison)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: MARKET.at_events((99,)), "the timeline has no event 99"),
        (lambda: MARKET.at_events((-1,)), "the timeline has no event -1"),
        (lambda: MARKET.with_policy(3), "policy: expected the name of a policy"),
        (lambda: MARKET.under_condition("typo"), 'no condition is called "typo"'),
        (lambda: MARKET.from_now_on({"periodz": 1}), 'changes  periodz: there is no "periodz"'),
        (lambda: MARKET.scaled_to(float("nan")), "customers: expected at least 1"),
    ],
)
def test_what_a_scenario_does_not_have_is_refused_in_a_sentence(ask, told):
    with pytest.raises(relsim.InputError) as caught:
        ask()
    assert told in str(caught.value)
