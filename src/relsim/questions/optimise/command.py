"""`relsim optimise`: what would be best."""

from functools import partial
from typing import Annotated

import typer

from relsim.console.options import count_option
from relsim.console.requests import ASK, QuestionRequest, command


@command(ASK)
def optimise(
    request: QuestionRequest,
    policy: Annotated[str | None, typer.Option(help="Start from this policy [as it is].")] = None,
    trials: Annotated[
        int,
        count_option("--trials", 1, "How many points of the levers to try."),
    ] = 100,
) -> None:
    """What would be best: lever values within a budget, as the scenario's `optimise` block says.

    Example: relsim optimise retention-launch --trials 200
    """
    from relsim.questions.optimise import question
    from relsim.questions.optimise.page import note_of

    ask = partial(
        question.optimise, request.market(), policy=policy, trials=trials, replications=request.replications
    )
    request.answer("optimise", ask, note_of)
