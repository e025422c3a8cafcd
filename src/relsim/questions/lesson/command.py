"""`relsim lesson`: a question, a prediction, the run, and exercises that check themselves."""

from pathlib import Path
from typing import Annotated

import typer

from relsim.console.options import (
    CustomersOption,
    NameOption,
    OutOption,
    PeriodsOption,
    ReplicationsOption,
    SeedOption,
    count_option,
    new_file,
)
from relsim.console.requests import BEGIN, command
from relsim.console.speech import say
from relsim.errors import InputError

PredictOption = Annotated[
    str | None,
    typer.Option(
        metavar="CHOICE|FILE",
        help="Your prediction: a choice, its number, or a YAML file with the line `prediction: CHOICE`.",
    ),
]
ExplanationOption = Annotated[
    bool | None,
    typer.Option(
        "--explanation/--no-explanation",
        help="Tell only the explanation and the exercises, or only what comes before [all].",
    ),
]
AnswerOption = Annotated[
    str | None, typer.Option(help="Your answer to the exercise: a choice, its number, or a number.")
]


@command(BEGIN)
def lesson(
    name: Annotated[
        str | None, typer.Argument(help="A shipped lesson or a scenario file [the course, in order].")
    ] = None,
    files: Annotated[
        list[Path] | None, typer.Argument(help="For --collect: files of predictions, or folders of them.")
    ] = None,
    predict: PredictOption = None,
    explanation: ExplanationOption = None,
    exercise: Annotated[int | None, count_option("--exercise", 1, "Run this exercise of the lesson.")] = None,
    answer: AnswerOption = None,
    collect: Annotated[bool, typer.Option("--collect", help="Put a class's answers into one table.")] = False,
    table: Annotated[Path | None, new_file("The CSV file for --collect [printed].")] = None,
    seed: SeedOption = 1,
    replications: ReplicationsOption = None,
    customers: CustomersOption = None,
    periods: PeriodsOption = None,
    out: OutOption = None,
    results: NameOption = None,
) -> None:
    """Take a lesson: predict, run, hold the verdict against the prediction, then do exercises.

    Example: relsim lesson leaky-bucket
    """
    if name is None and not collect:
        from relsim.questions.lesson.course import course_lines

        say("\n".join(course_lines()))
        return
    from relsim.questions.lesson.class_table import collect_answers
    from relsim.questions.lesson.session import LessonRequest, lesson_or_exercise

    asked = LessonRequest(name or "", seed, replications, customers, periods, out, results)
    if collect:
        collect_answers(asked, files or [], table)
    elif files:
        raise InputError(f'"{files[0]}" is one word too many; files are read with --collect')
    else:
        lesson_or_exercise(asked, predict, exercise, answer, explanation)
