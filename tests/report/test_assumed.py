"""Claims about the table of assumptions: who set a value, and what goes with the size of the market."""

import relsim
from relsim.report.assumptions import COMMAND, alike_in_one, assumptions, changes, defaults_in_force

MARKET = relsim.load("retention-launch")


def test_what_the_command_line_has_set_is_no_assumption_of_the_file() -> None:
    told = {one.path: one for one in assumptions(MARKET.scaled_to(500).changed({"discount": "5% per year"}))}
    assert {path for path, one in told.items() if one.source == COMMAND} == {"customers", "scale", "discount"}
    assert not any(one.source == COMMAND for one in assumptions(MARKET))


def test_what_a_page_may_move_and_a_search_may_try_is_assumed_of_no_market() -> None:
    paths = [one.path for one in assumptions(relsim.load("retention-launch"))]
    assert paths and not [path for path in paths if path.startswith(("explore", "optimise"))]


def test_amounts_of_a_firm_as_a_whole_say_by_how_much_a_smaller_market_has_less_of_them() -> None:
    scaled = MARKET.scaled_to(500)
    told = {one.path: one.value for one in assumptions(scaled)}
    assert told["firms.harbour.overhead"] == "8000 per month (times 0.1 in a market of this size)"
    assert "times" not in told["firms.harbour.price"]
    assert "times 0.1" in defaults_in_force(scaled)["firms.harbour.advertising.spend"]
    (change,) = changes(scaled, "more-advertising")
    assert "times 0.1" in change.before and "times 0.1" in change.after
    assert not any("times" in one.value for one in assumptions(MARKET))


def test_a_default_that_is_the_same_for_all_firms_or_groups_is_told_once() -> None:
    market = MARKET.changed({"firms.summit.preference": 0.3})
    values = defaults_in_force(market)
    told = alike_in_one(values, market)
    assert told["firms.*.unit_cost"] == values["firms.harbour.unit_cost"]
    assert "firms.harbour.unit_cost" not in told and "firms.summit.unit_cost" not in told
    assert "firms.harbour.preference" in told and "firms.*.preference" not in told
    assert len(told) < len(values) and set(told.values()) == set(values.values())
