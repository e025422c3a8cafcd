"""A class's predictions and answers as one table."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from relsim.console.destinations import write_new_file
from relsim.console.kept_answers import (
    PREDICTION,
    PREDICTIONS,
    KeptAnswer,
    collected,
    is_handed_in,
    kept_answers,
    yaml_files,
)
from relsim.console.speech import say
from relsim.errors import InputError
from relsim.questions.lesson.findings import agrees, what_results_say
from relsim.questions.lesson.prompt import prediction_of_file
from relsim.questions.lesson.session import LessonRequest
from relsim.questions.lesson.standing import standing_results
from relsim.runs.cells import safe_frame
from relsim.scenario.load import load

HOW = f"say relsim lesson leaky-bucket class --collect; class is a folder of files such as {PREDICTIONS}"

FOUND, AGREES = "found", "agrees"
ANSWER_COLUMNS = ("student", "lesson", "asked", "answer", "attempts", FOUND, AGREES, "reason")
"""The columns of the table, in their order."""

NOT_FOUND = (
    "what the results say is not known yet{of_whom}; run {lesson} in this folder, and collect again for "
    "a table that says it"
)


def collect_answers(asked: LessonRequest, files: Sequence[Path], table: Path | None) -> None:
    """Put what a class answered in one lesson into a table, and say how many predicted what.

    Files that hold no answer are left out, each with the reason; it is refused where no file holds one.
    """
    name = asked.name
    if not name or (not files and Path(name).exists() and Path(name).suffix not in (".yaml", ".yml")):
        raise InputError(f"--collect needs the lesson before the files; {HOW}")
    if not files:
        raise InputError(f"--collect needs the files after the lesson; {HOW}")
    answers = collected(readable_answers(name, files))
    kept = [row for row in answers if is_same_lesson(row["lesson"], name)]
    if not kept:
        raise InputError(f"nobody answered anything in {name} in these files")
    unknown = not_held_against_results(kept, asked)
    rows = pd.DataFrame(kept, columns=[one for one in ANSWER_COLUMNS if any(one in row for row in kept)])
    text = safe_frame(rows).to_csv(index=False, lineterminator="\n")
    if table is None:
        say(text.rstrip("\n"))
    else:
        write_new_file(text, table, "--table")
        say_counts(rows)
        say(f"Table: {table}")
    if unknown:
        is_known_of_some = any(FOUND in row for row in kept)
        of_whom = f" for {', '.join(unknown)}" if is_known_of_some else ""
        say(f"relsim: {NOT_FOUND.format(of_whom=of_whom, lesson=asked.said_again())}", error=True)


def say_counts(rows: pd.DataFrame) -> None:
    """Say of each question how many answered what."""
    for asked, group in rows.groupby("asked", sort=False):
        counts = group["answer"].astype(str).value_counts()
        say(f"{asked}: " + ", ".join(f"{count} {answer}" for answer, count in counts.items()))


def not_held_against_results(rows: list[dict[str, Any]], asked: LessonRequest) -> list[str]:
    """Add what the lesson's results here say to predictions that lack it; the students who lack it still."""
    open_rows = [row for row in rows if row["asked"] == PREDICTION and FOUND not in row]
    scenario, lesson = asked.scenario()
    if not open_rows or not lesson.predict:
        return []
    finding, results = lesson.predict.answer, standing_results(asked.own_command(scenario))
    if results is None:
        return [str(row["student"]) for row in open_rows]
    told = what_results_say(finding, results)
    for row in open_rows:
        row |= {FOUND: told.answer, AGREES: agrees(finding, row["answer"], told)}
    return []


def readable_answers(name: str, places: Sequence[Path]) -> Iterator[tuple[Path, list[KeptAnswer]]]:
    """Each file that holds answers, with these; what holds none is said, with the reason."""
    for place in places:
        try:
            files = yaml_files(place)
        except InputError as reason:
            say(f"relsim: left out: {reason}", error=True)
            continue
        for file in files:
            try:
                yield file, handed_in_answers(file, name)
            except InputError as reason:
                say(f"relsim: left out: {reason}", error=True)


def handed_in_answers(file: Path, name: str) -> list[KeptAnswer]:
    """The answers that relsim kept in a file, or the one prediction that was handed in for this lesson."""
    if not is_handed_in(file):
        return kept_answers(file)
    scenario = load(name)
    predict = scenario.learn.predict if scenario.learn else None
    guess = prediction_of_file(file, predict.answer if predict else None, scenario)
    return [KeptAnswer(name, PREDICTION, guess.answer, reason=guess.reason)]


def is_same_lesson(one: str, other: str) -> bool:
    """Whether two names are of one lesson, which may be called by its file, too."""
    return Path(one).name.removesuffix(".yaml") == Path(other).name.removesuffix(".yaml")
