"""Claims about cycles: no module needs itself, at whatever time what it imports is imported."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import relsim

PACKAGE = Path(relsim.__file__).parent
SELF_SHOWN = "relsim.questions.compare.display"
"""Results show themselves: what a method of theirs draws with is made of results. Nothing else may do so."""


def modules():
    """The path of every module of relsim, by name."""
    paths = {
        ".".join(("relsim", *path.relative_to(PACKAGE).with_suffix("").parts)): path
        for path in PACKAGE.rglob("*.py")
    }
    return {name.removesuffix(".__init__"): path for name, path in paths.items()}


def imported(code, known):
    """The modules among those known that some code imports, whenever it does; not those for types alone."""
    tree = ast.parse(code)
    tests = [node for node in ast.walk(tree) if isinstance(node, ast.If)]
    for_types = [node for node in tests if ast.unparse(node.test).endswith("TYPE_CHECKING")]
    left_out = {inner for node in for_types for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node not in left_out:
            names = [f"{node.module}.{one.name}" for one in node.names]
            yield from (name if name in known else node.module for name in names)
        elif isinstance(node, ast.Import) and node not in left_out:
            yield from (one.name for one in node.names)


def arrows(known):
    """From each module to those that it imports."""
    found = {name: set(imported(path.read_text(encoding="utf-8"), known)) for name, path in known.items()}
    return {name: (needed & known.keys()) - {name} for name, needed in found.items()}


def cycle(graph):
    """The modules of a cycle, or none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return error.args[1]
    return []


def test_no_module_needs_itself_but_results_that_show_themselves():
    graph = arrows(modules())
    assert SELF_SHOWN in cycle(graph)
    assert cycle(graph | {SELF_SHOWN: set()}) == []


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("import relsim.b", True),
        ("from relsim.b import x", True),
        ("from relsim import b", True),
        ("def f():\n    from relsim.b import x", True),
        ("if TYPE_CHECKING:\n    from relsim.b import x", False),
    ],
)
def test_an_import_counts_at_whatever_time(code, counts):
    known = {"relsim.a", "relsim.b"}
    needed = set(imported(code, known)) & known
    assert bool(cycle({"relsim.a": needed, "relsim.b": {"relsim.a"}})) == counts
