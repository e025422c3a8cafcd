"""Whole columns of cells: which are blank, which days and which numbers they hold.

A column is read as one, since only all of its cells together tell whether the day or the month comes first,
and which mark stands before decimals. What a single text means is said by `relsim.scenario.tables`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import compute

from relsim.errors import Place, ScenarioError
from relsim.scenario.tables.dates import MIXED, date_in, numbered, unambiguous
from relsim.scenario.tables.numbers import Cell, evident, mark_between, number_with_mark

BLANK_WORDS = ("", "na", "n/a", "#n/a", "nan", "nat", "null", "none", "-", "--", "?", "unknown", "<na>")
"""What people write where there is nothing, in small letters."""

TIME_OF_DAY = (
    r"(?:T|,? +)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]+)?(?: ?[AaPp][Mm])?"
    r"(?:Z| ?[+-][0-9:]{2,6}| UTC)?$"
)
SHORT_YEAR = re.compile(r"([0-9]{1,2}[-/.][0-9]{1,2}[-/.]|[0-9]{1,2}[ -][^\W\d_]{3,10}[ -])([0-9]{2})")
SERIAL = re.compile(r"[2-7][0-9]{4}(?:\.[0-9]+)?")
"""A day as Excel counts it, from 1954 to 2119."""

SECONDS = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")
"""A time as computers count it, in seconds or thousandths of them since 1970, from 2001 to 2033."""

DECIMAL_ID = r"(?i)^(?:[0-9]+(?:\.0)?|nan|null)?$"
"""An id as tables have it whose ids were numbers, some of them missing."""

SHORTENED_ID = r"^[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+$"
"""A long number as spreadsheets show it, 1.23457E+11, of which the last digits are lost."""

AROUND_TEXTS = " \t\u00a0\u202f\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Blanks, and signs that cannot be seen, which copying leaves around texts."""

EXCEL_BEGINS = date(1899, 12, 30)
CODES = r"(?i)^(?:EUR|USD|GBP|CHF|RUB|JPY|руб\.?) ?| ?(?:EUR|USD|GBP|CHF|RUB|JPY|руб\.?|₽|%)$"
"""Currencies written as words, and the sign of percent."""

PLAIN_NUMBER = r"^[+-]?[0-9]+(?:\.[0-9]+)?$"
LOOKED_AT_NUMBERS = 5_000
"""How many different texts are looked at to tell the mark before decimals."""

NO_PLACE = Place("")


@dataclass(frozen=True, eq=False)
class Days:
    """The days of a column [row], none where there is no day; and how day and month were told apart.

    `against` are the different dates that can only be read in the other order, and `rows_against` says which
    rows have one of them, where any has.
    """

    values: Any
    order: str
    is_doubtful: bool = False
    against: tuple[str, ...] = ()
    rows_against: Any = False


@dataclass(frozen=True, eq=False)
class Amounts:
    """The numbers of a column [row], not a number where there is none; and the mark before decimals."""

    values: Any
    mark: str
    is_doubtful: bool = False


