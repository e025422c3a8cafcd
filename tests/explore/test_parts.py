"""Claims about the parts of the page, run by node: each does as it says, and as its original in Python."""

import json
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import relsim
from relsim.market.columns import TALLY
from relsim.measures.measure import MEASURES
from relsim.measures.outcomes import horizon_of, measures_of_runs
from relsim.measures.records import period_columns
from relsim.questions.explore.page import PLAYER, WORKER, form_of, paired_of, script_of
from relsim.report.wording import difference, interval, measure_text
from relsim.statistics.paired import paired
from relsim.vocabulary import BOOKED_PER_UNIT, COUNTS, Line, column_name

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(
    NODE is None, reason="there is no node here, which runs the parts of the page"
)

PARTS = Path(__file__).parent / "parts"
BROWSER = Path(str(files("relsim.questions.explore"))) / "browser"
KINDS = ("money", "share", "count", "points", "ratio")


def told_by_node(*words: str, given: str = "") -> str:
    """What node prints; what goes wrong in it fails the test with its words."""
    done = subprocess.run(
        [str(NODE), *words], input=given, capture_output=True, encoding="utf-8", check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def asked_of_part(part: str, name: str, calls: list[list[Any]]) -> list[Any]:
    """What a function of a part gives for each list of arguments; what is no number is None in both."""
    return asked_of_module(BROWSER / f"{part}.mjs", name, calls)


def asked_of_module(module: Path, name: str, calls: list[list[Any]]) -> list[Any]:
    """What a function of a module gives for each list of arguments."""
    given = json.dumps({"part": module.as_uri(), "name": name, "calls": calls})
    return list(json.loads(told_by_node(str(PARTS / "asked.mjs"), given=given)))


@pytest.mark.parametrize("file", sorted(PARTS.glob("*.test.mjs")), ids=lambda file: file.name)
def test_each_part_of_the_page_does_as_it_says(file):
    assert "# fail 0" in told_by_node("--test", "--test-reporter=tap", str(file))


@pytest.mark.parametrize("modules", [PLAYER, WORKER])
def test_modules_put_together_name_nothing_twice(modules, tmp_path):
    script = tmp_path / "script.mjs"
    script.write_text(script_of(modules), encoding="utf-8")
    assert told_by_node("--check", str(script)) == ""


def any_tallies(luck: np.random.Generator, periods: int, firms: int) -> Any:
    """Tallies of a run as luck has it: some parts are empty, and no more customers leave than there are."""
    tallies = np.zeros((1, periods, firms), TALLY)
    for name in ("flows", "acquired", "lost", *(one for one in COUNTS if not one.endswith("_ppm"))):
        tallies[name] = luck.integers(0, 40, tallies[name].shape) * luck.integers(0, 4) // 2
    tallies["exposed"] = luck.integers(200, 400, tallies["exposed"].shape)
    for line in Line:
        booked = luck.integers(-(10**4), 10**7, tallies[column_name(line)].shape)
        tallies[column_name(line)] = booked * (BOOKED_PER_UNIT // 100)
    return tallies


@pytest.mark.parametrize("residual", ["constant retention", "with returns"])
def test_measures_of_the_page_are_those_of_the_command_line_whatever_was_counted(residual):
    market = relsim.load("leaky-bucket").changed({"residual_value": residual, "periods": 15})
    horizon, luck = horizon_of(market), np.random.default_rng(7)
    runs = [any_tallies(luck, market.periods, len(market.firms)) for _ in range(12)]
    runs.append(np.zeros_like(runs[0]))
    form = form_of(market)
    calls = [
        [{"tallies": [str(one) for one in tallies.view(np.int64).reshape(-1)]}, form] for tallies in runs
    ]
    compared = 0
    for tallies, told in zip(runs, asked_of_part("measures", "measuresOfRun", calls), strict=True):
        columns = period_columns(tallies)
        expected = measures_of_runs(columns.__getitem__, horizon)[0]
        for firm, row in enumerate(told):
            assert row["measures"].keys() == MEASURES.keys()
            for name, value in row["measures"].items():
                known = float("nan") if value is None else value
                right = float(expected[firm, list(MEASURES).index(name)])
                assert known == pytest.approx(right, rel=1e-11, abs=1e-9, nan_ok=True), name
                compared += 1
    assert compared == len(runs) * len(market.firms) * len(MEASURES)


def numbers_of_all_sizes(luck: np.random.Generator, count: int) -> list[float]:
    """Numbers from thousandths to billions of either sign, halves among them, at which rounding turns."""
    sizes = 10.0 ** luck.uniform(-3, 9, count) * luck.choice([-1.0, 1.0], count)
    return [
        float(one) for one in (*sizes, *(np.round(sizes) + 0.5), 0.0, -0.0, 0.125, 1e-6, 99.99999999999999)
    ]


def test_numbers_are_written_to_the_last_digit_as_on_the_command_line():
    values = numbers_of_all_sizes(np.random.default_rng(3), 60)
    calls = [[one, kind, "EUR", signed] for one in values for kind in KINDS for signed in (False, True)]
    assert asked_of_part("wording", "measureText", calls) == [measure_text(*call) for call in calls]


def near_zero(width: float) -> list[float]:
    """Ends so near to zero beside the width of their interval that they would be rounded away."""
    sizes = [width / 10**power for power in (3, 4, 5, 9)]
    return [sign * size for size in sizes for sign in (-1.0, 1.0)]


def test_intervals_and_differences_are_written_to_the_last_digit_as_on_the_command_line():
    luck = np.random.default_rng(5)
    ends = [
        (one, one - wide, one + wide)
        for one in numbers_of_all_sizes(luck, 40)
        for wide in (abs(one) * luck.uniform(0.001, 2), 1.0, 0.0)
    ]
    ends += [(wide / 2, end, end + wide) for wide in (3e-2, 7.0, 2e5) for end in near_zero(wide)]
    calls = [[low, high, kind] for _, low, high in ends for kind in KINDS]
    assert asked_of_part("wording", "intervalText", calls) == [interval(*call) for call in calls]
    told = [
        [{"difference": one, "low": low, "high": high}, kind, "EUR"]
        for one, low, high in ends
        for kind in KINDS
    ]
    expected = [difference(*end, kind, "EUR") for end in ends for kind in KINDS]
    assert asked_of_part("wording", "differenceText", told) == expected


@pytest.mark.parametrize("replications", [1, 2, 8, 14, 15, 40])
def test_paired_differences_have_the_interval_of_the_command_line(replications):
    luck = np.random.default_rng(replications)
    pairs = [(luck.normal(10, 3, replications) ** 3, luck.normal(10, 3, replications)) for _ in range(5)]
    pairs += [(one, one) for one, _ in pairs[:1]]
    pairs += [(np.where(np.arange(replications) % 5 == 0, one, other), other) for one, other in pairs[:2]]
    pairs += [(np.where(np.arange(replications) % 3 == 0, np.nan, one), other) for one, other in pairs[:2]]
    terms = paired_of(replications)
    calls = [[listed(one), listed(other), terms] for one, other in pairs]
    for told, pair in zip(asked_of_part("statistics", "paired", calls), pairs, strict=True):
        expected = paired(*pair)
        for part, value in told.items():
            known = float("nan") if value is None else value
            assert known == pytest.approx(expected[part], rel=1e-9, abs=1e-9, nan_ok=True), part


def listed(values: Any) -> list[float | None]:
    """Numbers as JSON has them; what could not be measured is None."""
    return [float(one) if np.isfinite(one) else None for one in values]
