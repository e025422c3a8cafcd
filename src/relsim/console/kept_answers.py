"""The predictions and answers that a folder keeps, in YAML: more are added, and none goes."""

import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from relsim.errors import InputError, Place, fault, nearest, value_in_words
from relsim.report.lesson_words import GivenAnswer
from relsim.scenario.yaml.document import Document, read_document
from relsim.scenario.yaml.writing import yaml_of

PREDICTIONS = "prediction.yaml"
PREDICTION = "prediction"
"""What is asked before the run; exercises are asked by their number."""

WHY_KEY = "reason"


@dataclass(frozen=True)
class KeptAnswer:
    """What was asked and answered, and when; and, once it has run, what the results say
    and whether both agree; and why so, where a reason was given."""

    lesson: str
    asked: str
    answer: GivenAnswer
    found: GivenAnswer | None = None
    agrees: bool | None = None
    at: str = ""
    reason: str | None = None


def keep_answer_of(answer: KeptAnswer, folder: Path) -> None:
    """Add an answer to those that a folder keeps; what is there already stays as it is."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    told = {name: value for name, value in (asdict(answer) | {"at": now}).items() if value is not None}
    number = len(kept_answers(folder / PREDICTIONS)) + 1 if (folder / PREDICTIONS).exists() else 1
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / PREDICTIONS).open("a", encoding="utf-8", newline="\n") as file:
        file.write(yaml_of({f"answer {number}": told}))


def kept_answers(file: Path) -> list[KeptAnswer]:
    """The answers that a file keeps, the earliest first."""
    document = read_document(file)
    answers = []
    for name, told in document.data.items():
        place = document.place((name,))
        if not isinstance(told, dict):
            raise fault(place, "expected an answer that relsim lesson has kept", (name,))
        for key in told:
            if key not in KeptAnswer.__dataclass_fields__:
                near = nearest(str(key), KeptAnswer.__dataclass_fields__)
                raise fault(
                    document.key_place((name, key)), "no part of an answer is called so", (name, key), near
                )
        missing = [key for key in ("lesson", "asked", "answer") if key not in told]
        if missing:
            raise fault(
                place, f"{missing[0]} is missing; expected an answer that relsim lesson has kept", (name,)
            )
        for key, value in told.items():
            if isinstance(value, dict | list) or (key in ("lesson", "asked") and not isinstance(value, str)):
                at = document.place((name, key))
                raise fault(at, f"expected words, found {value_in_words(value)}", (name, key))
        answers.append(KeptAnswer(**told))
    return answers


def is_handed_in(file: Path) -> bool:
    """Whether a file is one that predicts, `prediction: TEXT`, and not one that relsim has kept."""
    return not isinstance(read_document(file).data.get(PREDICTION, {}), dict)


def prediction_in(file: Path) -> tuple[str, Place, str | None]:
    """The prediction that a YAML file makes, `prediction: TEXT`, its place, and the reason if it has one."""
    document = read_document(file)
    for key in document.data:
        if key not in (PREDICTION, WHY_KEY):
            near = nearest(str(key), (PREDICTION, WHY_KEY)) or PREDICTION
            raise fault(document.key_place((key,)), "no entry is called so", (key,), near)
    if PREDICTION not in document.data:
        raise fault(Place(str(file)), "expected prediction: and one of the choices")
    given: Any = document.data[PREDICTION]
    place = document.place((PREDICTION,))
    if not isinstance(given, str | int | float) or isinstance(given, bool):
        raise fault(place, "expected one of the choices, by its number or its words", (PREDICTION,))
    return str(given), place, reason_in(document)


def reason_in(document: Document) -> str | None:
    """Why somebody predicts so, as a file of one prediction says it; None where it does not."""
    given = document.data.get(WHY_KEY)
    if isinstance(given, dict | list):
        raise fault(document.place((WHY_KEY,)), "expected a sentence", (WHY_KEY,))
    return None if given is None else str(given)


def collected(answers: Iterable[tuple[Path, list[KeptAnswer]]]) -> list[dict[str, Any]]:
    """One row for each question that somebody answered in a file, with the first answer."""
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for file, kept in answers:
        for one in kept:
            row = rows.setdefault(
                (str(file), one.lesson, one.asked),
                {"student": student_of(file), "lesson": one.lesson, "asked": one.asked, "answer": one.answer},
            )
            row["attempts"] = row.get("attempts", 0) + (one.found is not None)
            if one.found is not None and "found" not in row and one.answer == row["answer"]:
                row |= {"found": one.found, "agrees": one.agrees}
            if one.reason is not None:
                row.setdefault("reason", one.reason)
    return list(rows.values())


def student_of(file: Path) -> str:
    """Whose file it is: its own name, or that of the folder of one that is called as relsim calls it."""
    return file.stem if file.name != PREDICTIONS else file.resolve().parent.name


def yaml_files(place: Path) -> list[Path]:
    """A file, or all YAML files in a folder; a folder without any is refused."""
    if not place.is_dir():
        return [place]
    inside = sorted([*place.rglob("*.yaml"), *place.rglob("*.yml")])
    if not inside:
        raise InputError(f"{place} has no YAML file in it; expected files such as {PREDICTIONS}")
    return inside
