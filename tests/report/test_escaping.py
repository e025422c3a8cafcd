"""Claims about pages made of words from anybody: whatever these are, they stay words."""

from html.parser import HTMLParser

import pandas as pd
import pytest

import relsim
from relsim.errors import Place
from relsim.questions.compare.page import write_page
from relsim.questions.compare.subject import Subject
from relsim.report.note import Note, write_note
from relsim.report.picture import Picture, embedded
from relsim.report.table import Table
from relsim.scenario.scenario import Scenario
from relsim.scenario.yaml.document import Document

ATTACKS = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)",
    "</style><img src=x onerror=alert(1)>",
    "</title><svg onload=alert(1)>",
    "[a](javascript:alert(1))",
    "javascript:alert(1)",
    "{{ 7 * 7 }} {% include 'x' %}",
    "a & b &lt;c&gt; ]]> --> <!--",
]


class Strict(HTMLParser):
    """Notes what could run or lead away from a page."""

    def __init__(self, text):
        super().__init__()
        self.bad, self.texts = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        is_term = tag == "a" and ("class", "term") in attributes
        if tag in ("script", "iframe", "object", "embed", "form", "a", "link", "base") and not is_term:
            self.bad.append(tag)
        for name, value in attributes:
            leads = name in ("href", "src", "xlink:href", "action")
            if name.startswith("on") or (leads and not value.startswith(("#", "data:image/"))):
                self.bad.append((tag, name, value))

    def handle_data(self, data):
        self.texts.append(data)


def results_named(word):
    """Results of a market in which everything that can be is called by a word."""
    content = {
        "title": word,
        "summary": word,
        "currency": word,
        "customers": 12,
        "periods": 2,
        "segments": [{"name": word, "share": 1}],
        "firms": {word: {"price": 1}, "other": {"price": 1}},
        "policies": {
            word: {"title": word, "note": word, "set": {"firms.other.price": 2}},
            "as-is": {"title": word},
        },
        "baseline": "as-is",
        "timeline": [{"title": word, "at": "1 month", "set": {"firms.other.price": 2}}],
        "learn": {"question": word, "look_at": [word], "explanation": word, "exercises": [word]},
        "sources": {word: word},
        "report": {"title": word},
    }
    scenario = Scenario.of(Document(content, {(): Place(f"{word}.yaml")}, {}))
    return relsim.compare(scenario, replications=1, driver="agents")


def test_words_from_anybody_stay_words_on_the_page(tmp_path):
    word = " ".join(ATTACKS)
    page = write_page(Subject(results_named(word)), [], tmp_path).read_text(encoding="utf-8")
    strict = Strict(page)
    assert strict.bad == []
    assert sum(word in text for text in strict.texts) > 10


@pytest.mark.parametrize("word", ATTACKS)
def test_words_from_anybody_stay_words_in_notes_and_pictures(word, tmp_path, monkeypatch):
    svg = '<svg viewBox="0 0 1 1"><text>x</text></svg>'
    monkeypatch.setattr("relsim.report.picture.svg_of", lambda ax: svg)
    picture = Picture("one", word, word, lambda: "axes")
    table = Table(word, [word, word], [[word, word]], word)
    note = Note(word, word, [word], [picture], [table], {"t": pd.DataFrame({word: [word]})}, {word: word})
    strict = Strict(write_note(note, tmp_path).read_text(encoding="utf-8"))
    assert strict.bad == []
    assert str(embedded(picture)["svg"]).count("<") == 4
