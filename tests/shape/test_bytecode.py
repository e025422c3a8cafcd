"""Claims about bytecode: its instructions are read in one module, for the reasons of decision 34."""

import ast
from pathlib import Path

import pytest

import relsim

PACKAGE = Path(relsim.__file__).parent
READERS = {"bytecode", "dis", "opcode"}
"""Modules that tell instructions apart."""


def modules_named(code):
    """The modules that some code imports, by statement or by name."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield str(node.module).partition(".")[0]
        elif isinstance(node, ast.Call) and "import" in ast.unparse(node.func):
            yield from (one.value for one in node.args if isinstance(one, ast.Constant))


def reads_instructions(code):
    """Whether some code can tell instructions apart."""
    return not READERS.isdisjoint(modules_named(code))


def test_instructions_are_read_in_one_module():
    found = [path for path in PACKAGE.rglob("*.py") if reads_instructions(path.read_text(encoding="utf-8"))]
    assert [path.relative_to(PACKAGE).as_posix() for path in found] == ["engine/impure.py"]


@pytest.mark.parametrize(
    "code",
    [
        "import dis",
        "from dis import Bytecode",
        "import os, dis as d",
        "__import__('dis')",
        "import_module('dis')",
    ],
)
def test_whoever_reads_them_is_found(code):
    assert reads_instructions(f"def f():\n    {code}\n")
    assert not reads_instructions(f"def f():\n    {code}\n".replace("dis", "discount"))
