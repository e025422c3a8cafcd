"""Claims about sensitivity: known shares of a linear difference, ranges that count, mistakes well told."""

from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from command_line import called
from worlds import world

import relsim
from relsim.errors import InputError, ScenarioError
from relsim.questions.sensitivity.designs import indices, screened, screening_points, shares_points
from relsim.questions.sensitivity.page import note_of, sensitivity_sentences
from relsim.report.names import name_of_value
from relsim.report.svg import svg_of
from relsim.report.tornado import tornado
from relsim.report.values import named_with_meaning
from relsim.scenario.load import load
from relsim.scenario.units.ranges import Range
from relsim.scenario.vary.factors import Factor, factors_of, unvaried_numbers

pytest.importorskip("SALib")

CONTACT, RECOVERY = "firms.harbour.contact.cost", "firms.harbour.complaints.cost"
RANGES = {CONTACT: (0.5, 1.4), RECOVERY: (2, 11)}
"""Thirds of these ranges are whole cents."""
POLICIES = {
    "as-is": {},
    "attentive": {
        "set": {"firms.harbour.contact.frequency": "6 per year", "firms.harbour.complaints.invite": 0.9}
    },
}


def market(policies=POLICIES, **changes):
    costs = {"firms.harbour.contact": {"frequency": "1 per year", "cost": 1}}
    costs |= {"firms.harbour.complaints": {"cost": 6}, "firms.harbour.service.failures": 0.3}
    return world(costs | changes, customers=300, periods=12, policies=policies)


@pytest.fixture(scope="module")
def found():
    return relsim.sensitivity(market(), measure="profit", vary=RANGES, replications=2, trajectories=4)


# A difference whose answer is known


def test_costs_that_change_no_behaviour_have_the_effects_and_shares_of_a_sum(found):
    """Profit falls by the count of what costs, so the effect over a range is extra count times width."""
    comparison = relsim.compare(market(), replications=2)
    counts = comparison.periods.query("firm == 'harbour'")
    counts = counts.groupby("policy", observed=True)[["contacts", "complaints"]].sum() / 2
    extra = counts.loc["attentive"] - counts.loc["as-is"]
    effects = {CONTACT: extra["contacts"] * 0.9, RECOVERY: extra["complaints"] * 9.0}
    table = found.table.set_index("path")
    variance = sum(effect**2 for effect in effects.values())
    for path, effect in effects.items():
        row = table.loc[path]
        assert row["mu_star"] == pytest.approx(effect, rel=1e-3)
        assert row["sigma"] < 0.01 * effect
        assert row["direction"] == "lowers"
        assert row["at_lowest"] - row["at_highest"] == pytest.approx(effect, rel=1e-3)
        for share in ("S1", "ST"):
            assert row[share] == pytest.approx(effect**2 / variance, abs=0.05)
        assert abs(row["S1"] - effect**2 / variance) < 1.5 * row["S1_conf"]


def test_the_strongest_value_comes_first_and_the_words_name_it(found):
    text = " ".join(sensitivity_sentences(found))
    assert found.table["mu_star"].is_monotonic_decreasing
    assert f"It depends most on {name_of_value(found.table['path'][0])}" in text
    assert "more of it lowers the difference" in text


def test_a_share_that_luck_leaves_open_altogether_names_no_strongest_value(found):
    last = found.table.index[-1]
    table = found.table.copy()
    table.loc[last, ["ST", "ST_conf"]] = [9.0, 0.4]
    told = " ".join(sensitivity_sentences(replace(found, table=table)))
    assert f"It depends most on {named_with_meaning(found.scenario, table['path'][last])} (" in told
    table.loc[last, "ST_conf"] = 130.0
    told = " ".join(sensitivity_sentences(replace(found, table=table)))
    assert f"It depends most on {named_with_meaning(found.scenario, table['path'][0])}: " in told


def test_the_winner_changes_exactly_where_the_difference_changes_sign(found):
    assert 0.0 <= found.won <= 1.0
    signs = np.sign(found.points["difference"])
    assert sensitivity_sentences(found)[0].startswith("The winner does not change") == (signs.nunique() == 1)
    free = relsim.sensitivity(
        market(), measure="profit", vary={CONTACT: (0, 100)}, replications=1, trajectories=4, samples=8
    )
    assert 0.0 < free.won < 1.0 or not len(free.turning)
    assert "can turn it alone" in sensitivity_sentences(free)[0]


