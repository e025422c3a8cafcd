"""Claims about parts of a page that fail: each costs itself, and is said in its place."""

import time
from pathlib import Path

import pytest
from command_line import called

from relsim.questions.breakeven import page as turning
from relsim.questions.compare import page, tables
from relsim.questions.compare import pictures as gallery
from relsim.questions.compare.finish import finish
from relsim.questions.compare.page import write_page
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.results import open_results
from relsim.questions.compare.subject import Subject
from relsim.questions.launch import page as tracking
from relsim.report.attempts import Attempts, Failure

SMALL = ["--customers", "50", "--periods", "3", "--jobs", "1", "--replications", "2"]
LOST = "The figure “Why customers left” could not be made (ZeroDivisionError: division by zero)."


def divide(*_, **__):
    return 1 / 0


def without(name: str) -> tuple:
    """The drawings of a report, of which one fails."""
    return tuple((*drawing[:3], divide) if drawing[0] == name else drawing for drawing in gallery.DRAWINGS)


@pytest.mark.slow
def test_a_figure_that_fails_costs_itself_and_says_so(comparison: Comparison, tmp_path, monkeypatch) -> None:
    stale = tmp_path / "figures" / "reasons.svg"
    stale.parent.mkdir()
    stale.write_text("of another run", encoding="utf-8")
    monkeypatch.setattr(gallery, "DRAWINGS", without("reasons"))
    subject = Subject(comparison)
    text = write_page(subject, list(gallery.pictures(subject)), tmp_path).read_text(encoding="utf-8")
    assert LOST in text
    assert text.count("<figure") == len(gallery.DRAWINGS)
    assert {path.stem for path in stale.parent.iterdir()} == {one[0] for one in gallery.DRAWINGS} - {
        "reasons"
    }
    assert [str(one) for one in subject.attempts.failures.values()] == [LOST]


@pytest.mark.parametrize("ended_by", [ZeroDivisionError("no words"), KeyboardInterrupt()])
def test_whatever_ends_the_findings_early_the_results_are_stored_first(
    ended_by: BaseException, comparison: Comparison, tmp_path, monkeypatch, capsys
) -> None:
    def ended(*_):
        raise ended_by

    monkeypatch.setattr(page, "findings", ended)
    with pytest.raises(SystemExit):
        finish(comparison, tmp_path, time.monotonic())
    assert open_results(tmp_path).replications == comparison.replications
    told = capsys.readouterr().err
    assert f"the results are in {tmp_path}" in told
    assert isinstance(ended_by, KeyboardInterrupt) or "ZeroDivisionError: no words" in told


def test_all_results_are_stored_before_anything_is_drawn(
    comparison: Comparison, tmp_path: Path, monkeypatch, capsys
) -> None:
    def drawn(*_):
        return open_results(tmp_path) and None

    monkeypatch.setattr(gallery, "DRAWINGS", tuple((*one[:3], drawn) for one in gallery.DRAWINGS))
    finish(comparison, tmp_path, time.monotonic())
    told = capsys.readouterr()
    assert told.err == ""
    assert told.out.endswith(f"Report: {tmp_path / 'report.html'}\n")


PARTS = {
    "verdict": (page, "verdict"),
    "what the policy costs": (page, "cost"),
    "Every measure": (tables, "measures_table"),
    "Customer equity under each policy": (tables, "headline_table"),
    "Groups of customers": (page, "portfolio_tables"),
    "Whom the policy moved": (page, "lift_tables"),
    "The firms side by side": (page, "side_by_side"),
    "assumptions": (page, "assumptions"),
    "how it was computed": (page, "provenance"),
    "changes": (page, "changes"),
}


@pytest.mark.parametrize("part", PARTS)
def test_any_other_part_that_fails_costs_itself_alone(
    part: str, comparison: Comparison, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(*PARTS[part], divide)
    subject = Subject(comparison)
    text = write_page(subject, [], tmp_path).read_text(encoding="utf-8")
    assert text.rstrip().endswith("</html>")
    assert subject.attempts.failures
    for failure in subject.attempts.failures.values():
        assert part in str(failure) and "ZeroDivisionError" in str(failure)
    assert "ZeroDivisionError" in text


@pytest.mark.slow
def test_a_command_whose_figure_fails_ends_well_and_says_so_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gallery, "DRAWINGS", without("reasons"))
    words = ["compare", "retention-launch", *SMALL, "--policies", "attentive-contact", "--out", tmp_path]
    assert called(*words) == 0
    told = capsys.readouterr()
    assert told.err.count(f"relsim: {LOST}\n") == 1 and "Traceback" not in told.err
    assert told.out.rstrip().splitlines()[-2] == f"Report: {tmp_path / 'report.html'}"
    assert called("report", tmp_path) == 0
    assert LOST in capsys.readouterr().err


def test_results_lie_on_disk_before_anything_is_drawn(tmp_path, monkeypatch):
    seen = []

    def look(subject):
        seen.append({path.name for path in tmp_path.iterdir()})

    drawings = (("first", "First", "Look.", look), *gallery.DRAWINGS[:1])
    monkeypatch.setattr(gallery, "DRAWINGS", drawings)
    words = ["compare", "retention-launch", *SMALL, "--policies", "attentive-contact", "--out", tmp_path]
    assert called(*words) == 0
    written = {"manifest.json", "summary.json", "periods.csv", "periods.parquet", "ladder.parquet"}
    assert seen and seen[0] >= written | {"flows.parquet", "customers.parquet", "outcomes.parquet"}


def test_the_numbers_of_a_question_lie_on_disk_before_its_figure_is_drawn(tmp_path, monkeypatch, capsys):
    seen = []

    def look(found):
        seen.append({path.name for path in tmp_path.iterdir()})
        raise ValueError("no\nsuch thing")

    monkeypatch.setattr(turning, "difference_along", look)
    words = ["breakeven", "retention-launch", *SMALL, "--vary", "behaviour.departure.neglect"]
    words += ["--between", "0% per year", "60% per year", "--policy", "attentive-contact"]
    assert called(*words, "--out", tmp_path) == 0
    assert "breakeven.csv" in seen[0]
    told = "The figure “When it turns” could not be made (ValueError: no)."
    assert told in capsys.readouterr().err
    assert told in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_tracking_ends_well_without_its_figure(tmp_path, monkeypatch, capsys):
    words = ["run", "leaky-bucket", "--customers", "50", "--periods", "2", "--replications", "40"]
    assert called(*words, "--out", tmp_path) == 0
    assert called("freeze", tmp_path) == 0
    actuals = tmp_path / "actuals.csv"
    actuals.write_text("period,customers\n0,20\n", encoding="utf-8")
    monkeypatch.setattr(tracking, "forecast_and_actuals", divide)
    assert called("track", tmp_path / "launch.json", actuals) == 0
    assert "could not be made" in capsys.readouterr().err
    assert "could not be made" in (tmp_path / "tracking.html").read_text(encoding="utf-8")
    assert "customers,0,20" in (tmp_path / "figures" / "tracking.csv").read_text(encoding="utf-8")


def test_an_interrupt_is_no_failure_of_a_part():
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Attempts().made("a part", interrupted)


def test_a_part_that_failed_twice_is_told_once():
    attempts = Attempts()
    assert isinstance(attempts.made("a part", divide), Failure)
    assert attempts.sentences("a part", divide) == [str(attempts.failures["a part"])]
    assert len(attempts.failures) == 1
