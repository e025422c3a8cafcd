"""The command line: words in, text and pages out. Heavy libraries load only when a command needs them.

Each command reads its words, calls the library, and says what came of it.
"""

from typing import Any

from relsim.cli import commands, questions, searches, telling
from relsim.console.options import app
from relsim.console.speech import failing_politely, heard_everywhere, nothing_collected

__all__ = ["app", "commands", "main", "questions", "searches", "telling"]


def main(arguments: Any = None) -> None:
    """Run the command line: 0 done, 1 the run failed, 2 bad input."""
    with heard_everywhere(), failing_politely(), nothing_collected():
        app(arguments)
