"""A Dask cluster as workers: each variant is sent once, and what is lost with a worker is begun again."""

import logging
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import replace
from typing import Any

from relsim.errors import ClusterError, InputError
from relsim.runs.fingerprints import code_fingerprint
from relsim.runs.tasks import Batch, Finished, perform
from relsim.runs.variant import Variant

MOST_VARIANTS = 1024
"""How many variants the cluster may keep for later batches."""

SECONDS_TO_ANSWER = 10
SECONDS_FOR_WORKERS = 120


class DaskCluster:
    """The workers of the Dask scheduler at an address."""

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client, KilledWorker
            from distributed.comm import CommClosedError
        except ImportError:
            raise InputError('`on` needs Dask; install it with: pip install "relsim[distributed]"') from None
        # A lost scheduler is said as an error of its own; Dask would log it, too.
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
        self.address = address
        self.losses: tuple[type[BaseException], ...] = (CancelledError, KilledWorker, CommClosedError)
        try:
            self._client = Client(address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ClusterError(f"no Dask scheduler answers at {address}: {error}") from None
        try:
            self._client.wait_for_workers(1, timeout=SECONDS_FOR_WORKERS)
        except TimeoutError:
            raise ClusterError(f"the Dask scheduler at {address} has no workers") from None
        self.width = sum(self._client.nthreads().values())
        self._executor = self._client.get_executor(pure=False)
        self._sent: OrderedDict[tuple[str, str], Any] = OrderedDict()

    def submit(self, batch: Batch, keep_tallies: bool) -> Future[list[Finished]]:
        """Begin a batch when a worker is free."""
        try:
            variants = [self._handle(variant) for variant in batch.variants]
            rest = replace(batch, variants=())
            future: Future[list[Finished]] = self._executor.submit(
                perform_there, variants, rest, keep_tallies, code_fingerprint()
            )
            return future
        except (OSError, CancelledError) as error:
            lost = f"the Dask scheduler at {self.address} no longer answers; what is finished is kept"
            raise ClusterError(f"{lost}: {error}") from None

    def close(self) -> None:
        """Drop what is not finished."""
        with suppress(OSError):
            self._executor.shutdown(wait=False)
            self._client.close()

    def _handle(self, variant: Variant) -> Any:
        """The variant as the cluster knows it; sent when it is new there, or lost."""
        key = variant.policy, variant.fingerprint
        handle = self._sent.pop(key, None)
        if handle is None or handle.status not in ("pending", "finished"):
            handle = self._client.scatter(variant, hash=False)
        self._sent[key] = handle
        if len(self._sent) > MOST_VARIANTS:
            self._sent.popitem(last=False)
        return handle


def perform_there(variants: Sequence[Variant], rest: Batch, keep_tallies: bool, code: str) -> list[Finished]:
    """Run a batch on a worker, whose relsim must be the one that asks; its variants come by themselves."""
    if code_fingerprint() != code:
        raise ClusterError(
            "a Dask worker has other code of relsim, or another numpy, scipy or numba; install the same"
        )
    return perform(replace(rest, variants=tuple(variants)), keep_tallies)
