"""Claims about sizes: every module, function and class can be taken in at a glance."""

import ast
from itertools import chain
from pathlib import Path

import pytest
from typer.main import get_command

import relsim
from relsim.cli import app

PACKAGE = Path(relsim.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

MOST_LINES_OF_A_MODULE = 400
MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_COMMAND = 15
MOST_PUBLIC_METHODS = 20

LONG_FUNCTIONS = {"periods": "the loop of the kernel is compiled as one, and reads in the order of a period"}
"""Functions that may be longer, and why."""


def lines(node):
    """How many lines a function takes, without its docstring."""
    text = ast.get_docstring(node, clean=False)
    docstring = node.body[0].end_lineno - node.body[0].lineno + 1 if text is not None else 0
    return node.end_lineno - node.lineno + 1 - docstring


def long_functions(code):
    """The functions of some code that cannot be taken in at a glance."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in ast.walk(ast.parse(code)) if isinstance(node, functions)]
    return {node.name for node in found if lines(node) > MOST_LINES_OF_A_FUNCTION}


def crowded_classes(code):
    """The classes of some code with too many public methods of their own."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ClassDef):
            methods = {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
            if sum(not name.startswith("_") for name in methods) > MOST_PUBLIC_METHODS:
                yield node.name


def code_of(path):
    """The code of a module."""
    return path.read_text(encoding="utf-8")


def test_no_module_is_longer_than_can_be_read_at_once():
    sizes = {str(path.relative_to(PACKAGE)): len(code_of(path).splitlines()) for path in MODULES}
    assert sizes
    assert not {name: size for name, size in sizes.items() if size > MOST_LINES_OF_A_MODULE}


def test_functions_fit_at_a_glance_but_for_those_that_are_listed():
    assert set().union(*(long_functions(code_of(path)) for path in MODULES)) == set(LONG_FUNCTIONS)


def test_no_class_has_more_public_methods_than_can_be_kept_in_mind():
    assert not {path.name: found for path in MODULES if (found := list(crowded_classes(code_of(path))))}


def commands(code):
    """How many lines each command of some code takes after its signature and its docstring."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef) and any(map(is_command, node.decorator_list)):
            first = node.body[1] if ast.get_docstring(node, clean=False) is not None else node.body[0]
            yield node.name, node.end_lineno - first.lineno + 1


def is_command(decorator):
    """Whether a decorator makes a command of a function."""
    return isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "command"


def test_a_command_is_its_signature_and_a_few_lines():
    sizes = dict(chain.from_iterable(commands(code_of(path)) for path in MODULES))
    names = {each.callback.__name__ for each in get_command(app).commands.values()}
    assert set(sizes) == names
    assert not {name: size for name, size in sizes.items() if size > MOST_LINES_OF_A_COMMAND}


@pytest.mark.parametrize("docstring", ["", '    """One\n    two."""\n'])
def test_the_lines_of_a_command_are_counted_whatever_its_signature_and_docstring(docstring):
    code = f"@command(ASK)\ndef long(\n    one,\n    two,\n):\n{docstring}\n    pass\n\n    pass\n"
    assert list(commands(code)) == [("long", 3)] and list(commands(code.replace("command", "other"))) == []


@pytest.mark.parametrize("docstring", ["", '    """One\n    two."""\n'])
@pytest.mark.parametrize("more", [0, 1])
def test_a_long_function_is_found_whatever_its_docstring(docstring, more):
    body = "    pass\n" * (MOST_LINES_OF_A_FUNCTION - 1 + more)
    assert long_functions(f"def long():\n{docstring}{body}") == ({"long"} if more else set())


@pytest.mark.parametrize("more", [0, 1])
def test_a_crowded_class_is_found_and_its_private_methods_are_not_counted(more):
    public = [f"    def a{number}(self): ...\n" for number in range(MOST_PUBLIC_METHODS + more)]
    code = "".join(["class Crowded:\n", *public, "    def _own(self): ...\n"])
    assert list(crowded_classes(code)) == (["Crowded"] if more else [])
