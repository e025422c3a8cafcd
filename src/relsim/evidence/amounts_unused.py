"""Columns of a log that are called what was paid, and hold no numbers that can be read."""

import pyarrow as pa
from pyarrow import compute

from relsim.errors import value_in_words
from relsim.evidence.cells import as_texts, blank
from relsim.evidence.columns import named_like
from relsim.evidence.fields import PURCHASE_FIELDS
from relsim.evidence.files import FileRead

ITS_NAME = 2
"""How much a name is one of a meaning where it is that and no more."""


def doubts_about_unused_amounts(file: FileRead) -> list[str]:
    """That a log has no amounts since a column which is called so has no numbers, with one of its cells."""
    if file.found.column("amount") or file.found.column("price"):
        return []
    meaning = PURCHASE_FIELDS["amount"]
    unused = [one.column for one in file.found.columns if one.field is None]
    said = []
    for name in unused:
        if named_like(name, meaning) != ITS_NAME:
            continue
        texts = as_texts(file.source.first().column(name))
        word = next(iter(compute.filter(texts, pa.array(~blank(texts))).to_pylist()), None)
        if word:
            said.append(
                f'Column "{name}" is called what was paid, but too few of its cells are numbers that can be '
                f"read, such as {value_in_words(word)}; it is not used, and the log has no amounts."
            )
    return said
