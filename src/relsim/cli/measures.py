"""`relsim measures`: what is measured, how, in which unit, and after whom."""

from typing import Annotated

import typer

from relsim.console.requests import TELL, command
from relsim.console.speech import say


@command(TELL, "measures")
def list_measures(
    name: Annotated[str | None, typer.Argument(help="Only this measure [every measure].")] = None,
) -> None:
    """Every measure, or one: what it is, its formula, its unit, and its source.

    Example: relsim measures customer_equity
    """
    from relsim.cli.measure_texts import measure_lines

    for line in measure_lines(name):
        say(line)
