"""Claims about taking a lesson: the question first, the prediction kept, the answers checked."""

import re
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest
from ruamel.yaml import YAML

import relsim
from relsim.cli import main
from relsim.console.kept_answers import KeptAnswer, keep_answer_of, kept_answers
from relsim.questions.lesson.findings import what_results_say
from relsim.questions.lesson.session import LessonRequest, tell_explanation
from relsim.report.wording import measure_text
from relsim.scenario.resolve.course import course_lessons
from relsim.scenario.schema.learn import LessonFinding

pytestmark = pytest.mark.usefixtures("undrawn")

SMALL = ["--customers", "200", "--replications", "2"]
SIEVE_RISES = ["--exercise", "1", "--answer", "it rises", *SMALL]


def said(capsys, *words):
    """The exit code, and what was said on standard output and error."""
    with pytest.raises(SystemExit) as ended:
        main([*words])
    told = capsys.readouterr()
    return ended.value.code or 0, told.out, told.err


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder of one's own, in which nobody types anything."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", StringIO(""))
    return tmp_path


def type_in(monkeypatch, text):
    monkeypatch.setattr("sys.stdin", StringIO(text))


def test_the_course_is_listed_in_its_order(place, capsys):
    code, out, _ = said(capsys, "lesson")
    named = re.findall(r"^  ([\w-]+)  ", out, re.MULTILINE)
    assert (code, named) == (0, [one.name for one in course_lessons()])
    assert named[:2] == ["two-strategies", "leaky-bucket"] and len(named) == 31


def test_the_question_comes_first_then_the_prediction_beside_the_results_the_verdict_and_the_explanation(
    place, capsys, monkeypatch
):
    type_in(monkeypatch, "Sieve\n")
    code, out, _ = said(capsys, "lesson", "leaky-bucket", *SMALL)
    marks = [
        "Market share will not",
        "1 sieve",
        "Which of the two firms has the higher customer equity? You predicted: sieve.",
        "The results say otherwise: cask.",
        "pays for each customer again and again",
        "And how the policies of cask compare:",
        "Report: results",
        "Sieve is in trouble",
        "--exercise 1 --answer",
    ]
    flat = " ".join(out.split()).replace("\N{NO-BREAK SPACE}", " ")
    places = [flat.find(mark) for mark in marks]
    assert code == 0 and -1 not in places and places == sorted(places)
    kept = kept_answers(place / "results" / "leaky-bucket" / "prediction.yaml")
    assert [(one.asked, one.answer, one.found, one.agrees) for one in kept] == [
        ("prediction", "sieve", None, None),
        ("prediction", "sieve", "cask", False),
    ]


def test_where_nobody_answers_the_lesson_says_how_and_goes_on(place, capsys):
    code, out, err = said(capsys, "lesson", "leaky-bucket", *SMALL)
    assert code == 0 and "--predict FILE" in err and "prediction: CHOICE" in err
    assert "The results say: cask." in out
    assert not (place / "results" / "leaky-bucket" / "prediction.yaml").exists()


@pytest.mark.parametrize("given", ["2", "cask", "Cask"])
def test_a_prediction_may_come_from_a_file_by_number_or_by_name(given, place, capsys):
    (place / "mine.yaml").write_text(f"prediction: {given}\n", encoding="utf-8")
    code, out, err = said(
        capsys, "lesson", "leaky-bucket", "--predict", "mine.yaml", "--out", "taken", *SMALL
    )
    assert code == 0 and "The results say as you did: cask." in out and "--predict FILE" not in err
    assert [one.answer for one in kept_answers(place / "taken" / "prediction.yaml")] == ["cask", "cask"]


@pytest.mark.parametrize("given", ["2", "cask", "Cask"])
def test_a_prediction_may_be_given_as_the_choice_itself(given, place, capsys):
    code, out, err = said(capsys, "lesson", "leaky-bucket", "--predict", given, *SMALL)
    assert code == 0 and "The results say as you did: cask." in out and "relsim lesson" not in err


