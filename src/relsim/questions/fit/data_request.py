"""What commands are asked with that look at data: a market with unknown values, and tables."""

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

import typer

from relsim.console.options import (
    ColumnsOption,
    DatesOption,
    SeedOption,
    SettingsOption,
    SourceArgument,
    count_option,
)
from relsim.console.requests import RunsRequest, set_in_words

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from relsim.runs.options import RunOptions
    from relsim.scenario.scenario import Scenario

DrawsOption = Annotated[int, count_option("--draws", 64, "How many markets to draw from the ranges.")]


def tables_option(says: str) -> Any:
    """An option that names a file, or several that together are one table."""
    return typer.Option(
        metavar="FILE", help=f"{says}; may be repeated, for files that together are one table."
    )


TransactionsOption = Annotated[
    list[Path] | None, tables_option("A table of purchases: customer, date, amount")
]


class ReadingOptions(TypedDict):
    """What is told of tables: columns by meaning, and the order of dates."""

    columns: dict[str, str] | None
    dates: str | None


@dataclass(frozen=True, kw_only=True)
class DataRequest(RunsRequest):
    """A market with unknown values, and the data that may tell them."""

    scenario: SourceArgument
    seed: SeedOption = 1
    settings: SettingsOption = None
    transactions: TransactionsOption = None
    draws: DrawsOption = 2048
    columns: ColumnsOption = None
    dates: DatesOption = None

    def how_to_read(self) -> "ReadingOptions":
        """What is told of the tables, where that is not to be guessed."""
        from relsim.console.parsing import columns_in

        return {"columns": columns_in(self.columns), "dates": self.dates}

    def run_options(self, store: Path) -> "RunOptions":
        """How to run, with this seed."""
        return {**super().run_options(store), "seed": self.seed}

    def results_folder(self, command: str, *, goes_on: bool = False) -> "AbstractContextManager[Path]":
        """The folder that results of a command go to, while nobody else writes it."""
        from relsim.console.folders import results_folder

        return results_folder(
            self.destination(),
            self.scenario,
            command,
            self.changes(),
            seed=self.seed,
            options=self.what_is_asked,
            goes_on=goes_on,
        )

    def changes(self) -> str:
        """How the command line changes the scenario, as it says so."""
        return shlex.join(set_in_words(self.settings))

    def market(self) -> "Scenario":
        """The scenario that is asked about."""
        from relsim.console.doubts import say_doubts
        from relsim.console.parsing import settings_in
        from relsim.scenario.load import adjusted, load

        market = adjusted(load(self.scenario), settings=settings_in(self.settings or []))
        say_doubts(market, is_judged=True)
        return market
