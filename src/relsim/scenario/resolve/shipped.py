"""The scenarios that come with relsim, and finding a scenario by name or by file."""

import os
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from relsim.errors import InputError, Place, fault, nearest, value_in_words

SUFFIXES = (".yaml", ".yml")


def shipped_scenarios() -> dict[str, Path]:
    """The path of every shipped scenario by its name, the stem of its file, in alphabetic order."""
    return {path.stem: path for path in sorted(_folder().glob("*.yaml"))}


def find_scenario(name_or_path: str | Path, beside: Path | None = None) -> Path:
    """The file of a scenario: a path (relative to the file `beside`), else a shipped name."""
    text = text_of_path(name_or_path)
    folder = beside.parent if beside is not None else Path()
    path = folder / text
    if os.path.isfile(path):
        return path
    shipped = shipped_scenarios()
    if text in shipped:
        return shipped[text]
    if os.path.isdir(path):
        message = "this is a folder, expected a scenario file or the name of a shipped scenario"
        raise fault(Place(text or "."), message)
    message = f'"{text}" is neither a file nor the name of a shipped scenario'
    complete = (text + suffix for suffix in SUFFIXES if os.path.isfile(f"{path}{suffix}"))
    near = next(complete, None) or nearest_file(text, [*shipped, *_neighbours(folder, text)])
    message += "" if near else "; `relsim list` names those that ship"
    raise fault(Place(text), message, hint=near)


def find_data(name: str | Path, folder: Path = Path()) -> Path:
    """The file of a table that is named in a folder: it lies there, or else is one of those that ship."""
    beside, shipped = folder / name, _folder() / name
    names_data = Path(name).parts[:1] == ("data",)
    is_shipped = names_data and not os.path.isfile(beside) and os.path.isfile(shipped)
    return shipped if is_shipped else beside


def text_of_path(name_or_path: object) -> str:
    """A name or a path as a text; anything else is refused."""
    if not isinstance(name_or_path, str | os.PathLike):
        expected = "expected a file or the name of a shipped scenario"
        raise InputError(f"scenario: {expected}, found {value_in_words(name_or_path)}")
    return str(os.fspath(name_or_path))


def nearest_file(name: str, files: Iterable[str]) -> str | None:
    """The file most like a name, or the only one that has it as a part; folders and endings do not count."""
    stems = {Path(file).stem: file for file in files}
    stem = Path(name).stem
    holding = [one for one in stems if stem.casefold() in one.casefold()]
    near = holding[0] if len(holding) == 1 and len(stem) > 2 else nearest(stem, stems)
    return stems[near] if near else None


def _folder() -> Path:
    """Where the shipped scenarios are: inside an installed package, else in the checkout."""
    packaged = Path(str(files("relsim"))) / "scenarios"
    return packaged if packaged.is_dir() else Path(__file__).parents[4] / "scenarios"


def _neighbours(folder: Path, text: str) -> list[str]:
    """The scenario files in the folder a text points to, written as the text writes it."""
    start = os.path.dirname(text)
    try:
        names = sorted(os.listdir(folder / start))
    except (OSError, ValueError):
        return []
    return [os.path.join(start, name) for name in names if name.endswith(SUFFIXES)]
