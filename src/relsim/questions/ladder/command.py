"""`relsim ladder`: what every rung means to a firm, and how policies move people on it."""

from functools import partial
from typing import Annotated

import typer

from relsim.console.options import PoliciesOption
from relsim.console.requests import ASK, QuestionRequest, command


@command(ASK)
def ladder(
    request: QuestionRequest,
    policies: PoliciesOption = None,
    firm: Annotated[str | None, typer.Option(help="Whose ladder [the firm in focus].")] = None,
) -> None:
    """The ladder rung by rung: who stands there, months to reach it, profit, recruits, loss, next step.

    Example: relsim ladder retention-launch --policies attentive-contact
    """
    from relsim.console.parsing import listed
    from relsim.questions.ladder import question
    from relsim.questions.ladder.page import note_of

    market = request.market()
    ask = partial(
        question.ladder,
        market,
        policies=listed(policies, market.policies),
        firm=firm,
        replications=request.replications,
    )
    request.answer("ladder", ask, note_of)
