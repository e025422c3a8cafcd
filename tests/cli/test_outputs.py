"""Claims about outputs: no character, and no reader who goes away, costs a result."""

import errno
import io
import json
import os
import subprocess
import sys

import pytest
from command_line import called

from relsim.console.plain import ascii_character
from relsim.console.speech import heard_everywhere, say
from relsim.questions.compare import finish

pytestmark = pytest.mark.usefixtures("sketched")

SMALL = ["--customers", "50", "--periods", "3"]
SENTENCE = "−5 € – 3 × 2 ± 1 → “more” … naïve ≤ 7\N{NO-BREAK SPACE}%"
PLAINLY = '-5 EUR - 3 x 2 +/- 1 -> "more" ... naive <= 7 %'


def heard(text, encoding, monkeypatch):
    """What arrives of a line at an output of this encoding."""
    received = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(received, encoding=encoding, newline="\n"))
    with heard_everywhere():
        say(text)
    return received.getvalue()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "shift_jis"])
def test_what_an_encoding_does_not_know_is_written_plainly(encoding, monkeypatch):
    told = heard(SENTENCE, encoding, monkeypatch).decode(encoding).rstrip("\n")
    assert "?" not in told and "-5" in told.replace("−", "-")
    if encoding == "ascii":
        assert told == PLAINLY


def test_what_an_encoding_knows_is_left_as_it_is(monkeypatch):
    assert heard(SENTENCE, "utf-8", monkeypatch).decode().rstrip("\n") == SENTENCE


def test_the_name_of_a_file_that_is_no_text_goes_out_as_it_came_in(monkeypatch):
    name = os.fsdecode(b"caf\xe9.yaml")
    for encoding in ("ascii", "utf-8"):
        assert heard(name, encoding, monkeypatch) == b"caf\xe9.yaml\n"


def test_half_a_character_and_a_strange_one_are_marked(monkeypatch):
    assert heard("a\ud83d \N{GRINNING FACE}", "ascii", monkeypatch) == b"a? ?\n"


def test_every_replacement_is_plain_text():
    for number in [*range(0x80, 0x3000), 0x1F600]:
        assert ascii_character(chr(number)).isascii()


def test_streams_take_their_own_way_again_afterwards(monkeypatch):
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    monkeypatch.setattr(sys, "stdout", stream)
    with heard_everywhere():
        assert stream.errors != "strict"
    assert stream.errors == "strict"


class Broken(io.StringIO):
    """An output that cannot be written."""

    def __init__(self, number):
        super().__init__()
        self.number = number

    def write(self, text):
        raise OSError(self.number, os.strerror(self.number))


@pytest.mark.parametrize(("number", "code"), [(errno.EPIPE, 0), (errno.ENOSPC, 1)])
def test_a_reader_who_goes_away_and_a_full_disk_cost_no_result(number, code, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"
    monkeypatch.setattr(sys, "stdout", Broken(number))
    assert called("run", "leaky-bucket", *SMALL, "--out", out) == code
    assert (out / "manifest.json").exists() and (out / "report.html").exists()
    assert ("standard output cannot be written" in capsys.readouterr().err) == bool(code)


def test_a_reader_of_progress_who_goes_away_stops_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Broken(errno.EPIPE))
    words = ["compare", "retention-launch", *SMALL, "--replications", "2", "--jobs", "1"]
    assert called(*words, "--policies", "attentive-contact", "--out", tmp_path) == 0
    assert (tmp_path / "report.html").exists()


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_a_closed_output_stops_nothing(closed, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, closed, None)
    words = ["compare", "retention-launch", *SMALL, "--replications", "2", "--jobs", "1"]
    assert called(*words, "--policies", "attentive-contact", "--out", tmp_path) == 0
    assert (tmp_path / "manifest.json").exists()


SCENARIO = """
title: "客户 \\U0001F600 \\u202Eabc é – wer bleibt?"
customers: 20
periods: 2
mechanisms: {need: gamma-poisson, choice: logit, spend: lognormal}
firms:
  "Bäcker 客": {price: 30, unit_cost: 12, start: {share: 40%}}
  other: {price: 30, unit_cost: 12, start: {share: 40%}}
policies:
  as-is: {}
  "anrufen → ü": {set: {"firms.Bäcker 客.contact.frequency": 6 per year}}
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="names of files are bytes on POSIX only")
def test_a_locale_without_any_letters_but_ours_costs_no_result(tmp_path):
    (tmp_path / "Märkte 客.yaml").write_text(SCENARIO, encoding="utf-8")
    out = "Ergebnis \N{GRINNING FACE} 客"
    locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    words = ["compare", "Märkte 客.yaml", "--replications", "2", "--jobs", "1", "--out", out]
    command = [sys.executable, "-m", "relsim"]
    for arguments in (words, [*words, "--resume"]):
        ran = subprocess.run(
            [*command, *arguments], cwd=tmp_path, env=os.environ | locale, capture_output=True, timeout=200
        )
        assert ran.returncode == 0, ran.stderr
        assert b"Traceback" not in ran.stderr and b"Warning" not in ran.stderr
        assert f"Report: {out}/report.html".encode() in ran.stdout
    manifest = json.loads((tmp_path / out / "manifest.json").read_text(encoding="utf-8"))
    assert list(manifest["scenario"]["firms"]) == ["Bäcker 客", "other"]
    assert "客户 \N{GRINNING FACE}" in (tmp_path / out / "report.html").read_text(encoding="utf-8")


def test_a_page_that_is_stopped_or_fails_leaves_the_results_and_says_so(tmp_path, monkeypatch, capsys):
    for error, said in ((KeyboardInterrupt(), "stopped"), (RuntimeError("no room"), "no room")):

        def fails(*_, error=error, **__):
            raise error

        monkeypatch.setattr(finish, "tell_page", fails)
        assert called("run", "leaky-bucket", *SMALL, "--out", tmp_path) == 1
        told = capsys.readouterr().err
        assert said in told and f"relsim report {tmp_path}" in told
        assert (tmp_path / "manifest.json").exists()
