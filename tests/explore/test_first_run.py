"""Claims about the first run of a page: how far it is, and what is told where it fails."""

from pathlib import Path

import pytest
from explore.chromium import CHROMIUM, asked_of
from explore.test_in_browser import page_of, small, text_at

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

PLAYER = '<script type="module">'
WATCHED = """<script>window.progress = []; new MutationObserver(() => window.progress.push(
  document.querySelector('#results .progress').textContent)).observe(
  document.querySelector('#results .progress'), { childList: true });</script>"""
NO_WORKERS = """<script>window.Worker = class {
  postMessage() { setTimeout(() => this.onerror?.(new Event('error'))); } };</script>"""
FAILED = "document.getElementById('answer').textContent.startsWith('The market could') ? 'yes' : ''"


def altered(folder: Path, before: str, after: str) -> Path:
    """A page in which something stands otherwise."""
    page = page_of(small("who-stays"), folder, replications=2)
    text = page.read_text(encoding="utf-8")
    assert text.count(before) == 1
    page.write_text(text.replace(before, after), encoding="utf-8")
    return page


def test_a_page_tells_how_many_of_its_first_runs_are_done_and_no_more_of_later_ones(tmp_path):
    page = altered(tmp_path, PLAYER, WATCHED + PLAYER)
    told, _, later = asked_of(page, "window.progress", "relsim.run()", "window.progress")
    assert told == later == ["1 of 4 runs are done.", "2 of 4 runs are done.", "3 of 4 runs are done.", ""]


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (PLAYER, NO_WORKERS + PLAYER, "this browser starts no worker"),
        ("const run = lived(job, data.whole);", "throw new Error('no room');", "no room"),
    ],
)
def test_a_page_whose_workers_cannot_begin_or_fail_midway_says_why(before, after, why, tmp_path):
    page = altered(tmp_path, before, after)
    answer, progress = asked_of(page, text_at("answer"), text_at("answer-now"), ready=FAILED)
    assert answer == progress and answer.startswith(f"The market could not be run: {why}")
