"""The content of a file from outside: a regular file of bounded size, as text whatever its encoding."""

import codecs
import os
import re
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from relsim.errors import Place, ScenarioError, fault

LARGEST_TABLE = 256 * 1024 * 1024
"""Bytes of the largest table that is read."""

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Encodings by the mark that a file begins with; the longer marks come first."""


FIRST_LETTER = 0xC0
"""The first of the bytes that are letters in both code pages of Windows that are told apart."""

PACKED = b"\x1f\x8b"
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
"""Signs that stand in no text."""

LONG_LETTERS = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")
LETTERS_FOR_A_MISTAKE = 10
"""How many letters as UTF-8 writes them outweigh one byte that it does not."""

REPLACED = "\ufffd"
MOST_ODD = 0.001
"""The largest share of such signs, and of bytes that are no letter, in a text in which zeros stand: a few, or
all at its end, are left by a computer that stopped while it wrote."""

BESIDE_ONE_ANOTHER = re.compile(rb"[\xc0-\xff]{3,}")


def content_of(path: Path, place: Place | None = None, largest: int = LARGEST_TABLE) -> bytes:
    """The bytes of a regular file; a ScenarioError at `place`, or at the file, where it has none."""
    at = place or Place(str(path))
    whose = f" {path}" if place else " this file"
    try:
        told = os.stat(path)
        if S_ISDIR(told.st_mode):
            raise fault(at, f"cannot read{whose}: it is a folder")
        if not S_ISREG(told.st_mode):
            raise fault(at, f"cannot read{whose}: it is a device or a pipe, expected a file")
        with open(path, "rb") as stream:
            content = stream.read(largest + 1) if told.st_size <= largest else None
    except FileNotFoundError:
        raise fault(at, f"cannot read{whose}: there is no such file") from None
    except ScenarioError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise fault(at, f"cannot read{whose}: {reason}") from None
    if content is None or len(content) > largest:
        raise fault(at, f"cannot read{whose}: it is larger than {size_in_words(largest)}")
    return content


def size_in_words(size: int) -> str:
    """A number of bytes in the unit that suits it."""
    return f"{size // 2**20} MiB" if size >= 2**20 else f"{size // 2**10} KiB"


def text_in(content: bytes, at: Place) -> str:
    """The text that bytes stand for: UTF-8, UTF-16 or UTF-32 by their mark, else Windows-1252 or -1251."""
    encoding = next((name for mark, name in MARKS.items() if content.startswith(mark)), None)
    try:
        text = content.decode(encoding or unmarked(content))
    except UnicodeDecodeError:
        if encoding is not None:
            raise fault(at, f"cannot read this file: it is not the {encoding} text it says it is") from None
        text = content.decode(with_few_mistakes(content) or code_page(content), "replace")
    if "\0" not in text:
        return text
    if content.startswith(PACKED):
        raise fault(at, "cannot read this file: it is compressed (gzip), expected what is packed in it")
    text = text.rstrip("\0\x1a").replace("\0", "")
    if len(CONTROLS.findall(text)) + text.count(REPLACED) > MOST_ODD * len(text):
        raise fault(at, "cannot read this file: it is binary, expected a table as text, Excel or Parquet")
    return text


def with_few_mistakes(content: bytes) -> str | None:
    """UTF-8, if nearly all letters that are not plain ones are written so; a byte or two are spoiled."""
    letters = len(LONG_LETTERS.findall(content))
    mistakes = content.decode("utf-8", "replace").count(REPLACED)
    return "utf-8" if letters > LETTERS_FOR_A_MISTAKE * mistakes else None


def code_page(content: bytes) -> str:
    """The code page of a text in one of Windows; in Cyrillic words such letters stand beside one another."""
    letters = sum(map(len, BESIDE_ONE_ANOTHER.findall(content)))
    return "cp1251" if letters > 0.5 * sum(byte >= FIRST_LETTER for byte in content) else "cp1252"


def unmarked(content: bytes) -> str:
    """The encoding of a file without a mark; every second byte of Western UTF-16 is zero."""
    start = content[:4096]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = start[first::2]
        if len(zeros) > 1 and zeros.count(0) > 0.9 * len(zeros) and 0 not in start[1 - first :: 2]:
            return encoding
    return "utf-8"
