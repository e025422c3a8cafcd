"""Claims about what a reader has predicted: a reload keeps it, and a page that may keep nothing works on."""

import json
from pathlib import Path
from typing import Any

import pytest
from explore.chromium import CHROMIUM, RELOADED, asked_of, pressed
from explore.test_in_browser import DOWNLOADED, WHY, chosen, page_of, small, text_at

from relsim.console.kept_answers import kept_answers

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

FORM = """[document.querySelector('#lesson input[name=choice]:checked')?.value ?? null,
    document.getElementById('prediction').value, document.getElementById('results').hidden]"""
TYPED = """(() => { const box = document.getElementById('prediction');
    box.value = 'half a thought'; box.dispatchEvent(new Event('input', { bubbles: true })); })()"""
WITHOUT_STORE = """Object.defineProperty(window, 'sessionStorage',
    { get() { throw new DOMException('no store for files', 'SecurityError'); } }), 1"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: Any) -> Path:
    """The page of a lesson."""
    folder = tmp_path_factory.mktemp("kept")
    return page_of(small("leaky-bucket"), folder, replications=1, policies=["as-is"])


def test_a_reload_keeps_a_prediction_and_what_was_shown_for_it(page, tmp_path):
    _, found, _, form, kept, shown, focus, saved = asked_of(
        page,
        *(chosen("sieve"), text_at("found"), RELOADED),
        *(FORM, text_at("kept"), text_at("found"), "document.activeElement.tagName", DOWNLOADED),
    )
    assert form == ["sieve", WHY, False]
    assert kept == f"sieve – {WHY}" and shown == found != ""
    assert focus == "BODY"
    (tmp_path / saved[0]).write_text(saved[1], encoding="utf-8")
    (one,) = kept_answers(tmp_path / saved[0])
    assert (one.answer, one.reason) == ("sieve", WHY) and one.found is not None


def test_a_reload_keeps_what_is_only_written_and_shows_nothing_for_it(page):
    before, _, _, after = asked_of(page, FORM, TYPED, RELOADED, FORM)
    assert before == [None, "", True]
    assert after == [None, "half a thought", True]


def test_a_page_that_may_keep_nothing_works_and_forgets(page):
    *_, kept, _, form = asked_of(page, WITHOUT_STORE, chosen("cask"), text_at("kept"), RELOADED, FORM)
    assert kept == f"cask – {WHY}"
    assert form == [None, "", True]


@pytest.mark.parametrize(
    "kept",
    [
        *("5", "{}", "[]", '{"text": {}, "predictions": [], "answers": []}'),
        '{"text": "", "predictions": [null], "answers": []}',
        '{"text": "", "isShown": true, "kept": 5, "predictions": [], "answers": []}',
        '{"text": "", "predictions": [], "answers": {}}',
    ],
)
def test_what_another_version_of_a_page_has_kept_is_forgotten_where_it_cannot_be_read(page, kept):
    spoil = f"for (const key of Object.keys(sessionStorage)) sessionStorage.setItem(key, {kept!r})"
    skip = "document.getElementById('skip').click()"
    *_, form, _, said, saved = asked_of(
        page, *(skip, spoil, RELOADED, FORM, chosen("cask"), text_at("kept"), DOWNLOADED)
    )
    assert form == [None, "", True]
    assert said == f"cask – {WHY}" and saved[1].startswith("answer 1:")


def test_a_page_at_the_same_place_with_another_lesson_does_not_take_over_what_is_kept(page, tmp_path):
    other = page_of(small("who-stays"), tmp_path, replications=1)
    key = "Object.keys(sessionStorage)"
    (_, own), (_, others) = (
        asked_of(one, "document.getElementById('skip').click()", key) for one in (page, other)
    )
    assert [name.split()[-2] for name in (*own, *others)] == ["leaky-bucket", "who-stays"]


ANSWERED = """(() => { document.getElementById('skip').click();
    const box = document.querySelector('#exercises input[type=text]');
    box.value = '1'; box.focus(); return box.id.replace('answer', 'told'); })()"""


@pytest.mark.slow
def test_a_number_is_answered_by_the_enter_key(tmp_path):
    lesson = small("leaky-bucket")
    asked = {
        "ask": "How many customers has Cask in the first month?",
        "command": "relsim compare leaky-bucket --as first",
        "answer": {"measure": "customer_equity", "right": 100.0},
    }
    learn = json.loads(lesson.learn.model_dump_json()) | {"exercises": [asked]}
    page = page_of(lesson.changed({"learn": learn}), tmp_path, replications=1)
    place, _, told = asked_of(
        page,
        ANSWERED,
        pressed("Enter", 13),
        "new Promise((go) => setTimeout(() => go(document.querySelector('[id^=told-]').textContent), 1500))",
    )
    assert place == "told-1" and told.startswith("The results say otherwise")
