"""Tables of the ODD protocol, taken from the state, the draws and the rules."""

import inspect
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

from generating import words
from generating.citations import references
from generating.markdown import code, escaped, first_line, table
from relsim import draws
from relsim.market.columns import HUMAN, TIE
from relsim.rules.alternative import Alternative
from relsim.rules.rulebook import COMPILED_CHAPTERS, MECHANISMS, PLAIN_CHAPTERS
from relsim.scenario.part import Part
from relsim.scenario.schema.firm import Firm

KINDS = {"i": "whole number", "f": "number"}


def parts() -> dict[str, str]:
    """The tables by name."""
    return {
        "odd-customers": columns(HUMAN),
        "odd-relationships": columns(TIE),
        "odd-firms": firms(),
        "odd-draws": drawn(),
        "odd-submodels": submodels(),
    }


def columns(kind: Any) -> str:
    """The columns of one kind of record."""
    rows = [
        (code(name), f"{KINDS[kind[name].kind]}, {8 * kind[name].itemsize} bits", words.relationship(name))
        for name in kind.names
    ]
    return table(("State variable", "Type", "Meaning"), rows)


def firms() -> str:
    """What a firm sets: its offer and its levers."""
    rows = []
    for name, field in Firm.model_fields.items():
        is_part = isinstance(field.default, Part)
        meaning = first_line(type(field.default)) if is_part else escaped(field.description or "")
        rows.append((code(name), meaning or words.KEYS.get(f"firms.FIRM.{name}", "")))
    return table(("Setting", "Meaning"), rows)


def drawn() -> str:
    """What random numbers are drawn for."""
    numbers = {name: number for name, number in vars(draws).items() if name.isupper()}
    rows = [(name.lower().replace("_", " "), str(number)) for name, number in numbers.items()]
    return table(("Purpose", "Number"), rows)


def submodels() -> str:
    """The chapters of rules, the mechanisms they hold, and their sources."""
    rows = []
    for chapter in (*COMPILED_CHAPTERS, *PLAIN_CHAPTERS):
        name = chapter.__name__.rsplit(".", 1)[1]
        docs = [inspect.getdoc(one) or "" for one in (chapter, *functions_of(chapter))]
        held = [code(word) for word, (_, known) in MECHANISMS.items() if home(known) is chapter]
        rows.append((code(name), about(chapter), ", ".join(held) or "none", references(*docs) or "none"))
    return table(("Chapter", "What it tells", "Mechanism", "Sources"), rows)


def about(chapter: ModuleType) -> str:
    """What a chapter says of itself after its name."""
    return escaped((inspect.getdoc(chapter) or "").split("\n\n")[0].partition(": ")[2])


def functions_of(chapter: ModuleType) -> list[Callable[..., Any]]:
    """The rules that a chapter defines."""
    own = (one for one in vars(chapter).values() if isinstance(one, FunctionType))
    return [one for one in own if one.__module__ == chapter.__name__]


def home(alternatives: dict[str, Alternative]) -> ModuleType | None:
    """The chapter in which the usual alternative of a mechanism stands."""
    return inspect.getmodule(next(iter(alternatives.values())).rule)