@pytest.mark.parametrize("given", ["caks", "mine.yaml", "here"])
def test_what_is_neither_a_choice_nor_a_file_is_refused_in_one_sentence(given, place, capsys):
    (place / "here").mkdir()
    code, _, err = said(capsys, "lesson", "leaky-bucket", "--predict", given, *SMALL)
    assert code == 2 and err.count("\n") == 1 and "Traceback" not in err
    told = "mine.yaml" if given == "mine.yaml" else "expected 1 sieve or 2 cask, or a YAML file"
    assert told in err and ("did you mean" in err) == (given == "caks")


def test_a_reason_that_is_typed_is_kept_with_the_prediction_and_collected(place, capsys, monkeypatch):
    type_in(monkeypatch, "cask\nIt loses fewer\n")
    code, out, _ = said(capsys, "lesson", "leaky-bucket", "--out", "anna", *SMALL)
    assert code == 0 and out.index("Why do you think so?") < out.index("Kept in")
    assert [one.reason for one in kept_answers(Path("anna", "prediction.yaml"))] == ["It loses fewer"] * 2
    words = ["anna/prediction.yaml", "--collect", "--table", "class.csv"]
    assert said(capsys, "lesson", "leaky-bucket", *words)[0] == 0
    (row,) = pd.read_csv("class.csv").to_dict("records")
    assert (row["student"], row["answer"], row["attempts"], row["reason"]) == (
        "anna",
        "cask",
        1,
        "It loses fewer",
    )


@pytest.mark.parametrize(("typed", "reasons"), [("cask\n\n", [None, None]), ("cask\n", [None, None])])
def test_a_reason_may_be_left_out(typed, reasons, place, capsys, monkeypatch):
    type_in(monkeypatch, typed)
    assert said(capsys, "lesson", "leaky-bucket", *SMALL)[0] == 0
    kept = kept_answers(Path("results", "leaky-bucket", "prediction.yaml"))
    assert [one.reason for one in kept] == reasons


def test_a_file_may_give_the_reason_too(place, capsys):
    Path("mine.yaml").write_text("prediction: cask\nreason: It loses fewer\n", encoding="utf-8")
    said(capsys, "lesson", "leaky-bucket", "--predict", "mine.yaml", "--out", "taken", *SMALL)
    assert kept_answers(Path("taken", "prediction.yaml"))[0].reason == "It loses fewer"
    _, out, _ = said(capsys, "lesson", "leaky-bucket", "mine.yaml", "--collect")
    assert "It loses fewer" in out


def test_the_explanation_may_wait(place, capsys):
    words = ["lesson", "leaky-bucket", "--predict", "cask", *SMALL]
    everything = said(capsys, *words)[1]
    first, then = said(capsys, *words, "--no-explanation")[1], said(capsys, *words[:2], "--explanation")[1]
    assert "Sieve is in trouble" in everything and "Sieve is in trouble" in then
    assert "Sieve is in trouble" not in first and "Exercises" not in first
    assert "The results say as you did" in first and "The results say" not in then
    assert f"relsim lesson leaky-bucket {' '.join(SMALL)} --explanation" in first
    assert "--exercise 1 --answer" in then


def test_no_line_ends_within_a_word_with_a_hyphen_so_that_commands_can_be_copied(place, capsys):
    for one in course_lessons():
        tell_explanation(LessonRequest(one.name))
    out = capsys.readouterr().out
    assert not re.findall(r".*\w-\n", out)
    assert "relsim story who-stays --condition mixed --customer most-valuable." in " ".join(out.split())


def test_below_the_explanation_stands_what_its_numbers_are_of_where_a_run_has_others(place, capsys):
    def told(*words):
        out = said(capsys, "lesson", "leaky-bucket", "--explanation", *words)[1]
        return " ".join(out.partition("diminishing returns.")[2].partition("Exercises")[0].split())

    assert told() == ""
    of_file = (
        "The numbers in this text are of the market as its file has it: 4,000 customers and 30 replications."
    )
    beside = f"{of_file} This run has 200 customers and 2 replications, so its own numbers differ."
    assert told(*SMALL) == beside
    assert told("--replications", "2").endswith(
        "those of this run from 2 replications: they may differ a little."
    )
    whole = said(capsys, "lesson", "leaky-bucket", *SMALL)[1]
    assert beside in " ".join(whole.split())


