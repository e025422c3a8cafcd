"""Files on disk: written beside their place, forced to disk, and only then given their names.

A part of a file is locked by the process that writes it, so that one whose writer has died can be told
from one that is being written, on whichever machine.
"""

import errno
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import lock_descriptor

from relsim.errors import StoreError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_LOCKS = (errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK, errno.EINVAL)
"""What a file system says that knows no locks."""

PART = re.compile(
    r".+\.\d+-[0-9a-f]{8}\.part"
    r"|.+\.(parquet|csv|json)\.\d+\.part"
    r"|(periods|ladder|flows|customers|outcomes)\.part"
)
"""Names of parts, as they are given now and as they were before; other programs' parts are not ours."""


def refusal(path: Path, error: OSError) -> StoreError:
    """What to say when a file cannot be written."""
    if error.errno in FULL:
        there = f"the disk of {path.parent} is full, {path.name} is not written"
        return StoreError(f"{there}; what is there is kept, make room and go on")
    return StoreError(f"{path} cannot be written: {error.strerror or error}; what is there is kept")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Within it, whatever the disk refuses is said of this file; a broken connection is no fault of it."""
    try:
        yield
    except (ConnectionError, TimeoutError):
        raise
    except OSError as error:
        raise refusal(path, error) from None


def durably(path: Path, write: Callable[[Path], Any]) -> None:
    """Write a file as a whole or not at all, in a folder that is made; devices and pipes get it at once."""
    if path.exists() and not path.is_file() and not path.is_dir():
        with writing(path):
            write(path)
        return
    with together([path]) as (part,), writing(path):
        write(part)


def newly(path: Path, write: Callable[[Path], Any]) -> bool:
    """Write a file as a whole or not at all where none is yet; whether there was none.

    Raises OSError where it cannot be written.
    """
    if os.path.lexists(path):
        return False
    with _part_of(path) as part:
        write(part)
        _force(part)
        try:
            os.link(part, path)
        except FileExistsError:
            return False
        except OSError:
            # A file system without links: only between these two lines could somebody else be faster.
            if os.path.lexists(path):
                return False
            part.replace(path)
    return True


@contextmanager
def together(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """The parts of some files, which get their names, in this order, once all of them are on disk."""
    with ExitStack() as stack:
        parts = []
        for path in paths:
            with writing(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                if path.is_dir():
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
                parts.append(stack.enter_context(_part_of(path)))
        yield parts
        for path, part in zip(paths, parts, strict=True):
            with writing(path):
                _force(part)
        for path, part in zip(paths, parts, strict=True):
            with writing(path):
                part.replace(path.resolve())
        for path in {path.parent: path for path in paths}.values() if os.name == "posix" else ():
            with writing(path):
                _force(path.parent)


def name_of_part(path: Path) -> Path:
    """A place beside a file for a part of it, of a name that nobody else gives."""
    return path.with_name(f"{path.name}.{os.getpid()}-{uuid4().hex[:8]}.part")


def put_also(path: Path, place: Path) -> None:
    """Let a file stand in another place as well, without a copy if it can; what stood there is replaced."""
    if place.exists() and place.samefile(path):
        return
    part = name_of_part(place)
    try:
        os.link(path, part)
    except OSError:
        shutil.copyfile(path, part)
    part.replace(place)


def remove_dead_parts(folder: Path) -> None:
    """Remove the parts that processes left in a folder when they died."""
    for part in folder.glob("*.part"):
        if PART.fullmatch(part.name):
            with suppress(OSError):
                _remove_if_dead(part)


def locked(number: int) -> bool:
    """Whether an open file is ours alone from now on; a file system without locks lets everybody in."""
    try:
        return lock_descriptor(number, blocking=False)
    except OSError as error:
        if error.errno in NO_LOCKS:
            return True
        raise


@contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """A part beside a file, locked while it is written; whatever is left of it goes."""
    part, number = _begun(path.resolve())
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)
        if number is not None:
            os.close(number)


def _begun(path: Path) -> tuple[Path, int | None]:
    while True:
        part = name_of_part(path)
        number = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        if os.name != "posix":
            # There a file that is open can be neither written by name nor given another one.
            os.close(number)
            return part, None
        # Somebody who removes dead parts may have been faster.
        if locked(number) and os.fstat(number).st_nlink:
            return part, number
        os.close(number)


def _remove_if_dead(part: Path) -> None:
    number = os.open(part, os.O_RDWR)
    try:
        if lock_descriptor(number, blocking=False):
            part.unlink()
    finally:
        os.close(number)


def _force(path: Path) -> None:
    number = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)
