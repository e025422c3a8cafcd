"""Asking for a prediction: typed, or from a file; where nobody can answer the lesson goes on without."""

import sys
from dataclasses import dataclass
from pathlib import Path

from relsim.console.kept_answers import PREDICTION, prediction_in
from relsim.console.paragraphs import filled_text
from relsim.console.speech import say
from relsim.errors import InputError, fault
from relsim.questions.lesson.findings import choice_lines, read_choice
from relsim.report.lesson_words import GivenAnswer, choices_of
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.learn import Lesson, LessonFinding

A_NUMBER = "a number, such as 1200 or 12%"
"""What is answered where there are no choices."""

PREDICTION_PROMPT = "Your prediction (press Enter alone to run without one):"
REASON_PROMPT = "Why do you think so? (press Enter alone to give no reason):"


def say_choices(finding: LessonFinding, scenario: Scenario) -> None:
    """Say what can be answered: each choice with its number, or else that a number is expected."""
    for line in choice_lines(choices_of(finding, scenario)) or [A_NUMBER]:
        say(f"  {line}")


@dataclass(frozen=True)
class Guess:
    """What somebody predicts, and why, where a reason is given."""

    answer: GivenAnswer
    reason: str | None = None


def predicted(again: str, scenario: Scenario, lesson: Lesson, given: str | None) -> Guess | None:
    """The prediction that an option gives, or the one that is typed; None where there is none.

    `again` is the command that takes the lesson with the same options.
    """
    finding = lesson.predict.answer if lesson.predict else None
    if lesson.predict:
        say(filled_text(lesson.predict.ask))
        say_choices(lesson.predict.answer, scenario)
    if given is not None:
        return prediction_of_option(given, finding, scenario)
    while (line := typed_line(PREDICTION_PROMPT)) is not None and (text := line.strip()):
        try:
            answer = read_choice(finding, text, scenario) if finding else text
        except InputError as mistake:
            say(str(mistake))
        else:
            return Guess(answer, (typed_line(REASON_PROMPT) or "").strip() or None)
    if line is None:
        say(
            f"relsim: nobody answers here, so it goes on without a prediction; {again} "
            f"--predict FILE takes one from a YAML file with the line {PREDICTION}: CHOICE, "
            "and --predict CHOICE is one",
            error=True,
        )
    return None


def prediction_of_option(given: str, finding: LessonFinding | None, scenario: Scenario) -> Guess:
    """The prediction that `--predict` gives: that of a file of this name, or else a choice."""
    file = Path(given)
    if (file.exists() and not file.is_dir()) or file.suffix in (".yaml", ".yml"):
        return prediction_of_file(file, finding, scenario)
    if finding is None:
        return Guess(given)
    try:
        return Guess(read_choice(finding, given, scenario))
    except InputError as mistake:
        more = f"{mistake.message}, or a YAML file with the line {PREDICTION}: CHOICE"
        raise InputError(f"--predict: {more}", mistake.suggestion) from None


def prediction_of_file(file: Path, finding: LessonFinding | None, scenario: Scenario) -> Guess:
    """The prediction that a file makes, refused at its place where it is none of the choices."""
    text, place, reason = prediction_in(file)
    if finding is None:
        return Guess(text, reason)
    try:
        return Guess(read_choice(finding, text, scenario), reason)
    except InputError as mistake:
        raise fault(place, mistake.message, (PREDICTION,), mistake.suggestion) from None


def typed_line(prompt: str) -> str | None:
    """A line that is typed after a prompt, or None where nobody can type one."""
    say(prompt)
    try:
        return sys.stdin.readline() or None
    except (AttributeError, OSError, ValueError):
        return None
