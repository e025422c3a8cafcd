"""What `relsim export` does."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from relsim.console.parsing import settings_in
from relsim.console.speech import say
from relsim.questions.export.transactions import transactions, write_transactions
from relsim.scenario.load import adjusted, load


def export_transactions(
    source: str,
    path: Path,
    policy: str | None,
    firm: str | None,
    start: date,
    seed: int,
    customers: int | None,
    periods: int | None,
    settings: Sequence[str],
) -> None:
    """Run a market once and write one firm's purchases."""
    scenario = adjusted(load(source), customers, periods, settings_in(settings))
    table = transactions(scenario, policy=policy, firm=firm, seed=seed, start=start)
    write_transactions(table, path)
    say(f"{path}: {len(table):,} rows of {table['customer'].nunique():,} customers")
