"""Claims about the store of tasks: nothing that was added is lost, whatever happens around it."""

import errno
import json
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from worlds import world

import relsim
from relsim.errors import InputError
from relsim.runs import disk
from relsim.runs.options import Runner
from relsim.runs.store import catalogue as catalogues
from relsim.runs.store import parts
from relsim.runs.store.catalogue import MOST_SMALL_PARTS
from relsim.runs.store.store import Memory, Recalling, Store, StoreError
from relsim.runs.tasks import Batch, perform
from relsim.runs.variant import Job, Variant


@pytest.fixture(scope="module")
def finished():
    """Some finished tasks with their tallies."""
    variant = Variant.of(world(customers=40, periods=3))
    job = Job(driver="agents")
    return [task for number in range(80) for task in perform(Batch.of([variant], job, number), True)]


def without_tallies(task):
    return type(task)(task.address, task.policy, task.replication, task.firms, task.outcomes)


def assert_held(store, tasks, with_tallies=True):
    found = store.find([task.address for task in tasks], with_tallies)
    assert len(found) == len(tasks)
    for task in tasks:
        again = found[task.address]
        assert (again.policy, again.replication, again.firms) == (task.policy, task.replication, task.firms)
        assert again.outcomes.tobytes() == task.outcomes.tobytes()
        if with_tallies:
            assert again.tallies.tobytes() == task.tallies.tobytes()


def part_files(folder):
    return sorted(folder.glob("*.parquet"))


def test_tasks_come_back_as_they_were(tmp_path, finished):
    Store(tmp_path).add(finished[:5])
    assert_held(Store(tmp_path), finished[:5])
    memory = Memory()
    memory.add(finished[:5])
    assert_held(memory, finished[:5])


def test_what_was_added_or_found_is_not_read_again(tmp_path, finished, monkeypatch):
    Store(tmp_path).add(finished[:2])
    store = Recalling(Store(tmp_path))
    store.add(finished[2:4])
    assert_held(store, finished[:4])
    monkeypatch.setattr("relsim.runs.store.store.read_tasks", lambda *_: pytest.fail("read again"))
    assert_held(store, finished[:4])
    monkeypatch.undo()
    assert_held(Store(tmp_path), finished[:4])


def test_only_what_was_added_is_found(tmp_path, finished):
    store = Store(tmp_path)
    store.add(finished[:3])
    store.add([])
    assert store.find([finished[4].address, "unheard of"]) == {}
    assert set(store.find([task.address for task in finished])) == {task.address for task in finished[:3]}


def test_tallies_are_found_only_where_they_were_kept(tmp_path, finished):
    store = Store(tmp_path)
    store.add([without_tallies(task) for task in finished[:4]])
    addresses = [task.address for task in finished[:4]]
    assert store.find(addresses, with_tallies=True) == {}
    assert_held(store, finished[:4], with_tallies=False)
    store.add(finished[:2])
    store.add([without_tallies(task) for task in finished[:2]])
    assert set(store.find(addresses, with_tallies=True)) == set(addresses[:2])
    assert set(Store(tmp_path).find(addresses, with_tallies=True)) == set(addresses[:2])


def test_many_small_parts_become_one_and_hold_the_same(tmp_path, finished):
    store = Store(tmp_path)
    for task in finished:
        store.add([task])
    assert len(part_files(tmp_path)) == 1 + len(finished) - MOST_SMALL_PARTS
    assert_held(store, finished)
    assert_held(Store(tmp_path), finished)


@pytest.mark.parametrize("step", ["before the new part", "before the first old part", "between old parts"])
def test_a_death_while_parts_are_merged_loses_nothing(step, tmp_path, finished, monkeypatch):
    class Death(BaseException):
        pass

    def dies(*_, **__):
        raise Death

    store = Store(tmp_path)
    for task in finished[: MOST_SMALL_PARTS - 1]:
        store.add([task])
    last = finished[MOST_SMALL_PARTS - 1]
    with monkeypatch.context() as patch:
        if step == "before the new part":
            patch.setattr(catalogues, "read_groups", dies)
        else:
            unlink, calls = catalogues.Path.unlink, []

            def some(path, missing_ok=False):
                if path.suffix == ".parquet":
                    calls.append(path)
                    if len(calls) > 20 * (step == "between old parts"):
                        raise Death
                unlink(path, missing_ok=missing_ok)

            patch.setattr(catalogues.Path, "unlink", some)
        with pytest.raises(Death):
            store.add([last])
    assert_held(Store(tmp_path), finished[:MOST_SMALL_PARTS])


def test_two_processes_may_share_a_store(tmp_path, finished):
    one, other = Store(tmp_path), Store(tmp_path)
    one.add(finished[:2])
    other.add(finished[2:4])
    assert_held(Store(tmp_path), finished[:4])
    # The other merges, and so removes, parts that this one has noted.
    merging = Store(tmp_path)
    for task in finished[4 : 4 + MOST_SMALL_PARTS]:
        merging.add([task])
    assert not any(place.path.exists() for place in one._parts.tasks[True].places)
    assert_held(one, finished[:4])


