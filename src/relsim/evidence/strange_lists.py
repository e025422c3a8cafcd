"""Lists of customers that are one table although nothing in them says that they are of the same firm."""

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from relsim.evidence.fields import squeezed
from relsim.evidence.files import FileRead
from relsim.evidence.rows_set_aside import NEXT_FILE

MOST_COLUMNS_SHARED = 0.5
"""The share of all columns of two lists that both have, below which their columns are others."""

COLUMNS_NAMED = 3


def strange_lists(files: Sequence[FileRead], table: pd.DataFrame) -> list[str]:
    """That two lists [customer, line] share no customer and have other columns, as those of two firms do."""
    file = (table["line"] // NEXT_FILE).astype(int)
    who = {place: set(names) for place, names in table["customer"].groupby(file)}
    said = []
    for one, other in combinations(sorted(who), 2):
        columns = [files[place].source.names for place in (one, other)]
        if who[one].isdisjoint(who[other]) and not are_alike(*columns):
            names = [Path(files[place].source.file).name for place in (one, other)]
            said.append(
                f"{names[0]} and {names[1]} are read as one list, and share no customer and few columns "
                f"({only_in(*columns)} against {only_in(*columns[::-1])}): the tables may be of different "
                "firms."
            )
    return said


def are_alike(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether most of the columns of two lists have the same names."""
    one, other = ({squeezed(name) for name in names} for names in (ours, theirs))
    return len(one & other) >= MOST_COLUMNS_SHARED * len(one | other)


def only_in(ours: Sequence[str], theirs: Sequence[str]) -> str:
    """The first columns that only one of two lists has, in words."""
    strange: list[Any] = [name for name in ours if squeezed(name) not in {squeezed(one) for one in theirs}]
    return ", ".join(strange[:COLUMNS_NAMED])
