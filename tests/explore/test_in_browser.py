"""Claims about a page in a browser: from a file, without network, it is the command line to the last bit."""

from pathlib import Path
from typing import Any

import pytest
from explore.chromium import CHROMIUM, asked_of

import relsim
from relsim.console.kept_answers import kept_answers
from relsim.questions.explore.page import MEASURES_IN_PAGE, write_exploration
from relsim.questions.lesson.findings import what_results_say
from relsim.scenario.scenario import Scenario

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

RUN = "relsim.run()"
HASHES = "relsim.hashes()"


def small(name: str, **changes: Any) -> Scenario:
    """A shipped market with few customers and periods."""
    return relsim.load(name).changed({"periods": 14, **changes}).scaled_to(120)


def page_of(scenario: Scenario, folder: Path, **options: Any) -> Path:
    """The page of a scenario in a folder."""
    path = folder / "page.html"
    write_exploration(relsim.explore(scenario, seed=3, **options), path)
    return path


def hashes_of(scenario: Scenario, **options: Any) -> Any:
    """The hashes of the command line."""
    return relsim.explore(scenario, seed=3, **options).hashes()


def test_every_array_every_number_and_the_verdict_are_those_of_the_command_line(tmp_path):
    market, changed = small("who-stays"), "firms.gym.contact.frequency"
    page = page_of(market, tmp_path, replications=3)
    (_, hashes, rows, verdict, _, _, moved) = asked_of(
        page,
        RUN,
        HASHES,
        "relsim.outcomes()",
        "relsim.verdict()",
        f"relsim.set('{changed}', '3 per year')",
        RUN,
        HASHES,
    )
    assert hashes == hashes_of(market, replications=3)
    assert moved == hashes_of(market.changed({changed: "3 per year"}), replications=3) != hashes
    comparison = relsim.compare(market, replications=3, seed=3)
    outcomes = comparison.outcomes.set_index(["policy", "replication", "firm"])
    assert len(rows) == len(outcomes)
    for row in rows:
        expected = outcomes.loc[(row["policy"], row["replication"], row["firm"])]
        for measure in MEASURES_IN_PAGE:
            known = float("nan") if row[measure] is None else row[measure]
            assert known == pytest.approx(expected[measure], rel=1e-12, nan_ok=True), measure
    differences = comparison.differences.set_index(["policy", "measure"])
    for part in ("mean", "difference", "low", "high"):
        told = verdict["policies"]["contact"][part]
        assert told == pytest.approx(differences.loc[("contact", "customer_equity"), part], rel=1e-9), part


@pytest.mark.slow
def test_people_who_differ_more_are_those_of_the_command_line(tmp_path):
    market, path = small("who-stays"), "segments.members.restlessness.spread"
    hashes, contacted = f"{RUN}.then(() => {HASHES})", "firms.gym.contact.frequency"
    expressions = [
        *(f"relsim.set('{path}', 1.5)", hashes, f"relsim.set('{contacted}', '3 per year')", hashes),
        *(f"relsim.set('{path}', 0)", f"relsim.set('{contacted}', '0 per year')", hashes),
    ]
    page = page_of(market, tmp_path, replications=2)
    back, mixed, also_back, both, *_, alike = asked_of(page, *expressions)
    assert (back, also_back) == ([], [])
    assert alike == hashes_of(market, replications=2) != mixed
    assert mixed == hashes_of(market.changed({path: 1.5}), replications=2)
    assert both == hashes_of(market.changed({path: 1.5, contacted: "3 per year"}), replications=2)


def generous(key, occasion, person, attitude, behaviour):
    """Twice the usual basket."""
    return 2.0 * person.basket


@pytest.mark.slow
def test_a_mechanism_of_the_users_own_lives_in_the_page_and_its_file_says_that_it_lacks_it(tmp_path):
    market, options = small("who-stays"), {"replications": 1, "mechanisms": {"spend": generous}}
    exploration = relsim.explore(market, seed=3, **options)
    page = page_of(market, tmp_path, **options)
    _, hashes, text = asked_of(page, RUN, HASHES, "relsim.yaml()")
    assert hashes == exploration.hashes() != hashes_of(market, replications=1)
    assert text.startswith("# The page has a mechanism of its own, spend, which no file can hold.\nextends:")


@pytest.mark.slow
def test_firms_that_decide_on_the_way_decide_as_on_the_command_line(tmp_path):
    market, changed = small("retention-launch"), "firms.harbour.contact.cost"
    options: dict[str, Any] = {"replications": 2, "policies": ["complaint-recovery"]}
    page = page_of(market, tmp_path, **options)
    (_, hashes, _, back, _, moved) = asked_of(
        page,
        RUN,
        HASHES,
        "relsim.set('behaviour.departure.neglect', '30% per year')",
        f"relsim.set('{changed}', 4)",
        RUN,
        HASHES,
    )
    assert hashes == hashes_of(market, **options)
    assert back == ["behaviour.departure.neglect"]
    assert moved == hashes_of(market.changed({changed: 4}), **options) != hashes


