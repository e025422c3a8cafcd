"""What a scenario is known by where results are: its file as seen from there, or its shipped name."""

import os
from pathlib import Path

from relsim.errors import ScenarioError
from relsim.scenario.resolve.shipped import find_scenario, shipped_scenarios

SHIPPED = "the shipped "
HERE = Path()


def source_of_results(source: str, whence: Path = HERE) -> str:
    """What a scenario is known by: its file as seen from a folder, or the name under which it ships."""
    try:
        file = os.path.realpath(find_scenario(source))
    except ScenarioError:
        return source
    names = {os.path.realpath(path): name for name, path in shipped_scenarios().items()}
    return f"{SHIPPED}{names[file]}" if file in names else seen_from(whence, file)


def seen_from(whence: Path, file: str) -> str:
    """A path relative to a folder, since projects move as a whole; on another drive as it is."""
    try:
        return os.path.relpath(file, os.path.realpath(whence))
    except ValueError:
        return file


def is_same_source(known: str, asked: str, whence: Path) -> bool:
    """Whether two sources are one as seen from a folder; of a file that is gone the name alone is known."""
    if known == asked:
        return True
    try:
        return os.path.samefile(whence / known, whence / asked)
    except OSError:
        return not os.path.exists(whence / known) and name_of_source(known) == name_of_source(asked)


def name_of_source(source: str) -> str:
    """The name of a file without its ending, or of what ships."""
    return Path(source.removeprefix(SHIPPED)).name.removesuffix(".yaml")