def test_an_exercise_says_where_to_look_before_its_command(place, capsys):
    out = said(capsys, "lesson", "leaky-bucket", "--explanation")[1]
    hints = [exercise.hint for exercise in relsim.load("leaky-bucket").learn.checked]
    assert re.findall(r"\nHint: (.*)\n  relsim compare", out) == hints


@pytest.mark.slow
def test_a_lesson_and_its_exercises_are_kept_apart_under_a_name(place, capsys):
    words = ["lesson", "leaky-bucket", "--as", "mine", *SMALL]
    _, out, err = said(capsys, *words)
    assert Path("results", "mine", "report.html").exists() and f"{' '.join(words)[7:]}" not in out
    assert "--as mine --predict FILE" in err and "--as mine --exercise 1" in out
    said(capsys, *words, "--exercise", "3", "--answer", "1")
    assert Path("results", "mine", "cask-forgets", "report.html").exists()
    assert [one.name for one in Path("results").iterdir()] == ["mine"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("prediction: cask\nreason: [a]\n", "mine.yaml:2:9  reason: expected a sentence"),
        (
            "prediction: caks\n",
            'mine.yaml:1:13  prediction: no choice is called "caks"; expected 1 sieve or 2 cask; did you',
        ),
        ("predicts: cask\n", 'mine.yaml:1:1  predicts: no entry is called so; did you mean "prediction"?'),
        ("prediction: [cask]\n", "mine.yaml:1:13  prediction: expected one of the choices"),
    ],
)
def test_a_file_that_predicts_nothing_is_refused_at_its_place(text, message, place, capsys):
    (place / "mine.yaml").write_text(text, encoding="utf-8")
    code, _, err = said(capsys, "lesson", "leaky-bucket", "--predict", "mine.yaml", *SMALL)
    assert code == 2 and message in err and err.count("\n") == 1


def test_a_typed_answer_that_is_no_choice_is_asked_again(place, capsys, monkeypatch):
    type_in(monkeypatch, "caks\n2\n")
    code, out, _ = said(capsys, "lesson", "leaky-bucket", *SMALL)
    assert code == 0 and 'did you mean "cask"?' in out and "You predicted: cask." in out


def test_an_exercise_shows_its_command_runs_it_and_checks_the_answer(place, capsys):
    code, out, _ = said(capsys, "lesson", "leaky-bucket", "--exercise", "3", "--answer", "1", *SMALL)
    assert code == 0 and "--policies cask-forgets --as cask-forgets --customers 200 --replications 2\n" in out
    assert "You answered: more than half." in out
    assert (place / "results" / "cask-forgets" / "report.html").exists()
    (kept,) = kept_answers(place / "results" / "leaky-bucket" / "prediction.yaml")
    assert (kept.asked, kept.answer) == ("exercise 3", "more than half")
    assert kept.agrees == (kept.found == "more than half")


def test_an_exercise_tells_its_finding_then_where_the_page_is_and_the_same_when_asked_again(place, capsys):
    words = ["lesson", "leaky-bucket", "--exercise", "3", "--answer", "1", *SMALL]
    first, again = said(capsys, *words)[1], said(capsys, *words)[1]
    told = first.split("\n")
    begin = next(number for number, line in enumerate(told) if line.startswith("You answered"))
    assert told[begin - 2 : begin] == [told[begin - 2], ""] and "--as cask-forgets" in told[begin - 2]
    assert told[begin + 1].startswith("The results say")
    assert told[-2:] == [f"Report: {Path('results', 'cask-forgets', 'report.html')}", ""]
    assert not re.search("No policy|best on average|in all 2 replications|relsim why", first)
    assert again == first


@pytest.mark.slow
def test_what_can_be_answered_and_how_is_said_with_the_options_in_use(place, capsys):
    small = [*SMALL, "--seed", "2"]
    _, out, err = said(capsys, "lesson", "leaky-bucket", "--out", "taken", *small)
    again = f"relsim lesson leaky-bucket {' '.join(small)} --out taken"
    assert f"Next: {again} --exercise 1 --answer TEXT" in out and f"{again} --predict FILE" in err
    assert "--as sieve-without-advertising --customers 200 --replications 2 --seed 2\n  1 it falls\n" in out
    _, out, _ = said(capsys, "lesson", "leaky-bucket", "--out", "taken", "--exercise", "3", *small)
    assert "  1 more than half\n" in out and f"checked by {again} --exercise 3 --answer TEXT" in out


