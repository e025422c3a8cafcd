"""The command line: words in, text and pages out. Heavy libraries load only when a command needs them."""

from relsim.cli.commands import main

__all__ = ["main"]