@pytest.mark.slow
def test_one_bit_of_what_a_slider_sets_makes_another_hash(tmp_path):
    market, changed, set_word = small("who-stays"), "firms.gym.contact.frequency", "words[place] = values[i]"
    page = page_of(market, tmp_path, replications=1)
    moved = f"relsim.set('{changed}', '3 per year')", RUN, HASHES
    *_, hashes = asked_of(page, *moved)
    text = page.read_text(encoding="utf-8")
    assert text.count(set_word) == 1
    page.write_text(text.replace(set_word, f"{set_word} ^ 1n"), encoding="utf-8")
    *_, other = asked_of(page, *moved)
    assert hashes == hashes_of(market.changed({changed: "3 per year"}), replications=1) != other


WHY = 'few "leave": 5 %'


def chosen(name: str) -> str:
    """An expression that chooses an answer by its name, says why, and asks for what the runs say."""
    choice = f"document.querySelector('#lesson input[value={name}]').checked = true"
    why = f"document.getElementById('prediction').value = '{WHY}'"
    return f"{choice}; {why}; document.getElementById('keep').click()"


def text_at(place: str) -> str:
    """An expression for the text of a part of the page."""
    return f"document.getElementById('{place}').textContent"


DOWNLOADED = """(async () => {
  let file;
  URL.createObjectURL = (blob) => { file = blob; return 'about:blank'; };
  HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };
  document.getElementById('download').click();
  return [window.savedAs, await file.text()];
})()"""


@pytest.mark.slow
def test_a_page_asks_the_prediction_of_its_lesson_and_holds_it_against_its_own_runs(tmp_path):
    market = small("leaky-bucket")
    page = page_of(market, tmp_path, replications=2, policies=["as-is"])
    hidden, press = "document.getElementById('results').hidden", "document.getElementById('keep').click()"
    skip = "document.getElementById('skip').click()"
    expressions = [
        "document.querySelector('#lesson fieldset legend').textContent",
        "[...document.querySelectorAll('#lesson input[type=radio]')].map((one) => one.value)",
        *(press, text_at("missing"), hidden, skip, text_at("missing"), hidden, text_at("found")),
        *(chosen("sieve"), text_at("kept"), text_at("found")),
        *(chosen("cask"), text_at("found"), DOWNLOADED),
        *map(text_at, ("answer-now", "asked", "answer", "overhead")),
    ]
    ask, choices, _, missing, still, _, gone, shown, plain, _, kept, wrong, _, right, saved, *answers = (
        asked_of(page, *expressions)
    )
    now, *parts = answers
    finding = market.learn.predict.answer
    results = relsim.compare(market, policies=["as-is"], replications=2, seed=3)
    told = what_results_say(finding, results)
    other = "sieve" if told.answer == "cask" else "cask"
    assert (ask, choices) == (market.learn.predict.ask, ["sieve", "cask"])
    assert "choose one of the answers, or let the answer be shown without" in missing
    assert (still, gone, shown) == (True, "", False)
    assert plain.startswith(f"The results say: {told.answer}. (customer equity: {told.answer} EUR\xa0")
    assert kept == f"sieve – {WHY}"
    says = {told.answer: "The results say as you did", other: "The results say otherwise"}
    assert wrong.startswith(f"{says['sieve']}: {told.answer}") and right.startswith(
        f"{says['cask']}: {told.answer}"
    )
    assert other != "sieve" or f"Why not “sieve”? {finding.wrong['sieve']}" in wrong
    assert all(parts[:2]) and now == " ".join(filter(None, parts))
    name, text = saved
    (tmp_path / name).write_text(text, encoding="utf-8")
    first, second = kept_answers(tmp_path / "prediction.yaml")
    assert [(one.lesson, one.asked) for one in (first, second)] == [("leaky-bucket", "prediction")] * 2
    assert (first.answer, second.answer) == ("sieve", "cask")
    for one in (first, second):
        assert (one.found, one.agrees, one.reason) == (told.answer, told.answer == one.answer, WHY)


@pytest.mark.slow
def test_a_page_that_cannot_work_out_the_answer_says_where_to_look_and_why_a_run_failed(tmp_path):
    market = small("retention-launch")
    page = page_of(market, tmp_path, replications=1, policies=["complaint-recovery"])
    fail = """(async () => {
      Worker.prototype.postMessage = () => { throw new Error('no room is left'); };
      document.querySelector('#sliders input').oninput();
      const answer = document.getElementById('answer');
      for (let wait = 0; wait < 100 && !answer.textContent.includes('could not'); wait += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
      return answer.textContent;
    })()"""
    _, look, failed = asked_of(page, chosen("complaint-recovery"), text_at("found"), fail)
    assert "cannot work out the answer from its own runs; look at: customer equity" in look
    assert failed == "The market could not be run: no room is left"


def test_a_page_says_which_sliders_and_stops_there_are(tmp_path):
    page = page_of(small("who-stays"), tmp_path, replications=1)
    with pytest.raises(
        RuntimeError, match=r"no slider is called price; there are segments\.members\.restlessness\.spread"
    ):
        asked_of(page, "relsim.set('price', 3)")
