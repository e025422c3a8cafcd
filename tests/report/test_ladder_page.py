"""Claims about the ladder on pages: the figure from year to year, and which policy moves whom."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import PathPatch
from worlds import OPEN, world

import relsim
from relsim.measures.records import RUNG_NAMES
from relsim.measures.rungs import OF_CUSTOMERS, RUNG_MEASURES
from relsim.questions.compare.ladders import other_ladders
from relsim.questions.compare.subject import Subject
from relsim.questions.ladder.page import ladders_of_rivals, note_of
from relsim.report.alluvial import floors_of, rungs_by_year, sizes_of, year_by_year, yearly_counts
from relsim.report.rungs import climb_told, remark_on
from relsim.report.shifts import UNSURE, shift_told, shifts_of, shifts_table
from relsim.report.svg import svg_of
from relsim.vocabulary import CLIENT, LAPSED, PROSPECT, PURCHASER, SUPPORTER


def moves_of(counts, firm="harbour", policy="as is"):
    """A table of moves: {(replication, begin, end): {(from, to): customers}}."""
    rows = [
        (replication, policy, begin, end, firm, old, new, number)
        for (replication, begin, end), moved in counts.items()
        for (old, new), number in moved.items()
    ]
    names = ["replication", "policy", "begin", "end", "firm", "from_rung", "to_rung", "customers"]
    table = pd.DataFrame(rows, columns=names)
    for name in ("from_rung", "to_rung"):
        table[name] = pd.Categorical.from_codes(table[name], categories=RUNG_NAMES)
    return table


TWO_YEARS = moves_of(
    {
        (0, 0, 12): {(PROSPECT, CLIENT): 4, (PROSPECT, PROSPECT): 90, (CLIENT, LAPSED): 6},
        (0, 12, 24): {(CLIENT, SUPPORTER): 4, (LAPSED, LAPSED): 6, (PROSPECT, PROSPECT): 90},
        (1, 0, 12): {(PROSPECT, CLIENT): 2, (PROSPECT, PROSPECT): 92, (CLIENT, CLIENT): 6},
        (1, 12, 24): {(CLIENT, CLIENT): 8, (PROSPECT, PROSPECT): 90, (PROSPECT, PURCHASER): 2},
    }
)


def test_bars_are_the_means_of_the_stocks_and_of_those_who_come():
    counts, ends = yearly_counts(TWO_YEARS, "harbour", "as is")
    assert ends == [0, 12, 24]
    counts[:, PROSPECT, PROSPECT] = 0.0
    sizes = sizes_of(counts)
    assert sizes[:, CLIENT].tolist() == [6, 6, 4]
    assert sizes[:, SUPPORTER].tolist() == [0, 0, 2]
    assert sizes[:, LAPSED].tolist() == [0, 3, 3]
    assert sizes[:, PROSPECT].tolist() == [3, 1, 0]
    floors = floors_of(sizes, 1.0)
    assert (floors[:, CLIENT] >= 0.0).all()
    # Lapsed hang at the same height in every column, whoever comes.
    assert len(set((floors + sizes)[:, LAPSED].tolist())) == 1


def test_every_band_is_as_thick_as_the_flow_and_all_are_within_the_bars():
    ax = rungs_by_year(TWO_YEARS, firm="harbour", policy="as is")
    bands = [patch.get_path().vertices for patch in ax.patches if isinstance(patch, PathPatch)]
    thick = sorted(float(np.ptp(band[[0, -2], 1])) for band in bands)
    assert thick == pytest.approx(sorted([3.0, 3.0, 3.0, 2.0, 4.0, 3.0, 1.0]))
    assert "lapsed 3" in svg_of(ax) and "newcomers" in svg_of(ax)
    assert "advocate" not in svg_of(ax)


@pytest.mark.parametrize(
    "moves",
    [
        moves_of({(0, 0, 1): {(PROSPECT, PROSPECT): 20}}),
        moves_of({(0, 0, 1): {(CLIENT, CLIENT): 20}}),
        moves_of({(0, 0, 1): {(CLIENT, LAPSED): 20}}),
        moves_of({(0, 0, 1): {(PROSPECT, PURCHASER): 20}}),
        moves_of({(0, 0, 1): {(LAPSED, LAPSED): 20}}),
    ],
    ids=["nobody comes", "all stay", "all leave", "all come", "all have left"],
)
def test_the_figure_comes_whatever_is_missing(moves):
    one = year_by_year(moves, firm="harbour", colours={}, policies={"as is": "as is"}, period="month")
    assert svg_of(one) == svg_of(
        year_by_year(moves, firm="harbour", colours={}, policies={"as is": "as is"}, period="month")
    )


def test_both_policies_are_drawn_to_one_scale():
    twice = TWO_YEARS.assign(policy="more", customers=2 * TWO_YEARS["customers"])
    both = pd.concat([TWO_YEARS, twice], ignore_index=True)
    colours = {"as is": "#000000", "more": "#ff0000"}
    first = year_by_year(
        both, firm="harbour", colours=colours, policies={"as is": "as is", "more": "more"}, period="month"
    )
    limits = {ax.get_ylim() for ax in first.figure.axes}
    assert len(limits) == 1


# Which policy moves whom


def flows_of(rows):
    """A table of flows of harbour: (replication, policy, from, to, customers)."""
    table = pd.DataFrame(rows, columns=["replication", "policy", "from_rung", "to_rung", "customers"])
    for name in ("from_rung", "to_rung"):
        table[name] = pd.Categorical.from_codes(table[name], categories=RUNG_NAMES)
    return table.assign(firm="harbour")


CLIMBS = flows_of(
    [
        *((number, "base", CLIENT, SUPPORTER, 4) for number in range(3)),
        *((number, "new", CLIENT, SUPPORTER, 10 + 2 * number) for number in range(3)),
        *((number, "base", CLIENT, LAPSED, 6) for number in range(3)),
        *((number, "new", CLIENT, LAPSED, 6) for number in range(3)),
        (0, "new", PROSPECT, PURCHASER, 2),
    ]
)


def shifts(replications=3):
    chosen = CLIMBS[CLIMBS["replication"] < replications]
    return shifts_of(chosen, firm="harbour", policies=["base", "new"], replications=replications, years=2.0)


def test_a_shift_is_the_paired_difference_a_year():
    told = shifts().set_index(["from_rung", "to_rung"])
    climb = told.loc[("client", "supporter")]
    assert (climb["baseline"], climb["mean"], climb["difference"]) == (2.0, 6.0, 4.0)
    # Student's t with two degrees of freedom: 4.3027 standard errors of 1 / sqrt(3).
    assert climb["high"] - 4.0 == pytest.approx(4.3027 / np.sqrt(3), rel=1e-4)
    assert told.loc[("client", "lapsed"), ["difference", "low", "high"]].tolist() == [0.0, 0.0, 0.0]
    # In two of the replications nobody joined: that is nobody, not unknown.
    assert told.loc[("prospect", "purchaser"), "mean"] == pytest.approx(1 / 3)


def test_steps_that_do_not_surely_differ_are_left_out_and_counted():
    table = shifts_table(shifts(), {"base": "base", "new": "new"}, 3)
    assert [row[0] for row in table.rows] == ["client climbs to supporter"]
    assert "2 steps are left out" in table.remark
    assert "client climbs to supporter" in shift_told(shifts(), "new", "new")


def test_of_one_replication_nothing_is_sure():
    table = shifts_table(shifts(1), {"base": "base", "new": "new"}, 1)
    assert table.rows == []
    assert "3 steps are left out" in table.remark
    assert shift_told(shifts(1), "new", "new") == ""


def test_a_policy_that_moves_nobody_surely_has_a_dot():
    more = pd.concat([CLIMBS, CLIMBS[CLIMBS["policy"] == "base"].assign(policy="same")], ignore_index=True)
    policies = ["base", "new", "same"]
    told = shifts_of(more, firm="harbour", policies=policies, replications=3, years=2.0)
    [row] = shifts_table(told, {name: name for name in policies}, 3).rows
    assert row[2] == UNSURE


def means_of(policies):
    """Two rungs under some policies, as `climb_told` reads them."""
    values = {"customers": 5.0, "profit_a_year": 60.0, "recruits_per_100": 10.0, "yearly_loss": 0.2}
    rows = [
        ("harbour", policy, name, rung, value)
        for policy in policies
        for rung in OF_CUSTOMERS
        for name, value in values.items()
    ]
    return pd.DataFrame(rows, columns=["firm", "policy", "measure", "rung", "mean"])


def test_what_a_rung_higher_means_is_told_of_a_policy_where_there_are_several():
    many = {"as-is": "“As it is”", "care": "“Care”"}
    told = climb_told(means_of(many), "harbour", many, "EUR")
    assert told[1].startswith("Under “Care”, a supporter brings")
    assert told[2].startswith("Under “As it is”, a supporter brings")
    one = {"as-is": "“As it is”"}
    assert climb_told(means_of(one), "harbour", one, "EUR")[1].startswith("A supporter brings")


def test_leaving_and_climbing_are_not_told_as_parts_of_one_whole():
    told = remark_on(1)
    assert "no parts of one whole" in told and "chance" in told
    assert all("share" not in RUNG_MEASURES[name].words for name in ("yearly_loss", "yearly_climb"))


# The question


@pytest.fixture(scope="module")
def found():
    policies = {"as-is": {}, "dear": {"set": {"firms.harbour.price": 60}}}
    return relsim.ladder(
        world(customers=80, periods=14, mechanisms=OPEN, policies=policies), replications=2, driver="agents"
    )


def test_the_page_has_both_policies_the_figure_and_every_table(found):
    note = note_of(found)
    assert not note.attempts.failures
    assert [picture.name for picture in note.pictures] == ["year-by-year"]
    assert next(table.caption for table in note.tables) == "The ladder of harbour"
    assert set(note.numbers) == {"ladder", "moves", "shifts"}
    assert note.pictures[0].svg


def test_a_dearer_firm_loses_more_of_its_customers(found):
    people = found.table.query("firm == 'harbour' and measure == 'customers' and rung != 'lapsed'")
    stay = people[people["rung"] != "prospect"].groupby("policy")["mean"].sum()
    assert stay["dear"] < stay["as-is"]
    assert found.rival == "dear"
    assert (found.shifts["policy"] == "dear").all()


def test_without_policies_it_is_told_as_it_is_and_of_any_firm():
    market = world(customers=40, periods=2, mechanisms=OPEN)
    found = relsim.ladder(market, firm="summit", replications=1, driver="agents")
    note = note_of(found)
    assert (found.policies, found.firm) == (["as is"], "summit")
    assert "shifts" not in note.numbers
    assert "The ladder of summit" in [table.caption for table in note.tables]


def test_what_is_not_there_is_refused(found):
    with pytest.raises(relsim.InputError, match="harbor"):
        relsim.ladder(found.scenario, firm="harbor")
    with pytest.raises(relsim.InputError, match="dea"):
        relsim.ladder(found.scenario, policies=["dea"])
    with pytest.raises(relsim.InputError, match="no policy"):
        relsim.ladder(world(customers=10), policies=["dear"])


def test_how_to_read_the_ladders_of_other_firms_stands_once_below_the_last_of_them() -> None:
    market = relsim.load("whose-customers").scaled_to(100).changed({"periods": 3})
    comparison = relsim.compare(market, replications=2, hinge=False, jobs=1)
    asked = relsim.ladder(market, replications=2, jobs=1)
    for tables in (other_ladders(Subject(comparison)), ladders_of_rivals(asked)):
        assert len(tables) >= 2
        assert [bool(table.remark) for table in tables] == [*[False] * (len(tables) - 1), True]


def test_a_ladder_says_when_the_end_is_and_why_one_of_several_policies_is_told():
    policies = {"as-is": {}, "more": {"set": {"firms.harbour.contact.frequency": "6 per year"}}}
    policies["dear"] = {"set": {"firms.harbour.price": 60}}
    ladders = relsim.ladder(world(customers=150, periods=7, policies=policies), replications=2)
    told = " ".join(note_of(ladders).sentences)
    assert f"{ladders.rival.capitalize()} is told since its mean customer equity is the highest" in told
    assert "The end is that of month 7; numbers are means over 2 replications" in told
    assert "nobody is a prospect" not in told
    alone = relsim.ladder(
        world({"firms.harbour.start.share": 1.0, "firms.summit.start.share": 0.0}, customers=80, periods=3),
        replications=2,
    )
    told = " ".join(note_of(alone).sentences)
    assert "is told since" not in told
    assert "Everybody is a customer of harbour from the start, so that nobody is a prospect." in told
