"""How the command line talks: results on stdout, everything else on stderr, never a traceback."""

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Thread


def say(text: str, *, error: bool = False) -> None:
    """Print a line; errors and progress go to stderr."""
    print(text, file=sys.stderr if error else sys.stdout, flush=True)


@contextmanager
def failing_politely() -> Iterator[None]:
    """Turn what goes wrong into one clear message and an exit code: 1 failed, 2 bad input."""
    try:
        yield
    except KeyboardInterrupt:
        say("relsim: stopped before anything was finished", error=True)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if os.environ.get("RELSIM_DEBUG"):
            raise
        bad_input = type(error).__name__ in ("ScenarioError", "InputError")
        clear = bad_input or type(error).__name__ in ("StoreError", "TaskFailed", "ClusterError")
        shown = str(error) if clear else f"{type(error).__name__}: {error}"
        hint = "" if clear else " (set RELSIM_DEBUG=1 to see where)"
        say(f"relsim: {shown}{hint}" if not bad_input else shown, error=True)
        sys.exit(2 if bad_input else 1)


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
def watched(total: int, unit: str) -> Iterator[Callable[[int], None]]:
    """Progress of long work: a bar on a terminal, plain lines elsewhere."""
    if sys.stderr.isatty():
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


def _lines(total: int, unit: str) -> Callable[[int], None]:
    start, step = time.monotonic(), max(1, total // 10)
    said = 0

    def report(finished: int) -> None:
        nonlocal said
        if finished >= total or finished - said >= step:
            said = finished
            seconds = (time.monotonic() - start) * (total - finished) / finished
            say(f"{finished} of {total} {unit}, {seconds:.0f} s left", error=True)

    return report
