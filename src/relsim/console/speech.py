"""How the command line talks: results on stdout, everything else on stderr, never a traceback."""

import errno
import gc
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from threading import Thread
from typing import Any, NoReturn

from relsim.console.option_names import with_options
from relsim.console.plain import ERRORS
from relsim.errors import InputError, RelsimError

STREAMS = ("stdout", "stderr")


UNHEARD: list[OSError] = []
"""Why lines of an answer could not be printed, other than that nobody wanted to read on."""


def say(text: str, *, error: bool = False) -> None:
    """Print a line; errors and progress go to stderr. Where nobody listens any more, work goes on."""
    name = "stderr" if error else "stdout"
    try:
        print(text, file=getattr(sys, name), flush=True)
    except UnicodeEncodeError:
        print(text.encode("ascii", ERRORS).decode("ascii", "replace"), file=getattr(sys, name), flush=True)
    except (OSError, ValueError) as lost:
        hush(name)
        if not error and isinstance(lost, OSError) and lost.errno != errno.EPIPE:
            UNHEARD.append(lost)
            say(f"relsim: standard output cannot be written ({lost.strerror})", error=True)


def say_failures(failures: Mapping[str, Any]) -> None:
    """Say which parts of a page could not be made, a line each, and why."""
    for failure in failures.values():
        say(f"relsim: {failure}", error=True)
        if os.environ.get("RELSIM_DEBUG"):
            say("".join(traceback.format_exception(failure.error)), error=True)


@contextmanager
def heard_everywhere() -> Iterator[None]:
    """Within it, standard output and error take any character, and are there even if they were closed."""
    before: dict[str, Any] = {name: getattr(sys, name) for name in STREAMS}
    errors = {name: getattr(stream, "errors", None) for name, stream in before.items()}
    for name, stream in before.items():
        if stream is None:
            hush(name)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=ERRORS)
    UNHEARD.clear()
    try:
        yield
    except SystemExit as end:
        if UNHEARD and not end.code:
            raise SystemExit(1) from None
        raise
    finally:
        for name, stream in before.items():
            if getattr(sys, name) is not stream:
                getattr(sys, name).close()
                setattr(sys, name, stream)
            elif hasattr(stream, "reconfigure"):
                with suppress(OSError, ValueError):
                    stream.reconfigure(errors=errors[name])


def hush(name: str) -> None:
    """Let a standard stream lead nowhere; what waits in it would fail once more at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, getattr(sys, name).fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        setattr(sys, name, os.fdopen(nowhere, "w", encoding="utf-8"))


INTERRUPTED = 130
"""The exit code after Ctrl-C, 128 and the number of the signal, as typer and shells have it."""


def end_stopped() -> NoReturn:
    """Say that a command was stopped before it had anything to tell, and end."""
    say("relsim: stopped before anything was finished", error=True)
    sys.exit(INTERRUPTED)


@contextmanager
def failing_politely() -> Iterator[None]:
    """Turn what goes wrong into one clear message and an exit code: 1 failed, 2 bad input, 130 stopped."""
    try:
        yield
    except KeyboardInterrupt:
        end_stopped()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            end_stopped()
        raise
    except BrokenPipeError:
        hush("stdout")
        sys.exit(1)
    except Exception as error:
        if os.environ.get("RELSIM_DEBUG"):
            raise
        if isinstance(error, InputError):
            say(with_options(error), error=True)
            sys.exit(2)
        if isinstance(error, FileNotFoundError) and not is_somewhere():
            say(FOLDER_IS_GONE, error=True)
            sys.exit(2)
        ours = isinstance(error, RelsimError)
        say(f"relsim: {with_options(error) if ours else unforeseen_error(error)}", error=True)
        sys.exit(1)


FOLDER_IS_GONE = "the folder that you are in is gone; go to another one, and ask there"


def is_somewhere() -> bool:
    """Whether the folder in which a command was called is still there."""
    try:
        os.getcwd()
    except OSError:
        return False
    return True


def unforeseen_error(error: Exception) -> str:
    """An error that nobody thought of, and how to see where it comes from."""
    return f"{type(error).__name__}: {error} (set RELSIM_DEBUG=1 to see where)"


@contextmanager
def kept_while(what: str, where: str) -> Iterator[None]:
    """Say where results are, should anything end what follows them early."""
    try:
        yield
    except KeyboardInterrupt:
        say(f"relsim: stopped before {what}; {where}", error=True)
        raise SystemExit(1) from None
    except Exception as error:
        if os.environ.get("RELSIM_DEBUG"):
            raise
        said = with_options(error) if isinstance(error, RelsimError) else f"{type(error).__name__}: {error}"
        say(f"relsim: before {what}: {said}; {where}", error=True)
        raise SystemExit(1) from None


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Look for no garbage while a command imports what it needs: it takes long, and there is none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def all_is_imported() -> None:
    """Look for garbage again, but not among what has been imported, which stays."""
    gc.freeze()
    gc.enable()


@contextmanager
def imported_meanwhile(module: str) -> Iterator[None]:
    """Within it, a module is imported on the side. From then on garbage is looked for, but never among what
    was imported before, which stays."""

    def on_the_side() -> None:
        try:
            import_module(module)
        finally:
            gc.enable()

    gc.freeze()
    importing = Thread(target=on_the_side)
    importing.start()
    try:
        yield
    finally:
        importing.join()


@contextmanager
def progress_of(total: int, unit: str) -> Iterator[Callable[[int], None]]:
    """Progress of long work: a bar on a terminal, plain lines elsewhere."""
    if sys.stderr is not None and sys.stderr.isatty():
        with _bar(total, unit) as report:
            yield report
    else:
        yield _lines(total, unit)


@contextmanager
def _bar(total: int, unit: str) -> Iterator[Callable[[int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    words = TextColumn(unit)
    columns = (words, BarColumn(), MofNCompleteColumn(), TimeLeft(), TextColumn("left"))
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, refresh_per_second=4) as progress:
        task = progress.add_task("", total=total)
        yield lambda finished: progress.update(task, completed=finished)


FOUND_WITHIN = 0.05
"""Seconds within which work that is reported was found: it tells nothing of how long the rest takes."""


def _lines(total: int, unit: str) -> Callable[[int], None]:
    begun, step = time.monotonic(), max(1, total // 10)
    said = found = 0
    say(f"0 of {total} {unit}", error=True)

    def report(finished: int) -> None:
        nonlocal said, found
        spent = time.monotonic() - begun
        if spent < FOUND_WITHIN:
            found = finished
        if finished >= total or finished - said >= step:
            said = finished
            rate = (
                f", {spent * (total - finished) / (finished - found):.0f} s left" if finished > found else ""
            )
            say(f"{finished} of {total} {unit}{rate}", error=True)

    return report
