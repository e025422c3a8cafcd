"""The mechanisms, their alternatives, and where each comes from."""

import inspect
from typing import Any

from generating import words
from generating.citations import references
from generating.markdown import code, escaped, first_line, table
from relsim.rules.rulebook import MECHANISMS
from relsim.scenario.scenario import Mechanisms

HEAD = """# Mechanisms

A scenario picks one alternative of each mechanism under `mechanisms:`. A user can also supply a plain
Python function with the same arguments; see [extending](../../extend.md).
"""


def page() -> str:
    """The page of mechanisms."""
    return "\n".join([HEAD, *(section(name) for name in MECHANISMS)])


def section(name: str) -> str:
    """One mechanism: what it is called with, and its alternatives."""
    alternatives = MECHANISMS[name][1]
    usual = Mechanisms.model_fields[name].default
    module = inspect.getmodule(alternatives[usual])
    arguments = ", ".join(inspect.signature(alternatives[usual]).parameters)
    rows = [
        (
            code(word) + (" (default)" if word == usual else ""),
            words.ALTERNATIVES.get((name, word)) or first_line(rule),
            references(rule.__doc__ or "", "" if word == "none" else module.__doc__ or ""),
            code(f"{rule.__module__}.{rule.__name__}"),
        )
        for word, rule in alternatives.items()
    ]
    return "\n".join(
        (
            f"## {code(f'mechanisms.{name}')}\n",
            f"{summary(module)}\n",
            f"Arguments: {code(arguments)}.\n",
            table(("Word", "What it does", "Source", "Function"), rows),
        )
    )


def summary(module: Any) -> str:
    """What a module says of itself after its name."""
    return escaped((inspect.getdoc(module) or "").split("\n\n")[0])
