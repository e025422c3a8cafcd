"""`relsim incremental`: whom channels bring who would not have come without them."""

from functools import partial
from typing import Annotated

import typer

from relsim.console.requests import ASK, QuestionRequest, command


@command(ASK)
def incremental(
    request: QuestionRequest,
    channels: Annotated[
        list[str] | None,
        typer.Option(
            "--channel",
            metavar="NAME",
            help="Only this channel: recommendation, advertising, coupons, win-back; may be repeated.",
        ),
    ] = None,
    firm: Annotated[str | None, typer.Option(help="Whose channels [the firm in focus].")] = None,
    policy: Annotated[str | None, typer.Option(help="Start from this policy [as it is].")] = None,
) -> None:
    """Whom each channel is credited with, and whom it adds: the same market with the channel switched off.

    Example: relsim incremental leaky-bucket --channel advertising
    """
    from relsim.questions.incremental import question
    from relsim.questions.incremental.page import note_of

    ask = partial(
        question.incremental,
        request.market(),
        firm=firm,
        policy=policy,
        channels=channels or None,
        replications=request.replications,
    )
    request.answer("incremental", ask, note_of)
