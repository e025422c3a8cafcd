"""Which parts a store has, and where in them every task and every report stands."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from relsim.runs.fingerprints import code_fingerprint
from relsim.runs.store.index import Index, TaskPlace
from relsim.runs.store.parts import PART_KINDS, Kind, read_addresses, read_groups, write_part

MOST_SMALL_PARTS = 64
SMALL = 4 * 2**20
"""A part of fewer bytes is worth merging."""
DAMAGED = (OSError, ValueError, KeyError, pa.ArrowException)
"""What reading raises where a part is torn, has lost bytes, or is none."""

T = TypeVar("T")
RowGroupReader = Callable[[Path, int, Collection[str]], Iterable[tuple[str, T]]]
"""Reads some things from a row group of a part, with the address of each."""


class Catalogue:
    """The parts of a folder; those that are torn or foreign are left alone, with a word."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._left_alone: set[Path] = set()
        self.scan()

    def add(self, rows: pa.Table, kind: Kind) -> None:
        """Put rows on disk as a new part; when there are many small ones, they become one."""
        self._note(write_part(self.folder, [rows], kind))
        if len(self._small[kind]) >= MOST_SMALL_PARTS:
            self._merge(kind)

    def read(self, index: Index, wanted: Collection[str], read: RowGroupReader[T]) -> dict[str, T]:
        """What stands at these addresses, as far as an index knows where, and the parts are sound."""
        found: dict[str, T] = {}
        for place, some in index.find(wanted).items():
            if place.path in self._left_alone:
                continue
            try:
                found |= dict(read(place.path, place.group, some))
            except FileNotFoundError:
                raise
            except DAMAGED as error:
                self._leave_alone(place.path, error)
        return found

    def scan(self) -> None:
        """Note every part that is there."""
        self.tasks = {False: Index(), True: Index()}
        self.reports = Index()
        self._small: dict[Kind, list[Path]] = {kind: [] for kind in PART_KINDS}
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
            self._small[contents.kind].append(path)
        for number, group in enumerate(groups):
            self.tasks[contents.kind.with_tallies].note(group.tasks, TaskPlace(path, number))
            if group.reports:
                self.reports.note(group.reports, TaskPlace(path, number))

    def _leave_alone(self, path: Path, error: Exception) -> None:
        """Look into a damaged part no more; what stands there is run again."""
        if path not in self._left_alone:
            self._left_alone.add(path)
            reason = str(error).partition("\n")[0]
            logging.getLogger("relsim").warning("relsim: %s is left alone: %s", path, reason)

    def _merge(self, kind: Kind) -> None:
        """Put what stands in small parts into one, and only then remove them."""
        old, self._small[kind] = self._small[kind], []

        def rows() -> Iterator[pa.Table]:
            for path in old:
                try:
                    yield from read_groups(path)
                except FileNotFoundError:
                    # Another process has merged it.
                    continue
                except DAMAGED as error:
                    self._leave_alone(path, error)

        self._note(write_part(self.folder, rows(), kind))
        for index in (self.tasks[kind.with_tallies], self.reports):
            index.tidy()
        for path in set(old) - self._left_alone:
            path.unlink(missing_ok=True)
