"""The application and the options that its commands share."""

from pathlib import Path
from typing import Annotated, Any

import typer

from relsim.console.destinations import as_written, file_to_write, folder_to_write

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help=(
        "Simulate customers, firms and the relationships between them; compare retention "
        "policies before launch.\n\n"
        "**First five minutes**\n\n"
        "  relsim list\n\n"
        "  relsim run leaky-bucket\n\n"
        "  relsim compare retention-launch --replications 50\n\n"
        "**What if**\n\n"
        "  relsim run leaky-bucket --set firms.sieve.contact.frequency='6 per year'"
    ),
)

Source = Annotated[str, typer.Argument(help="A shipped scenario's name or a YAML file.")]
ExperimentFile = Annotated[Path, typer.Argument(help="An experiment file: what to vary in which scenario.")]
Results = Annotated[Path, typer.Argument(help="A folder that --out received.")]
Seed = Annotated[int, typer.Option(help="The seed of all luck.", min=0)]
Replications = Annotated[int | None, typer.Option(help="How often to repeat.", min=1)]
Customers = Annotated[int | None, typer.Option(help="Scale the market to this many customers.")]
Periods = Annotated[int | None, typer.Option(help="How many periods to run.")]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change one value, list or mapping, written as in YAML on one line; may be repeated.",
    ),
]
Jobs = Annotated[int | None, typer.Option(help="Cores to use [all].", min=1)]
KeptIn = Annotated[
    Path | None,
    typer.Option(
        "--store",
        parser=as_written,
        callback=folder_to_write,
        help="Folder of finished tasks, which experiments may share [tasks in --out].",
    ),
]
Cluster = Annotated[str | None, typer.Option(help="A Dask scheduler to run on: tcp://HOST:PORT.")]
Measure = Annotated[str, typer.Option(help="Which measure of an outcome decides; more of it is better.")]
Policies = Annotated[str | None, typer.Option(help="Only these policies: A,B (the baseline always runs).")]
Out = Annotated[
    Path | None,
    typer.Option(
        parser=as_written,
        callback=folder_to_write,
        help="Folder for results [results/NAME, for a question a folder in it].",
    ),
]


def new_file(help: str) -> Any:
    """An option that names a file to write, which is refused before all else where it cannot be written."""
    return typer.Option(parser=as_written, callback=file_to_write, help=help)
