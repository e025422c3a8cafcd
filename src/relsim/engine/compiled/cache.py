"""Where compiled code is kept between runs: in a folder named by everything it was compiled from.

What is kept is code, so a folder that anybody else could have put something into is not used, and what is
not, to the last byte, what was once written there is compiled again.
"""

import hashlib
import os
import pickle
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import numba
import numpy as np
import platformdirs
from numba.core.caching import FunctionCache, IndexDataCacheFile
from numba.core.compiler import CompileResult

from relsim.engine.privacy import made_private, strange_files
from relsim.imports import hash_of_code

ONE_AT_A_TIME = threading.Lock()
"""Held while kernels are made, so that no two threads make the same."""

FLAGS = ("NUMBA_BOUNDSCHECK", "NUMBA_DISABLE_JIT", "NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES", "NUMBA_OPT")
SEAL = hashlib.sha256().digest_size


def kernel_folder(kernel: str, code: tuple[str, ...], maker: str) -> Path | None:
    """The folder of one kernel, for the modules it is made of and the one that makes it; or None.

    Nothing can be kept where no folder can be made, nor in one that is not this user's alone.
    """
    chosen = hashlib.sha256(kernel.encode()).hexdigest()[:12]
    for base in bases():
        folder = base / f"{sources_hash(code, maker)}-{chosen}"
        try:
            reason = made_private(base) or made_private(folder) or strange_files(folder)
        except OSError as error:
            reason = f"it cannot be used ({error.strerror})"
        if reason is None:
            return folder
        say_once(f"relsim: compiled rules are not kept in {base}: {reason}")
    return None


def bases() -> list[Path]:
    """The folders for all kernels: the one asked for, and the user's own where that is not to be trusted."""
    asked, own = os.environ.get("RELSIM_CACHE"), platformdirs.user_cache_dir("relsim")
    return [Path(folder) for folder in (asked, own) if folder]


@cache
def say_once(text: str) -> None:
    """A line on standard error, once in a process."""
    print(text, file=sys.stderr)


@cache
def sources_hash(code: tuple[str, ...], maker: str) -> str:
    """A hash of all sources of a kernel: numba itself does not see an edit in a callee's file."""
    versions = (sys.version, numba.__version__, llvmlite.__version__, np.__version__)
    flags = [os.environ.get(flag, "") for flag in FLAGS]
    return hashlib.sha256(repr((versions, flags, hash_of_code(code, (maker,)))).encode()).hexdigest()[:16]


def keep(kernel: Any, folder: Path | None) -> Any:
    """The kernel itself, which from now on is loaded from a folder, and kept there when it is compiled."""
    if folder is not None:
        kernel._cache = KernelCache(kernel.py_func, folder)
    return kernel


def is_cold(folder: Path | None) -> bool:
    """Whether a kernel is still to be compiled."""
    return folder is None or not any(folder.glob("*.nbi"))


class KernelCache(FunctionCache):  # type: ignore[misc]
    """numba's cache of a function, in a given folder, in which damage and a full disk do no harm."""

    def __init__(self, function: Any, folder: Path) -> None:
        self._name, self._py_func, self._cache_path = repr(function), function, str(folder)
        base = f"{function.__name__}.py{sys.version_info[0]}{sys.version_info[1]}"
        self._cache_file = SealedFile(self._cache_path, base, None)
        self.enable()

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The compiled function for a signature, or None where it is to be compiled."""
        target_context.refresh()
        kept = self._cache_file.load(self._index_key(sig, target_context.codegen()))
        return None if kept is None else CompileResult._rebuild(target_context, *kept)

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep a compiled function, if the disk lets us."""
        with suppress(OSError):
            self._cache_file.save(self._index_key(sig, data.codegen), data._reduce())


class SealedFile(IndexDataCacheFile):  # type: ignore[misc]
    """Index and data of a kernel; each file begins with a hash of the rest, and is believed only with it."""

    def save(self, key: Any, data: Any) -> None:
        """Keep data under a key; beside them stands the key, since two processes may write at once."""
        super().save(key, (key, data))

    def load(self, key: Any) -> Any:
        """The data under a key, or None."""
        kept = super().load(key)
        return kept[1] if kept is not None and kept[0] == key else None

    def _load_index(self) -> dict[Any, str]:
        return self._read(self._index_path) or {}

    def _save_index(self, overloads: dict[Any, str]) -> None:
        self._write(self._index_path, overloads)

    def _load_data(self, name: str) -> Any:
        return self._read(self._data_path(name))

    def _save_data(self, name: str, data: Any) -> None:
        self._write(self._data_path(name), data)

    def _read(self, path: str) -> Any:
        try:
            whole = Path(path).read_bytes()
            seal, content = whole[:SEAL], whole[SEAL:]
            return pickle.loads(content) if seal == hashlib.sha256(content).digest() else None
        except Exception:
            # Not to be read, or written by an older relsim: either way it is made again.
            return None

    def _write(self, path: str, content: Any) -> None:
        dumped = self._dump(content)
        with self._open_for_write(path) as file:
            file.write(hashlib.sha256(dumped).digest() + dumped)
