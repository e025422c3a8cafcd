"""The logo of a report: a small picture beside the scenario file, embedded; if missing, left out."""

from base64 import b64encode
from pathlib import Path

from relsim.scenario.scenario import Scenario

LARGEST = 512 * 1024
KINDS = {".svg": ("image/svg+xml", b"<"), ".png": ("image/png", b"\x89PNG\r\n\x1a\n")}


def logo(scenario: Scenario) -> str | None:
    """The logo as a data address, or None.

    A scenario may come from anybody, so nothing but a picture in its own folder is read.
    """
    named = scenario.report.logo
    if not named:
        return None
    try:
        beside = Path(scenario.document.place(()).file).parent.resolve()
        path = (beside / named).resolve()
        kind, start = KINDS.get(path.suffix.lower(), ("", b""))
        if not kind or not path.is_relative_to(beside) or not path.is_file():
            return None
        if path.stat().st_size > LARGEST:
            return None
        content = path.read_bytes()
    except (OSError, ValueError):
        return None
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(start):
        return None
    return f"data:{kind};base64,{b64encode(content).decode()}"
