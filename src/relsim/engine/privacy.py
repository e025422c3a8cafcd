"""Whether a folder is this user's alone: compiled code that anybody else can put there is never run."""

import os
import stat
from pathlib import Path

HAS_OWNERS = hasattr(os, "getuid")
BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
ROOT = 0


def made_private(folder: Path) -> str | None:
    """Make a folder that nobody else can enter, if there is none; why what is there cannot be trusted.

    Raises OSError where none can be made.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=stat.S_IRWXU)
    if not HAS_OWNERS:
        return None
    return linked_by_others(folder) or open_to_others(folder)


def linked_by_others(folder: Path) -> str | None:
    """Whether somebody else has laid a link on the way to a folder."""
    folder = folder.absolute()
    for path in (folder, *folder.parents):
        if path.is_symlink() and path.lstat().st_uid not in (os.getuid(), ROOT):
            return f"the link {path} belongs to somebody else"
    return None


def open_to_others(folder: Path) -> str | None:
    """Whether somebody else owns a folder or may write to it."""
    told = folder.stat()
    if told.st_uid != os.getuid():
        return "it belongs to somebody else"
    if told.st_mode & BY_OTHERS:
        return "others may write to it; `chmod go-w` ends that"
    return None


def strange_files(folder: Path) -> str | None:
    """Whether anything in a folder is no file of this user's that nobody else may write to."""
    if not HAS_OWNERS:
        return None
    is_closed = not folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    for path in folder.iterdir():
        told = path.lstat()
        is_own = told.st_uid == os.getuid() and (is_closed or not told.st_mode & BY_OTHERS)
        if not stat.S_ISREG(told.st_mode) or not is_own:
            return f"{path.name} in it is not this user's own file"
    return None
