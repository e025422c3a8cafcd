"""Claims about addresses of code: whatever a result can depend on changes them, and nothing else does."""

import importlib
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest

from relsim import imports
from relsim.engine.compiled.driver import CODE_OF_KERNELS
from relsim.imports import PACKAGE, closure, code_made_of, hash_of_files, imported_by, modules_below
from relsim.runs import tasks
from relsim.runs.fingerprints import code_fingerprint, own_fingerprint

TASK = tasks.__name__


@pytest.fixture
def copy(tmp_path):
    """A copy of the package, to be edited."""
    ignored = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(PACKAGE, tmp_path / PACKAGE.name, ignore=ignored))


def hash_in(package, *names):
    modules_below.cache_clear()
    return hash_of_files(closure(names, modules_below(package).get).values(), package)


@contextmanager
def edited(*paths):
    """Within it, these files have one line more."""
    before = [path.read_bytes() for path in paths]
    for path, content in zip(paths, before, strict=True):
        path.write_bytes(content + b"\n# another line\n")
    yield
    for path, content in zip(paths, before, strict=True):
        path.write_bytes(content)


def bearing(package, *names):
    """The rooms of a package in which one more line changes the hash of some modules, and the others."""
    before = hash_in(package, *names)
    bears = {True: set(), False: set()}
    folders = [path for path in package.rglob("*") if path.is_dir() and any(path.glob("*.py"))]
    rooms = [room for folder in folders if (room := list(folder.glob("[!_]*.py")))]
    for room in [*rooms, *([path] for path in package.glob("*.py"))]:
        with edited(*room):
            place = room[0].relative_to(package)
            bears[hash_in(package, *names) != before].add(
                str(place.parent if len(place.parts) > 1 else place)
            )
    assert hash_in(package, *names) == before
    return bears


# What running a task imports


def test_where_a_package_lies_is_no_part_of_its_hash(copy):
    assert hash_in(copy, TASK) == hash_in(PACKAGE, TASK)


def test_one_more_line_in_any_room_changes_the_address_exactly_where_results_can_differ(copy):
    bears = bearing(copy, TASK)
    assert bears[True] >= {
        "scenario",
        "scenario/yaml",
        "scenario/units",
        "scenario/resolve",
        "scenario/schema",
        "market",
        "rules",
        "engine",
        "measures",
    }
    assert bears[True] >= {"luck.py", "draws.py", "vocabulary.py"}
    assert bears[False] >= {"report", "cli", "console", "questions/compare", "__main__.py"}


@pytest.mark.parametrize(
    "module",
    ["scenario/units/rates.py", "scenario/resolve/presets.py", "scenario/yaml/words.py", "market/plan.py"],
)
def test_how_a_scenario_becomes_numbers_bears_on_the_address(module, copy):
    before = hash_in(copy, TASK)
    with edited(copy / module):
        assert hash_in(copy, TASK) != before


def test_what_only_shows_or_searches_bears_on_no_address():
    names = {name.removeprefix("relsim.") for name in code_made_of(TASK)}
    assert not {name for name in names if name.startswith(("report", "cli", "console", "questions"))}
    assert {"rules.departure", "engine.compiled.kernel", "scenario.yaml.words", "measures.outcomes"} <= names


def test_a_new_room_counts_as_soon_as_something_imports_it(copy):
    room = copy / "rules" / "moods" / "deep"
    room.mkdir(parents=True)
    for folder in (room, room.parent):
        (folder / "__init__.py").touch()
    (room / "anger.py").write_text("ANGER = 1\n")
    before = hash_in(copy, TASK)
    need = copy / "rules" / "need.py"
    need.write_text(need.read_text() + "\n\ndef later():\n    from relsim.rules.moods.deep import anger\n")
    imported = hash_in(copy, TASK)
    (room / "anger.py").write_text("ANGER = 2\n")
    assert len({before, imported, hash_in(copy, TASK)}) == 3


