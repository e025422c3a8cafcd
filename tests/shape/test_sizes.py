"""Claims about sizes: every module, function and class can be taken in at a glance."""

import ast
from pathlib import Path

import pytest

import relsim

PACKAGE = Path(relsim.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

MOST_LINES_OF_A_MODULE = 400
MOST_LINES_OF_A_FUNCTION = 40
MOST_PUBLIC_METHODS = 20

LONG_FUNCTIONS = {"periods": "the loop of the kernel is compiled as one, and reads in the order of a period"}
"""Functions that may be longer, and why."""


def lines(node):
    """How many lines a function takes, without its docstring."""
    text = ast.get_docstring(node, clean=False)
    told = node.body[0].end_lineno - node.body[0].lineno + 1 if text is not None else 0
    return node.end_lineno - node.lineno + 1 - told


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


def told(path):
    """The code of a module."""
    return path.read_text(encoding="utf-8")


def test_no_module_is_longer_than_can_be_read_at_once():
    sizes = {str(path.relative_to(PACKAGE)): len(told(path).splitlines()) for path in MODULES}
    assert sizes
    assert not {name: size for name, size in sizes.items() if size > MOST_LINES_OF_A_MODULE}


def test_functions_fit_at_a_glance_but_for_those_that_are_listed():
    assert set().union(*(long_functions(told(path)) for path in MODULES)) == set(LONG_FUNCTIONS)


def test_no_class_has_more_public_methods_than_can_be_kept_in_mind():
    assert not {path.name: found for path in MODULES if (found := list(crowded_classes(told(path))))}


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
