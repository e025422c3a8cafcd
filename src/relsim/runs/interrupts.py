"""Stopping at a good moment: Ctrl-C is noted when it comes, and heeded where nothing is half done.

An interrupt that is raised at once may strike while a lock is taken, which then nobody gives back, or where
Python drops it.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass
class Stop:
    """Whether somebody asked to stop."""

    asked: bool = False

    def heed(self) -> None:
        """Stop here, if asked."""
        if self.asked:
            raise KeyboardInterrupt


@contextmanager
def interrupts_noted() -> Iterator[Stop]:
    """Within it, the first Ctrl-C is only noted; the second one stops at once. Python tells the main thread
    alone of interrupts, and who treats them in a way of his own keeps it."""
    stop, usual = Stop(), signal.default_int_handler
    in_charge = threading.current_thread() is threading.main_thread()
    if not in_charge or signal.getsignal(signal.SIGINT) is not usual:
        yield stop
        return

    def note(number: int, frame: FrameType | None) -> None:
        stop.asked = True
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, note)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, usual)
