"""The application and the options that its commands share."""

from pathlib import Path
from typing import Annotated, Any

import typer

from relsim.console.destinations import (
    Replaced,
    file_to_write,
    folder_to_write,
    name_of_results,
    text_as_written,
)
from relsim.console.numbers import whole_option
from relsim.console.panels import Panels
from relsim.scenario.units.quantities import LARGEST_SEED

app = typer.Typer(
    cls=Panels,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 100},
    help=(
        "Simulate customers, firms and the relationships between them; compare retention "
        "policies before launch.\n\n"
        "First five minutes:\n\n"
        "\b\n"
        "  relsim list\n"
        "  relsim run leaky-bucket\n"
        "  relsim compare retention-launch --replications 50\n\n"
        "What if:\n\n"
        "\b\n"
        "  relsim run leaky-bucket --set firms.sieve.contact.frequency='6 per year'"
    ),
)

NUMBER_METAVAR = "NUMBER"


def count_option(option: str, least: int, help: str, most: int | None = None) -> Any:
    """An option that takes a whole number from the least on, up to the most where there is one."""
    return typer.Option(
        help=help, parser=text_as_written, callback=whole_option(option, least, most), metavar=NUMBER_METAVAR
    )


SourceArgument = Annotated[str, typer.Argument(help="A shipped scenario's name or a YAML file.")]
ExperimentArgument = Annotated[
    Path, typer.Argument(help="An experiment file: what to vary in which scenario.")
]
ResultsArgument = Annotated[Path, typer.Argument(help="A folder that --out received.")]
SeedOption = Annotated[
    int,
    typer.Option(
        help="The seed of all luck.",
        parser=text_as_written,
        callback=whole_option("--seed", 0, LARGEST_SEED),
        metavar=NUMBER_METAVAR,
    ),
]
ReplicationsOption = Annotated[
    int | None,
    count_option("--replications", 1, "How often to repeat."),
]
CustomersOption = Annotated[
    int | None,
    typer.Option(
        help="Scale the market to this many customers.",
        parser=text_as_written,
        callback=whole_option("--customers", 1),
        metavar=NUMBER_METAVAR,
    ),
]
PeriodsOption = Annotated[
    int | None,
    count_option("--periods", 1, "How many periods to run."),
]
SettingsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change one value, list or mapping, written as in YAML on one line; may be repeated. A name "
        "with a dot or an equals sign stands in quotes: 'firms.\"A=B\".price=9'.",
    ),
]
ColumnsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        metavar="MEANING=COLUMN",
        help="What a column means, where that is not to be guessed: amount=Net; may be repeated.",
    ),
]
DatesOption = Annotated[
    str | None, typer.Option(metavar="ORDER", help="day-first or month-first [told by the dates].")
]
LastDayOption = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="The last day that lists of customers know of: later ends are notices [told by the tables].",
    ),
]
ConditionOption = Annotated[
    str | None,
    typer.Option("--condition", help="Ask it of the market as it is under this condition of the scenario."),
]
JobsOption = Annotated[
    int | None,
    count_option("--jobs", 1, "Cores to use [all]."),
]
StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        parser=text_as_written,
        callback=folder_to_write,
        help="Folder of finished tasks, which experiments may share [tasks in --out].",
    ),
]
ClusterOption = Annotated[str | None, typer.Option(help="A Dask scheduler to run on: tcp://HOST:PORT.")]
PoliciesOption = Annotated[
    str | None,
    typer.Option(
        help="Only these policies: A,B (the baseline always runs); a name with a comma stands in quotes: "
        "'\"A, or B\",C'."
    ),
]
MeasureOption = Annotated[
    str | None,
    typer.Option(
        help="Which measure of an outcome decides; more of it is better "
        "[customer equity, after overhead where policies do not pay the same].",
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        parser=text_as_written,
        callback=folder_to_write,
        help="Folder for results [results/NAME, for a question a folder in it].",
    ),
]
NameOption = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar="NAME",
        parser=text_as_written,
        callback=name_of_results,
        help="Keep results apart, in results/NAME.",
    ),
]


def new_file(help: str, replaces: Replaced | None = None) -> Any:
    """An option that names a file to write, which is refused before all else where it cannot be written, or
    where a file is there already that is not of the kind which it `replaces`."""
    return typer.Option(parser=text_as_written, callback=file_to_write(replaces), help=help)
