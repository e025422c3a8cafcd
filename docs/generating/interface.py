"""The public names of the Python package, described by their docstrings."""

import inspect
from enum import Enum
from typing import Any

import relsim
from relsim.scenario.part import Part

HEAD = """# Python

```python
import relsim
```

These names are the public interface. What stands in modules below may change between versions.
"""
HIDDEN = "model_config, model_post_init, of, document"


def page() -> str:
    """The page of the Python interface."""
    directives = "\n".join(directive(name) for name in ordered())
    return f"{HEAD}\n```{{eval-rst}}\n{directives}```\n"


def ordered() -> list[str]:
    """The public names: functions, then classes, then the vocabulary."""
    return sorted(relsim.__all__, key=lambda name: (rank(getattr(relsim, name)), name))


def rank(thing: Any) -> int:
    """Functions first, enumerations last."""
    if not inspect.isclass(thing):
        return 0
    return 2 if issubclass(thing, Enum) else 1


def directive(name: str) -> str:
    """What tells autodoc to describe a public name."""
    thing = getattr(relsim, name)
    if not inspect.isclass(thing):
        return f".. autofunction:: relsim.{name}\n"
    if issubclass(thing, Part):
        fields = ", ".join(thing.model_fields)
        return f".. autoclass:: relsim.{name}()\n   :members:\n   :exclude-members: {HIDDEN}, {fields}\n"
    if issubclass(thing, Enum | Exception):
        return f".. autoclass:: relsim.{name}()\n   :members:\n   :undoc-members:\n"
    signature = "" if name == "Market" else "()"
    return f".. autoclass:: relsim.{name}{signature}\n   :members:\n   :undoc-members:\n"