def as_texts(column: Any) -> Any:
    """A column as text without blanks around it; numbers that are whole are written so."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = compute.cast(column, kind.value_type), kind.value_type
    if pa.types.is_floating(kind):
        whole = compute.equal(compute.floor(column), column)
        if compute.all(compute.fill_null(whole, True)).as_py() and column.null_count < len(column):
            column = compute.cast(column, pa.int64(), safe=False)
    if not pa.types.is_string(column.type):
        try:
            column = compute.cast(column, pa.string())
        except pa.ArrowException:
            column = pa.chunked_array([pa.array([str(one) for one in column.to_pylist()], pa.string())])
    return compute.utf8_trim(compute.fill_null(column, ""), AROUND_TEXTS)


def ids_in(column: Any) -> Any:
    """A column of ids as text; of whole numbers with decimals, such as 17850.0, without them."""
    texts = as_texts(column)
    if compute.all(compute.match_substring_regex(texts, DECIMAL_ID)).as_py():
        return compute.replace_substring_regex(texts, r"\.0$", "")
    return texts


def shortened_ids(column: Any) -> list[str]:
    """The different ids of a column that are long numbers of which a spreadsheet kept the first digits."""
    texts = as_texts(column)
    return [
        *compute.unique(compute.filter(texts, compute.match_substring_regex(texts, SHORTENED_ID))).to_pylist()
    ]


def blank(texts: Any) -> Any:
    """Whether each text stands for nothing [row]."""
    short = compute.utf8_lower(texts)
    return np.asarray(compute.is_in(short, value_set=pa.array(BLANK_WORDS)).to_numpy())


def coded(texts: Any) -> tuple[Any, list[str]]:
    """A column as numbers of its different texts [row], and these."""
    one = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    one = one.chunk(0) if isinstance(one, pa.ChunkedArray) and one.num_chunks == 1 else one
    encoded = one.dictionary_encode()
    return np.asarray(encoded.indices), encoded.dictionary.to_pylist()


def days_of(column: Any, order: str | None = None, *, is_certain: bool = True) -> Days:
    """The days in a column of dates, with or without time; `order` is "day-first" or "month-first".

    An order that is not certain is that of most rows of the whole column, of which this one is a part.
    """
    if pa.types.is_temporal(column.type):
        days = compute.cast(compute.cast(column, pa.timestamp("us"), safe=False), pa.date32(), safe=False)
        return Days(np.asarray(days.to_numpy()).astype("datetime64[D]"), "typed")
    places, texts = coded(compute.replace_substring_regex(as_texts(column), TIME_OF_DAY, ""))
    texts = [SHORT_YEAR.sub(with_century, text) if SHORT_YEAR.fullmatch(text) else text for text in texts]
    told = order or order_told(texts)
    assumed = told or order_by_sequence(texts)
    found = np.array([day_in(text, assumed == "day-first") for text in texts] or [None], "datetime64[D]")
    is_open = told is None and any(MIXED.fullmatch(text) for text in texts)
    is_told = order is not None and is_certain
    others = [not is_told and bool(votes_of(text, other_order(assumed))) for text in texts]
    against = tuple(text for text, is_other in zip(texts, others, strict=True) if is_other)
    rows = np.array(others or [False])[places] & np.isnat(found[places])
    return Days(found[places], assumed if is_open or told else "written out", is_open, against, rows)


def with_century(found: re.Match[str]) -> str:
    """A date with a year of two digits, from 1969 to 2068."""
    return f"{found[1]}{'19' if int(found[2]) > 68 else '20'}{found[2]}"


def day_in(text: str, day_first: bool) -> date | None:
    """The day that a text writes, or None."""
    if SERIAL.fullmatch(text):
        return EXCEL_BEGINS + timedelta(days=int(float(text)))
    if SECONDS.fullmatch(text):
        return date(1970, 1, 1) + timedelta(seconds=int(text[:10]))
    try:
        return date_in(Cell(NO_PLACE, text), day_first)
    except ScenarioError:
        return None


def is_counted_day(text: str) -> bool:
    """Whether a number can be a day as Excel counts it, or a time as computers do."""
    return bool(SERIAL.fullmatch(text) or SECONDS.fullmatch(text))


def order_told(texts: Sequence[str]) -> str | None:
    """Which of day and month comes first, by most of the dates that can be read in one way only."""
    votes = {order: sum(votes_of(text, order) for text in texts) for order in ("day-first", "month-first")}
    most = max(votes, key=lambda order: votes[order])
    return most if votes[most] else None


def votes_of(text: str, order: str) -> bool:
    """Whether a date can be read in this order only."""
    found = MIXED.fullmatch(text)
    if not found:
        return False
    first, second = int(found[1]), int(found[3])
    if order == "day-first":
        return found[2] == "." or first > 12 >= second
    return second > 12 >= first


def other_order(order: str) -> str:
    """Month-first for day-first, and the other way round."""
    return "month-first" if order == "day-first" else "day-first"


def order_by_sequence(texts: Sequence[str]) -> str:
    """The order in which dates that can be read in two ways follow one another more often, else day first."""

    def falls(order: str) -> int:
        found = [day_in(text, order == "day-first") for text in texts]
        days = [day for day in found if day is not None]
        return sum(after < before for before, after in pairwise(days))

    return min(("day-first", "month-first"), key=falls)


def is_day(text: str) -> bool:
    """Whether a text can be a day of the calendar, whichever of day and month comes first."""
    short = SHORT_YEAR.sub(with_century, text) if SHORT_YEAR.fullmatch(text) else text
    try:
        if found := unambiguous(short):
            return 1900 <= found.year <= 2100
    except (ValueError, OverflowError):
        return False
    for order in (True, False):
        try:
            if numbered(Cell(NO_PLACE, short), order):
                return True
        except (ValueError, OverflowError):
            continue
    return False


def amounts_of(column: Any, usual: str | None = None) -> Amounts:
    """The numbers in a column; `usual` is the mark before decimals where nothing else tells."""
    if pa.types.is_boolean(column.type) or pa.types.is_temporal(column.type):
        return Amounts(np.full(len(column), np.nan), ".")
    if not (pa.types.is_string(column.type) or pa.types.is_dictionary(column.type)):
        try:
            numbers = compute.cast(column, pa.float64(), safe=False).to_numpy()
            return Amounts(np.asarray(numbers, float), ".")
        except pa.ArrowException:
            pass
    texts = compute.replace_substring_regex(as_texts(column), CODES, "")
    return amounts_in_texts(texts, usual)


def amounts_in_texts(texts: Any, usual: str | None) -> Amounts:
    """The numbers that texts write; where all are plain, at once."""
    plain = compute.match_substring_regex(texts, PLAIN_NUMBER)
    odd = compute.filter(texts, compute.invert(plain))
    has_comma = compute.any(compute.match_substring(odd, ",")).as_py()
    if not has_comma and usual != ",":
        bare = compute.if_else(plain, texts, None)
        values = np.array(compute.cast(bare, pa.float64()).to_numpy(), float)
        rest = ~np.asarray(plain.to_numpy())
        if rest.any():
            places, words = coded(odd)
            values[rest] = np.array([amount_in(word, ".") for word in words] or [np.nan])[places]
        return Amounts(values, ".")
    places, words = coded(texts)
    mark, is_doubtful = mark_of(words, usual)
    return Amounts(np.array([amount_in(word, mark) for word in words] or [np.nan])[places], mark, is_doubtful)


def mark_of(words: Sequence[str], usual: str | None) -> tuple[str, bool]:
    """The mark before decimals that most numbers have that tell it; and whether that is a guess."""
    step = max(1, len(words) // LOOKED_AT_NUMBERS)
    looked_at = [bare_number(word) for word in words[::step]]
    votes = {".": 0, ",": 0}
    for word in looked_at:
        if mark := evident(word):
            votes[mark] += 1
    if votes["."] or votes[","]:
        return max(votes, key=lambda mark: votes[mark]), False
    return usual or ".", usual != "." and any(mark_between(word) for word in looked_at)


def amount_in(word: str, mark: str) -> float:
    """The number that a text writes with this mark, or not a number; a minus may stand behind it."""
    value = number_with_mark(bare_number(word), mark)
    return float("nan") if value is None else value


def bare_number(word: str) -> str:
    """A number with its minus in front."""
    return f"-{word[:-1].strip()}" if word.endswith("-") and len(word) > 1 else word
