"""Commands that hand something on: a life, sources, a forecast to track, transactions."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from relsim.console.destinations import as_written, file_to_write, folder_to_write
from relsim.console.options import Customers, Periods, Seed, Settings, Source, app
from relsim.console.speech import say

PANEL = "Tell and keep"


@app.command(rich_help_panel=PANEL)
def story(
    scenario: Source,
    customer: Annotated[str, typer.Option(help="A customer's number, or a word.")] = "typical",
    policy: Annotated[str | None, typer.Option(help="Live under this policy.")] = None,
    seed: Seed = 1,
    customers: Customers = None,
    periods: Periods = None,
    settings: Settings = None,
) -> None:
    """Tell the life of one customer: rungs, purchases, failures, contacts, who brought whom.

    Words for customers of the firm in focus: most-valuable, least-valuable, most-recruiting,
    most-disappointed, typical.

    Example: relsim story clinic-referrals --customer most-recruiting
    """
    from relsim.console.parsing import settings_in
    from relsim.questions.story.question import story as told
    from relsim.scenario.load import adjusted, load

    market = adjusted(load(scenario), customers, periods, settings_in(settings or []))
    number = int(customer) if customer.removeprefix("-").isdecimal() else customer
    say(told(market, number, policy=policy, seed=seed).text)


@app.command(rich_help_panel=PANEL)
def cite(
    scenario: Source,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="For a reference manager.")] = False,
) -> None:
    """The sources of exactly the mechanisms and levers that a scenario uses, and its own.

    Example: relsim cite leaky-bucket --bibtex > leaky-bucket.bib
    """
    from relsim.questions.cite.question import cite as sources_of
    from relsim.scenario.load import load

    sources = sources_of(load(scenario))
    say(sources.bibtex if bibtex else str(sources))


@app.command(rich_help_panel=PANEL)
def freeze(
    folder: Annotated[Path, typer.Argument(help="A folder that --out received.")],
    policy: Annotated[str | None, typer.Option(help="The policy to launch [the best].")] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            parser=as_written, callback=file_to_write, help="The file to write [FOLDER/launch.json]."
        ),
    ] = None,
) -> None:
    """Keep scenario, seed, versions and forecast of a policy in one file, to track its launch by.

    Example: relsim freeze results/retention-launch --policy attentive-contact
    """
    from relsim.cli.launching import freeze_results

    freeze_results(folder, policy, out or folder / "launch.json")


@app.command(rich_help_panel=PANEL)
def track(
    package: Annotated[Path, typer.Argument(help="A file that `relsim freeze` wrote.")],
    actuals: Annotated[Path, typer.Argument(help="A CSV file: period, and what came of each series.")],
    out: Annotated[
        Path | None,
        typer.Option(
            parser=as_written, callback=folder_to_write, help="Folder for the page [that of the package]."
        ),
    ] = None,
) -> None:
    """Draw what came into the forecast, and say when reality left it.

    Example: relsim track results/retention-launch/launch.json actuals.csv
    """
    from relsim.cli.launching import track_launch

    track_launch(package, actuals, out or package.parent)


@app.command(rich_help_panel=PANEL)
def export(
    scenario: Source,
    transactions: Annotated[
        Path,
        typer.Option(
            parser=as_written, callback=file_to_write, help="The CSV file to write: customer, date, amount."
        ),
    ],
    policy: Annotated[str | None, typer.Option(help="The policy to run under [as it is].")] = None,
    firm: Annotated[str | None, typer.Option(help="Whose purchases [the firm in focus].")] = None,
    start: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day.")] = datetime(
        2025, 1, 1
    ),
    seed: Seed = 1,
    customers: Customers = None,
    periods: Periods = None,
    settings: Settings = None,
) -> None:
    """Write simulated purchases as a log, to try models of customer lifetime where the truth is known.

    Example: relsim export leaky-bucket --transactions purchases.csv
    """
    from relsim.cli.exporting import export_transactions

    export_transactions(
        scenario, transactions, policy, firm, start.date(), seed, customers, periods, settings or []
    )
