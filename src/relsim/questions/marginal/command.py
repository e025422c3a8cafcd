"""`relsim marginal`: what the next customer costs."""

from functools import partial
from typing import Annotated

import typer

from relsim.console.destinations import text_as_written
from relsim.console.numbers import share_option
from relsim.console.requests import ASK, QuestionRequest, command


@command(ASK)
def marginal(
    request: QuestionRequest,
    firm: Annotated[str | None, typer.Option(help="Whose costs [the firm in focus].")] = None,
    policy: Annotated[str | None, typer.Option(help="Start from this policy [as it is].")] = None,
    levers: Annotated[
        list[str] | None,
        typer.Option("--lever", metavar="PURPOSE=PATH", help="Move another lever; may be repeated."),
    ] = None,
    step: Annotated[
        float,
        typer.Option(
            help="By which share levers are lowered and raised.",
            parser=text_as_written,
            callback=share_option("--step"),
            metavar="SHARE",
        ),
    ] = 0.1,
) -> None:
    """What one more customer costs to acquire, to retain, to win back: averages and margins.

    Example: relsim marginal leaky-bucket --lever retain=complaints.resolution
    """
    from relsim.console.parsing import texts_by_name
    from relsim.questions.marginal import question
    from relsim.questions.marginal.page import note_of

    ask = partial(
        question.marginal_costs,
        request.market(),
        firm=firm,
        policy=policy,
        levers=texts_by_name(levers or [], "--lever", "PURPOSE=PATH"),
        step=step,
        replications=request.replications,
    )
    request.answer("marginal", ask, note_of)
