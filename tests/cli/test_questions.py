"""The commands that ask one question: what they print, where they write, and how they go on."""

import pytest
from command_line import called

pytestmark = pytest.mark.usefixtures("sketched")

SMALL = ["--customers", "100", "--periods", "6"]
COST = ["--vary", "firms.harbour.contact.cost", "--between", "0", "60", "--policy", "attentive-contact"]

FEW = ["--trajectories", "2", "--samples", "4"]


@pytest.mark.parametrize(
    ("words", "table"),
    [
        (["breakeven", "retention-launch", *COST, "--replications", "4"], "breakeven.csv"),
        (["stress", "retention-launch", "--conditions", "recession", "--replications", "2"], "summary.csv"),
        (
            ["sensitivity", "retention-launch", "--policy", "attentive-contact", *FEW, "--replications", "1"],
            "sensitivity.csv",
        ),
        (["optimise", "retention-launch", "--trials", "12", "--replications", "1"], "finalists.csv"),
        (["marginal", "retention-launch", "--replications", "2"], "marginal.csv"),
        (["incremental", "retention-launch", "--replications", "2"], "incremental.csv"),
        (["ladder", "retention-launch", "--replications", "2"], "ladder.csv"),
    ],
)
def test_a_question_ends_in_an_answer_a_page_and_a_table_and_the_store_knows_it_all(
    words, table, tmp_path, capsys, monkeypatch
):
    command = [*words, *SMALL, "--out", str(tmp_path)]
    assert called(*command) == 0
    first = capsys.readouterr().out
    assert f"Report: {tmp_path / 'report.html'}" in first
    assert (tmp_path / table).is_file()
    monkeypatch.setattr("relsim.runs.tasks.simulated", None)
    assert called(*command) == 0
    assert capsys.readouterr().out == first


def test_compare_until_tells_its_effort_and_goes_on_from_what_is_known(tmp_path, capsys, monkeypatch):
    command = ["compare", "retention-launch", *SMALL, "--until", "20%", "--out", str(tmp_path)]
    command += ["--policies", "more-advertising"]
    assert called(*command) == 0
    first = capsys.readouterr().out
    assert "replications to know the difference to within" in first
    assert called("report", str(tmp_path)) == 0
    assert "procedure KN" in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["compare", "retention-launch", "--until", "close"], "a share such as 1%"),
        (["compare", "retention-launch", "--until", "0.01"], 'less than one EUR; did you mean "1%"?'),
        (["compare", "retention-launch", "--until", "nan"], "a share such as 1%"),
        (["compare", "retention-launch", "--until", "-1%"], "a share such as 1%"),
        (["compare", "retention-launch", "--until", "1e-300"], "a share such as 1%"),
        (["compare", "retention-launch", "--until", "0.0000001%"], "no share from 0.01% to 100%"),
        (["compare", "retention-launch", "--replications", "1_0"], "whole number"),
        (["compare", "retention-launch", "--seed", "18446744073709551616"], "too large"),
        (
            ["breakeven", "retention-launch", "--vary", "firms.harbour.prise", "--between", "1", "2"],
            '"price"',
        ),
        (
            ["breakeven", "retention-launch", "--vary", "firms.harbour.price", "--between", "1", "b"],
            "no number",
        ),
        (["stress", "leaky-bucket"], "no conditions"),
        (["stress", "leaky-bucket"], "conditions:\n  recession:\n    set: {"),
        (["stress", "retention-launch", "--conditions", "reces"], '"recession"'),
        (["incremental", "retention-launch", "--channel", "advertizing"], '"advertising"'),
    ],
)
def test_bad_input_is_one_clear_message(words, said, tmp_path, capsys):
    assert called(*words, *SMALL, "--out", str(tmp_path)) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


def test_an_interrupt_says_what_is_kept(tmp_path, capsys, monkeypatch):
    def interrupted(*words, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("relsim.questions.stress.question.stress", interrupted)
    assert called("stress", "retention-launch", "--out", str(tmp_path)) == 1
    assert "the same command goes on from there" in capsys.readouterr().err


def test_a_question_leaves_the_page_of_a_comparison_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["stress", "retention-launch", "--conditions", "recession", "--replications", "2", *SMALL]
    assert called(*words) == 0
    assert (tmp_path / "results/retention-launch/stress/report.html").exists()
    assert not (tmp_path / "results/retention-launch/report.html").exists()
