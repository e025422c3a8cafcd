"""A page as PDF, printed by the browser of whoever asks, where there is one."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from relsim.runs.disk import durably

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""Browsers that print without a window, as they are called on the PATH."""

PRINTING_TIMEOUT = 120.0
"""Seconds after which a browser is given up."""


def browser_on_path() -> str | None:
    """The first browser on the PATH that can print."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def headless(browser: str, profile: str, *wanted: str) -> "subprocess.CompletedProcess[bytes]":
    """Run a browser without a window and with a profile of its own; it may refuse or take too long."""
    command = [browser, "--headless", "--disable-gpu", f"--user-data-dir={profile}", *wanted]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        command.insert(1, "--no-sandbox")
    return subprocess.run(command, capture_output=True, timeout=PRINTING_TIMEOUT, check=True)


def print_page(page: Path) -> str:
    """Print a page into a PDF beside it, and tell in a sentence where it is or why there is none."""
    browser, target = browser_on_path(), page.with_suffix(".pdf")
    if browser is None:
        return f"No PDF: none of {', '.join(BROWSERS[:3])} is on the PATH; print {page} from any browser."
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        part = Path(scratch) / target.name
        wanted = ("--no-pdf-header-footer", f"--print-to-pdf={part}", page.resolve().as_uri())
        try:
            headless(browser, scratch, *wanted)
            content = part.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            return f"No PDF: {browser} could not print {page} ({type(error).__name__})."
    durably(target, lambda one: one.write_bytes(content))
    return f"PDF: {target}"