def test_data_beside_code_count_and_references_do_not(copy):
    before = hash_in(copy, TASK)
    (copy / "scenario" / "more.bib").write_text("@book{}")
    (copy / "report" / "words.csv").write_text("a,b")
    assert hash_in(copy, TASK) == before
    (copy / "scenario" / "presets").mkdir()
    (copy / "scenario" / "presets" / "services.yaml").write_text("quality: 0.7")
    assert hash_in(copy, TASK) != before


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("import relsim.luck as l", ["relsim.luck"]),
        ("import os, relsim.luck", ["os", "relsim.luck"]),
        ("from relsim.rules import (\n    need,  # why\n    care as c,\n)", ["relsim.rules.need"]),
        ("from relsim.rules import need, \\\n    care", ["relsim.rules.need", "relsim.rules.care"]),
        ("if x: from relsim import luck", ["relsim.luck"]),
        ("x = 1; from relsim import luck; y = 2", ["relsim.luck"]),
        ("def f():\n\tif x:\n\t\tfrom relsim import luck", ["relsim.luck"]),
        ("from . import near", ["relsim.rules.near"]),
        ("from .near import x", ["relsim.rules.near", "relsim.rules.near.x"]),
        ("from ..market import plan", ["relsim.market.plan"]),
        ("try:\n    import a\nexcept ImportError:\n    import relsim.luck", ["a", "relsim.luck"]),
        ("if TYPE_CHECKING:\n    import a\nelse:\n    import relsim.luck", ["relsim.luck"]),
        ("def f():\n    if t.TYPE_CHECKING:\n        import a\n    import b", ["b"]),
        ('"""import things like\nimport this or that."""\nimport b', ["b"]),
    ],
)
def test_imports_are_found_however_they_are_written(statement, names, tmp_path):
    path = tmp_path / "here.py"
    path.write_text(f"{statement}\n")
    assert set(names) <= set(imported_by("relsim.rules.here", path))


@pytest.mark.parametrize(
    "statement",
    [
        "if TYPE_CHECKING:\n    import relsim.luck\n\n    from a import b\nimport c",
        "if typing.TYPE_CHECKING:\n    import relsim.luck\nimport c",
        "def f():\n    if TYPE_CHECKING:\n        import relsim.luck\n    import c",
        "# import relsim.luck\nimport c",
    ],
)
def test_imports_for_types_alone_are_left_out(statement, tmp_path):
    path = tmp_path / "here.py"
    path.write_text(f"{statement}\n")
    assert set(imported_by("here", path)) == {"c"}


def test_finding_a_task_costs_no_reading_of_sources_but_the_first_time(monkeypatch):
    known = code_fingerprint()
    monkeypatch.setattr(imports, "closure", None)
    start = time.perf_counter()
    assert code_fingerprint() == known
    assert time.perf_counter() - start < 0.02


# What a kernel is made of


@pytest.mark.slow
def test_kernels_are_made_of_rules_and_luck_and_know_nothing_of_scenarios(copy):
    bears = bearing(copy, *CODE_OF_KERNELS)
    assert bears[True] >= {"rules", "engine/compiled", "luck.py", "draws.py", "vocabulary.py"}
    assert bears[False] >= {"scenario", "measures", "report", "cli", "runs", "questions/compare"}
    before = hash_in(copy, *CODE_OF_KERNELS)
    for module in ("kernel", "luck_together", "inlining"):
        with edited(copy / "engine" / "compiled" / f"{module}.py"):
            assert hash_in(copy, *CODE_OF_KERNELS) != before


# What users bring

HELPER = "DEPTH = 1\nSETTINGS = {'patience': 1}\n\ndef helps(x):\n    return x + DEPTH\n"
OWN = """
from functools import partial
import helper
from helper import helps
import relsim

LIMIT = 3
TABLE = {"a": 1}

class Base:
    share = 0.5
    def weight(self): return self.share

class Led(Base):
    def __init__(self, patience=2): self.patience = patience
    def decide(self, firm, market): return helps(self.patience) + self.weight()

def plain(x, y=4, *, z=5): return helps(x) + LIMIT + y + z
def by_module(x): return helper.helps(x) + helper.SETTINGS["patience"]
def reads_table(x): return TABLE["a"] + x
def later(x):
    from deeper.down import ground
    return ground(x)
def made(factor):
    def inner(x): return x * factor
    return inner
def by_rung(x): return relsim.Rung(x)
"""
SHOWN = """
import own
from relsim.runs.fingerprints import own_fingerprint
things = [own.Led(), own.Led(3), own.plain, own.by_module, own.reads_table, own.later, own.made(2)]
things += [own.made(3), own.Led().decide, own.partial(own.plain, 1), own.Led, own.by_rung]
print(*map(own_fingerprint, things))
"""


