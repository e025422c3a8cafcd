"""Where compiled code is kept between runs: in a folder named by everything it was compiled from."""

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numba
import platformdirs

SOURCES = (
    "luck.py",
    "draws.py",
    "vocabulary.py",
    "market/columns.py",
    "engine/compiled/driver.py",
    "engine/compiled/luck_ahead.py",
    "engine/compiled/inlining.py",
    "engine/compiled/kernel.py",
)
"""What a kernel is made of, besides the rules."""

ONE_AT_A_TIME = threading.Lock()
"""Held while kernels are made: where they are kept is a setting of numba for the whole process."""

FLAGS = ("NUMBA_BOUNDSCHECK", "NUMBA_DISABLE_JIT", "NUMBA_CPU_NAME", "NUMBA_OPT")


def folder_of(kernel: str) -> Path | None:
    """The folder of one kernel, or None where nothing can be kept: on a full or read-only disk."""
    chosen = hashlib.sha256(kernel.encode()).hexdigest()[:12]
    base = os.environ.get("RELSIM_CACHE") or platformdirs.user_cache_dir("relsim")
    folder = Path(base) / f"{sources_hash()}-{chosen}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


@cache
def sources_hash() -> str:
    """A hash of all sources of a kernel: numba itself does not see an edit in a callee's file."""
    digest = hashlib.sha256(numba.__version__.encode())
    for flag in FLAGS:
        digest.update(os.environ.get(flag, "").encode())
    root = Path(__file__).parents[2]
    for path in [*sorted(root.glob("rules/*.py")), *(root / name for name in SOURCES)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def kept_in(folder: Path | None) -> Iterator[None]:
    """Within it, numba keeps what is compiled in this folder."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(folder or "")
    try:
        yield
    finally:
        numba.config.CACHE_DIR = before


def is_cold(folder: Path | None) -> bool:
    """Whether a kernel is still to be compiled."""
    return folder is None or not any(folder.rglob("*.nbi"))
