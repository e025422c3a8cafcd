"""How the answer to a question is found, kept and told; imported when a question has been asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relsim.console.folders import going_on, results_folder, tell_what_is_replaced
from relsim.console.speech import all_is_imported, say, say_failures
from relsim.errors import Interrupted
from relsim.report.note import Note, write_note
from relsim.report.table import text_lines

if TYPE_CHECKING:
    from relsim.console.requests import RunsRequest

all_is_imported()


def answer_question(
    request: "RunsRequest",
    name: str,
    source: str,
    ask: Callable[..., Any],
    note_of: Callable[[Any], Note],
    changes: str = "",
    seed: int | None = None,
) -> None:
    """Ask a question, keep what is finished, print the answer, write its page, and say where that is."""
    to, options = request.destination(), request.what_is_asked
    with results_folder(to, source, name, changes, seed=seed, options=options) as folder:
        kept = request.store or (folder if request.out else folder.parent) / "tasks"
        with going_on(kept), kept_if_stopped(kept):
            note = note_of(answered_so_far(partial(ask, **request.run_options(kept))))
            tell_what_is_replaced(folder)
            page = write_note(note, folder)
        tell(note, page)


def tell(note: Note, page: Path, tables: int = 1) -> None:
    """Print the answer and its first tables, and say where the page is."""
    for sentence in note.sentences:
        say(sentence)
    for table in note.tables[:tables]:
        if table.heads:
            say("\n".join(["", *text_lines(table), ""]))
    say_failures(note.attempts.failures)
    say(f"Report: {page}")


def answered_so_far(ask: Callable[[], Any]) -> Any:
    """The answer to a question, which after Ctrl-C is that of the replications that are finished."""
    try:
        return ask()
    except Interrupted as stopped:
        return stopped.partial


@contextmanager
def kept_if_stopped(kept: Path | None) -> Iterator[None]:
    """Say after Ctrl-C where finished tasks are, if they are kept."""
    try:
        yield
    except KeyboardInterrupt:
        if kept is None:
            raise
        say(f"relsim: stopped; {kept} has what is finished, the same command goes on from there", error=True)
        raise SystemExit(1) from None
