"""Claims about the index of a store: it knows where tasks stand and costs next to nothing."""

import tracemalloc
from pathlib import Path

import numpy as np

from relsim.measures.measure import MEASURES
from relsim.runs.store import index as places
from relsim.runs.store.index import Index, TaskPlace
from relsim.runs.store.store import Store
from relsim.runs.tasks import Finished

OLD, NEW = TaskPlace(Path("old.parquet"), 0), TaskPlace(Path("new.parquet"), 3)


def addresses(first, last):
    return [f"{number:032x}" for number in range(first, last)]


def test_tasks_are_found_where_they_were_noted_last():
    index = Index()
    index.note(addresses(0, 50), OLD)
    index.note(addresses(40, 90), NEW)
    assert index.find(addresses(30, 60)) == {OLD: addresses(30, 40), NEW: addresses(40, 60)}
    assert index.find(addresses(90, 99)) == {}
    assert len(index.hashes) == 90


def test_a_place_is_forgotten_when_every_task_has_moved():
    index = Index()
    index.note(addresses(0, 50), OLD)
    index.note(addresses(0, 49), NEW)
    index.tidy()
    assert set(index.places) == {OLD, NEW}
    index.note(addresses(49, 50), NEW)
    index.tidy()
    assert set(index.places) == {NEW}


def test_a_task_costs_less_than_twenty_bytes():
    index = Index()
    tracemalloc.start()
    for part in range(100):
        index.note(addresses(400 * part, 400 * (part + 1)), TaskPlace(OLD.path, part))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept < 20 * 40_000


def test_tasks_taken_for_one_another_are_never_given_for_one_another(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "_hashed", lambda given: np.zeros(len(given), np.int64))
    store, unknown = Store(tmp_path), np.full((1, len(MEASURES)), np.nan)
    for name in ("one", "other"):
        store.add([Finished(name, name, 0, ("harbour",), unknown)])
    assert set(store.find(["one"])) | set(store.find(["other"])) == {"other"}
