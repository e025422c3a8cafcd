"""`relsim freeze` and `relsim track`: a forecast to launch by, and what came of it."""

from pathlib import Path
from typing import Annotated

import typer

from relsim.console.destinations import folder_to_write, refuse_foreign, text_as_written
from relsim.console.options import ResultsArgument, new_file
from relsim.console.requests import TELL, command
from relsim.console.speech import say


def is_package(path: Path) -> bool:
    """Whether a file is a launch package, whatever it says."""
    import json

    told = json.loads(path.read_text(encoding="utf-8"))
    return isinstance(told, dict) and told.get("kind") == "launch package"


@command(TELL)
def freeze(
    folder: ResultsArgument,
    policy: Annotated[str | None, typer.Option(help="The policy to launch [the best].")] = None,
    out: Annotated[
        Path | None, new_file("The file to write, which must be new [FOLDER/launch.json].", is_package)
    ] = None,
) -> None:
    """Keep scenario, seed, versions and forecast of a policy in one file, to track its launch by.

    Example: relsim freeze results/retention-launch --policy attentive-contact
    """
    from relsim.questions.compare.results import open_results
    from relsim.questions.compare.subject import Subject
    from relsim.questions.launch import package as launch
    from relsim.questions.launch.package_file import keep_package
    from relsim.runs.sole_writer import sole_writer_if_there

    path = out or folder / "launch.json"
    refuse_foreign(path, is_package, "--out")
    with sole_writer_if_there(folder):
        results = open_results(folder)
        package = launch.freeze(results, policy or Subject(results).leader)
        keep_package(package, path)
    say(f"{path}: {package.policy}, {package.periods} {package.scenario.period}s forecast")
    say(f"Next, when the first {package.scenario.period} is over: relsim track {path} ACTUALS.csv")


@command(TELL)
def track(
    package: Annotated[Path, typer.Argument(help="A file that `relsim freeze` wrote.")],
    actuals: Annotated[Path, typer.Argument(help="A table: period, and what came of each series.")],
    first: Annotated[
        str | None,
        typer.Option(help="What it calls the first period of the forecast: 1, or its first day [0]."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            parser=text_as_written,
            callback=folder_to_write,
            help="Folder for the page [that of the package].",
        ),
    ] = None,
) -> None:
    """Draw what came into the forecast, and say when reality left it.

    The table may be text with any separator, Excel or Parquet; its columns are period (or date), customers,
    acquired, lost, purchases, revenue, profit.

    Example: relsim track results/retention-launch/launch.json actuals.csv
    """
    from relsim.questions.launch.in_folder import track_in_folder
    from relsim.questions.launch.package_file import refuse_other_page

    folder = out or package.parent
    refuse_other_page(folder)
    track_in_folder(package, actuals, first, folder)
