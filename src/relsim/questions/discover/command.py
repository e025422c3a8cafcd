"""`relsim discover`: where a policy fails."""

from functools import partial
from typing import Annotated

import typer

from relsim.console.options import MeasureOption
from relsim.console.requests import ASK, ExperimentRequest, command


@command(ASK)
def discover(
    request: ExperimentRequest,
    policy: Annotated[str, typer.Option(help="The policy that may fail.")],
    against: Annotated[str | None, typer.Option(help="Fails against this policy [the baseline].")] = None,
    measure: MeasureOption = None,
) -> None:
    """Where a policy fails: the corner of all that may vary in which it is worse than another.

    Needs the extra relsim[discovery].

    Example: relsim discover experiments/when-attention-fails.yaml --policy attentive-contact
    """
    from relsim.questions.discover import question
    from relsim.questions.discover.page import note_of
    from relsim.scenario.vary.experiment import load_experiment

    loaded = load_experiment(request.file)
    ask = partial(question.discover, loaded, policy, against=against, measure=measure)
    request.answer("discover", ask, note_of)