def test_the_same_seed_gives_the_same_numbers_and_a_store_is_used(tmp_path):
    options = {"measure": "profit", "vary": RANGES, "replications": 1, "trajectories": 2, "samples": 4}
    first = relsim.sensitivity(market(), store=tmp_path, **options)
    files = sorted(path.name for path in tmp_path.iterdir())
    again = relsim.sensitivity(market(), store=tmp_path, **options)
    assert first.table.equals(again.table) and first.points.equals(again.points)
    assert sorted(path.name for path in tmp_path.iterdir()) == files


def test_the_best_policy_is_asked_about_where_none_is_named():
    ruin = {"set": {"firms.harbour.contact": {"frequency": "20 per year", "cost": 90}}}
    scenario = world(
        {"firms.harbour.contact.cost": 1}, customers=100, periods=6, policies=POLICIES | {"ruin": ruin}
    )
    asked = relsim.sensitivity(
        scenario, vary={"firms.summit.price": (29, 31)}, replications=1, trajectories=2, samples=4
    )
    assert asked.policy == "attentive"


# Other policies than the two

DEARER = {"set": {"firms.harbour.contact": {"frequency": "6 per year", "cost": 2}}}
FREE = {"set": {"firms.harbour.contact": {"frequency": "6 per year"}}}
FEW = {"measure": "profit", "replications": 2, "trajectories": 2, "samples": 4}


@pytest.fixture(scope="module")
def of_three():
    """`more` pays what a contact costs, `dearer` pays 2 whatever it costs otherwise, `as-is` hardly any."""
    policies = {"as-is": {}, "more": FREE, "dearer": DEARER}
    return market(policies=policies)


def test_the_best_at_each_end_is_the_one_of_all_policies_with_the_most(of_three):
    found = relsim.sensitivity(of_three, policy="dearer", vary={CONTACT: (0.1, 9)}, **FEW)
    bests = found.bests.set_index("at")
    profits = {
        at: relsim.compare(of_three.changed({CONTACT: float(at)} if at else {}), replications=2).outcomes
        for at in bests.index
    }
    for at, outcomes in profits.items():
        own = outcomes[outcomes["firm"] == "harbour"].groupby("policy", observed=True)["profit"].mean()
        best, following = own.sort_values(ascending=False).index[:2]
        assert (bests.loc[at, "best"], bests.loc[at, "next_best"]) == (best, following)
        assert bests.loc[at, "lead"] == pytest.approx(own[best] - own[following], rel=1e-6)
    assert bests.loc["0.1", "best"] == "more"
    told = " ".join(sensitivity_sentences(found))
    assert "more is ahead of both (" in told and "over the next best, as-is" in told
    assert "with all values as written; so is one of the others at 1 of 2 ends of ranges." in told


def test_where_a_third_policy_is_ahead_at_an_end_alone_the_end_is_named(of_three):
    found = relsim.sensitivity(of_three, policy="dearer", vary={CONTACT: (0.1, 9)}, **FEW)
    as_written = found.bests["path"] == ""
    bests = found.bests.assign(best=found.bests["best"].where(~as_written, "dearer"))
    told = " ".join(sensitivity_sentences(replace(found, bests=bests)))
    assert (
        "more is ahead of both (" in told
        and "over the next best, as-is" in told
        and "where contact cost of harbour is 0.1" in told
    )
    nobody = " ".join(sensitivity_sentences(replace(found, bests=bests.assign(best="dearer"))))
    assert "No other policy is ahead of both" in nobody


def test_a_policy_may_be_held_against_another_one_than_the_baseline(of_three):
    found = relsim.sensitivity(
        of_three, policy="more", against="dearer", vary={"firms.summit.price": (29, 31)}, **FEW
    )
    own = relsim.compare(of_three, replications=2).outcomes.query("firm == 'harbour'")
    means = own.groupby("policy", observed=True)["profit"].mean()
    assert found.baseline == "dearer"
    assert found.base["difference"] == pytest.approx(means["more"] - means["dearer"], rel=1e-6)
    assert "more is ahead of dearer" in sensitivity_sentences(found)[0]


def test_where_two_policies_are_all_there_is_none_is_ahead_of_both(found):
    assert not any("of both" in sentence for sentence in sensitivity_sentences(found))
    assert set(found.bests["best"]) <= {found.policy, found.baseline}


