"""What `relsim run` and `relsim compare` do between reading words and printing the verdict."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast, get_args

import mesa  # noqa: F401 - first, since it searches all modules when it is imported

from relsim.console.folders import going_on, results_folder
from relsim.console.parsing import settings_in
from relsim.console.speech import imported_meanwhile, kept_while, say, say_failures, watched
from relsim.engine.driver import DriverName
from relsim.errors import InputError, nearest
from relsim.questions.compare.question import Comparison, compare
from relsim.questions.compare.results import continues, remembered, save
from relsim.questions.compare.run import Result, run
from relsim.scenario.load import adjusted, load
from relsim.scenario.scenario import Scenario

REPORT = "relsim.questions.compare.page"


def run_and_report(
    source: str,
    seed: int,
    replications: int,
    customers: int | None,
    periods: int | None,
    settings: Sequence[str],
    driver: str,
    out: Path | None,
) -> None:
    """Run a scenario, store what came of it, print the headlines."""
    if driver not in get_args(DriverName):
        raise InputError(
            f'no driver is called "{driver}", expected compiled or agents',
            nearest(driver, get_args(DriverName)),
        )
    scenario = adjusted(load(source), customers, periods, settings_in(settings))
    with results_folder(out, source) as folder:
        started = time.monotonic()
        with imported_meanwhile(REPORT):
            result = run(scenario, seed=seed, replications=replications, driver=cast(DriverName, driver))
        finish(result, folder, started)
    if len(scenario.policies) > 1:
        say(f"Next: relsim compare {source} tells how its {len(scenario.policies)} policies differ.")


def compare_and_report(
    source: str,
    policies: list[str] | None,
    replications: int | None,
    jobs: int | None,
    seed: int,
    customers: int | None,
    periods: int | None,
    settings: Sequence[str],
    until: str | None,
    resume: bool,
    store: Path | None,
    on: str | None,
    out: Path | None,
) -> None:
    """Compare policies, store what came of it, print the verdict."""
    scenario = adjusted(load(source), customers, periods, settings_in(settings))
    with results_folder(out, source) as folder, going_on(kept := store or folder / "tasks"):
        done = earlier(folder, scenario, seed) if resume else None
        started = time.monotonic()
        with imported_meanwhile(REPORT), kept_if_stopped(kept if until else None):
            comparison = compare(
                scenario,
                policies=done.policies if done and not until else policies,
                replications=replications,
                seed=seed,
                jobs=jobs,
                progress=watched,
                store=kept,
                on=on,
                until=until,
            )
        finish(comparison, folder, started)
    if comparison.interrupted:
        say(
            f"relsim: stopped; {comparison.replications} replications are kept, go on with --resume",
            error=True,
        )
        raise SystemExit(1)
    if len(comparison.policies) > 1:
        say(f"Next: relsim why {folder} tells what the difference is made of.")


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


def finish(results: Result | Comparison, folder: Path, started: float) -> None:
    """Store results; then write the page, and say what stands there and where it is."""
    save(results, folder, round(time.monotonic() - started, 2))
    with kept_while("the page was made", f"the results are in {folder}: relsim report {folder} makes it"):
        write_and_tell(results, folder)


def write_and_tell(results: Result | Comparison, folder: Path, *, answer: bool = True) -> None:
    """Write the page of results; say the answer, what could not be made, and where the page is."""
    from relsim.questions.compare.page import said, write_page
    from relsim.questions.compare.pictures import pictures
    from relsim.questions.compare.subject import Subject

    subject = Subject(results)
    page = write_page(subject, list(pictures(subject)), folder)
    for sentence in said(subject) if answer else ():
        say(sentence)
    say_failures(subject.attempts.failures)
    say(f"Report: {page}")


def earlier(folder: Path, scenario: Scenario, seed: int) -> Comparison | None:
    """What the folder holds of the same comparison, without tables; another one's results are refused.

    What cannot be read is no obstacle, since all is made anew from the tasks that are finished.
    """
    if not (folder / "manifest.json").exists():
        return None
    known = remembered(folder)
    if known is None:
        say(f"relsim: {folder / 'manifest.json'} cannot be read; results are made anew", error=True)
        return None
    done, lost = known
    if not continues(done, scenario, seed):
        raise InputError(f"{folder} holds results of another scenario or seed; choose another --out")
    if lost:
        these = f"{', '.join(lost)} in {folder}"
        say(f"relsim: made anew, since of another run, damaged or missing: {these}", error=True)
    return cast(Comparison, done)
