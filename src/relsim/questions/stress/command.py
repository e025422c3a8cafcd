"""`relsim stress`: under which market."""

from functools import partial
from typing import Annotated

import typer

from relsim.console.options import MeasureOption, PoliciesOption
from relsim.console.requests import ASK, QuestionRequest, command
from relsim.console.speech import say


@command(ASK)
def stress(
    request: QuestionRequest,
    conditions: Annotated[
        str | None,
        typer.Option(
            help="Only these conditions: A,B (the market as it is always runs); in quotes as policies are."
        ),
    ] = None,
    policies: PoliciesOption = None,
    measure: MeasureOption = None,
) -> None:
    """Under which market: every policy under every condition; regret, worst case, share of conditions won.

    Example: relsim stress retention-launch --replications 50
    """
    from relsim.console.parsing import listed
    from relsim.questions.stress import page, question

    market = request.market()
    if not market.conditions:
        say(f"A file with a condition has lines such as\n{question.EXAMPLE_OF_CONDITIONS}", error=True)
    ask = partial(
        question.stress,
        market,
        conditions=listed(conditions, market.conditions),
        policies=listed(policies, market.policies),
        measure=measure,
        replications=request.replications,
    )
    request.answer("stress", ask, page.note_of)
