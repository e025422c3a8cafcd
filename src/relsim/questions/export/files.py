"""Files of an export: written, and told with how many rows each has."""

from datetime import date
from pathlib import Path

from relsim.console.speech import say
from relsim.errors import counted
from relsim.questions.export.log import event_log, write_log
from relsim.questions.export.transactions import transactions, write_transactions
from relsim.scenario.scenario import Scenario


def write_purchases(
    market: Scenario, file: Path, *, policy: str | None, firm: str | None, seed: int, start: date
) -> None:
    """Simulate a market, write the purchases at one firm, and say how many there are."""
    table = transactions(market, policy=policy, firm=firm, seed=seed, start=start)
    write_transactions(table, file)
    buyers = counted(table["customer"].nunique(), "customer", "customers")
    say(f"{file}: {counted(len(table), 'row', 'rows')} of {buyers}")


def write_everything(market: Scenario, folder: Path, *, policy: str | None, seed: int) -> None:
    """Simulate a market, write all that happened at all firms, and say how much that is."""
    tables = event_log(market, policy=policy, seed=seed)
    for path, rows in zip(write_log(tables, folder), tables, strict=True):
        say(f"{path}: {counted(len(rows), 'row', 'rows')}")
