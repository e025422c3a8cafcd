"""What is asked of relsim whatever it is given: an answer, or clear words about what is wrong and where."""

import contextlib
import io
import os
import re
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from relsim.console.speech import failing_politely

SECONDS = 10
"""Of processor time; where nothing is computed, ten times as long passes on the clock."""

LONGEST = 400
PYTHON = re.compile(
    r"\b(?:[A-Z][a-z]+)+(?:Error|Exception|Warning)\b|Traceback|pydantic|<class |\bNoneType\b|numpy"
)
PLACE = re.compile(r"^(?:.*:\d+:\d+|--[a-z-]+(?::\d+:\d+)?)  \S")
NOT_TO_BE_IMPORTED = ("antigravity", "this", "turtle")


class TooLong(BaseException):
    """More time has passed than anybody waits for an answer about a file."""


def verdict(ask: Callable[[], Any], folder: Path, needs_place: bool = True) -> str | None:
    """What is wrong with how relsim answers, in a few words, or None."""
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    before = set(os.listdir(folder))
    try:
        with limited(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), failing_politely():
            ask()
    except SystemExit as ended:
        code = ended.code or 0
    except TooLong:
        return f"hangs: {place_of(sys.exc_info()[2])}"
    except BaseException as error:
        return f"ends with {type(error).__name__}: {place_of(error.__traceback__)}"
    if set(os.listdir(folder)) - before or "PWNED" in os.listdir():
        return "writes a file"
    if any(name in sys.modules for name in NOT_TO_BE_IMPORTED):
        return "imports a module"
    return wrong_words(code, err.getvalue(), str(folder), needs_place)


def wrong_words(code: object, told: str, folder: str, needs_place: bool) -> str | None:
    """What is wrong with the exit code and the words on standard error."""
    if code not in (0, 2):
        return f"exit code {code}: {told.splitlines()[0] if told else 'nothing is said'}"
    lines = told.splitlines()
    if code == 2 and not lines:
        return "exit code 2, and nothing is said"
    for line in lines:
        words = line.replace(folder, "")
        if PYTHON.search(re.sub(r'"[^"]*"', '""', words)):
            return f"speaks of Python: {words}"
        if len(words) > LONGEST:
            return f"a line of {len(words)} characters: {words[:80]}"
        if code == 2 and needs_place and not PLACE.match(line):
            return f"no place: {words}"
    return None


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Within it, nothing takes longer than anybody waits."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: Any) -> None:
        raise TooLong

    clocks = (
        (signal.SIGALRM, signal.ITIMER_REAL, 10 * SECONDS),
        (signal.SIGPROF, signal.ITIMER_PROF, SECONDS),
    )
    before = [signal.signal(told, stop) for told, _, _ in clocks]
    for _, clock, seconds in clocks:
        signal.setitimer(clock, seconds)
    try:
        yield
    finally:
        for (told, clock, _), known in zip(clocks, before, strict=True):
            signal.setitimer(clock, 0)
            signal.signal(told, known)


def place_of(trace: Any) -> str:
    """Where in relsim something was."""
    frames = [frame for frame in traceback.extract_tb(trace) if f"{os.sep}relsim{os.sep}" in frame.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "outside of relsim"


def kind_of(wrong: str) -> str:
    """A failure without its numbers and names, so that equal ones are told once."""
    return re.sub(r'"[^"]*"|\d+|\S*/\S*', "_", wrong)[:90]
