"""`relsim export`: simulated purchases, or all that happened, as a log."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from relsim.console.destinations import folder_to_write, text_as_written
from relsim.console.options import new_file
from relsim.console.requests import TELL, MarketRequest, command
from relsim.console.speech import all_is_imported
from relsim.questions.export.earlier import is_purchases, refuse_foreign_log


@command(TELL)
def export(
    request: MarketRequest,
    transactions: Annotated[
        Path | None,
        new_file("The CSV file to write: customer, date, amount of every purchase.", is_purchases),
    ] = None,
    everything: Annotated[
        Path | None,
        typer.Option(
            "--log",
            parser=text_as_written,
            callback=folder_to_write,
            help="The folder for events.csv, accounts.csv, customers.csv: all that happened, at all firms.",
        ),
    ] = None,
    policy: Annotated[str | None, typer.Option(help="The policy to run under [as it is].")] = None,
    firm: Annotated[str | None, typer.Option(help="Whose purchases [the firm in focus].")] = None,
    start: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day.")] = datetime(
        2025, 1, 1
    ),
) -> None:
    """Write simulated purchases as a log, to try models of customer lifetime where the truth is known.

    Example: relsim export leaky-bucket --transactions purchases.csv
    """
    from relsim.errors import InputError
    from relsim.questions.export.files import write_everything, write_purchases

    all_is_imported()
    if transactions is None and everything is None:
        raise InputError("nothing to write, expected --transactions FILE or --log FOLDER")
    if everything is not None:
        refuse_foreign_log(everything, transactions)
    market = request.market()
    if transactions is not None:
        write_purchases(market, transactions, policy=policy, firm=firm, seed=request.seed, start=start.date())
    if everything is not None:
        write_everything(market, everything, policy=policy, seed=request.seed)
