"""`relsim sensitivity`: what it depends on."""

from functools import partial
from typing import Annotated

import typer

from relsim.console.options import MeasureOption, count_option
from relsim.console.requests import ASK, QuestionRequest, command


@command(ASK)
def sensitivity(
    request: QuestionRequest,
    policy: Annotated[str | None, typer.Option(help="Compare this one with the baseline [the best].")] = None,
    against: Annotated[
        str | None, typer.Option(metavar="POLICY", help="Compare it with this one instead [the baseline].")
    ] = None,
    measure: MeasureOption = None,
    around: Annotated[
        str | None,
        typer.Option(help="Vary numbers of the file without a range, guesses as well, by a share: 20%."),
    ] = None,
    vary: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH[=LOW to HIGH]", help="Vary this value, too; may be repeated."),
    ] = None,
    trajectories: Annotated[
        int,
        count_option("--trajectories", 2, "Trajectories of the screening."),
    ] = 10,
    samples: Annotated[
        int,
        count_option("--samples", 4, "Samples for shares, a power of two."),
    ] = 64,
) -> None:
    """What it depends on: the values that move the difference, and whether the winner changes.

    Example: relsim sensitivity retention-launch --policy attentive-contact --around 20%
    """
    from relsim.console.parsing import ranges_in, share_in
    from relsim.questions.sensitivity import page, question

    pair = partial(question.sensitivity, request.market(), policy=policy, against=against, measure=measure)
    ask = partial(
        pair,
        around=None if around is None else share_in(around),
        vary=ranges_in(vary or []),
        trajectories=trajectories,
        samples=samples,
        replications=request.replications,
    )
    request.answer("sensitivity", ask, page.note_of)
