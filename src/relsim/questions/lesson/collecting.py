"""A class's predictions and answers as one table."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from relsim.console.destinations import write_new_file
from relsim.console.speech import say
from relsim.errors import InputError
from relsim.questions.lesson.asking import prediction_of_file
from relsim.questions.lesson.kept import (
    PREDICTION,
    PREDICTIONS,
    KeptAnswer,
    collected,
    is_handed_in,
    kept_answers,
    yaml_files,
)
from relsim.runs.cells import safe_frame
from relsim.scenario.load import load

HOW = f"say relsim lesson leaky-bucket class --collect; class is a folder of files such as {PREDICTIONS}"


def collect_answers(name: str | None, files: Sequence[Path], table: Path | None) -> None:
    """Put what a class answered in one lesson into a table, and say how many predicted what.

    Files that hold no answer are left out, each with the reason; it is refused where no file holds one.
    """
    if name is None or (not files and Path(name).exists() and Path(name).suffix not in (".yaml", ".yml")):
        raise InputError(f"--collect needs the lesson before the files; {HOW}")
    if not files:
        raise InputError(f"--collect needs the files after the lesson; {HOW}")
    rows = pd.DataFrame(
        [row for row in collected(readable_answers(name, files)) if is_same_lesson(row["lesson"], name)]
    )
    if rows.empty:
        raise InputError(f"nobody answered anything in {name} in these files")
    text = safe_frame(rows).to_csv(index=False, lineterminator="\n")
    if table is None:
        say(text.rstrip("\n"))
        return
    write_new_file(text, table, "--table")
    for asked, group in rows.groupby("asked", sort=False):
        counts = group["answer"].astype(str).value_counts()
        say(f"{asked}: " + ", ".join(f"{count} {answer}" for answer, count in counts.items()))
    say(f"Table: {table}")


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
    given = prediction_of_file(file, predict.answer if predict else None, scenario)
    return [KeptAnswer(name, PREDICTION, given)]


def is_same_lesson(one: str, other: str) -> bool:
    """Whether two names are of one lesson, which may be called by its file, too."""
    return Path(one).name.removesuffix(".yaml") == Path(other).name.removesuffix(".yaml")
