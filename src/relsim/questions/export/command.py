"""`relsim export`: simulated purchases as a log."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from relsim.console.asked import TELL, MarketAsked, command
from relsim.console.options import new_file
from relsim.console.speech import say


@command(TELL)
def export(
    asked: MarketAsked,
    transactions: Annotated[Path, new_file("The CSV file to write: customer, date, amount.")],
    policy: Annotated[str | None, typer.Option(help="The policy to run under [as it is].")] = None,
    firm: Annotated[str | None, typer.Option(help="Whose purchases [the firm in focus].")] = None,
    start: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day.")] = datetime(
        2025, 1, 1
    ),
) -> None:
    """Write simulated purchases as a log, to try models of customer lifetime where the truth is known.

    Example: relsim export leaky-bucket --transactions purchases.csv
    """
    from relsim.questions.export import transactions as log

    table = log.transactions(asked.market(), policy=policy, firm=firm, seed=asked.seed, start=start.date())
    log.write_transactions(table, transactions)
    say(f"{transactions}: {len(table):,} rows of {table['customer'].nunique():,} customers")
