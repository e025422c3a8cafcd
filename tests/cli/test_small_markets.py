"""Claims about small and odd markets: every command ends well on them, and nothing computed is lost."""

import json
import re
from pathlib import Path

import pytest
from command_line import called
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from worlds import CLASSICS, CONTRACTS, NO_DEPARTURE, OPEN

from relsim.questions.compare.results import open_results
from relsim.scenario.load import load
from relsim.scenario.resolve.shipped import shipped_scenarios

TABLES = {"periods.parquet", "periods.csv", "ladder.parquet", "flows.parquet", "customers.parquet"}
RESULTS = TABLES | {"outcomes.parquet", "summary.json", "manifest.json", "report.html"}
FEW = ["--customers", "20", "--periods", "1"]
COMPARED = ["--jobs", "1", "--replications"]
FILES = sorted(CLASSICS.glob("*.yaml")) + list(shipped_scenarios().values())
NOBODY_BUYS = {"choice": {"intercept": -1000}}
SETTLED = [{"name": "all", "share": "100%", "mobility": 0}]
HIDDEN = re.compile(r"<style>.*?</style>|<svg.*?</svg>|<[^>]+>", re.DOTALL)
DRAWN = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
NO_NUMBER = re.compile(r"(?<![\w-])(nan|NaN|inf|None|[-−]0(\.0+)?)(?![\w.,-])")


def seen(page):
    """What somebody reads on a page, figures included."""
    return " ".join([HIDDEN.sub(" ", page), *DRAWN.findall(page)])


def ends_well(command, source, out, capsys, *options):
    """The command ends with its results and page, nothing failed, and no figure is without its numbers."""
    assert called(command, source, *options, "--out", out) == 0
    told = capsys.readouterr()
    complaints = [line for line in told.err.splitlines() if not re.match(r"\d+ of \d+ ", line)]
    assert not complaints
    assert {path.name for path in out.iterdir()} >= RESULTS
    shown = seen((out / "report.html").read_text(encoding="utf-8"))
    for text in (shown, told.out):
        assert not NO_NUMBER.search(text), NO_NUMBER.search(text)
    return told.out


def firm(share, **levers):
    return {"price": 30, "unit_cost": 12, "start": {"share": share}} | levers


def market(**settings):
    """Two firms and two policies, one of which changes nothing."""
    return {
        "title": "A small market",
        "customers": 20,
        "periods": 2,
        "mechanisms": OPEN,
        "firms": {"a": firm("40%"), "b": firm("40%")},
        "policies": {"as-is": {}, "same": {}},
    } | settings


def written(data, folder, name="market"):
    path = folder / f"{name}.yaml"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


ODD = {
    "one customer, one period": market(customers=1, periods=1),
    "nobody comes": market(firms={"a": firm("0%"), "b": firm("0%")}, behaviour=NOBODY_BUYS),
    "only the rival has customers": market(firms={"a": firm("0%"), "b": firm("100%")}),
    "nobody needs anything": market(
        segments=[{"name": "all", "share": "100%", "need_rate": {"mean": "0.000001 per year"}}]
    ),
    "a quarter": market(period="quarter", periods=1),
    "two years": market(period="year"),
}
"""Markets in which something that usually is there is missing."""


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, marks=() if place < 2 else pytest.mark.slow) for place, case in enumerate(ODD)],
)
def test_a_market_without_something_usual_is_run_and_compared(case, tmp_path, capsys):
    source, out = written(ODD[case], tmp_path), tmp_path / "out"
    ends_well("run", source, out / "run", capsys)
    ends_well("compare", source, out / "compare", capsys, *COMPARED, "2")


def test_the_page_of_a_small_market_is_made_again(tmp_path, capsys):
    ends_well("run", written(market(periods=1), tmp_path), tmp_path / "out", capsys)
    page = (tmp_path / "out" / "report.html").read_bytes()
    (tmp_path / "out" / "report.html").unlink()
    assert called("report", tmp_path / "out") == 0
    assert (tmp_path / "out" / "report.html").read_bytes() == page


def test_one_replication_of_equal_policies_makes_no_difference(tmp_path, capsys):
    said = ends_well("compare", written(market(), tmp_path), tmp_path / "out", capsys, *COMPARED, "1")
    assert "No policy makes a difference: same ends exactly where as-is does." in said


def test_a_figure_without_anything_to_draw_says_so(tmp_path, capsys):
    nobody = market(firms={"a": firm("0%"), "b": firm("0%")}, behaviour=NOBODY_BUYS)
    said = ends_well("run", written(nobody, tmp_path), tmp_path / "out", capsys)
    assert "a is worth EUR\N{NO-BREAK SPACE}0 in customer equity and has no customers" in said
    for name, words in {
        "ladder": "nobody was ever a customer in this run",
        "bucket": "nobody came and nobody left in this run",
        "value": "nobody bought in the first replication",
        "channels": "nobody was won in this run",
        "reasons": "nobody left in this run",
        "tenure": "there were no customers to keep in this run",
        "satisfaction": "there were no customers who could be satisfied in this run",
        "promoters": "nobody was asked whether they would recommend the firm",
    }.items():
        assert words in (tmp_path / "out" / "figures" / f"{name}.svg").read_text(encoding="utf-8")


ENDLESS = market(
    firms={"a": firm("100%")},
    mechanisms=CONTRACTS,
    behaviour={"departure": NO_DEPARTURE},
    segments=SETTLED,
    discount="0% per year",
)
"""Nobody leaves and nothing is discounted."""