# How much there is to run


@pytest.mark.parametrize("policy", ["more", None])
def test_how_many_simulations_there_are_in_all_is_said_first_and_all_are_counted(of_three, policy):
    told, run = [], []

    @contextmanager
    def progress(total, unit):
        told.append((total, unit))
        yield run.append

    ranges = {CONTACT: (0.1, 9), "firms.summit.price": (29, 31)}
    relsim.sensitivity(of_three, policy=policy, vary=ranges, progress=progress, **FEW)
    ends, screening, shares = 1 + 2 * 2, 2 * (2 + 1), 4 * (2 + 2)
    chosen = 0 if policy else 3
    total = 2 * (chosen + 2 * (ends + screening + shares) + ends)
    assert told == [(total, "simulations at most")]
    assert run == sorted(run) and run[-1] == total
    assert max(count for count in run if count < total) > 0.8 * total


# Designs against functions that are known


def test_the_designs_know_the_shares_of_sums_and_products():
    """Y = 3 a + 1 b: shares 0.9 and 0.1; Y = a b of centred values: no share alone, all of it together."""
    points = shares_points(2, 1024, 1)
    parts = indices(3.0 * points[:, 0] + points[:, 1], 2, 1)
    assert parts["S1"] == pytest.approx([0.9, 0.1], abs=0.02)
    both = indices((points[:, 0] - 0.5) * (points[:, 1] - 0.5), 2, 1)
    assert both["S1"] == pytest.approx([0.0, 0.0], abs=0.05)
    assert both["ST"] == pytest.approx([1.0, 1.0], abs=0.05)
    tried = screening_points(2, 20, 1)
    effects = screened(tried, 3.0 * tried[:, 0] - tried[:, 1], 1)
    assert effects["mu_star"] == pytest.approx([3.0, 1.0])
    assert effects["direction"] == ["raises", "lowers"]


def test_a_difference_that_never_changes_has_no_shares():
    points = shares_points(1, 4, 1)
    assert np.isnan(indices(np.ones(len(points)), 1, 1)["S1"]).all()


# Ranges

FILE = """
title: Ranges
customers: 100
periods: 6
firms:
  harbour:
    price: {value: 30, source: list, range: [25, 40], distribution: triangular}
    unit_cost: {value: 12, source: books}
    start: {share: 40%}
  summit: {price: {value: 30, range: [28, 32]}}
behaviour: {departure: {neglect: {value: 95% per year, source: books}}}
policies:
  keep: {}
  call: {set: {firms.harbour.contact.frequency: {value: 4 per year, range: [2 per year, 6 per year]}}}
  other: {set: {firms.harbour.price: {value: 20, range: [19, 21]}}}
"""


@pytest.fixture
def written(tmp_path):
    def write(old="", new=""):
        assert old in FILE
        path = tmp_path / "ranges.yaml"
        path.write_text(FILE.replace(old, new) if old else FILE, encoding="utf-8")
        return load(path)

    return write


def test_values_with_a_range_vary_and_those_of_other_policies_do_not(written):
    found = {one.name: one for one in factors_of(written(), policies=("keep", "call"))}
    call = "policies.call.set.firms.harbour.contact.frequency"
    assert set(found) == {"firms.harbour.price", "firms.summit.price", call}
    scenario = written().changed(found[call].at(0.25)).with_policy("call")
    assert str(scenario.firms["harbour"].contact.frequency) == "3 per year"


def test_around_takes_those_with_a_source_and_stops_at_a_hundred_percent(written):
    found = {one.name: one.range for one in factors_of(written(), around=0.1)}
    assert found["firms.harbour.unit_cost"].lowest == pytest.approx(10.8)
    assert found["firms.harbour.price"].lowest == 25
    assert found["behaviour.departure.neglect"].highest == "100% per year"


def test_around_varies_guesses_before_what_is_known(written):
    scenario = written().changed({"firms.harbour.contact.cost": 3, "firms.summit.price": 31})
    found = factors_of(scenario, around=0.1, policies=("as-is", "call"))
    names = [one.name for one in found]
    assert names.index("firms.harbour.contact.cost") < names.index("firms.harbour.unit_cost")
    assert "firms.summit.price" in names
    assert not any(name.endswith("share") for name in names)
    sources = [
        bool(scenario.document.notes.get(one.path) and one.origin != "in the scenario") for one in found
    ]
    assert sources == sorted(sources)


