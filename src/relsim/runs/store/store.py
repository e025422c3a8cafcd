"""The store: every finished task on disk, in parts that are only ever added and merged.

Small parts are merged into one before they are removed, so a task may stand in two parts, twice the same.
Several processes may share a store. A task that failed is kept with its message, and tried again.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from relsim.errors import InputError, StoreError
from relsim.runs.clientele import Clientele, kept_aside, opened_clientele
from relsim.runs.disk import durably, remove_dead_parts, writing
from relsim.runs.store.catalogue import Catalogue
from relsim.runs.store.index import Index
from relsim.runs.store.parts import Kind, is_part, read_reports, read_tasks, report_place, rows_of_part
from relsim.runs.tasks import Batch, Finished

__all__ = ["Memory", "Recalling", "Store", "StoreError"]

MANIFEST = {"kind": "tasks", "format": 1}


class Memory:
    """Finished tasks that are kept while a process lives."""

    def __init__(self) -> None:
        self._tasks: dict[str, Finished] = {}

    def add(self, finished: Iterable[Finished]) -> None:
        """Keep some tasks."""
        self._tasks.update((task.address, task) for task in finished)

    def find(
        self, addresses: Iterable[str], with_tallies: bool = False, reports: Collection[str] = ()
    ) -> dict[str, Finished]:
        """Those of these tasks that are known with these reports, and did not fail."""
        known = (self._tasks[address] for address in addresses if address in self._tasks)
        good = (task for task in known if task.error is None)
        return {task.address: task for task in good if task.reports.keys() >= set(reports)}

    def known(self, addresses: Iterable[str], reports: Collection[str] = ()) -> set[str]:
        """Those of these tasks of which there are tallies, and these reports."""
        return set(self.find(addresses, True, reports))

    def clientele(self, batch: Batch) -> Clientele | None:
        """The customers of these tasks, of which none are kept here."""
        return None

    def keep_clientele(self, batch: Batch, write: Callable[[Path], None]) -> Clientele:
        """Let the customers of some tasks be written to a temporary file."""
        return kept_aside(write)


FOLDER_OF_CUSTOMERS = "customers"
"""The folder in a store for the customers of some tasks."""


class Store:
    """Finished tasks in a folder; those with tallies, with reports and without are kept apart."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self._open()
        self._parts = Catalogue(self.folder)

    def __len__(self) -> int:
        return len(np.union1d(*(index.hashes for index in self._parts.tasks.values())))

    def add(self, finished: Sequence[Finished]) -> None:
        """Put some tasks on disk; when this returns they are there."""
        if not finished:
            return
        kind = Kind.of(finished)
        self._parts.add(rows_of_part(finished, kind), kind)

    def find(
        self, addresses: Iterable[str], with_tallies: bool = False, reports: Collection[str] = ()
    ) -> dict[str, Finished]:
        """Those of these tasks that are known and did not fail; with tallies where these are asked for, and
        with all the reports that are, wherever each of them stands."""
        wanted = list(addresses)
        try:
            return self._found(wanted, with_tallies, reports)
        except FileNotFoundError:
            # Another process has merged the part since it was noted.
            self._parts.scan()
            return self._found(wanted, with_tallies, reports)

    def known(self, addresses: Iterable[str], reports: Collection[str] = ()) -> set[str]:
        """Those of these tasks of which there are tallies, and these reports; nothing is read to tell."""
        known = noted(self._parts.tasks[True], list(addresses))
        places = {each: {report_place(each, report) for report in reports} for each in known}
        reported = noted(self._parts.reports, [place for some in places.values() for place in some])
        return {each for each, some in places.items() if some <= reported}

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
        return self.folder / FOLDER_OF_CUSTOMERS / f"{whose}.parquet"

    def _found(
        self, addresses: list[str], with_tallies: bool, reports: Collection[str]
    ) -> dict[str, Finished]:
        if not reports:
            return self._tasks(addresses, with_tallies)
        places = {each: {report_place(each, report): report for report in reports} for each in addresses}
        tables = self._parts.read(
            self._parts.reports, [place for some in places.values() for place in some], read_reports
        )
        whole = [each for each, some in places.items() if tables.keys() >= some.keys()]
        return {
            each: replace(task, reports={report: tables[place] for place, report in places[each].items()})
            for each, task in self._tasks(whole, with_tallies).items()
        }

    def _tasks(self, addresses: list[str], with_tallies: bool) -> dict[str, Finished]:
        def read(path: Path, group: int, wanted: Collection[str]) -> Iterator[tuple[str, Finished]]:
            return ((task.address, task) for task in read_tasks(path, group, wanted, with_tallies))

        found: dict[str, Finished] = {}
        for index in [self._parts.tasks[True]] if with_tallies else self._parts.tasks.values():
            found |= self._parts.read(index, [each for each in addresses if each not in found], read)
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
        for each in (self.folder, self.folder / FOLDER_OF_CUSTOMERS):
            remove_dead_parts(each)

    def _has_parts(self) -> bool:
        return any(map(is_part, self.folder.glob("*.parquet")))


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

    def known(self, addresses: Iterable[str], reports: Collection[str] = ()) -> set[str]:
        """Those of these tasks of which there are tallies, and these reports, here or in the store."""
        wanted = list(addresses)
        return set(super().find(wanted, reports=reports)) | self._store.known(wanted, reports)

    def find(
        self, addresses: Iterable[str], with_tallies: bool = True, reports: Collection[str] = ()
    ) -> dict[str, Finished]:
        """Those of these tasks that are known with these reports, and did not fail."""
        wanted = list(addresses)
        found = super().find(wanted, reports=reports)
        unread = self._store.find([each for each in wanted if each not in found], True, reports)
        super().add(unread.values())
        return found | unread


def noted(index: Index, addresses: Collection[str]) -> set[str]:
    """Those of these addresses of which an index knows."""
    return {address for some in index.find(addresses).values() for address in some}


def is_json(content: bytes) -> bool:
    """Whether some bytes are JSON."""
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return False
    return True
