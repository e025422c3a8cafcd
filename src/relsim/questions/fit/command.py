"""`relsim fit`: what data tell of a market."""

import shlex
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

import typer

from relsim.console.options import (
    ColumnsOption,
    DatesOption,
    LastDayOption,
    SeedOption,
    SettingsOption,
    SourceArgument,
    count_option,
)
from relsim.console.requests import ASK, RunsRequest, command, set_in_words
from relsim.console.speech import say

if TYPE_CHECKING:
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


def tables_named(*files: list[Path] | None) -> dict[str, list[Path] | None]:
    """The files of purchases, customers, periods and answers by kind of table, None where there are none."""
    kinds = ("transactions", "customers", "periods", "survey")
    return {kind: named or None for kind, named in zip(kinds, files, strict=True)}


@command(ASK)
def fit(
    request: DataRequest,
    customers: Annotated[
        list[Path] | None, tables_option("A table of customers: start, end or nothing")
    ] = None,
    periods: Annotated[
        list[Path] | None, tables_option("A table of periods: customers, won, lost, revenue")
    ] = None,
    survey: Annotated[list[Path] | None, tables_option("A table of answers from 0 to 10")] = None,
    last_day: LastDayOption = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from what an earlier fit has left, which must be there.")
    ] = False,
) -> None:
    """What data tell of a market: values with a range, as far as its evidence and tables narrow them.

    Writes MARKET.fitted.yaml, draws.parquet, fit.html and fit.json.

    Fewer draws take less time and tell less: --draws 256 is enough for a first look, as to whether the market
    can give the figures at all.

    Example: relsim fit my-market.yaml --transactions sales.csv --draws 256 --out first-look
    """
    from relsim.console.answer import kept_if_stopped, tell
    from relsim.console.folders import going_on, results_folder
    from relsim.console.parsing import day_told
    from relsim.questions.fit import question
    from relsim.questions.fit.in_folder import FIGURES_FILE, refuse_changed_market, write_fit
    from relsim.questions.fit.request_record import asked_of, refuse_to_go_on

    market = request.market()
    tables = tables_named(request.transactions, customers, periods, survey)
    to, changes = request.destination(), request.changes()
    read, day = request.how_to_read(), day_told(last_day, "--last-day") if last_day else None
    options = request.what_is_asked
    with results_folder(
        to, request.scenario, "fit", changes, seed=request.seed, options=options, goes_on=resume
    ) as folder:
        kept = request.store or folder / "tasks"
        refuse_changed_market(folder, Path(request.scenario).stem)
        told = asked_of(market, tables, seed=request.seed, draws=request.draws, last_day=last_day, **read)
        if resume:
            refuse_to_go_on(kept, folder / FIGURES_FILE, told)
        with going_on(kept), kept_if_stopped(kept):
            ask = partial(question.fit, market, tables, draws=request.draws, last_day=day, **read)
            found = ask(**request.run_options(kept))
            note, page, fitted = write_fit(found, folder, Path(request.scenario).stem, told)
        tell(note, page)
    say(f"Fitted: {fitted}: relsim compare {fitted} asks it which policy is best")
