"""What `relsim run` and `relsim compare` do once markets have run: keep, write the page, tell."""

import time
from pathlib import Path
from typing import cast

from relsim.console.speech import kept_while, say, say_failures
from relsim.errors import InputError
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.results import continues, manifest_of_results, save
from relsim.questions.compare.run import Result
from relsim.scenario.scenario import Scenario


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
    known = manifest_of_results(folder)
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


def end_if_stopped(comparison: Comparison) -> None:
    """Say how to go on with a comparison that was stopped early, and end."""
    if comparison.interrupted:
        say(
            f"relsim: stopped; {comparison.replications} replications are kept, go on with --resume",
            error=True,
        )
        raise SystemExit(1)
