"""Where results are to be written, as options say it: what cannot be is refused before all else."""

import errno
import os
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from typer import CallbackParam

from relsim.errors import InputError


def text_as_written(text: str) -> str:
    """The text of an option as it was written, so that an empty one is not taken for this folder."""
    return text


text_as_written.__name__ = "path"


def folder_to_write(param: CallbackParam, value: Any) -> Path | None:
    """The folder that an option names, which is there and can be written or can be made."""
    if value is None:
        return None
    option = refuse_nothing(param, value)
    path = Path(value)
    if os.path.lexists(path) and not os.path.isdir(path):
        raise InputError(f'{option} "{value}" is no folder; expected a folder')
    refuse_unwritable(path, option, value)
    return path


def name_of_results(value: Any) -> str | None:
    """A name for results, which is that of one folder and of nothing that hides or lies elsewhere."""
    if value is None:
        return None
    if not value.strip() or Path(value).name != value or value.startswith(".") or "\\" in value:
        raise InputError(f'--as "{value}" is no name of a folder; expected one such as dearer')
    return str(value)


def file_to_write(param: CallbackParam, value: Any) -> Path | None:
    """The file that an option names, in a folder that can be written or made; a device or a pipe will do."""
    if value is None:
        return None
    option = refuse_nothing(param, value)
    path = Path(value)
    if os.path.isdir(path):
        raise InputError(f'{option} "{value}" is a folder; expected a file')
    if os.path.isfile(path) or not os.path.exists(path):
        refuse_unwritable(path.parent, option, value)
    return path


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
    """Write a new file; one that is there is never written over.

    Raises:
        InputError: The file is there already, or cannot be written.
    """
    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        refuse_standing(out, option)
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror or error}") from None
