"""How `relsim --help` is laid out: plain text, with commands in panels.

Typer's coloured boxes would need libraries that take longer to import than all of the rest together.
"""

from typing import Any

from typer.core import TyperGroup


class Panels(TyperGroup):
    """Commands, each listed in its panel with the sentence that its help begins with."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write one section for each panel, in the order in which they first come up."""
        panels: dict[str, list[tuple[str, str]]] = {}
        for name, command in self.commands.items():
            panel = str(getattr(command, "rich_help_panel", None) or "Commands")
            panels.setdefault(panel, []).append((name, first_paragraph(command.help or "")))
        for panel, rows in panels.items():
            with formatter.section(panel):
                formatter.write_dl(rows)


def first_paragraph(text: str) -> str:
    """What a text begins with, on one line."""
    return " ".join(text.strip().partition("\n\n")[0].split())
