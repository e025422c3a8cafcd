"""`relsim ladder`: what every rung means to a firm, and how policies move people on it."""

from functools import partial
from typing import Annotated

import typer

from relsim.console.asked import ASK, QuestionAsked, command


@command(ASK)
def ladder(
    asked: QuestionAsked,
    policy: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Beside the baseline only this policy [all]; may be repeated."),
    ] = None,
    firm: Annotated[str | None, typer.Option(help="Whose ladder [the firm in focus].")] = None,
) -> None:
    """The ladder rung by rung: who stands there, months to reach it, profit, recruits, loss, next step.

    Example: relsim ladder retention-launch --policy attentive-contact
    """
    from relsim.questions.ladder import question
    from relsim.questions.ladder.page import note_of

    ask = partial(
        question.ladder,
        asked.market(),
        policies=policy or None,
        firm=firm,
        replications=asked.replications,
    )
    asked.answer("ladder", ask, note_of)
