"""Purchases that stand in several files of one log, as in overlapping exports: they are counted once.

Two rows are the same purchase where customer, day and amount are, and time, invoice and product as far as all
files have them, under whatever names. What a file has twice is two purchases of it, and is matched as two.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import compute

from relsim.evidence.cells import as_texts, coded, ids_in
from relsim.evidence.columns import Understanding
from relsim.evidence.files import FileRead
from relsim.evidence.returns import CENTS, LogRows
from relsim.evidence.rows_set_aside import NEXT_FILE, SetAside

CLOCK = re.compile(r"[T ]([0-9]{1,2}):([0-9]{2})(?::[0-9]{2})?(?:[.,][0-9]+)?(?: ?([AaPp])[Mm])?")
LOOKED_AT_TIMES = 500
ENOUGH_BUYERS = 20
"""Customers of each file of whom some must be in others, if the files are of one firm."""


def shared_fields(files: Sequence[FileRead]) -> list[str]:
    """Which of the meanings that tell purchases of one day apart all of several files have."""
    if len(files) == 1:
        return []
    told = [field for field in ("invoice", "product") if all(one.found.column(field) for one in files)]
    return told + ["date"] * all(has_times(one) for one in files)


def has_times(one: FileRead) -> bool:
    """Whether the days of a file have times."""
    column = one.source.first().column(one.found.column("date")).slice(0, LOOKED_AT_TIMES)
    return bool((minutes_of(column) > 0).any())


def minutes_of(column: Any) -> Any:
    """The minute of its day that each cell has [row], 0 where it has none."""
    if pa.types.is_temporal(column.type):
        moments = compute.cast(compute.cast(column, pa.timestamp("s"), safe=False), pa.int64())
        return np.asarray(compute.fill_null(moments, 0).to_numpy()) // 60 % 1440
    places, texts = coded(as_texts(column))
    return np.array([minute_in(text) for text in texts] or [0])[places]


def minute_in(text: str) -> int:
    """The minute of the day in a text, 0 where it has none."""
    found = CLOCK.search(text)
    if found is None:
        return 0
    hour = int(found[1])
    if found[3]:
        hour = hour % 12 + 12 * (found[3] in "Pp")
    return 60 * hour + int(found[2])


def told_apart_by(table: pa.Table, found: Understanding, fields: Sequence[str]) -> Any:
    """A number for what these columns hold [row], the same in whatever file it stands."""
    total = np.zeros(table.num_rows, np.uint64)
    for field in fields:
        column = table.column(found.column(field))
        words = minutes_of(column).astype(str) if field == "date" else ids_in(column).to_numpy()
        total = total * np.uint64(1_099_511_628_211) + pd.util.hash_array(np.asarray(words, object))
    return total


def counted_once(rows: LogRows, aside: SetAside) -> LogRows:
    """The rows without those that stand in an earlier file, too."""
    file = rows.line // NEXT_FILE
    if len(aside.files) == 1 or not len(file):
        return rows
    common = in_several_files(rows.day, file)
    facts = pd.DataFrame(
        {
            "customer": rows.customer[common],
            "day": rows.day[common].astype(np.int64),
            "cents": np.round(np.nan_to_num(rows.amount[common], nan=-1e12) * CENTS),
            "apart": rows.apart[common],
        }
    )
    same = list(facts)
    facts["nth"] = facts.assign(file=file[common]).groupby([*same, "file"], sort=False).cumcount()
    first = (
        facts.assign(place=common).groupby([*same, "nth"], sort=False)["place"].transform("min").to_numpy()
    )
    again = first < common
    aside.add(rows.line[common[again]], "stands in an earlier file, too", aside.told(rows.line[first[again]]))
    good = np.ones(len(rows.line), bool)
    good[common[again]] = False
    return rows.where(good)


def in_several_files(day: Any, file: Any) -> Any:
    """The rows of days that several files have."""
    days, place = np.unique(day, return_inverse=True)
    seen = np.zeros((len(days), int(file.max()) + 1), bool)
    seen[place, file] = True
    return np.flatnonzero((seen.sum(axis=1) > 1)[place])


def doubts_about_files(rows: LogRows, aside: SetAside) -> list[str]:
    """That nobody in a file is in another one, as if they were of different firms."""
    if len(aside.files) == 1:
        return []
    file = rows.line // NEXT_FILE
    buyers = [np.unique(rows.customer[file == place]) for place in range(len(aside.files))]
    said = []
    for place, ours in enumerate(buyers):
        theirs = np.concatenate([one for other, one in enumerate(buyers) if other != place])
        if min(len(ours), len(theirs)) >= ENOUGH_BUYERS and not np.isin(ours, theirs).any():
            said.append(
                f"No customer in {Path(aside.files[place]).name} is in another file: the files may be of "
                "different firms, or write customers differently."
            )
    return said
