"""`relsim cite`: the sources of what a scenario uses."""

from typing import Annotated

import typer

from relsim.console.options import SourceArgument
from relsim.console.requests import TELL, command
from relsim.console.speech import say


@command(TELL)
def cite(
    scenario: SourceArgument,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="For a reference manager.")] = False,
) -> None:
    """The sources of exactly the mechanisms and levers that a scenario uses, and its own.

    Example: relsim cite leaky-bucket --bibtex > leaky-bucket.bib
    """
    from relsim.questions.cite import question
    from relsim.scenario.load import load

    sources = question.cite(load(scenario))
    say(sources.bibtex if bibtex else str(sources))
