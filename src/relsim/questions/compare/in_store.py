"""Answers in a store of tasks: what one folder was told, another is given, and nothing is made once more.

Beside the tasks, `answers` has a note for every question, and the files of the answers by their hashes.
"""

import re
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from relsim.console.folders import tell_what_is_replaced
from relsim.errors import StoreError
from relsim.questions.compare.standing_answer import (
    ANSWER_FILE,
    UNREAD,
    WITHOUT,
    ComparisonRequest,
    StandingAnswer,
    known_answer,
    read_answer_note,
    say_again,
)
from relsim.runs.disk import durably, put_also, together
from relsim.runs.hashes import FILES, file_hash

LINKED_FILE = "customers.parquet"
"""The one file that may be very large: it stands in several places at once, rather than be copied."""

FILE_OF_ANSWER = re.compile(r"(figures/)?\w[^/\\:]*")
FILE_HASH = re.compile("[0-9a-f]{64}")


def is_said_again(asked: ComparisonRequest, store: Path | None, folder: Path) -> bool:
    """Say the answer to exactly this question where the folder, or a store, holds all of it."""
    if known := known_answer(asked, folder):
        say_again(known, folder, "all of the answer still stands")
    elif store and (known := answer_from_store(asked, store, folder)):
        say_again(known, folder, f"all of the answer is in {store}")
    return known is not None


def answer_from_store(asked: ComparisonRequest, store: Path, folder: Path) -> StandingAnswer | None:
    """The answer that a store holds to exactly this question, once all of its files stand in a folder."""
    note = note_of_answer(asked, store)
    try:
        told, answer = read_answer_note(note, asked)
        sources = files_in_store(told, store)
    except UNREAD:
        return None
    tell_what_is_replaced(folder)
    with together([folder / name for name in (*sources, ANSWER_FILE)]) as parts:
        for part, (name, path) in zip(parts, (*sources.items(), (ANSWER_FILE, note)), strict=True):
            (put_also if name == LINKED_FILE else shutil.copyfile)(path, part)
    for name in told[WITHOUT]:
        (folder / name).unlink(missing_ok=True)
    return answer


def files_in_store(told: dict[str, Any], store: Path) -> dict[str, Path]:
    """Where the files of an answer lie, by their names; raises ValueError where any of them is not sound."""
    sources = {name: store_file(store, content) for name, content in told[FILES].items()}
    if not all(map(FILE_OF_ANSWER.fullmatch, (*sources, *told[WITHOUT]))):
        raise ValueError("the answer has files elsewhere")
    if not all(file_hash(path) == path.name for path in sources.values()):
        raise ValueError("files of the answer are damaged")
    return sources


def keep_in_store(asked: ComparisonRequest, store: Path, folder: Path) -> None:
    """Let the answer that a folder was just given stand in a store as well; without room, go without."""
    note = folder / ANSWER_FILE
    with suppress(*UNREAD, StoreError):
        told, _ = read_answer_note(note, asked)
        for name, content in told[FILES].items():
            durably(store_file(store, content), partial(put_also, folder / name))
        durably(note_of_answer(asked, store), partial(shutil.copyfile, note))


def note_of_answer(asked: ComparisonRequest, store: Path) -> Path:
    """Where a store notes the answer to a question."""
    return store / "answers" / f"{asked.key()}.json"


def store_file(store: Path, content: str) -> Path:
    """Where a store keeps a file of an answer, given its hash."""
    if not FILE_HASH.fullmatch(content):
        raise ValueError(f"{content} is no hash of a file")
    return store / "answers" / "files" / content
