"""The mechanisms, their alternatives, and where each comes from."""

import inspect
from typing import Any

from generating.citations import linked
from generating.markdown import code, escaped, first_line, table
from relsim.rules.rulebook import MECHANISMS
from relsim.scenario.schema.mechanisms import Mechanisms

HEAD = """# Mechanisms

A scenario picks one alternative of each mechanism under `mechanisms:`. A user can also supply a plain
Python function with the same arguments; see [extending](../extend.md).
"""


def page() -> str:
    """The page of mechanisms."""
    return "\n".join([HEAD, *(section(name) for name in MECHANISMS)])


def section(name: str) -> str:
    """One mechanism: what it is called with, and its alternatives."""
    alternatives = MECHANISMS[name].alternatives
    usual = Mechanisms.model_fields[name].default
    module = inspect.getmodule(alternatives[usual].rule)
    arguments = ", ".join(inspect.signature(alternatives[usual].rule).parameters)
    rows = [
        (
            code(word) + (" (default)" if word == usual else ""),
            escaped(one.does) or first_line(one.rule),
            linked(one.sources) or "assumed",
            ", ".join(map(code, one.reads)),
            code(f"{one.rule.__module__}.{one.rule.__name__}"),
        )
        for word, one in alternatives.items()
    ]
    return "\n".join(
        (
            f"## {code(f'mechanisms.{name}')}\n",
            f"{summary(module)}\n",
            f"Arguments: {code(arguments)}.\n",
            table(("Word", "What it does", "Source", "Keys that only it reads", "Function"), rows),
        )
    )


def summary(module: Any) -> str:
    """What a module says of itself after its name."""
    return escaped((inspect.getdoc(module) or "").split("\n\n")[0])
