"""Claims about memory: threads of the command line take theirs from one heap."""

import platform
import subprocess
import sys

import pytest

HEAPS = """
import ctypes, sys, threading
from relsim.console.heap import share_one_heap
library = ctypes.CDLL(None)
if sys.argv[1] == "one":
    share_one_heap()
begun = threading.Barrier(4)
def take():
    begun.wait()
    library.malloc(1000)
    begun.wait()
threads = [threading.Thread(target=take) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
library.malloc_info(0, ctypes.c_void_p.in_dll(library, "stdout"))
library.fflush(None)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has heaps for threads")
@pytest.mark.parametrize(("asked", "one_heap"), [("one", True), ("as it is", False)])
def test_threads_take_memory_from_one_heap(asked, one_heap):
    told = subprocess.run([sys.executable, "-c", HEAPS, asked], check=True, capture_output=True, text=True)
    assert (told.stdout.count("<heap nr=") == 1) == one_heap
