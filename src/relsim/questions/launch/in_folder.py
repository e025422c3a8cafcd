"""What `relsim track` does: hold what came against the forecast, write the page, tell."""

from pathlib import Path

from relsim.console.speech import say, say_failures
from relsim.questions.launch.actuals import first_in, read_actuals
from relsim.questions.launch.judgement import judgement
from relsim.questions.launch.package import Package, differing, open_package
from relsim.questions.launch.package_file import tell_other_launch
from relsim.questions.launch.page import write_tracking
from relsim.report.attempts import Attempts
from relsim.runs.sole_writer import sole_writer


def track_in_folder(file: Path, actuals: Path, first: str | None, folder: Path) -> None:
    """Hold a table of what came against the forecast of a package, and write the page into a folder.

    Raises:
        InputError: The package or the table cannot be read, or is of something else.
    """
    package, attempts = open_package(file), Attempts()
    say_other_versions(package)
    begun = None if first is None else first_in(first)
    values = read_actuals(actuals, package.periods, period=package.scenario.period, first=begun)
    tracking = package.track(values)
    with sole_writer(folder):
        tell_other_launch(package, folder)
        page = write_tracking(package, tracking, folder, attempts)
    for sentence in attempts.sentences("the judgement", judgement, package, tracking):
        say(sentence)
    say_failures(attempts.failures)
    say(f"Report: {page}")


def say_other_versions(package: Package) -> None:
    """Say that a forecast was made with other versions of what computes it, if it was."""
    if package.other_versions:
        others = differing(package.other_versions)
        say(f"relsim: frozen with {others}; forecasts may differ between versions", error=True)
