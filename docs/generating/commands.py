"""The command line, as the functions behind its commands describe themselves."""

import inspect
from collections.abc import Callable
from importlib import import_module
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from generating.markdown import code, escaped, table

HEAD = """# Command line

`relsim --help` and `relsim COMMAND --help` say the same.
"""
TAIL = """## Exit codes

| Code | Meaning |
| --- | --- |
| 0 | Done. |
| 1 | The run failed, or was interrupted. |
| 2 | Bad input; the message on standard error says where and what. |
"""
HOMES = ("relsim.cli",)
VALUES = {"int": "number", "float": "number", "str": "text", "Path": "path"}


def page() -> str:
    """The page of the command line."""
    commands = getattr(application(), "registered_commands", [])
    sections = [section(one.name or one.callback.__name__, one.callback) for one in commands]
    return "\n".join([HEAD, *sections, TAIL])


def application() -> Any:
    """The typer application, or None where it cannot be imported."""
    for home in HOMES:
        try:
            app = getattr(import_module(home), "app", None)
        except ImportError:
            continue
        if app is not None:
            return app
    return None


def section(name: str, command: Callable[..., Any]) -> str:
    """One command: usage, help, arguments and options."""
    hints = get_type_hints(command, include_extras=True)
    parameters = inspect.signature(command).parameters.values()
    rows = [row(one, *get_args(hints[one.name])[:2]) for one in parameters if one.name in hints]
    words = ["relsim", name, *(row[0].strip("`") for row in rows if not row[0].startswith("`--"))]
    words += ["[OPTIONS]"] if any(row[0].startswith("`--") for row in rows) else []
    parts = [f"## `relsim {name}`\n", f"```text\n{' '.join(words)}\n```\n", paragraphs(command)]
    if rows:
        parts.append(table(("Word", "Value", "Default", "Meaning"), rows))
    return "\n".join(parts)


def paragraphs(command: Callable[..., Any]) -> str:
    """The help text; examples become code."""
    parts = []
    for paragraph in (inspect.getdoc(command) or "").split("\n\n"):
        before, example, after = paragraph.partition("Example: ")
        if before.strip():
            parts.append(escaped(before) + "\n")
        if example:
            parts.append(f"```text\n{' '.join(after.split())}\n```\n")
    return "\n".join(parts)


def row(parameter: inspect.Parameter, kind: Any, words: Any) -> tuple[str, str, str, str]:
    """A parameter's name, kind of value, default and help."""
    if get_origin(kind) in (Union, UnionType):
        kind = next(one for one in get_args(kind) if one is not NoneType)
    many = get_origin(kind) is list
    item = get_args(kind)[0] if many else kind
    help_text = escaped(words.help or "")
    if type(words).__name__ == "ArgumentInfo":
        name = (words.metavar or parameter.name).upper() + ("..." if many else "")
        return code(name), VALUES.get(item.__name__, item.__name__), "*required*", help_text
    flags = [flag for flag in (words.default, *(words.param_decls or ())) if is_flag(flag)]
    name = code(", ".join(flags).replace("/", ", ") or f"--{parameter.name.replace('_', '-')}")
    if item is bool:
        return name, "", "", help_text
    value = words.metavar or VALUES.get(item.__name__, item.__name__)
    default = parameter.default
    shown = "" if default in (None, inspect.Parameter.empty) else code(str(default))
    return name, escaped(value), shown, help_text


def is_flag(word: Any) -> bool:
    """Whether a word is an option's name; typer keeps the first one where defaults stand."""
    return isinstance(word, str) and word.startswith("--")
