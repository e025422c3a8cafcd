"""Where results are to be written, as options say it: what cannot be is refused before all else."""

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from typer import CallbackParam, Context

from relsim.errors import InputError

Replaced = Callable[[Path], bool]
"""Whether a file that is there is an earlier one of a kind, which may be written over."""

NO_FOLDER_ANYWHERE = re.compile(
    r"""[<>:"|?*\\/\x00-\x1f\x7f] | ^\s | [\s.]$ | ^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)""",
    re.IGNORECASE | re.VERBOSE,
)
"""What a name has that Linux, macOS or Windows takes for no folder, or for another one than it says."""

LONGEST_NAME = 100
"""How many bytes a name may have, so that longer names of files have room beside it."""

PLACES_NAMED = "relsim.places"
"""Where a command line keeps the files and folders that its options name to be written."""


def text_as_written(text: str) -> str:
    """The text of an option as it was written, so that an empty one is not taken for this folder."""
    return text


text_as_written.__name__ = "path"


def folder_to_write(context: Context, param: CallbackParam, value: Any) -> Path | None:
    """The folder that an option names, which is there and can be written or can be made."""
    if value is None:
        return None
    option = refuse_nothing(param, value)
    path = Path(value)
    if os.path.lexists(path) and not os.path.isdir(path):
        raise InputError(f'{option} "{value}" is no folder; expected a folder')
    refuse_unwritable(path, option, value)
    refuse_one_place(context, option, path)
    return path


def name_of_results(value: Any) -> str | None:
    """A name for results, which is that of one folder on every system, and of nothing that hides."""
    if value is None:
        return None
    if not value or value.startswith(".") or NO_FOLDER_ANYWHERE.search(value):
        raise InputError(f'--as "{value}" is no name of a folder; expected one such as dearer')
    if len(value.encode("utf-8", "surrogateescape")) > LONGEST_NAME:
        raise InputError(f"--as names a folder by more than {LONGEST_NAME} bytes; expected a shorter name")
    return str(value)


def file_to_write(replaces: Replaced | None = None) -> Callable[[Context, CallbackParam, Any], Path | None]:
    """What an option is given that names a file, in a folder that can be written or made.

    A file that is there already is written over only where it is one that `replaces` knows as an earlier one
    of the same command. No other option of the command may name the same place. A device or a pipe will do.
    """

    def checked(context: Context, param: CallbackParam, value: Any) -> Path | None:
        if value is None:
            return None
        option = refuse_nothing(param, value)
        path = Path(value)
        if os.path.isdir(path):
            raise InputError(f'{option} "{value}" is a folder; expected a file')
        if os.path.isfile(path) or not os.path.exists(path):
            refuse_unwritable(path.parent, option, value)
            refuse_foreign(path, replaces, option)
            refuse_one_place(context, option, path)
        return path

    return checked


def refuse_one_place(context: Context, option: str, path: Path) -> None:
    """Refuse a place that another option of the same command has named to be written."""
    named: dict[str, str] = context.meta.setdefault(PLACES_NAMED, {})
    other = named.setdefault(os.path.realpath(path), option)
    if other != option:
        raise InputError(f"{path} cannot be both {other} and {option}; choose another name for {option}")


def refuse_foreign(path: Path, replaces: Replaced | None, option: str) -> None:
    """Refuse to write over a file, unless it is an earlier one of the same kind."""
    if os.path.isfile(path) and not (replaces is not None and is_such(path, replaces)):
        refuse_standing(path, option)


def is_such(path: Path, replaces: Replaced) -> bool:
    """Whether a file is of a kind; one that cannot be read is not."""
    try:
        return replaces(path)
    except (OSError, ValueError, RecursionError, ImportError):
        return False


def refuse_nothing(param: CallbackParam, value: str) -> str:
    """The name of an option that names something."""
    option = next((name for name in param.opts if name.startswith("--")), "--out")
    if not value.strip():
        raise InputError(f"{option} is empty; expected a path")
    return option


def refuse_unwritable(folder: Path, option: str, value: str) -> None:
    """Refuse a folder in which nothing can be made; a full disk may have room again by then."""
    there = next(each for each in (folder, *folder.parents) if os.path.lexists(each))
    if not os.path.isdir(there):
        raise InputError(f'{option} "{value}" cannot be written: {there} is no folder')
    try:
        os.rmdir(mkdtemp(prefix=".relsim-", dir=there))
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise InputError(f'{option} "{value}" cannot be written: {error.strerror}') from None


def refuse_standing(out: Path, option: str = "--out") -> None:
    """Refuse to write where a file is already."""
    if os.path.lexists(out):
        raise InputError(f"{out} is there already; choose another name for {option}")


def write_new_file(text: str, out: Path, option: str = "--out") -> None:
    """Write a new file, as a whole or not at all; one that is there is never written over.

    Raises:
        InputError: The file is there already, or cannot be written.
    """
    from relsim.runs.disk import newly

    try:
        if not newly(out, lambda part: part.write_bytes(text.encode("utf-8"))):
            refuse_standing(out, option)
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror or error}") from None
