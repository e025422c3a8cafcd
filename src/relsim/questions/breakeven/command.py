"""`relsim breakeven`: when it turns."""

from functools import partial
from typing import Annotated

import typer

from relsim.console.options import MeasureOption, count_option
from relsim.console.requests import ASK, QuestionRequest, command


@command(ASK)
def breakeven(
    request: QuestionRequest,
    vary: Annotated[str, typer.Option(metavar="PATH", help="The value to vary, as a dotted path.")],
    between: Annotated[
        tuple[str, str], typer.Option(metavar="A B", help="From which value to which, in its own unit.")
    ],
    policy: Annotated[
        str | None, typer.Option(help="This policy against the baseline [the best at either end].")
    ] = None,
    measure: MeasureOption = None,
    replications: Annotated[
        int | None,
        count_option("--replications", 2, "The most replications [those of the scenario]."),
    ] = None,
) -> None:
    """When it turns: the value at which another policy becomes the better one, with an interval.

    Example: relsim breakeven retention-launch --vary firms.harbour.contact.cost --between 1 30
    --policy attentive-contact
    """
    from relsim.console.parsing import ends_in
    from relsim.questions.breakeven import question
    from relsim.questions.breakeven.page import note_of

    ends = ends_in("--between", vary, *between)
    ask = partial(
        question.breakeven,
        request.market(),
        vary,
        ends,
        policy=policy,
        measure=measure,
        replications=replications,
    )
    request.answer("breakeven", ask, note_of)
