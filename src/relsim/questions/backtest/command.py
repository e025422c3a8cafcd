"""`relsim backtest`: whether a market would have been right."""

from typing import Annotated

import typer

from relsim.console.options import count_option
from relsim.console.requests import ASK, command
from relsim.console.speech import say
from relsim.errors import InputError
from relsim.questions.fit.data_request import DataRequest


@command(ASK)
def backtest(
    request: DataRequest,
    until: Annotated[str, typer.Option(metavar="DATE", help="The last day that is looked at: 2025-06-30.")],
    origins: Annotated[int, count_option("--origins", 1, "From how many days to forecast.", 50)] = 1,
) -> None:
    """Fit to the purchases up to a day, forecast the rest, and hold that against what came.

    Writes backtest.html and backtest.json.

    Example: relsim backtest my-market.yaml --transactions sales.csv --until 2025-06-30
    """
    from relsim.console.parsing import day_told
    from relsim.questions.backtest.in_folder import backtest_in_folder

    if not request.transactions:
        raise InputError("backtest: expected a log of purchases, --transactions FILE")
    market, day = request.market(), day_told(until, "--until")
    with request.results_folder("backtest") as folder:
        numbers = backtest_in_folder(request, market, request.transactions, day, origins, folder)
    say(f"Numbers: {numbers}")
