"""`relsim backtest`: whether a market would have been right."""

from functools import partial
from typing import Annotated

import typer

from relsim.console.asked import ASK, command
from relsim.console.options import count_option
from relsim.console.speech import say
from relsim.errors import InputError
from relsim.questions.fit.command import DataAsked


@command(ASK)
def backtest(
    asked: DataAsked,
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
    from relsim.questions.fit.kept_asking import ASKED, asked_of, tell_what_differs
    from relsim.report.note import write_note
    from relsim.report.template import write

    if not asked.transactions:
        raise InputError("backtest: expected a log of purchases, --transactions FILE")
    market, day = asked.market(), day_told(until, "--until")
    ask = partial(question.backtest, market, asked.transactions, day)
    read, data = asked.how_to_read(), {"transactions": asked.transactions}
    told = asked_of(market, data, seed=asked.seed, draws=asked.draws, until=str(day), **read)
    to, changes = asked.destination(), asked.changes()
    with results_folder(to, asked.scenario, "backtest", changes, seed=asked.seed) as folder:
        kept = asked.store or folder / "tasks"
        with going_on(kept), kept_if_stopped(kept):
            found = ask(origins=origins, draws=asked.draws, **read, **asked.run_options(kept))
            note, numbers = page.note_of(found), folder / "backtest.json"
            tell_what_differs(numbers, told)
            written = write_note(note, folder, "backtest")
            figures = json.dumps(found.figures | {ASKED: told}, indent=2, ensure_ascii=False)
            write(f"{figures}\n", numbers)
        tell(note, written)
    say(f"Numbers: {numbers}")