@pytest.mark.slow
def test_customers_whose_worth_has_no_end_are_no_amount(tmp_path, capsys):
    source = written(ENDLESS, tmp_path)
    assert "has no end" in ends_well("run", source, tmp_path / "run", capsys)
    said = ends_well("compare", source, tmp_path / "compare", capsys, *COMPARED, "2")
    assert said.startswith("Which policy is better cannot be told")
    assert called("compare", source, "--until", "1%", "--out", tmp_path / "until") == 2
    assert "no amount" in capsys.readouterr().err


QUESTIONS = {
    "stress": ["--replications", "2"],
    "breakeven": ["--replications", "2", "--vary", "firms.a.unit_cost", "--between", "5", "20"],
    "sensitivity": ["--replications", "1", "--trajectories", "2", "--samples", "4"],
    "optimise": ["--replications", "1", "--trials", "3"],
    "marginal": ["--replications", "2"],
    "incremental": ["--replications", "2"],
    "ladder": ["--replications", "2"],
}
ASKED = {
    "conditions": {"dear": {"set": {"firms.a.unit_cost": 20}}},
    "optimise": {"levers": {"firms.a.contact.frequency": {"from": "1 per year", "to": "6 per year"}}},
}
EQUAL = {
    "stress": "all policies bring the same under every condition",
    "breakeven": "neither is better anywhere in this range",
    "sensitivity": "are equal at all points within the ranges",
}
"""What is said of two policies that do the same."""


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_answered_in_a_market_of_twenty(question, tmp_path, capsys):
    source, out = written(market(periods=1) | ASKED, tmp_path), tmp_path / "out"
    options = [*QUESTIONS[question], "--jobs", "1"]
    if question == "sensitivity":
        options += ["--vary", "firms.a.unit_cost=5 to 20"]
    assert called(question, source, *options, "--out", out) == 0
    told = capsys.readouterr()
    assert EQUAL.get(question, "") in told.out
    assert not [line for line in told.err.splitlines() if not re.match(r"\d+ of \d+ ", line)]
    assert list(out.glob("*.csv"))
    assert not NO_NUMBER.search(seen((out / "report.html").read_text(encoding="utf-8")))


@pytest.mark.parametrize("question", ["stress", "breakeven"])
def test_a_measure_that_nobody_gives_occasion_for_is_said_to_be_unmeasured(question, tmp_path, capsys):
    source, out = written(market(periods=1) | ASKED, tmp_path), tmp_path / "out"
    options = [*QUESTIONS[question], "--jobs", "1", "--measure", "cost_to_win_back"]
    assert called(question, source, *options, "--out", out) == 0
    assert "Nothing can be said" in capsys.readouterr().out
    assert not NO_NUMBER.search(seen((out / "report.html").read_text(encoding="utf-8")))


@st.composite
def markets(draw):
    """Small markets of one to three firms, which may have no customers, no prospects and no costs."""
    names = ["a", "b", "c"][: draw(st.integers(1, 3))]
    share = st.sampled_from(["0%", "30%"])
    firms = {
        name: firm(
            draw(share), unit_cost=draw(st.sampled_from([0, 12])), price=draw(st.sampled_from([1, 30]))
        )
        for name in names
    }
    changes = [{}, {"set": {"firms.a.contact.frequency": "6 per year"}}, {"set": {"firms.a.price": 40}}]
    return market(
        firms=firms,
        customers=draw(st.sampled_from([1, 2, 20])),
        periods=draw(st.integers(1, 3)),
        period=draw(st.sampled_from(["week", "month", "year"])),
        behaviour=draw(st.sampled_from([{}, NOBODY_BUYS, {"departure": NO_DEPARTURE}])),
        discount=draw(st.sampled_from(["0% per year", "10% per year"])),
        policies={"as-is": {}, "other": draw(st.sampled_from(changes))},
    )


def whole(data, folder, capsys):
    """A generated market is run and compared, and its page can be made again."""
    source = written(data, folder)
    ends_well("run", source, folder / "run", capsys, "--replications", "2")
    ends_well("compare", source, folder / "compare", capsys, *COMPARED, "2")
    assert called("report", folder / "compare") == 0
    assert open_results(folder / "compare").replications == 2
    capsys.readouterr()


def generated(markets):
    """Settings of a test over so many markets, each with a folder and with output of its own."""
    suppressed = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    phases = (Phase.explicit, Phase.generate)
    return settings(max_examples=markets, phases=phases, suppress_health_check=suppressed)


@pytest.mark.slow
@generated(2)
@given(data=markets())
def test_generated_small_markets_are_run_and_compared(data, tmp_path_factory, capsys):
    whole(data, tmp_path_factory.mktemp("market"), capsys)


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.timeout(1800)
@generated(60)
@given(data=markets())
def test_many_generated_small_markets_are_run_and_compared(data, tmp_path_factory, capsys):
    whole(data, tmp_path_factory.mktemp("market"), capsys)


@pytest.mark.slow
@pytest.mark.parametrize(
    "size",
    [
        ("500", "1"),
        pytest.param(("20", "1"), marks=pytest.mark.exhaustive),
        pytest.param(("20", "3"), marks=pytest.mark.exhaustive),
    ],
    ids="-".join,
)
@pytest.mark.parametrize(
    "source",
    [pytest.param(path, marks=() if path.parent == CLASSICS else pytest.mark.exhaustive) for path in FILES],
    ids=[path.stem for path in FILES],
)
def test_every_file_can_be_made_as_small_as_one_likes(source, size, tmp_path, capsys):
    options = ["--customers", size[0], "--periods", size[1]]
    ends_well("run", source, tmp_path / "run", capsys, *options)
    if len(load(source).policies) > 1:
        ends_well("compare", source, tmp_path / "compare", capsys, *options, *COMPARED, "2")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bg-nbd"])
def test_a_classic_made_small_is_run(name, tmp_path, capsys):
    source: Path = CLASSICS / f"{name}.yaml"
    ends_well("run", source, tmp_path / "out", capsys, *FEW)
