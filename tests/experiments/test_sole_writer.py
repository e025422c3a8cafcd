"""Claims about the one writer of a folder: a lock that was removed meanwhile keeps nobody out."""

import os

from relsim.runs import sole_writer as writers
from relsim.runs.sole_writer import LOCK, sole_writer


def test_a_lock_that_is_removed_between_its_opening_and_its_locking_is_taken_anew(tmp_path, monkeypatch):
    locked, numbers = writers.locked, []

    def removed_first(number):
        numbers.append(number)
        if len(numbers) == 1:
            (tmp_path / LOCK).unlink()
        return locked(number)

    monkeypatch.setattr(writers, "locked", removed_first)
    with sole_writer(tmp_path):
        assert len(numbers) == 2
        held = os.stat(tmp_path / LOCK)
        assert (held.st_ino, held.st_nlink) == (os.fstat(numbers[-1]).st_ino, 1)
