"""The command line: words in, text and pages out. Heavy libraries load only when a command needs them.

Each question brings its own command; they are listed in the order in which they are imported here.
"""

# ruff: noqa: I001 - the order of the imports is the order of `relsim --help`

import os
from typing import Annotated, Any

import typer

from relsim.cli import scenarios
from relsim.questions.begin import command as begin
from relsim.questions.compare import command as compare
from relsim.questions.lesson import command as lesson
from relsim.questions.audit import command as audit
from relsim.questions.ladder import command as ladder
from relsim.questions.marginal import command as marginal
from relsim.questions.incremental import command as incremental
from relsim.questions.breakeven import command as breakeven
from relsim.questions.stress import command as stress
from relsim.questions.sensitivity import command as sensitivity
from relsim.questions.sweep import command as sweep
from relsim.questions.discover import command as discover
from relsim.questions.optimise import command as optimise
from relsim.questions.fit import command as fit
from relsim.questions.backtest import command as backtest
from relsim.questions.story import command as story
from relsim.questions.cite import command as cite
from relsim.cli import measures
from relsim.questions.launch import command as launch
from relsim.questions.export import command as export
from relsim.questions.explore import command as explore
from relsim.console.heap import share_one_heap
from relsim.console.options import app
from relsim.console.speech import failing_politely, heard_everywhere, nothing_collected

COMMANDS = (
    scenarios,
    begin,
    compare,
    lesson,
    audit,
    ladder,
    marginal,
    incremental,
    breakeven,
    stress,
    sensitivity,
    sweep,
    discover,
    optimise,
    fit,
    backtest,
    story,
    cite,
    measures,
    launch,
    export,
    explore,
)
"""The modules whose commands there are."""

__all__ = ["COMMANDS", "app", "main"]


def tell_version(asked: bool) -> None:
    """Say which relsim this is, and end."""
    if asked:
        from relsim import __version__
        from relsim.console.speech import say

        say(f"relsim {__version__}")
        raise typer.Exit


@app.callback()
def relsim(
    version: Annotated[
        bool,
        typer.Option("--version", callback=tell_version, is_eager=True, help="Say which this is."),
    ] = False,
) -> None:
    """What all commands have in common."""


def main(arguments: Any = None) -> None:
    """Run the command line: 0 done, 1 failed or stopped on the way, 2 bad input, 130 stopped before that."""
    # Arrow's own allocator keeps what it has freed: with large tables that is much.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    share_one_heap()
    with heard_everywhere(), failing_politely(), nothing_collected():
        app(arguments)
