"""Claims about dependencies: what is imported is declared, what is declared is imported, and pins fit."""

import ast
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest

packaging = pytest.importorskip("packaging.requirements")
specifiers = pytest.importorskip("packaging.specifiers")

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NOT_IMPORTED = {"dask": "distributed is its scheduler, and is released with it"}
"""What is declared although nothing imports it by its name, and why."""


def plain(name):
    """The name of a distribution as an index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared():
    """The requirements of relsim and of its extras for users, by the plain name of each."""
    extras = PROJECT["optional-dependencies"]
    lines = [*PROJECT["dependencies"], *(line for name in extras if name != "dev" for line in extras[name])]
    return {plain(one.name): one for one in map(packaging.Requirement, lines)}


def pinned():
    """The version of every distribution that an installation takes, by its plain name."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {plain(name): version for name, version in (line.split("==") for line in lines)}


def is_here(name):
    """Whether a distribution is installed in the version of its pin."""
    try:
        return distribution(name).version == pinned()[name]
    except PackageNotFoundError:
        return False


def modules_in(code):
    """The modules that some code imports."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module


def imported():
    """The modules of others that relsim imports."""
    found = {module for path in SOURCES for module in modules_in(path.read_text(encoding="utf-8"))}
    return {one for one in found if one.split(".")[0] not in {*sys.stdlib_module_names, "relsim"}}


def distributions(modules):
    """The plain names of the distributions that bring some modules."""
    brought = packages_distributions()
    tops = {module.split(".")[0] for module in modules}
    return {top: {plain(name) for name in brought.get(top, [top])} for top in tops}


def test_whatever_is_imported_is_declared():
    assert {top for top, names in distributions(imported()).items() if not names & declared().keys()} == set()


def test_whatever_is_declared_is_imported():
    brought = set().union(*distributions(imported()).values())
    assert declared().keys() - brought == NOT_IMPORTED.keys()


def test_versions_are_capped_where_private_parts_are_used_and_pins_are_admitted():
    private = [one for one in imported() if re.match(r"numba\.(core|cpython|np)\b", one)]
    assert private
    assert any(one.operator in ("<", "<=", "==", "~=") for one in declared()["numba"].specifier)
    pins = pinned()
    assert {name for name, one in declared().items() if not one.specifier.contains(pins[name])} == set()


def test_the_first_python_that_is_admitted_can_install_every_pin():
    """Debian 12 has Python 3.11.2, and a pin that asks for 3.11.5 cannot be installed there."""
    first = PROJECT["requires-python"].removeprefix(">=") + ".0"
    asked = {name: distribution(name).metadata.get("Requires-Python") for name in pinned() if is_here(name)}
    assert len(asked) > 100
    assert {n: one for n, one in asked.items() if one and first not in specifiers.SpecifierSet(one)} == {}


def test_imports_are_found_wherever_they_stand():
    code = "import a.b as c\ndef later():\n    from d import e\n    from . import f\n"
    assert list(modules_in(code)) == ["a.b", "d"]