@pytest.mark.parametrize("damage", ["torn", "empty", "foreign", "other tables"])
def test_a_torn_or_foreign_file_is_left_alone_with_one_line(damage, tmp_path, finished, caplog):
    store = Store(tmp_path)
    store.add(finished[:2])
    (good,) = part_files(tmp_path)
    bad = tmp_path / "bad.parquet"
    if damage == "other tables":
        parts.parquet.write_table(parts.pa.table({"a": [1]}), bad)
    else:
        content = good.read_bytes()
        bad.write_bytes({"torn": content[: len(content) // 2], "empty": b""}.get(damage, b"hello"))
    assert_held(Store(tmp_path), finished[:2])
    (line,) = [record.getMessage() for record in caplog.records]
    assert "bad.parquet is left alone" in line
    assert "\n" not in line
    assert bad.exists()


def test_what_other_code_made_is_neither_found_nor_lost(tmp_path, finished, monkeypatch, caplog):
    with monkeypatch.context() as patch:
        patch.setattr(parts, "code_fingerprint", lambda: "older")
        Store(tmp_path).add(finished[:2])
    assert len(Store(tmp_path)) == 0
    assert len(part_files(tmp_path)) == 1
    assert caplog.records == []


def test_a_folder_of_something_else_is_no_store(tmp_path):
    for text in ("{}", "[]", "hello", json.dumps({"kind": "tasks", "format": 99})):
        (tmp_path / "manifest.json").write_text(text)
        with pytest.raises(InputError, match="no store of tasks"):
            Store(tmp_path)


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "is full"), (errno.EROFS, "cannot be written")])
def test_a_full_disk_is_told_and_what_is_there_stays(number, words, tmp_path, finished, monkeypatch):
    store = Store(tmp_path)
    store.add(finished[:3])

    def full(*_, **__):
        raise OSError(number, "no room")

    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "fsync", full)
        with pytest.raises(StoreError, match=words):
            store.add(finished[3:])
    assert_held(Store(tmp_path), finished[:3])
    assert [path.suffix for path in tmp_path.iterdir() if path.suffix == ".part"] == []
    store.add(finished[3:6])
    assert_held(store, finished[:6])


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        Store(tmp_path / "file" / "tasks")


def test_outcomes_that_are_unknown_stay_unknown(tmp_path, finished):
    task = finished[0]
    strange = task.outcomes.copy()
    strange[0, 0], strange[1, 1] = np.nan, np.inf
    changed = type(task)("strange", "p", 0, task.firms, strange)
    Store(tmp_path).add([changed])
    assert Store(tmp_path).find(["strange"])["strange"].outcomes.tobytes() == strange.tobytes()


# Damage


@pytest.mark.parametrize("left", ["", '{"kind": "ta', "\0" * 31, None])
def test_a_torn_manifest_of_a_store_is_written_anew(left, tmp_path, finished):
    Store(tmp_path).add(finished[:2])
    manifest = tmp_path / "manifest.json"
    whole = manifest.read_bytes()
    manifest.unlink() if left is None else manifest.write_text(left)
    assert_held(Store(tmp_path), finished[:2])
    assert manifest.read_bytes() == whole


def test_what_makes_no_sense_beside_parts_of_a_store_is_written_anew(tmp_path, finished):
    Store(tmp_path).add(finished[:2])
    (tmp_path / "manifest.json").write_bytes(b"\xff\xfe not JSON")
    assert_held(Store(tmp_path), finished[:2])


def spoiled(path):
    """Spoil some bytes in the middle of a part, where its tallies are, and leave its foot as it is."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 3
    content[middle : middle + 40] = b"\x55" * 40
    path.write_bytes(content)


def test_a_part_that_lost_bytes_is_left_alone_and_its_tasks_are_unknown(tmp_path, finished, caplog):
    Store(tmp_path).add(finished[:5])
    spoiled(part_files(tmp_path)[0])
    Store(tmp_path).add(finished[5:9])
    store = Store(tmp_path)
    addresses = [task.address for task in finished[:9]]
    assert set(store.find(addresses, with_tallies=True)) == set(addresses[5:])
    assert len(caplog.records) == 1
    store.add(finished[:5])
    assert_held(store, finished[:9])
    assert_held(Store(tmp_path), finished[5:9])


def test_a_part_that_lost_bytes_is_no_obstacle_to_merging(tmp_path, finished):
    Store(tmp_path).add(finished[:2])
    (bad,) = part_files(tmp_path)
    spoiled(bad)
    store = Store(tmp_path)
    for task in finished[2 : 2 + MOST_SMALL_PARTS]:
        store.add([task])
    assert bad.exists()
    assert_held(store, finished[2 : 2 + MOST_SMALL_PARTS])


@pytest.mark.parametrize("given", [str, Store], ids=["folder", "store"])
def test_a_store_that_holds_nothing_yet_is_the_store_that_tasks_are_kept_in(given, tmp_path):
    runner = Runner.of({"store": given(tmp_path / "tasks")})
    assert len(runner.store) == 0
    assert runner.kept is runner.store
    assert runner.remembering().kept is runner.store


def test_a_runner_opens_its_store_only_when_it_is_asked_for(tmp_path):
    runner = Runner.of({"store": tmp_path / "tasks"})
    assert not (tmp_path / "tasks").exists()
    assert runner.ready().store is not None
    assert (tmp_path / "tasks").exists()


@pytest.mark.parametrize("asked", [{"replications": 24}, {"replications": 60, "until": "3%"}], ids=str)
def test_of_a_question_asked_again_no_tallies_and_no_report_are_read_twice(asked, tmp_path, monkeypatch):
    market = world(
        customers=40, periods=4, policies={"as-is": {}, "dear": {"set": {"firms.harbour.price": 20}}}
    )
    first = relsim.compare(market, store=tmp_path, jobs=1, hinge=False, **asked)
    reads = Counter()

    def counted(read):
        def reading(path, group, wanted, *more):
            reads.update((read.__name__, more, each) for each in wanted)
            return read(path, group, wanted, *more)

        return reading

    for read in (parts.read_tasks, parts.read_reports):
        monkeypatch.setattr(f"relsim.runs.store.store.{read.__name__}", counted(read))
    again = relsim.compare(market, store=tmp_path, jobs=1, hinge=False, **asked)
    assert set(reads.values()) == {1}
    pd.testing.assert_frame_equal(again.outcomes, first.outcomes)