def test_what_is_not_varied_is_listed_with_the_reason(written):
    scenario = written().changed({"behaviour.reviews.usual": 5})
    factors = factors_of(scenario, around=0.1)
    missing = dict(unvaried_numbers(scenario, (), 0.1, factors))
    assert "no range within which it is valid" in missing["behaviour.reviews.usual"]
    assert not {one.name for one in factors} & missing.keys()
    assert all(
        "share around it" in why for _, why in unvaried_numbers(scenario, (), None, factors_of(scenario))
    )


def test_shares_that_few_samples_leave_open_are_told_with_their_interval(found):
    table = found.table.assign(ST=1.2, ST_conf=0.5)
    sentences = " ".join(sensitivity_sentences(replace(found, table=table)))
    assert "120" in sentences and "±" in sentences
    assert "Ask for more samples" in sentences
    assert "Ask for more samples" not in " ".join(
        sensitivity_sentences(replace(found, table=table.assign(ST_conf=0.01, S1_conf=0.01)))
    )
    assert "2 values were varied, 2 of them without a source" in sentences


def test_a_named_value_may_be_one_that_the_file_does_not_set(written):
    vary = {"firms.harbour.service.quality": None, "customers": (100, 104)}
    quality, customers = factors_of(written(), around=0.1, vary=vary)[-2:]
    assert quality.place == pytest.approx(0.5)
    assert [customers.at(place)["customers"] for place in (0.0, 0.4, 1.0)] == [100, 102, 104]


def test_quantiles_follow_the_distribution():
    spread = Range.between(0, 10)
    triangular = Factor(("a",), "a", 2, spread, "triangular")
    assert [triangular.quantile(chance) for chance in (0.0, 0.2, 1.0)] == pytest.approx([0.0, 0.2, 1.0])
    normal = Factor(("a",), "a", 2, spread, "normal")
    assert [normal.quantile(chance) for chance in (0.0, 0.5, 1.0)] == pytest.approx([0.0, 0.5, 1.0])
    assert normal.quantile(0.75) == pytest.approx(0.5 + 0.5 * 0.6345 / 1.96, abs=0.01)


WRONG = {
    "unit": ("range: [28, 32]", "range: [28, 32 per year]", "different units"),
    "value": ("range: [28, 32]", "range: [-28, 32]", "-28"),
    "nothing between": ("range: [28, 32]", "range: [28, 28]", "nothing between"),
    "outside": ("range: [25, 40]", "range: [35, 40]", "peak"),
    "no number": ("value: 12, source: books", "value: 12, range: [x, y]", "no number"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_range_is_told_with_its_place(case, written):
    old, new, hint = WRONG[case]
    with pytest.raises(ScenarioError) as caught:
        factors_of(written(old, new))
    (problem,) = caught.value.problems
    assert hint in problem.message
    before = FILE.replace(old, new).partition(new)[0] + new[: new.index("[")]
    assert problem.place.line == before.count("\n") + 1
    assert problem.place.column == len(before.rpartition("\n")[2]) + 1


def test_a_wrong_distribution_is_told_with_the_nearest(written):
    with pytest.raises(ScenarioError, match='did you mean "triangular"'):
        written("triangular", "triangle")
    with pytest.raises(ScenarioError, match="needs a range"):
        written("source: books}\n    start", "distribution: normal}\n    start")


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        ({"measure": "profits"}, "profit"),
        ({"policy": "attentiv"}, "attentive"),
        ({"policy": "as-is"}, "baseline"),
        ({"against": "attentiv"}, "attentive"),
        ({"policy": "attentive", "against": "attentive"}, "against itself"),
        ({"vary": {}}, "`around`"),
        ({"vary": {CONTACT: None}}, "`around`"),
        ({"vary": {"firms.harbor.price": None}}, "harbour"),
        ({"vary": {"policies.attentive.set.firms.harbour.contact.freq": (1, 2)}}, "frequency"),
        ({"samples": 100}, "128"),
        ({"replications": 0}, "at least 1"),
    ],
)
def test_a_wrong_question_is_refused(options, hint):
    with pytest.raises((InputError, ScenarioError), match=hint):
        relsim.sensitivity(market(), **({"vary": RANGES} | options))


# What is told and drawn


