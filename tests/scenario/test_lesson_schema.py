"""What a lesson's file may say: old files as they were, and exercises that can be answered."""

import pytest

import relsim
from relsim.errors import ScenarioError

OLD = {
    "question": "Why?",
    "predict": None,
    "look_at": ["it"],
    "explanation": "So.",
    "exercises": ["Try again"],
}
COMMAND = "relsim compare leaky-bucket --set firms.sieve.price=9 --as dearer"
RISING = {"choices": {"it falls": 0, "it rises": None}, "right": "it rises"}


def with_exercise(command=COMMAND, **answer):
    exercise = {"ask": "What comes of it?", "command": command, "answer": RISING | answer}
    return relsim.load("leaky-bucket").changed({"learn": OLD | {"exercises": [exercise]}})


def test_a_lesson_without_predictions_and_answers_stays_valid():
    lesson = relsim.load("leaky-bucket").changed({"learn": OLD}).learn
    assert (lesson.predict, lesson.exercises, lesson.checked) == (None, ["Try again"], [])


def test_an_exercise_with_a_command_and_an_answer_checks_itself():
    (exercise,) = with_exercise().learn.checked
    assert exercise.command == COMMAND


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("--set firms.sieve.price=9", "expected a whole command, relsim run or relsim compare"),
        ("relsim story leaky-bucket --as x", "expected a whole command, relsim run or relsim compare"),
        ("relsim run leaky-bucket --set firms.sieve.price=9", "expected --as NAME"),
        ("relsim run leaky-bucket --set 'a=1 per year' --as x", "' is not taken alike by every shell"),
        ("relsim run leaky-bucket --set a=^1 --as x", "^ is not taken alike by every shell"),
        ("relsim run leaky-bucket --set a=1 & dir --as x", "& is not taken alike by every shell"),
        ("relsim run leaky-bucket \\\n --as x", "\\ is not taken alike by every shell"),
        ("relsim run leaky-bucket --set a=1% --set b=2% --as x", "more than one % may name a variable"),
        ('relsim run leaky-bucket --set "a=1 --as x', "a quotation mark is not closed"),
    ],
)
def test_a_command_that_some_shell_takes_otherwise_is_refused(command, message):
    with pytest.raises(ScenarioError) as refused:
        with_exercise(command)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"right": "it rise"}, 'no choice is called "it rise"; did you mean "it rises"?'),
        ({"wrong": {"it fall": "No."}}, 'no choice is called "it fall"; did you mean "it falls"?'),
        ({"firm": "sive"}, 'no firm is called "sive"; did you mean "sieve"?'),
        ({"policy": "as-it"}, 'no policy is called "as-it"; did you mean "as-is"?'),
        ({"over": "cakes"}, 'no policy or firm is called "cakes"'),
        ({"best": "firm", "right": "cask"}, "the choices are the policies or the firms already"),
        ({"choices": {}, "right": "much"}, "expected a number, since there are no choices"),
        (
            {"choices": {"a": None, "b": 1}, "right": "a"},
            "expected the number up to which each choice is right",
        ),
    ],
)
def test_an_answer_that_no_result_can_give_is_refused(answer, message):
    with pytest.raises(ScenarioError) as refused:
        with_exercise(**answer)
    assert message in str(refused.value)
