"""A folder of results has one writer at a time: what two commands write at once would be mixed."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path

from relsim.errors import InputError
from relsim.runs.disk import FULL, locked, refusal, remove_dead_parts

LOCK = ".lock"


def sole_writer_if_there(folder: Path) -> AbstractContextManager[None]:
    """Within it no other command writes into a folder; where there is none, none is made."""
    return sole_writer(folder) if folder.is_dir() else nullcontext()


@contextmanager
def sole_writer(folder: Path) -> Iterator[None]:
    """Within it no other command writes into a folder, which is made, and goes again if it stays empty.

    What a command left half written when it died is removed. Raises InputError where another command writes
    at the moment, or nobody can.
    """
    made = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
    lock = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number = _opened(lock)
    except OSError as error:
        if error.errno in FULL:
            raise refusal(lock, error) from None
        reason = "it is no folder" if os.path.isfile(folder) else error.strerror or error
        raise InputError(f"{folder} cannot be written: {reason}; choose another --out") from None
    try:
        for each in (folder, folder / "figures"):
            remove_dead_parts(each)
        yield
    finally:
        with suppress(OSError):
            lock.unlink(missing_ok=True)
        os.close(number)
        with suppress(OSError):
            for each in made:
                each.rmdir()


def _opened(lock: Path) -> int:
    """The lock of a folder, opened and held."""
    while True:
        number = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        if not locked(number):
            os.close(number)
            other = f"{lock.parent} is being written by another relsim command"
            raise InputError(f"{other}; wait until it ends, or choose another --out")
        # Whoever held it before removes it.
        if os.fstat(number).st_nlink:
            return number
        os.close(number)
