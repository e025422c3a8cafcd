"""The text of a file, if that is small enough and text at all."""

import os
import re
from pathlib import Path

from relsim.errors import Place, fault, nearest

LARGEST_FILE = 256 * 1024
LINE_END = re.compile(r"\r\n|\r|\n")


def text_of(path: Path, file: str) -> str:
    """The text of a file that is small enough to be a scenario."""
    start = Place(file)
    try:
        if os.path.isdir(path):
            raise fault(start, "this is a folder, expected a scenario file")
        if not os.path.exists(path):
            raise fault(start, "no such file", hint=_neighbour(path))
        if not os.path.isfile(path):
            raise fault(start, "this is a device or a pipe, expected a scenario file")
        with open(path, "rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise fault(start, f"the file cannot be read: {reason}") from None
    if len(content) > LARGEST_FILE:
        raise fault(start, f"the file is too large, expected at most {LARGEST_FILE // 1024} KB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = place_after(content[: error.start].decode("utf-8", "replace"), file)
        raise fault(place, "the file is not UTF-8 text, expected a scenario in YAML") from None
    if "\0" in text:
        place = place_after(text[: text.index("\0")], file)
        raise fault(place, "the file is binary, expected a scenario in YAML")
    return text


def _neighbour(path: Path) -> str | None:
    """The file beside a missing one whose name is most like it."""
    try:
        files = [entry for entry in path.parent.iterdir() if entry.suffix in (".yaml", ".yml")]
    except (OSError, ValueError):
        return None
    stems = {entry.stem: str(entry) for entry in files}
    near = nearest(path.stem, stems)
    return stems[near] if near else None


def place_after(text: str, file: str) -> Place:
    """The position that follows a text."""
    lines = LINE_END.split(text)
    return Place(file, len(lines), len(lines[-1]) + 1)
