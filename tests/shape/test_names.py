"""Claims about names: one word for one thing, so no name is defined in two modules."""

import ast
from collections import defaultdict
from pathlib import Path

import relsim

SAME = {
    "ALTERNATIVES": "the alternatives of each mechanism, beside its rules",
    "Behaviour": "what the schema says and what rules read",
    "Firm": "what the schema says, what rules read, and what Mesa sees",
    "Model": "a type variable",
    "Parameters": "a type variable",
    "READERS": "how arguments are read, those of markets and those of runs",
    "Town": "what a market holds and what rules read",
    "audit": "a question and its command",
    "backtest": "a question and its command",
    "breakeven": "a question and its command",
    "cite": "a question and its command",
    "compare": "a question and its command",
    "discover": "a question and its command",
    "explore": "a question and its command",
    "fit": "a question and its command",
    "freeze": "a question and its command",
    "incremental": "a question and its command",
    "live": "a period of a customer, and what stands for it until a kernel is made",
    "ladder": "a question, its command, and its figure",
    "note_of": "the note of a question, on its page",
    "optimise": "a question and its command",
    "run": "a question and its command",
    "sensitivity": "a question and its command",
    "story": "a question and its command",
    "stress": "a question and its command",
    "sweep": "a question and its command",
}
"""Names that stand for the same thing wherever they are defined, and for what."""


def defined(module: Path) -> list[str]:
    """The public names that a module defines at its top."""
    names: list[str] = []
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names.append(name)
            case ast.Assign(targets=targets):
                names += [target.id for target in targets if isinstance(target, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.append(name)
    return [name for name in names if not name.startswith("_")]


def test_no_name_is_defined_in_two_modules_unless_it_is_the_same_thing():
    homes = defaultdict(set)
    for module in Path(relsim.__file__).parent.rglob("*.py"):
        for name in defined(module):
            homes[name].add(module)
    assert {name for name, modules in homes.items() if len(modules) > 1} == set(SAME)
