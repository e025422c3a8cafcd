"""Stopping at a good moment: Ctrl-C, or a word from another thread, is heeded where nothing is half done.

An interrupt that is raised at once may strike while a lock is taken, which then nobody gives back, or where
Python drops it.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

from relsim.errors import Interrupted, Stopped

STOPS = (KeyboardInterrupt, Stopped)
"""How work ends that somebody asked to stop."""

Partial = TypeVar("Partial")


def partial_answer(answer: Partial, stopped: BaseException | None) -> Partial:
    """The answer, which whoever stopped it by a `Stop` may have left of fewer replications.

    Raises:
        Interrupted: It was Ctrl-C that stopped it; the answer is its `partial`.
    """
    if isinstance(stopped, KeyboardInterrupt):
        raise Interrupted(answer) from stopped
    return answer


class Stop:
    """A way to stop work from another thread: hand it in as `stop`, and call `ask`.

    What is finished by then is kept in the store; the work ends with `Stopped`, or with what it has.
    """

    def __init__(self) -> None:
        self.asked = False
        self._ending: type[BaseException] = Stopped

    def ask(self) -> None:
        """Ask the work to stop soon."""
        self.asked = True

    def interrupt(self) -> None:
        """Ask the work to stop soon, as Ctrl-C does."""
        self._ending = KeyboardInterrupt
        self.asked = True

    def heed(self) -> None:
        """Stop here, if asked.

        Raises:
            Stopped: Another thread asked.
            KeyboardInterrupt: It was Ctrl-C.
        """
        if self.asked:
            raise self._ending


@contextmanager
def interrupts_noted(stop: Stop | None = None) -> Iterator[Stop]:
    """Within it, the first Ctrl-C is only noted; the second one stops at once. Python tells the main thread
    alone of interrupts, and who treats them in a way of his own keeps it."""
    stop = stop or Stop()
    usual = signal.default_int_handler
    in_charge = threading.current_thread() is threading.main_thread()
    if not in_charge or signal.getsignal(signal.SIGINT) is not usual:
        yield stop
        return

    def note(number: int, frame: FrameType | None) -> None:
        stop.interrupt()
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, note)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, usual)
