"""Claims about what a page says of its market beside that of the file: a command that is true, and texts."""

import re
import shlex
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import relsim
from relsim.console.parsing import settings_in
from relsim.questions.explore.page import write_exploration
from relsim.report.glossary import glossary
from relsim.runs.fingerprints import fingerprint
from relsim.scenario.load import adjusted
from relsim.scenario.resolve.shipped import find_scenario
from relsim.scenario.scenario import Scenario

pytestmark = pytest.mark.usefixtures("undrawn")


@pytest.fixture(autouse=True)
def no_kernels(monkeypatch):
    """Pages without compiled rules, which nothing here runs."""
    monkeypatch.setattr("relsim.questions.explore.packer.portable_kernel", lambda state: b"")


def shown(market: Scenario, folder: Path, **options: Any) -> str:
    """The text of a page before its scripts, words apart by one space."""
    path = folder / "page.html"
    write_exploration(relsim.explore(market, **{"replications": 1, "policies": [], **options}), path)
    page = re.sub(
        "<[^>]+>", "", path.read_text(encoding="utf-8").partition("<script")[0].partition("<body>")[2]
    )
    return " ".join(unescape(page).split())


def command_on(page: str) -> list[str]:
    """The words of the command that a page says runs the same markets."""
    found = re.search(
        r"runs \w+ replications?\. (relsim compare .*?) runs [\d,]+ replications of the same", page
    )
    return shlex.split(found[1]) if found else []


def market_of(words: list[str]) -> tuple[Scenario, int]:
    """The market and the seed that a command asks for."""
    assert words[:2] == ["relsim", "compare"]
    options, settings = {}, []
    rest = iter(words[3:])
    for word in rest:
        if word.startswith("--set="):
            settings.append(word.removeprefix("--set="))
        else:
            options[word.removeprefix("--")] = next(rest)
    sizes = (int(options[name]) if name in options else None for name in ("customers", "periods"))
    market = adjusted(relsim.load(words[2]), *sizes, settings_in(settings), options.get("condition"))
    return market, int(options.get("seed", 1))


SMALL = {"customers": 300, "periods": 6}
SET = {"firms.sieve.contact.frequency": "3 per year", "firms.cask.price": 26}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "given", "settings", "condition", "seed"),
    [
        ("leaky-bucket", {"periods": 6}, {}, None, 1),
        ("leaky-bucket", SMALL, {}, None, 4),
        ("leaky-bucket", SMALL, SET, None, 1),
        ("retention-launch", SMALL, {}, "recession", 2),
        ("bank-inertia", SMALL, {"timeline": []}, None, 1),
    ],
)
def test_the_command_on_a_page_runs_the_same_market(name, given, settings, condition, seed, tmp_path):
    market = adjusted(relsim.load(name), given.get("customers"), given["periods"], settings, condition)
    page = shown(market, tmp_path, seed=seed)
    asked, its_seed = market_of(command_on(page))
    assert (fingerprint(asked), its_seed) == (fingerprint(market), seed)


@pytest.mark.parametrize("name", ["leaky-bucket.yaml", "my market.yaml"])
def test_the_command_on_the_page_of_a_file_of_ones_own_names_that_file(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path(name).write_text("extends: leaky-bucket\ncustomers: 60\nperiods: 6\n", encoding="utf-8")
    market = relsim.load(name)
    words = command_on(shown(market, tmp_path))
    assert words == ["relsim", "compare", name]
    assert fingerprint(market_of(words)[0]) == fingerprint(market)


def generous(key, occasion, person, attitude, behaviour):
    """Twice the usual basket."""
    return 2.0 * person.basket


@pytest.mark.slow
def test_a_page_that_no_command_can_run_names_none(tmp_path):
    market = relsim.load("leaky-bucket").changed({"periods": 6}).scaled_to(60)
    own = shown(market, tmp_path, mechanisms={"spend": generous})
    assert "This page runs 1 replication." in own and not command_on(own)
    assert "6 months, 1 replication and other rules" in own


def test_a_page_that_is_smaller_than_its_file_says_so_beside_the_text_of_the_lesson(tmp_path):
    lesson = relsim.load("leaky-bucket")
    page = shown(lesson.changed({"periods": 6}).scaled_to(60), tmp_path)
    there = f"{lesson.customers:,} customers, {lesson.periods} months and {lesson.replications} replications"
    here = "60 customers, 6 months and 1 replication"
    told = f"are of the market as its file has it: {there}. This page has {here}"
    assert told in page and "so its own numbers differ." in page
    assert page.index("What happens, and why") < page.index(told) < page.index("What to look at on this page")
    assert "Different from the file, besides 60 customers and 6 months:" in page


def test_a_page_says_whose_its_figures_are_where_there_are_several_firms(tmp_path):
    two, alone = relsim.load("leaky-bucket"), relsim.load("who-stays")
    assert len(two.firms) == 2 and len(alone.firms) == 1
    whose = "are of cask, the firm whose policies are compared"
    page = shown(two.changed({"periods": 6}).scaled_to(60), tmp_path)
    assert f"All figures {whose}." in page
    assert "the firm whose policies" not in shown(alone.changed({"periods": 6}).scaled_to(60), tmp_path)


@pytest.mark.parametrize(
    ("name", "asks_more"),
    [("coupon-puzzle", True), ("leaky-bucket", True), ("too-much-care", True), ("why-they-leave", False)],
)
def test_a_page_answers_first_what_its_lesson_asks_where_that_is_not_the_best_policy(
    name, asks_more, tmp_path
):
    market = relsim.load(name).changed({"periods": 3}).scaled_to(60)
    assert ("The policies beside each other" in shown(market, tmp_path, policies=None)) == asks_more


def test_a_page_tells_the_words_of_its_text_its_figures_and_its_lives(tmp_path):
    page = shown(relsim.load("leaky-bucket").changed({"periods": 6}).scaled_to(60), tmp_path)
    words = page.partition(" Words ")[2]
    assert words
    for one in ("customer equity", "replication", "advocate", "bad handling", "walk in", "95 % interval"):
        assert f"{one}{glossary()[one].meaning}" in words, one


def test_only_an_exercise_that_changes_the_market_says_that_it_sets_it(tmp_path):
    market = relsim.load("retention-launch").changed({"periods": 6}).scaled_to(60)
    page = shown(market, tmp_path, policies=None)
    assert page.count("Set the market so, and check the answer") == 2
    assert page.count("Check the answer") == 1


def test_a_page_of_the_file_itself_says_only_that_it_runs_it_less_often(tmp_path, monkeypatch):
    path = tmp_path / "own.yaml"
    lesson = re.search(
        r"^learn:\n(  .*\n|\n)*",
        find_scenario("leaky-bucket", tmp_path).read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert lesson
    small = "customers: 60\nperiods: 6\nreplications: 3\n"
    path.write_text(f"extends: leaky-bucket\n{small}{lesson[0]}", encoding="utf-8")
    market = relsim.load(path)
    page = shown(market, tmp_path)
    assert command_on(page) == ["relsim", "compare", "own.yaml"]
    assert "come from 3 replications, those of this page from 1 replication" in page
    assert "Different from the file:" in page and "as its file has it" not in page
    whole = shown(market, tmp_path, replications=3)
    assert not command_on(whole) and "numbers in this text" not in whole
