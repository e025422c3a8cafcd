"""Markdown from plain text: tables, escapes, the first line of a docstring."""

import inspect
import re
from collections.abc import Iterable, Sequence
from typing import Any


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell or " " for cell in row) + " |" for row in lines) + "\n"


def escaped(text: str) -> str:
    """Text that means itself in a Markdown table; what stands in backticks stays code."""
    parts = re.split(r"(`[^`]*`)", " ".join(text.split()))
    return "".join(
        part.replace("|", "\\|") if part.startswith("`") else re.sub(r"([*_<|$\[\]])", r"\\\1", part)
        for part in parts
    )


def code(text: str) -> str:
    """Text as code."""
    return f"`{text}`"


def first_line(thing: Any) -> str:
    """The first line of a docstring, escaped."""
    return escaped((inspect.getdoc(thing) or "").split("\n\n")[0])


def whole(thing: Any) -> str:
    """All paragraphs of a docstring, escaped."""
    paragraphs = (inspect.getdoc(thing) or "").split("\n\n")
    return "\n\n".join(escaped(paragraph) for paragraph in paragraphs)
