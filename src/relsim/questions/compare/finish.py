"""What `relsim run` and `relsim compare` do once markets have run: keep, write the page, tell."""

import time
from pathlib import Path
from typing import Any, cast

from relsim.command_lines import typed
from relsim.console.folders import tell_what_is_replaced
from relsim.console.speech import kept_while, say, say_failures
from relsim.errors import InputError, counted
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.results import continues, manifest_of_results, saving
from relsim.questions.compare.run import Result
from relsim.questions.compare.subject import Subject
from relsim.report.stopped import WITHOUT_HINGE
from relsim.scenario.scenario import Scenario


def finish(results: Result | Comparison, folder: Path, started: float, *, quiet: bool = False) -> list[str]:
    """Store results, and meanwhile find what they say; then write the page, and say where it is.

    Whatever ends the findings early, the results are stored first. One that is quiet says only what went
    wrong. Returns the sentences of the verdict, none where a part of the page could not be made.
    """
    tell_what_is_replaced(folder)
    subject = Subject(results)
    found: dict[str, Any] | BaseException
    with saving(results, folder, round(time.monotonic() - started, 2)):
        try:
            found = found_in(subject)
        except (Exception, KeyboardInterrupt) as error:
            found = error
    remove_what_is_of_others(subject, folder)
    with kept_while(
        "the page was made", f"the results are in {folder}: relsim report {typed(folder)} makes it"
    ):
        if isinstance(found, BaseException):
            raise found
        if quiet:
            made_page(subject, folder, found)
            say_failures(subject.attempts.failures)
        else:
            tell_page(subject, folder, found, found["said"])
    return [] if subject.attempts.failures else list(found["said"])


def remove_what_is_of_others(subject: Subject, folder: Path) -> None:
    """Remove from a folder what was made of earlier results, and is not made anew with these."""
    from relsim.questions.compare.page import SHORT_PAGE
    from relsim.questions.compare.player import PLAYER_NOTE, PLAYER_PAGE, player_beside
    from relsim.questions.compare.standing_answer import ANSWER_FILE

    gone = [ANSWER_FILE, SHORT_PAGE, Path(SHORT_PAGE).with_suffix(".pdf").name]
    if (folder / PLAYER_NOTE).exists() and player_beside(subject, folder) is None:
        gone += [PLAYER_PAGE, PLAYER_NOTE]
    for name in gone:
        (folder / name).unlink(missing_ok=True)


def write_and_tell(results: Result | Comparison, folder: Path) -> None:
    """Write the page of stored results once more, and say where it is."""
    subject = Subject(results)
    tell_page(subject, folder, found_in(subject), [])


def write_short_and_tell(results: Result | Comparison, folder: Path) -> None:
    """Write the board page of stored results alone, print it where a browser can, and say where both are."""
    from relsim.questions.compare.page import write_short
    from relsim.report.browser import print_page

    subject = Subject(results)
    page = write_short(subject, folder)
    say_failures(subject.attempts.failures)
    say(f"Report: {page}")
    say(print_page(page))


def found_in(subject: Subject) -> dict[str, Any]:
    """What a page says of results."""
    from relsim.questions.compare.page import findings

    return findings(subject)


def tell_page(subject: Subject, folder: Path, found: dict[str, Any], sentences: list[str]) -> None:
    """Write a page; say some of its sentences, what could not be made, and where it is."""
    page = made_page(subject, folder, found)
    for sentence in sentences:
        say(sentence)
    say_failures(subject.attempts.failures)
    say(f"Report: {page}")


def made_page(subject: Subject, folder: Path, found: dict[str, Any]) -> Path:
    """The page of what was found, with its pictures."""
    from relsim.questions.compare.page import write_page
    from relsim.questions.compare.pictures import pictures

    return write_page(subject, list(pictures(subject)), folder, found)


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
        without = f", {WITHOUT_HINGE}" if comparison.lacks_its_hinge else ""
        kept = counted(comparison.replications, "replication is", "replications are")
        said = f"{kept} kept{without}, go on with --resume"
        say(f"relsim: stopped; {said}", error=True)
        raise SystemExit(1)
