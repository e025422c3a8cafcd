"""The store: every finished task on disk, in parts that are only ever added and merged.

Small parts are merged into one before they are removed, so a task may stand in two parts, twice the same.
Several processes may share a store. A task that failed is kept with its message, and tried again.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from relsim.errors import InputError, StoreError
from relsim.runs.clientele import Clientele, kept_aside, opened_clientele
from relsim.runs.disk import durably, remove_dead_parts, writing
from relsim.runs.fingerprints import code_fingerprint
from relsim.runs.store.index import Index, Place
from relsim.runs.store.parts import (
    is_part,
    read_addresses,
    read_groups,
    read_tasks,
    table_of,
    write_part,
)
from relsim.runs.tasks import Batch, Finished

__all__ = ["Memory", "Recalling", "Store", "StoreError"]

MANIFEST = {"kind": "tasks", "format": 1}
MOST_SMALL_PARTS = 64
SMALL = 4 * 2**20
"""A part of fewer bytes is worth merging."""
DAMAGED = (OSError, ValueError, KeyError, pa.ArrowException)
"""What reading raises where a part is torn, has lost bytes, or is none."""


class Memory:
    """Finished tasks that are kept while a process lives."""

    def __init__(self) -> None:
        self._tasks: dict[str, Finished] = {}

    def add(self, finished: Iterable[Finished]) -> None:
        """Keep some tasks."""
        self._tasks.update((task.address, task) for task in finished)

    def find(self, addresses: Iterable[str], with_tallies: bool = False) -> dict[str, Finished]:
        """Those of these tasks that are known and did not fail."""
        known = (self._tasks[address] for address in addresses if address in self._tasks)
        return {task.address: task for task in known if task.error is None}

    def known(self, addresses: Iterable[str]) -> set[str]:
        """Those of these tasks of which there are tallies."""
        return set(self.find(addresses, with_tallies=True))

    def clientele(self, batch: Batch) -> Clientele | None:
        """The customers of these tasks, of which none are kept here."""
        return None

    def keep_clientele(self, batch: Batch, write: Callable[[Path], None]) -> Clientele:
        """Let the customers of some tasks be written to a temporary file."""
        return kept_aside(write)


class Store:
    """Finished tasks in a folder; those with tallies and those without are kept apart."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._left_alone: set[Path] = set()
        self._open()
        self._scan()

    def __len__(self) -> int:
        return len(np.union1d(*(index.hashes for index in self._indexes.values())))

    def add(self, finished: Sequence[Finished]) -> None:
        """Put some tasks on disk; when this returns they are there."""
        if not finished:
            return
        with_tallies = any(task.tallies is not None for task in finished)
        self._note(write_part(self.folder, [table_of(finished)], with_tallies))
        small = self._small[with_tallies]
        if len(small) >= MOST_SMALL_PARTS:
            self._merge(small, with_tallies)

    def find(self, addresses: Iterable[str], with_tallies: bool = False) -> dict[str, Finished]:
        """Those of these tasks that are known and did not fail; with tallies where these are asked for."""
        wanted = list(addresses)
        try:
            return self._read(wanted, with_tallies)
        except FileNotFoundError:
            # Another process has merged the part since it was noted.
            self._scan()
            return self._read(wanted, with_tallies)

    def known(self, addresses: Iterable[str]) -> set[str]:
        """Those of these tasks of which there are tallies; nothing is read to tell."""
        places = self._indexes[True].find(list(addresses))
        return {address for some in places.values() for address in some}

    def clientele(self, batch: Batch) -> Clientele | None:
        """The customers of these tasks, if they are known."""
        try:
            return opened_clientele(self._clientele_of(batch))
        except (OSError, ValueError):
            return None

    def keep_clientele(self, batch: Batch, write: Callable[[Path], None]) -> Clientele:
        """Let the customers of some tasks be written to the store."""
        path = self._clientele_of(batch)
        durably(path, write)
        return Clientele(path)

    def _clientele_of(self, batch: Batch) -> Path:
        whose = hashlib.sha256(" ".join(batch.addresses).encode()).hexdigest()[:32]
        return self.folder / "customers" / f"{whose}.parquet"

    def _read(self, addresses: list[str], with_tallies: bool) -> dict[str, Finished]:
        found: dict[str, Finished] = {}
        for index in [self._indexes[True]] if with_tallies else self._indexes.values():
            for place, wanted in index.find([each for each in addresses if each not in found]).items():
                if place.path in self._left_alone:
                    continue
                try:
                    tasks = list(read_tasks(place.path, place.group, wanted, with_tallies))
                except FileNotFoundError:
                    raise
                except DAMAGED as error:
                    self._leave_alone(place.path, error)
                else:
                    found.update((task.address, task) for task in tasks)
        return found

    def _open(self) -> None:
        """Make the folder, or see that it is a store of this format; a torn manifest is written anew."""
        manifest = self.folder / "manifest.json"
        if self.folder.is_file():
            raise InputError(f"{self.folder} is a file, expected the folder of a store of tasks")
        content = json.dumps(MANIFEST).encode() + b"\n"
        with writing(manifest):
            told = manifest.read_bytes() if manifest.exists() else b""
        if not is_json(told) and (content.startswith(told.rstrip(b"\0")) or self._has_parts()):
            durably(manifest, lambda part: part.write_bytes(content))
        elif not is_json(told) or json.loads(told) != MANIFEST:
            raise InputError(f"{self.folder} is no store of tasks that this version can read; choose another")
        remove_dead_parts(self.folder)

    def _has_parts(self) -> bool:
        return any(map(is_part, self.folder.glob("*.parquet")))

    def _scan(self) -> None:
        """Note every part that is there."""
        self._indexes = {False: Index(), True: Index()}
        self._small: dict[bool, list[Path]] = {False: [], True: []}
        for path in sorted(self.folder.glob("*.parquet")):
            self._note(path)

    def _note(self, path: Path) -> None:
        """Remember what a part holds; what is torn or foreign is left alone, with a word."""
        if path in self._left_alone:
            return
        try:
            contents, groups = read_addresses(path)
            is_small = path.stat().st_size < SMALL
        except FileNotFoundError:
            return
        except DAMAGED as error:
            self._leave_alone(path, error)
            return
        if contents.code != code_fingerprint():
            return
        if is_small:
            self._small[contents.with_tallies].append(path)
        for group, addresses in enumerate(groups):
            self._indexes[contents.with_tallies].note(addresses, Place(path, group))

    def _leave_alone(self, path: Path, error: Exception) -> None:
        """Look into a damaged part no more; what stands there is run again."""
        if path not in self._left_alone:
            self._left_alone.add(path)
            reason = str(error).partition("\n")[0]
            logging.getLogger("relsim").warning("relsim: %s is left alone: %s", path, reason)

    def _merge(self, small: list[Path], with_tallies: bool) -> None:
        """Put what stands in small parts into one, and only then remove them."""
        old, small[:] = list(small), []

        def rows() -> Iterator[pa.Table]:
            for path in old:
                try:
                    yield from read_groups(path)
                except FileNotFoundError:
                    # Another process has merged it.
                    continue
                except DAMAGED as error:
                    self._leave_alone(path, error)

        self._note(write_part(self.folder, rows(), with_tallies))
        self._indexes[with_tallies].tidy()
        for path in set(old) - self._left_alone:
            path.unlink(missing_ok=True)


class Recalling(Memory):
    """A store beside a memory of what was added to it or found there, so that nothing is read twice.

    It finds tasks with their tallies alone.
    """

    def __init__(self, store: Store | Memory) -> None:
        super().__init__()
        self._store = store

    def add(self, finished: Iterable[Finished]) -> None:
        """Keep some tasks, in the store first."""
        tasks = list(finished)
        self._store.add(tasks)
        super().add(tasks)

    def known(self, addresses: Iterable[str]) -> set[str]:
        """Those of these tasks of which there are tallies, here or in the store."""
        wanted = list(addresses)
        return set(super().find(wanted)) | self._store.known(wanted)

    def find(self, addresses: Iterable[str], with_tallies: bool = True) -> dict[str, Finished]:
        """Those of these tasks that are known and did not fail."""
        wanted = list(addresses)
        found = super().find(wanted)
        unread = self._store.find([each for each in wanted if each not in found], with_tallies=True)
        super().add(unread.values())
        return found | unread


def is_json(content: bytes) -> bool:
    """Whether some bytes are JSON."""
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True
