"""Commands as they are shown to people, who paste them into the shells of Linux, macOS and Windows."""

import re
import shlex
from collections.abc import Iterable

READ_IN_DOUBLE_QUOTES = re.compile(r'["$`!\n“”„]|\\(?:\\|$)|%.*%', re.DOTALL)
"""What a shell reads as something else than itself though it stands in double quotes."""


def command_line(words: Iterable[str]) -> str:
    """A command of these words, quoted where a shell would take one for several or for something else."""
    return " ".join(map(typed, words))


def typed(word: object) -> str:
    """A word as it is typed: in double quotes, which all shells know, or in single ones where those do not
    keep it as it is."""
    quoted = shlex.quote(text := str(word))
    return quoted if quoted == text or READ_IN_DOUBLE_QUOTES.search(text) else f'"{text}"'
