"""What the commands do that ask one question and end in a note."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from relsim.cli.explaining import aligned
from relsim.cli.running import kept_if_stopped
from relsim.console.folders import going_on, results_folder
from relsim.console.parsing import ends_in, named, ranges_in, share_in
from relsim.console.speech import all_is_imported, say, say_failures, watched
from relsim.questions.breakeven import page as turning
from relsim.questions.breakeven.question import breakeven
from relsim.questions.discover import page as discovering
from relsim.questions.discover.question import discover
from relsim.questions.marginal import page as thrift
from relsim.questions.marginal.question import marginal_costs
from relsim.questions.optimise import page as optimum
from relsim.questions.optimise.question import optimise
from relsim.questions.sensitivity import page as dependence
from relsim.questions.sensitivity.question import sensitivity
from relsim.questions.stress import page as stressing
from relsim.questions.stress.question import stress
from relsim.questions.sweep import page as mapping
from relsim.questions.sweep.question import sweep
from relsim.questions.sweep.winners import swept
from relsim.report.note import Note, write_note
from relsim.scenario.scenario import Scenario
from relsim.scenario.vary.experiment import load_experiment

Options = Mapping[str, Any]
"""What else was asked for, by the name that the library gives it."""

all_is_imported()


def breakeven_and_tell(
    market: Scenario, source: str, path: str, between: tuple[str, str], options: Options, out: Path | None
) -> None:
    """Find where two policies change places, and say where that is."""
    question = partial(breakeven, market, path, ends_in("--between", path, *between))
    asked("breakeven", question, turning.note_of, source, options, out)


def stress_and_tell(market: Scenario, source: str, options: Options, out: Path | None) -> None:
    """Try policies under conditions, and say which holds."""
    asked("stress", partial(stress, market), stressing.note_of, source, options, out)


def discover_and_tell(file: Path, policy: str, options: Options, out: Path | None) -> None:
    """Find where a policy fails, and say when that is."""
    question = partial(discover, load_experiment(file), policy)
    asked("discover", question, discovering.note_of, str(file), options, out)


def sweep_and_tell(
    file: Path, jobs: int | None, store: Path | None, on: str | None, out: Path | None
) -> None:
    """Run an experiment file, store its table, say what failed and which policy is best where."""
    loaded = load_experiment(file)
    with results_folder(out, str(file)) as folder:
        kept = store or folder / "tasks"
        with going_on(kept), kept_if_stopped(kept):
            failed = sweep(loaded, folder, store=kept, on=on, jobs=jobs, progress=watched)
        if len(failed):
            first = failed.iloc[0]
            where = f'the first at point {first["point"]} under policy "{first["policy"]}"'
            say(f"relsim: {len(failed)} tasks failed, {where}: {first['error']}", error=True)
        found = swept(loaded, folder)
        if len(found.table):
            note = mapping.note_of(found)
            with going_on(kept):
                page = write_note(note, folder)
            tell(note, page)
        else:
            say("relsim: customer equity could be measured at no point, so there is no page", error=True)
        say(f"Outcomes: {folder / 'outcomes.parquet'}")


def sensitivity_and_tell(
    market: Scenario,
    source: str,
    around: str | None,
    vary: Sequence[str],
    options: Options,
    out: Path | None,
) -> None:
    """Find what a difference depends on, and say what that is."""
    share = None if around is None else share_in(around)
    question = partial(sensitivity, market, around=share, vary=ranges_in(vary))
    asked("sensitivity", question, dependence.note_of, source, options, out)


def optimise_and_tell(market: Scenario, source: str, options: Options, out: Path | None) -> None:
    """Search the best lever values, and say what they are worth."""
    asked("optimise", partial(optimise, market), optimum.note_of, source, options, out)


def marginal_and_tell(
    market: Scenario, source: str, levers: Sequence[str], options: Options, out: Path | None
) -> None:
    """Measure what the next customer costs, and say where the next amount does most."""
    question = partial(marginal_costs, market, levers=named(levers, "--lever", "PURPOSE=PATH"))
    asked("marginal", question, thrift.note_of, source, options, out)


def asked(
    name: str,
    question: Callable[..., Any],
    note_of: Callable[[Any], Note],
    source: str,
    options: Options,
    out: Path | None,
) -> None:
    """Ask a question, keep what is finished, print the answer, write its page, and say where that is."""
    with results_folder(out, source, name) as folder:
        kept = options["store"] or (folder if out else folder.parent) / "tasks"
        with going_on(kept), kept_if_stopped(kept):
            found = question(progress=watched, **{**options, "store": kept})
            note = note_of(found)
            page = write_note(note, folder)
        tell(note, page)


def tell(note: Note, page: Path) -> None:
    """Print the answer and its first table, and say where the page is."""
    for sentence in note.sentences:
        say(sentence)
    for table in note.tables[:1]:
        if table.heads:
            say("\n".join(["", *aligned(table), ""]))
    say_failures(note.attempts.failures)
    say(f"Report: {page}")
