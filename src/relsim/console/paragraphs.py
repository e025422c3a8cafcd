"""Paragraphs: text in lines that a terminal shows whole."""

import re
from textwrap import fill

PARAGRAPH_WIDTH = 96


def filled_text(text: str, width: int = PARAGRAPH_WIDTH, *, begin: str = "", margin: str = "") -> str:
    """A text in lines, the first one after `begin`, the others after `margin`.

    No line ends within a word with a hyphen: it may belong to a command, which could not be copied then.
    """
    words = re.sub(r"\s+", " ", text, flags=re.ASCII).strip()
    return fill(words, width, initial_indent=begin, subsequent_indent=margin, break_on_hyphens=False)
