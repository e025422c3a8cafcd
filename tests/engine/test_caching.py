"""Claims about kept kernels: nobody else's code is run, damage and full disks cost time and nothing else."""

import os
import pickle
import stat
from concurrent.futures import ThreadPoolExecutor

import numba
import pytest

from relsim import luck
from relsim.engine import privacy
from relsim.engine.compiled import cache as caching
from relsim.engine.compiled.cache import is_cold, keep, kernel_folder

CODE = (luck.__name__,)

posix = pytest.mark.skipif(not privacy.HAS_OWNERS, reason="folders have no owners here")


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    """A cache that is asked for, another that is the user's own, and nothing said so far."""
    monkeypatch.setenv("RELSIM_CACHE", str(tmp_path / "asked"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(caching.platformdirs, "user_cache_dir", lambda name: str(tmp_path / "home" / name))
    caching.say_once.cache_clear()


def folder(kernel="one"):
    return kernel_folder(kernel, CODE, "relsim.draws")


def twice(number):
    return 2 * number


class Compiled(Exception):
    """Somebody compiles."""


def kept_kernel(place, monkeypatch=None):
    """A small kernel that is kept; one that must not compile, if it can be forbidden."""
    kernel = keep(numba.njit(twice), place)
    if monkeypatch is not None:

        def compiled(*_, **__):
            raise Compiled

        monkeypatch.setattr(kernel._compiler, "compile", compiled)
    return kernel


def test_a_kept_kernel_is_loaded_and_not_compiled_again(monkeypatch):
    place = folder()
    assert is_cold(place)
    assert kept_kernel(place)(3) == 6
    assert not is_cold(place)
    assert kept_kernel(place, monkeypatch)(3) == 6
    with pytest.raises(Compiled):
        kept_kernel(place, monkeypatch)(3.5)


def test_kernels_of_other_words_code_or_settings_are_kept_elsewhere(monkeypatch):
    places = {folder(), folder("two"), kernel_folder("one", ("relsim.draws",), "relsim.draws")}
    caching.sources_hash.cache_clear()
    monkeypatch.setenv("NUMBA_BOUNDSCHECK", "7")
    places.add(folder())
    caching.sources_hash.cache_clear()
    assert len(places) == 4


# Whose folder it is


@posix
def test_a_new_folder_can_be_entered_by_nobody_else(tmp_path):
    for path in (folder(), tmp_path / "asked"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_everything_is_kept_where_folders_have_no_owners(monkeypatch):
    monkeypatch.setattr(privacy, "HAS_OWNERS", False)
    monkeypatch.delattr(os, "getuid", raising=False)
    assert kept_kernel(folder())(3) == 6


@posix
@pytest.mark.parametrize("mode", [0o777, 0o775, 0o702, 0o1777])
def test_a_folder_that_others_may_write_to_is_left_for_the_users_own_with_one_line(mode, tmp_path, capsys):
    (tmp_path / "asked").mkdir()
    (tmp_path / "asked").chmod(mode)
    assert folder().is_relative_to(tmp_path / "home")
    assert folder("two").is_relative_to(tmp_path / "home")
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert str(tmp_path / "asked") in told.err
    assert "others may write to it" in told.err


@posix
def test_where_the_users_own_folder_is_open_too_nothing_is_kept(tmp_path, monkeypatch, capsys):
    for path in (tmp_path / "asked", tmp_path / "home" / "relsim"):
        path.mkdir(parents=True)
        path.chmod(0o777)
    assert folder() is None
    assert is_cold(folder())
    assert capsys.readouterr().err.count("\n") == 2
    monkeypatch.delenv("RELSIM_CACHE")
    assert folder() is None


@posix
def test_a_folder_of_somebody_else_is_not_used(tmp_path, monkeypatch, capsys):
    assert folder().is_relative_to(tmp_path / "asked")
    somebody = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: somebody)
    assert folder() is None or not folder().is_relative_to(tmp_path / "asked")
    assert "belongs to somebody else" in capsys.readouterr().err


@posix
def test_a_link_of_somebody_else_is_not_followed(tmp_path, monkeypatch):
    (tmp_path / "real").mkdir(mode=0o700)
    (tmp_path / "asked").symlink_to(tmp_path / "real")
    assert folder().is_relative_to(tmp_path / "asked")
    told = privacy.Path.lstat

    def lstat(path):
        real = told(path)
        if not stat.S_ISLNK(real.st_mode):
            return real
        return os.stat_result((*real[:4], real.st_uid + 7, *real[5:]))

    monkeypatch.setattr(privacy.Path, "lstat", lstat)
    assert "belongs to somebody else" in privacy.linked_by_others(tmp_path / "asked" / "deeper")
    assert not folder().is_relative_to(tmp_path / "asked")


@posix
@pytest.mark.parametrize("laid", ["link", "pipe", "writable", "folder"])
def test_strange_files_among_kernels_are_not_read(laid, tmp_path, capsys):
    place = folder()
    kept_kernel(place)(3)
    index = next(place.glob("*.nbi"))
    if laid == "writable":
        place.chmod(0o755)
        index.chmod(0o666)
    else:
        index.rename(tmp_path / "moved")
        {"link": lambda: index.symlink_to(tmp_path / "moved"), "pipe": lambda: os.mkfifo(index)}.get(
            laid, index.mkdir
        )()
    assert folder() is None or not folder().is_relative_to(tmp_path / "asked")
    assert "not this user's own file" in capsys.readouterr().err


# Damage


class Evil:
    """Runs when it is unpickled."""

    def __reduce__(self):
        return os._exit, (7,)


DAMAGE = {
    "empty": lambda content: b"",
    "short": lambda content: content[:20],
    "half": lambda content: content[: len(content) // 2],
    "one byte less": lambda content: content[:-1],
    "one byte more": lambda content: content + b"x",
    "one bit": lambda content: content[:-40] + bytes([content[-40] ^ 1]) + content[-39:],
    "garbage": lambda content: os.urandom(len(content)),
    "text": lambda content: b"not found\n",
    "pickle": lambda content: pickle.dumps(Evil()),
    "zeros": lambda content: bytes(len(content)),
}


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
@pytest.mark.parametrize("harm", DAMAGE)
def test_what_is_damaged_is_compiled_again_and_kept(harm, ending, monkeypatch):
    place = folder()
    kept_kernel(place)(3)
    path = next(place.glob(f"*.{ending}"))
    path.write_bytes(DAMAGE[harm](path.read_bytes()))
    assert kept_kernel(place)(3) == 6
    assert kept_kernel(place, monkeypatch)(3) == 6


@pytest.mark.parametrize("ending", ["nbi", "nbc"])
def test_what_is_gone_is_compiled_again(ending, monkeypatch):
    place = folder()
    kept_kernel(place)(3)
    next(place.glob(f"*.{ending}")).unlink()
    assert kept_kernel(place)(3) == 6
    assert kept_kernel(place, monkeypatch)(3) == 6


def test_data_of_another_signature_are_not_taken_for_those_asked_for():
    place = folder()
    kernel = kept_kernel(place)
    assert (kernel(3), kernel(2.5)) == (6, 5.0)
    first, second = sorted(place.glob("*.nbc"))
    first.write_bytes(second.read_bytes())
    kernel = kept_kernel(place)
    assert (kernel(3), kernel(2.5)) == (6, 5.0)


def test_a_writer_that_was_killed_leaves_nothing_that_is_believed(monkeypatch):
    place = folder()
    kept_kernel(place)(3)
    for path in list(place.iterdir()):
        path.rename(f"{path}.tmp.0123")
    assert kept_kernel(place)(3) == 6
    assert kept_kernel(place, monkeypatch)(3) == 6


def test_many_may_write_at_once(monkeypatch):
    place = folder()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda number: kept_kernel(place)(number), range(16))) == list(range(0, 32, 2))
    assert kept_kernel(place, monkeypatch)(3) == 6


# No room


def test_on_a_full_disk_kernels_are_compiled_and_not_kept(monkeypatch):
    place = folder()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(caching.SealedFile, "_open_for_write", full)
    assert kept_kernel(place)(3) == 6
    assert list(place.iterdir()) == []
    monkeypatch.setattr(privacy.Path, "mkdir", full)
    assert folder("another") is None
    assert kept_kernel(None)(3) == 6


def test_a_file_in_place_of_the_folder_is_told_and_the_users_own_serves(tmp_path, capsys):
    (tmp_path / "asked").write_text("")
    assert folder().is_relative_to(tmp_path / "home")
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert f"{tmp_path / 'asked'}: it cannot be used (" in told
