"""`relsim fit`: what data tell of a market."""

from pathlib import Path
from typing import Annotated

import typer

from relsim.console.options import LastDayOption
from relsim.console.requests import ASK, command
from relsim.console.speech import say
from relsim.questions.fit.data_request import DataRequest, tables_option


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
    from relsim.console.parsing import day_told
    from relsim.questions.fit.in_folder import fit_in_folder

    market = request.market()
    tables = tables_named(request.transactions, customers, periods, survey)
    day = day_told(last_day, "--last-day") if last_day else None
    with request.results_folder("fit", goes_on=resume) as folder:
        following = fit_in_folder(request, market, tables, day, folder, goes_on=resume)
    say(following)