@pytest.fixture
def bring(tmp_path, monkeypatch):
    """The user's modules as they stand in a folder, imported anew each time."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    (tmp_path / "helper.py").write_text(HELPER)
    (tmp_path / "own.py").write_text(OWN)
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "down.py").write_text("def ground(x): return x\n")

    def brought():
        from relsim.runs import own_code

        for name in ("own", "helper"):
            sys.modules.pop(name, None)
        for one in (own_code.code_of, own_code.is_users):
            one.cache_clear()
        importlib.invalidate_caches()
        return importlib.import_module("own")

    yield brought
    for name in ("own", "helper"):
        sys.modules.pop(name, None)


def test_what_a_user_brings_has_the_same_address_in_every_process(bring, tmp_path):
    bring()
    told = [
        subprocess.run(
            [sys.executable, "-c", SHOWN],
            env={"PYTHONPATH": f"{tmp_path}:{PACKAGE.parent}", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert len(set(told[0])) == len(told[0])


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("own.py", "LIMIT = 3", "LIMIT = 4"),
        ("own.py", "y=4", "y=5"),
        ("own.py", "z=5", "z=6"),
        ("helper.py", "x + DEPTH", "x - DEPTH"),
        ("helper.py", "DEPTH = 1", "DEPTH = 2"),
    ],
)
def test_a_users_function_is_known_by_all_that_it_reads_and_calls(file, old, new, bring, tmp_path):
    before = own_fingerprint(bring().plain)
    assert own_fingerprint(bring().plain) == before
    path = tmp_path / file
    path.write_text(path.read_text().replace(old, new))
    assert own_fingerprint(bring().plain) != before


def test_what_is_imported_only_when_it_is_needed_counts_as_well(bring, tmp_path):
    before = own_fingerprint(bring().later)
    (tmp_path / "deeper" / "down.py").write_text("def ground(x): return 2 * x\n")
    assert own_fingerprint(bring().later) != before


def test_values_that_change_while_a_process_lives_change_the_address(bring):
    own = bring()
    led = own.Led()

    def changed(thing, where, name, value):
        before = own_fingerprint(thing)
        where[name] = value
        return own_fingerprint(thing) != before

    assert changed(own.plain, vars(own), "LIMIT", 7)
    assert changed(own.plain, vars(own.helper), "DEPTH", 8)
    assert changed(own.by_module, own.helper.SETTINGS, "patience", 9)
    assert changed(own.reads_table, own.TABLE, "a", 9)
    assert changed(led, vars(led), "patience", 9)
    own.Base.share, before = 0.7, own_fingerprint(led)
    own.Base.share = 0.8
    assert own_fingerprint(led) != before
    own.Base.weight = lambda self: 1
    assert own_fingerprint(led) != own_fingerprint(own.Led())


def test_values_inside_of_functions_and_objects_are_told():
    def adds(x, more):
        return x + more

    different = [
        partial(adds, more=1),
        partial(adds, more=2),
        cache(adds),
        Holding(np.arange(3.0)),
        Holding(np.arange(4.0)),
        Holding({"a", "b"}),
        Holding({"a", "c"}),
        Holding(adds),
        Holding(lambda x: x),
    ]
    assert len({own_fingerprint(thing) for thing in different}) == len(different)
    assert own_fingerprint(Holding({"a", "b"})) == own_fingerprint(Holding({"b", "a"}))


class Holding:
    """Something with a part."""

    def __init__(self, part):
        self.part = part


def test_what_cannot_be_told_is_known_by_itself_and_the_rest_by_its_values():
    held = Holding((generator := (number for number in range(3)), 1))
    before = own_fingerprint(held)
    assert own_fingerprint(held) == before
    held.part = (generator, 2)
    assert own_fingerprint(held) != before
    assert own_fingerprint(Holding(number for number in range(3))) != own_fingerprint(
        Holding(number for number in range(3))
    )
