"""What is defined is used: by the package, by its documentation or by its experiments."""

import re
from collections import Counter
from pathlib import Path

from test_names import defined

import relsim

ROOT = Path(relsim.__file__).parents[2]
USERS = {"src": (".py", ".pyi", ".j2", ".mjs"), "docs": (".py", ".md"), "experiments": (".py",)}
MADE = {"_build", "reference"}
"""Folders of documentation that is generated."""

FOR_READERS_OF_A_TABLE = {"read_periods", "read_survey"}
"""What reads one table alone; the package reads each with others."""

COMMANDS = {"list_measures", "list_scenarios"}
"""What is called by its name on the command line."""


def unused_names(defined_names, texts):
    """The names that stand nowhere but where they are defined."""
    seen = Counter(word for text in texts for word in re.findall(r"[A-Za-z_]\w*", text))
    homes = Counter(defined_names)
    return {name for name, count in homes.items() if seen[name] <= count}


def texts_of_users():
    return [
        path.read_text(encoding="utf-8")
        for folder, endings in USERS.items()
        for path in (ROOT / folder).rglob("*")
        if path.suffix in endings and not MADE & set(path.parts)
    ]


def test_every_name_is_used():
    modules = (ROOT / "src" / "relsim").rglob("*.py")
    names = [name for module in modules for name in defined(module)]
    assert unused_names(names, texts_of_users()) == FOR_READERS_OF_A_TABLE | COMMANDS


def test_a_name_that_nothing_uses_is_found():
    assert unused_names(["WIDTH", "area"], ["WIDTH = 3", "def area(): ...", "print(area())"]) == {"WIDTH"}
