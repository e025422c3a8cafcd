"""Claims about files on disk: whole or not there, and nothing of the dead stays."""

import errno
import multiprocessing
import os
import signal
import time

import pytest

from relsim.errors import InputError, StoreError
from relsim.runs import disk
from relsim.runs.disk import durably, remove_dead_parts, together
from relsim.runs.sole_writer import sole_writer

NOT_OURS = ["film.mkv.part", "table.csv.part", "archive.001.part", "notes.txt"]


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_there_as_a_whole_or_as_it_was(tmp_path):
    path = tmp_path / "new" / "file.txt"
    durably(path, lambda part: part.write_text("old"))

    def dies(part):
        part.write_text("half of the n")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        durably(path, dies)
    assert path.read_text() == "old"
    assert names_in(path.parent) == ["file.txt"]


def test_files_that_belong_together_change_together(tmp_path):
    paths = [tmp_path / name for name in ("a", "b")]
    with together(paths) as parts:
        for part in parts:
            part.write_text("old")
    with pytest.raises(StoreError), together(paths) as parts:
        parts[0].write_text("new")
        with disk.writing(paths[1]):
            raise OSError(errno.ENOSPC, "no room")
    assert [path.read_text() for path in paths] == ["old", "old"]
    assert names_in(tmp_path) == ["a", "b"]


def test_a_link_to_a_file_stays_one(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere" / "file")
    durably(tmp_path / "link", lambda part: part.write_text("new"))
    assert (tmp_path / "link").is_symlink()
    assert names_in(tmp_path / "elsewhere") == ["file"]


def test_a_device_is_written_and_not_replaced():
    durably(disk.Path(os.devnull), lambda part: part.write_text("new"))
    assert not disk.Path(os.devnull).is_file()


@pytest.mark.parametrize(
    ("number", "said"),
    [(getattr(errno, name), "is full") for name in ("ENOSPC", "EDQUOT", "EFBIG")]
    + [(getattr(errno, name), "cannot be written") for name in ("EROFS", "EACCES", "EIO", "EPERM")],
)
def test_what_a_disk_refuses_is_said_with_its_place(number, said, tmp_path):
    def refuses(part):
        raise OSError(number, "no")

    with pytest.raises(StoreError, match=said) as told:
        durably(tmp_path / "table.csv", refuses)
    assert "table.csv" in str(told.value) and str(tmp_path) in str(told.value)
    assert "is kept" in str(told.value)


def test_a_lost_connection_is_no_fault_of_the_disk(tmp_path):
    def loses(part):
        raise ConnectionResetError("gone")

    with pytest.raises(ConnectionResetError):
        durably(tmp_path / "table.csv", loses)


def begun(process, folder):
    """The process, once it has said that it is in the midst of its work."""
    process.start()
    until = time.monotonic() + 20
    while not (folder / "begun").exists() and time.monotonic() < until:
        time.sleep(0.01)
    return process


# Parts of the dead


def writes_for_ever(path):
    """A process in the midst of writing a file."""

    def write(part):
        part.write_text("half")
        (path.parent / "begun").touch()
        signal.pause()

    process = multiprocessing.get_context("fork").Process(target=durably, args=(path, write), daemon=True)
    return begun(process, path.parent)


def test_parts_of_the_dead_are_removed_and_those_of_the_living_are_not(tmp_path):
    for name in [*NOT_OURS, "periods.part", "0a1b.parquet.99.part", "report.html.99-0a1b2c3d.part"]:
        (tmp_path / name).write_text("")
    process = writes_for_ever(tmp_path / "table.csv")
    remove_dead_parts(tmp_path)
    left = set(names_in(tmp_path)) - {*NOT_OURS, "begun"}
    assert len(left) == 1 and left.pop().startswith(f"table.csv.{process.pid}-")
    process.kill()
    process.join()
    remove_dead_parts(tmp_path)
    assert names_in(tmp_path) == sorted([*NOT_OURS, "begun"])


def test_somebody_who_removes_parts_takes_none_that_is_being_begun(tmp_path, monkeypatch):
    usual, tries = disk.os.open, []

    def opened(path, flags, *mode):
        number = usual(path, flags, *mode)
        if str(path).endswith(".part") and flags & os.O_CREAT and len(tries) < 3:
            tries.append(path)
            disk.Path(path).unlink()
        return number

    monkeypatch.setattr(disk.os, "open", opened)
    durably(tmp_path / "file", lambda part: part.write_text("there"))
    assert len(tries) == 3 and (tmp_path / "file").read_text() == "there"


# One writer at a time


def writes_alone_for_ever(folder):
    def hold():
        with sole_writer(folder):
            (folder / "begun").touch()
            signal.pause()

    process = multiprocessing.get_context("fork").Process(target=hold, daemon=True)
    return begun(process, folder)


def test_a_folder_has_one_writer_until_that_dies(tmp_path):
    folder = tmp_path / "new" / "folder"
    process = writes_alone_for_ever(folder)
    with pytest.raises(InputError, match="is being written by another"), sole_writer(folder):
        pytest.fail("two writers")
    process.kill()
    process.join()
    (folder / "periods.part").touch()
    with sole_writer(folder):
        assert "periods.part" not in names_in(folder)
    assert names_in(folder) == ["begun"]


def test_a_folder_in_which_nothing_is_written_goes_again(tmp_path):
    with sole_writer(tmp_path / "a" / "b"):
        assert (tmp_path / "a" / "b").is_dir()
    assert names_in(tmp_path) == []


def test_folders_in_each_other_have_writers_of_their_own(tmp_path):
    with sole_writer(tmp_path), sole_writer(tmp_path / "inner"):
        pass


@pytest.mark.parametrize("place", ["/dev/null", "/dev/null/out", "/proc/out", "file", "file/out"])
def test_a_place_that_is_no_folder_is_refused(place, tmp_path):
    (tmp_path / "file").write_text("kept")
    with pytest.raises(InputError, match="cannot be written"), sole_writer(tmp_path / place):
        pytest.fail("written")
    assert (tmp_path / "file").read_text() == "kept"


def test_a_file_system_without_locks_lets_everybody_in(tmp_path, monkeypatch):
    def knows_none(number, blocking):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(disk, "lock_descriptor", knows_none)
    with sole_writer(tmp_path):
        durably(tmp_path / "file", lambda part: part.write_text("there"))
    assert names_in(tmp_path) == ["file"]
