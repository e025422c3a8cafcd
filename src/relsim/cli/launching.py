"""What `relsim freeze` and `relsim track` do."""

from contextlib import nullcontext
from pathlib import Path

from relsim.console.speech import say, say_failures
from relsim.questions.compare.results import open_results
from relsim.questions.compare.subject import Subject
from relsim.questions.launch.actuals import read_actuals
from relsim.questions.launch.judgement import judgement
from relsim.questions.launch.package import freeze, open_package
from relsim.questions.launch.page import write_tracking
from relsim.report.attempts import Attempts
from relsim.runs.sole_writer import sole_writer


def freeze_results(folder: Path, policy: str | None, path: Path) -> None:
    """Write the launch package of stored results."""
    with sole_writer(folder) if folder.is_dir() and path.parent == folder else nullcontext():
        results = open_results(folder)
        package = freeze(results, policy or Subject(results).leader)
        package.save(path)
    say(f"{path}: {package.policy}, {package.periods} {package.scenario.period}s forecast")
    say(f"Next, when the first {package.scenario.period} is over: relsim track {path} ACTUALS.csv")


def track_launch(path: Path, actuals: Path, folder: Path) -> None:
    """Hold actual values against a launch package, and say what came of it."""
    package = open_package(path)
    tracking = package.track(read_actuals(actuals, package.periods))
    attempts = Attempts()
    with sole_writer(folder):
        page = write_tracking(package, tracking, folder, attempts)
    for sentence in attempts.sentences("the judgement", judgement, package, tracking):
        say(sentence)
    say_failures(attempts.failures)
    say(f"Report: {page}")
