"""`relsim backtest`: whether a market would have been right."""

from functools import partial
from typing import Annotated

import typer

from relsim.console.options import count_option
from relsim.console.requests import ASK, command
from relsim.console.speech import say
from relsim.errors import InputError
from relsim.questions.fit.command import DataRequest


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
    import json

    from relsim.console.answer import kept_if_stopped, tell
    from relsim.console.folders import going_on, results_folder
    from relsim.console.parsing import day_told
    from relsim.questions.backtest import page, question
    from relsim.questions.fit.request_record import ASKED, asked_of, tell_what_differs
    from relsim.report.note import write_note
    from relsim.report.template import write

    if not request.transactions:
        raise InputError("backtest: expected a log of purchases, --transactions FILE")
    market, day = request.market(), day_told(until, "--until")
    ask = partial(question.backtest, market, request.transactions, day)
    read, data = request.how_to_read(), {"transactions": request.transactions}
    told = asked_of(market, data, seed=request.seed, draws=request.draws, until=str(day), **read)
    to, changes = request.destination(), request.changes()
    options = request.what_is_asked
    with results_folder(
        to, request.scenario, "backtest", changes, seed=request.seed, options=options
    ) as folder:
        kept = request.store or folder / "tasks"
        with going_on(kept), kept_if_stopped(kept):
            found = ask(origins=origins, draws=request.draws, **read, **request.run_options(kept))
            note, numbers = page.note_of(found), folder / "backtest.json"
            tell_what_differs(numbers, told)
            written = write_note(note, folder, "backtest")
            figures = json.dumps(found.figures | {ASKED: told}, indent=2, ensure_ascii=False)
            write(f"{figures}\n", numbers)
        tell(note, written)
    say(f"Numbers: {numbers}")
