"""What is logged while a command works, said as plain lines."""

import logging

from relsim.console.speech import say


class PlainLines(logging.Handler):
    """Says what is logged as plain lines."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say one line on stderr."""
        say(record.getMessage(), error=True)


def log_is_said() -> None:
    """Say from now on what long work is doing, and what is logged otherwise."""
    log = logging.getLogger("relsim")
    log.setLevel(logging.INFO)
    if not any(isinstance(handler, PlainLines) for handler in log.handlers):
        log.addHandler(PlainLines())