def test_results_of_an_exercise_stand_beside_the_lesson_in_a_folder_of_ones_own(place, capsys):
    code, out, _ = said(capsys, "lesson", "leaky-bucket", "--out", "taken", *SIEVE_RISES)
    assert code == 0 and "the lesson's own market" in out
    assert (place / "taken" / "report.html").exists()
    assert (place / "taken" / "sieve-without-advertising" / "report.html").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["leaky-bucket", "--exercise", "9"], "leaky-bucket has no exercise 9; expected one from 1 to 3"),
        (
            ["leaky-bucket", "--exercise", "1", "--answer", "it rise"],
            'no choice is called "it rise"; expected 1 it falls, 2 it stays about the same or 3 it rises; '
            'did you mean "it rises"?',
        ),
        (["leaky-bucket", "--answer", "2"], "--answer answers an exercise; expected --exercise"),
        (["leaky-buckets"], 'did you mean "leaky-bucket"?'),
        (["leaky-bucket", "here"], '"here" is one word too many; files are read with --collect'),
        (["leaky-bucket", "--collect"], "--collect needs the files"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(words, message, place, capsys):
    code, _, err = said(capsys, "lesson", *words)
    assert code == 2 and message in err and err.count("\n") == 1


def test_a_file_of_answers_only_grows_and_any_library_reads_it(tmp_path):
    for number in range(3):
        before = (tmp_path / "prediction.yaml").read_text(encoding="utf-8") if number else ""
        keep_answer_of(KeptAnswer("leaky-bucket", "prediction", 'he said: "no" # 5%'), tmp_path)
        assert (tmp_path / "prediction.yaml").read_text(encoding="utf-8").startswith(before)
    rows = pd.DataFrame([*YAML(typ="safe").load(tmp_path / "prediction.yaml").values()])
    assert list(rows["answer"]) == ['he said: "no" # 5%'] * 3


def test_the_answers_of_a_class_become_one_table(place, capsys):
    for student, answer in {"anna": "cask", "ben": "sieve", "cleo": "cask"}.items():
        keep_answer_of(KeptAnswer("leaky-bucket", "prediction", answer), place / "class" / student)
        right = KeptAnswer("leaky-bucket", "prediction", answer, "cask", answer == "cask")
        keep_answer_of(right, place / "class" / student)
    keep_answer_of(KeptAnswer("life-cycle", "prediction", "closer"), place / "class" / "anna")
    code, out, _ = said(capsys, "lesson", "leaky-bucket", "class", "--collect", "--table", "class.csv")
    assert code == 0 and "prediction: 2 cask, 1 sieve" in out
    rows = pd.read_csv(Path("class.csv"))
    assert list(rows["student"]) == ["anna", "ben", "cleo"]
    assert list(rows["agrees"]) == [True, False, True]


@pytest.mark.parametrize("table", ["anna.yaml", "nowhere/class.csv"])
def test_a_table_is_never_written_over_answers_nor_where_no_file_can_be(table, place, capsys):
    (place / "anna.yaml").write_text("prediction: cask\n", encoding="utf-8")
    code, _, err = said(capsys, "lesson", "leaky-bucket", "anna.yaml", "--collect", "--table", table)
    assert code == 2 and table in err and err.count("\n") == 1
    assert (place / "anna.yaml").read_text(encoding="utf-8") == "prediction: cask\n"


def test_files_that_hold_no_answer_are_left_out_with_the_reason_and_a_handed_in_line_counts(place, capsys):
    files = {
        "anna.yaml": "prediction: cask\n",
        "ben.yml": "prediction: 1\n",
        "cleo.yaml": "answer 1: {lesson: leaky-bucket, asked: prediction, answer: cask, reason: few leave}\n",
        "dora.yaml": "title: My essay\n",
        "emil.yaml": "prediction: caks\n",
        "fred.yaml": "answer 1: {lesson: [leaky-bucket], asked: prediction, answer: cask}\n",
        "gina.yaml": "a: [",
    }
    (place / "class").mkdir()
    for name, text in files.items():
        (place / "class" / name).write_text(text, encoding="utf-8")
    words = ["lesson", "leaky-bucket", "class", "gone.yaml", "--collect", "--table", "class.csv"]
    code, out, err = said(capsys, *words)
    assert code == 0 and "prediction: 2 cask, 1 sieve" in out
    rows = pd.read_csv(Path("class.csv"))
    assert list(rows["student"]) == ["anna", "ben", "cleo"] and rows["reason"][2] == "few leave"
    left_out = re.findall(r"^relsim: left out: (\S+?):\d+:\d+  \S", err, re.MULTILINE)
    bad = ["dora.yaml", "emil.yaml", "fred.yaml", "gina.yaml"]
    assert left_out == [*(str(Path("class", name)) for name in bad), "gone.yaml"]
    assert err.count("left out") == 5 and err.count("\n") == 6
    assert 'did you mean "cask"?' in err


@pytest.mark.slow
@pytest.mark.parametrize("where", [[], ["--as", "mine"], ["--out", "taken"]], ids=str)
def test_predictions_on_paper_are_held_against_results_that_stand_here(where, place, capsys):
    (place / "class").mkdir()
    for student, given in {"anna": "cask", "ben": "1"}.items():
        (place / "class" / f"{student}.yaml").write_text(f"prediction: {given}\n", encoding="utf-8")
    collecting = ["lesson", "leaky-bucket", "class", "--collect", *where, *SMALL]
    _, out, err = said(capsys, *collecting)
    assert "found" not in out and f"relsim lesson leaky-bucket {' '.join([*SMALL, *where])}" in err
    said(capsys, "run", "leaky-bucket", "--as", "leaky-bucket-3", *SMALL)
    said(capsys, "lesson", "leaky-bucket", *where, *SMALL)
    _, out, err = said(capsys, *collecting, "--table", "class.csv")
    rows = pd.read_csv("class.csv")
    assert list(rows["found"]) == ["cask", "cask"] and list(rows["agrees"]) == [True, False]
    assert list(rows["attempts"]) == [0, 0] and err == ""


def test_students_whose_predictions_cannot_be_held_against_results_are_named(place, capsys):
    right = KeptAnswer("leaky-bucket", "prediction", "cask", "cask", True)
    keep_answer_of(right, place / "class" / "anna")
    for student in ("ben", "cleo"):
        (place / "class" / f"{student}.yaml").write_text("prediction: sieve\n", encoding="utf-8")
    code, _, err = said(capsys, "lesson", "leaky-bucket", "class", "--collect", "--table", "class.csv")
    assert code == 0 and "what the results say is not known yet for ben, cleo; run" in err
    rows = pd.read_csv("class.csv").set_index("student")
    assert rows["found"].notna().to_dict() == {"anna": True, "ben": False, "cleo": False}
    assert rows["agrees"].notna().to_dict() == {"anna": True, "ben": False, "cleo": False}


@pytest.mark.slow
def test_results_of_a_changed_market_say_nothing_of_the_lesson(place, capsys):
    Path("anna.yaml").write_text("prediction: cask\n", encoding="utf-8")
    said(capsys, "compare", "leaky-bucket", "--set", "firms.sieve.price=40", *SMALL)
    said(capsys, "compare", "leaky-bucket", "--policies", "cask-forgets", "--as", "leaky-bucket-9", *SMALL)
    _, out, err = said(capsys, "lesson", "leaky-bucket", "anna.yaml", "--collect", *SMALL)
    assert "found" not in out and "not known yet" in err


COLLECT = Path(__file__).parents[2] / "docs" / "teaching" / "collect.md"


def test_the_page_on_collecting_counts_every_student_once(place, capsys):
    """Its Python, run on a file of each kind that a class hands in."""
    Path("class", "ben").mkdir(parents=True)
    Path("class", "anna.yaml").write_text("prediction: cask\n", encoding="utf-8")
    said(capsys, "lesson", "leaky-bucket", "--predict", "sieve", "--out", "taken", *SMALL)
    Path("taken", "prediction.yaml").rename(Path("class", "ben", "prediction.yaml"))
    command = re.search(r"^\$ relsim (.*--table .*)$", COLLECT.read_text(encoding="utf-8"), re.MULTILINE)
    assert command and said(capsys, *command[1].split())[0] == 0
    code = re.search(r"```python\n(.*?)```", COLLECT.read_text(encoding="utf-8"), re.DOTALL)
    assert code
    names: dict[str, object] = {}
    exec(code[1], names)
    counts = names["counts"]
    assert isinstance(counts, pd.Series)
    assert counts.to_dict() == {
        ("leaky-bucket", "prediction", "cask"): 1,
        ("leaky-bucket", "prediction", "sieve"): 1,
    }


def test_where_no_file_holds_an_answer_there_is_no_table(place, capsys):
    (place / "dora.yaml").write_text("title: My essay\n", encoding="utf-8")
    code, _, err = said(capsys, "lesson", "leaky-bucket", "dora.yaml", "--collect", "--table", "class.csv")
    assert (
        code == 2 and "left out: dora.yaml:1:8" in err and "nobody answered anything in leaky-bucket" in err
    )
    assert not Path("class.csv").exists()


def test_a_lesson_and_its_exercises_run_for_the_periods_asked_for_where_these_do_not_say_so_themselves():
    asked = LessonRequest("leaky-bucket", periods=12)
    scenario, lesson = asked.scenario()
    assert asked.own_command(scenario).request.periods == 12
    assert asked.said_again() == "relsim lesson leaky-bucket --periods 12"
    assert asked.typed(lesson.checked[0]).endswith(" --periods 12")
    assert asked.command_of(lesson.checked[0]).request.periods == 12
    longer = lesson.checked[0].model_copy(
        update={"command": "relsim run leaky-bucket --periods 90 --as longer"}
    )
    assert asked.typed(longer) == longer.command
    assert asked.command_of(longer).request.periods == 90


def test_a_lesson_may_ask_how_uneven_customers_are():
    result = relsim.run(relsim.load("leaky-bucket").scaled_to(200))
    share = result.concentration.set_index("firm").loc["cask", "top_20_revenue"]
    for limit, answer in ((share + 0.01, "a small one"), (share - 0.01, "a large one")):
        choices = {"a small one": limit, "a large one": None}
        finding = LessonFinding(measure="top_20_revenue", choices=choices, right="a small one")
        told = what_results_say(finding, result)
        assert told.answer == answer
        assert told.words == f"revenue from the best fifth of cask: {measure_text(share, 'share')}"


@pytest.mark.parametrize("words", [["--collect"], ["class", "--collect"]])
def test_to_collect_needs_the_lesson(words, place, capsys):
    (place / "class").mkdir()
    code, _, err = said(capsys, "lesson", *words)
    assert code == 2 and "--collect needs the lesson before the files; say relsim lesson" in err


@pytest.mark.parametrize("words", [["run"], ["compare", "--policies", "cask-forgets"]])
def test_a_lessons_question_is_said_before_any_number(words, place, capsys):
    code, out, _ = said(capsys, words[0], "leaky-bucket", *words[1:], *SMALL)
    question, number = out.find("Market share will not"), re.search(r"EUR", out)
    assert code == 0 and -1 < question < number.start()
    again = f"relsim lesson leaky-bucket {' '.join(SMALL)} keeps your prediction"
    assert again in out[: number.start()]


@pytest.mark.parametrize("where", ["leaky-bucket-2", "mine"])
def test_nobody_is_asked_to_answer_first_whose_prediction_is_kept(where, place, capsys):
    words = ["run", "leaky-bucket", "--set", "firms.sieve.advertising.spend=0", "--as", "dry", *SMALL]
    keep_answer_of(KeptAnswer("life-cycle", "prediction", "closer"), place / "results" / where)
    keep_answer_of(
        KeptAnswer("leaky-bucket", "exercise 1", "it falls", "it rises"), place / "results" / where
    )
    Path("results", "torn").mkdir()
    Path("results", "torn", "prediction.yaml").write_text("a: [", encoding="utf-8")
    assert "Answer first" in said(capsys, *words)[1]
    keep_answer_of(KeptAnswer("leaky-bucket", "prediction", "sieve"), place / "results" / where)
    out = said(capsys, *words)[1]
    assert "Answer first" not in out and "Market share will not" in out