def test_the_tornado_has_a_bar_for_each_end_of_each_range(found):
    ax = tornado(found.table, found.base["difference"], what="profit, EUR")
    ends = {round(bar.get_x() + bar.get_width(), 3) for bar in ax.patches}
    expected = found.table[["at_lowest", "at_highest"]].to_numpy().ravel()
    assert ends == {round(value, 3) for value in expected}


def test_ends_on_one_side_are_labelled_on_both(found):
    one_sided = found.table.assign(at_lowest=[30.0, -4.0], at_highest=[10.0, -8.0])
    labels = tornado(one_sided, 0.0, what="profit, EUR").texts
    assert [label.get_ha() for label in labels] == ["left", "left", "right", "right"]


@pytest.mark.parametrize("base", [2000.0, 30.0, -2000.0])
def test_no_label_of_a_bar_leaves_the_axis_and_covers_the_name_of_a_value(found, base):
    ends = {"lowest": "1234.5 per year", "highest": "2345.6 per year"}
    table = found.table.assign(at_lowest=[0.0, base], at_highest=[base + 900.0, base / 2.0], **ends)
    ax = tornado(table, base, what="profit, EUR")
    svg_of(ax)
    inside = ax.get_window_extent()
    for label in ax.texts:
        box = label.get_window_extent()
        assert inside.x0 <= box.x0 and box.x1 <= inside.x1


def test_the_page_says_which_ranges_were_varied_and_who_gave_them(written):
    scenario = written().changed({"periods": 4})
    asked = relsim.sensitivity(
        scenario, policy="call", around=0.1, replications=1, trajectories=2, samples=4, seed=7
    )
    note = note_of(asked)
    rows = {row[0]: row[1:] for row in note.tables[-1].rows}
    price = ["30", "25 to 40", "triangular", "in the scenario", "list", "firms.harbour.price"]
    assert rows["price of harbour"] == price
    assert rows["unit cost of harbour"][-3:-1] == ["10 % around it", "books"]
    assert note.facts["Seed"] == "7" and "SALib" in note.facts["Versions"]


def test_the_command_writes_tables_a_page_and_the_figure(written, tmp_path, capsys):
    file = written().document.places[()].file
    words = ["sensitivity", file, "--customers", "60", "--periods", "4", "--replications", "1"]
    words += ["--policy", "call", "--around", "20%", "--trajectories", "2", "--samples", "4"]
    words += ["--vary", "firms.summit.contact.frequency=1 per year to 3 per year"]
    assert called(*words, "--out", str(tmp_path / "out")) == 0
    assert "It depends most on" in capsys.readouterr().out
    names = {path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")}
    tables = {"sensitivity.csv", "points.csv", "bests.csv", "results.xlsx"}
    assert names == tables | {"report.html", "figures", "tasks"}
    for wrong in (["--around", "20"], ["--vary", "a=1"]):
        assert called(*words, *wrong, "--out", str(tmp_path / "other")) == 2
    assert 'did you mean "20%"' in capsys.readouterr().err


def test_values_are_named_in_words_and_policies_by_their_titles(written):
    scenario = written("call: {set", "call: {title: Call often, set").changed({"periods": 4})
    asked = relsim.sensitivity(scenario, policy="call", replications=1, trajectories=2, samples=4)
    first, note = name_of_value(asked.table["path"][0], scenario), note_of(asked)
    frequency = "contact frequency of harbour under “Call often”"
    for table in note.tables[:3]:
        assert not any(".harbour." in cell for row in table.rows for cell in row)
        assert len(set(table.heads)) == len(table.heads)
    assert frequency in {row[0] for row in note.tables[0].rows}
    assert any(told.startswith(f"It depends most on {first} (“") for told in note.sentences)
    labels = [label.get_text() for label in note.pictures[0].draw().get_yticklabels()]
    assert frequency in {label.replace("\n", " ") for label in labels}


def test_values_whose_shares_are_not_told_apart_are_said_to_be_alike(found):
    alike = found.table.assign(ST=[0.55, 0.44], ST_conf=[0.28, 0.30])
    apart = found.table.assign(ST=[0.90, 0.10], ST_conf=[0.05, 0.05])
    names = [name_of_value(path) for path in found.table["path"]]
    said, other = (" ".join(sensitivity_sentences(replace(found, table=table))) for table in (alike, apart))
    assert f"So few samples do not tell it apart from {names[1]}." in said
    assert "tell it apart" not in other
