"""Claims about large markets in other people's programs: many threads, and children that were forked."""

import os
import subprocess
import sys

import pytest

HEAD = """
import sys, threading
from hashlib import sha256
import numba
import relsim

def lived(seed):
    market = relsim.Market("leaky-bucket", customers=9000, periods=4, seed=seed, threads=2)
    return sha256(market.run().records.tobytes()).hexdigest()
"""

SIDE_BY_SIDE = """
found = {}
threads = [threading.Thread(target=lambda seed=seed: found.update({seed: lived(seed)})) for seed in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert numba.threading_layer() == "workqueue", numba.threading_layer()
assert found == {seed: lived(seed) for seed in range(4)}
"""

FORKED = """
import os
whole = lived(1)
assert numba.threading_layer()

def in_child(work):
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def alike():
    return int(lived(1) != whole)

assert in_child(alike) == 0
assert in_child(lambda: in_child(alike)) == 0
assert lived(1) == whole
"""

FORKED_EARLY = """
import os
from relsim.engine.compiled.threads import has_lost_threads
child = os.fork()
if child == 0:
    os._exit(int(has_lost_threads()))
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
"""


def ended_well(script, **environment):
    words = [sys.executable, "-W", "ignore", "-c", HEAD + script]
    ran = subprocess.run(
        words, env=os.environ | environment, capture_output=True, text=True, timeout=500, check=False
    )
    assert ran.returncode == 0, ran.stderr


def test_large_markets_run_in_several_threads_whatever_the_threading_layer_bears():
    ended_well(SIDE_BY_SIDE, NUMBA_THREADING_LAYER="workqueue")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")
@pytest.mark.parametrize("layer", ["default", "workqueue"])
def test_a_forked_child_of_a_process_that_ran_a_large_market_has_the_same_numbers(layer):
    ended_well(FORKED, NUMBA_THREADING_LAYER=layer)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")
def test_a_child_that_was_forked_before_any_large_market_has_all_its_threads():
    ended_well(FORKED_EARLY)
