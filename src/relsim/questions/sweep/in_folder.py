"""What `relsim sweep` does in its folder: run the points, write the page, tell."""

from pathlib import Path

from relsim.console.answer import tell
from relsim.console.speech import say
from relsim.questions.sweep.page import note_of
from relsim.questions.sweep.question import failures_in_words, sweep
from relsim.questions.sweep.winners import swept
from relsim.report.note import write_note
from relsim.runs.options import RunOptions
from relsim.scenario.vary.experiment import Loaded


def sweep_in_folder(loaded: Loaded, folder: Path, options: RunOptions) -> None:
    """Run the points of an experiment, write their outcomes and the page into a folder, and say where."""
    failed = sweep(loaded, folder, **options)
    found = swept(loaded, folder)
    if len(failed):
        say(f"relsim: {failures_in_words(failed)}", error=True)
    if len(found.table):
        note = note_of(found)
        tell(note, write_note(note, folder))
    else:
        say("relsim: customer equity could be measured at no point, so there is no page", error=True)
    say(f"Outcomes: {folder / 'outcomes.parquet'}")
