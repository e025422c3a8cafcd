"""What the columns of a table mean: told, or guessed from their names, or from what they hold."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import compute

from relsim.errors import InputError, Place, alternatives, fault, nearest
from relsim.evidence.cells import amounts_of, as_texts, blank, is_counted_day, is_day
from relsim.evidence.day_names import heart_of
from relsim.evidence.fields import FIELDS, NAME_OF, REPEATED, ROW_OF, Meaning, TableKind, squeezed
from relsim.evidence.row_numbers import is_named_as_number, is_running_number
from relsim.evidence.source import Source
from relsim.evidence.spans import span_in

LOOKED_AT_ROWS = 2_000
"""How many rows are looked at to tell what a column holds."""

NEVER_AGAIN = 0.98
"""The share of cells that differ from which on a column tells rows apart, not customers."""

OF_YES_OR_NO = """
yes no y n true false 1 0 t f ja nein да нет left stayed churned active inactive joined cancelled
"""

IN_THE_YEAR_9999 = r"^(?:[29]999[-/.]?12[-/.]?31|(?:31[-/.]12|12/31)[-/.][29]999)(?:[T ]|$)"
"""A day that databases write for one that has not come yet."""

YES_OR_NO = {"existing customer", "attrited customer", *OF_YES_OR_NO.split()}


@dataclass(frozen=True)
class Content:
    """What a column holds: shares of its cells that are not blank, from 0 to 1."""

    filled: float
    days: float
    numbers: float
    whole: float
    different: float
    yes: float
    zero_to_ten: float
    decimals: float
    serials: float
    runs_on: bool = False
    """Whether it is a whole number that only rises, or only falls, from row to row."""
    unlike: float = 0.0
    """The share of cells that differ, of all rows, not of a sample: 1 where nothing ever comes again."""

    def fits(self, holds: str) -> bool:
        """Whether a column can hold what a meaning asks for; a blank one can hold anything."""
        if not self.filled:
            return True
        match holds:
            case "day" | "period":
                return max(self.days, self.serials) >= 0.5
            case "number":
                return self.numbers >= 0.5
            case "yes":
                return self.yes >= 0.8
        return True


@dataclass(frozen=True)
class ColumnTaken:
    """What a column was taken for: a meaning, or None where it is not used, and why."""

    column: str
    field: str | None
    why: str


@dataclass(frozen=True)
class Understanding:
    """What kind of table a file holds, and what its columns mean."""

    kind: TableKind
    columns: list[ColumnTaken]

    def column(self, field: str) -> str | None:
        """The first column with this meaning, if there is one."""
        return next((one.column for one in self.columns if one.field == field), None)

    def all_of(self, field: str) -> list[str]:
        """All columns with this meaning."""
        return [one.column for one in self.columns if one.field == field]


def understood(
    source: Source, told: Mapping[str, str] | None = None, kind: TableKind | None = None
) -> Understanding:
    """The meaning of each column of a file; `told` has columns by field, for those that are known."""
    by_field = dict(told or {})
    refuse_strange_columns(source, by_field, kind)
    contents = {
        name: replace(content, unlike=unlike_cells(source, name, content))
        for name, column in sample(source).items()
        for content in [content_of_column(column)]
    }
    found = [guessed(one, source, contents, by_field) for one in TableKind]
    usable = [one for one in found if one is not None]
    best = max(usable, key=lambda one: fitness(one, contents), default=None)
    if kind is None and best is not None:
        return best
    asked = next((one for one in usable if one.kind is kind), None)
    if kind is not None and best is not None and is_of_another_kind(best, asked, contents):
        raise of_another_kind(source, kind, best.kind)
    if asked is None:
        raise not_understood(source, kind, contents)
    return asked


SURELY_BETTER = 3.0
"""By how much another kind must suit a table better, for it to be of that kind whatever its columns say."""


def is_of_another_kind(
    best: Understanding, asked: Understanding | None, contents: Mapping[str, Content]
) -> bool:
    """Whether a table is surely not of the kind that is asked for: another suits it, and that one does not,
    or far less, or only with columns that have no name of what they would be taken for."""
    if asked is None:
        return not is_by_contents(best)
    gap = fitness(best, contents) - fitness(asked, contents)
    return gap >= SURELY_BETTER or (gap > 0.0 and is_by_contents(asked))


def is_by_contents(found: Understanding) -> bool:
    """Whether some columns have no name of what they are taken for."""
    return any(one.why == "by what it holds" for one in found.columns)


def of_another_kind(source: Source, asked: TableKind, seen: TableKind) -> Exception:
    """The mistake of a table that is given as one of another kind, which says how to give it."""
    message = (
        f"this is seen as a table of {NAME_OF[seen]}, each row {ROW_OF[seen]}, expected one of "
        f"{NAME_OF[asked]}; relsim fit takes it with --{seen}, and --columns MEANING=COLUMN says what a "
        "column is where that is wrong"
    )
    return fault(Place(source.file), message)


def sample(source: Source) -> dict[str, Any]:
    """Cells from all over the first part of a file, by column."""
    table = source.first()
    step = max(1, table.num_rows // LOOKED_AT_ROWS)
    rows = np.arange(0, table.num_rows, step)[: LOOKED_AT_ROWS + 1]
    picked = table.take(rows)
    return {name: picked.column(name) for name in source.names}


def unlike_cells(source: Source, name: str, content: Content) -> float:
    """The share of filled cells that differ from all others; of days and amounts by a sample."""
    if content.days >= 0.5 or content.decimals >= 0.5 or not content.filled:
        return content.different
    column = source.first().column(name)
    return min(1.0, len(column.unique()) / (content.filled * len(column)))


def content_of_column(column: Any) -> Content:
    """What a column holds."""
    texts = as_texts(column)
    is_blank = blank(texts) | np.asarray(compute.match_substring_regex(texts, IN_THE_YEAR_9999))
    filled = compute.filter(texts, pa.array(~is_blank))
    count = len(filled)
    if not count:
        return Content(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    typed = pa.types.is_temporal(column.type)
    words = filled.to_pylist()
    days = 1.0 if typed else sum(is_day_or_period(word) for word in words) / count
    values = np.array([np.nan]) if typed else amounts_of(filled).values
    good = np.isfinite(values)
    return Content(
        filled=count / len(texts),
        days=days,
        numbers=float(good.mean()),
        whole=float((good & (values == np.floor(values))).mean()),
        different=len(set(words)) / count,
        yes=sum(word.casefold() in YES_OR_NO for word in words) / count,
        zero_to_ten=float((good & (values >= 0) & (values <= 10) & (values == np.floor(values))).mean()),
        serials=sum(is_counted_day(word) for word in words) / count,
        decimals=sum("." in word[-4:] or "," in word[-4:] for word in words) / count,
        runs_on=is_running_number(values),
    )


def is_day_or_period(word: str) -> bool:
    """Whether a word is a day, with or without time, or a month, quarter or year."""
    return is_day(word.split("T")[0].split(" ")[0].rstrip(",")) or is_day(word) or span_in(word) is not None


def guessed(
    kind: TableKind, source: Source, contents: Mapping[str, Content], told: Mapping[str, str]
) -> Understanding | None:
    """The meanings of the columns, were it a table of this kind; None where one that is needed is missing."""
    meanings = FIELDS[kind]
    taken: dict[str, ColumnTaken] = {}
    for field, column in told.items():
        if field in meanings and column in contents:
            taken[column] = ColumnTaken(column, field, "as told")
    open_fields = [field for field in meanings if field not in told]
    for rank in (2, 1):
        for field in open_fields:
            for name in sorted(contents, key=partial(place_among_names, meanings[field])):
                is_free = name not in taken and (field in REPEATED or field not in meanings_in(taken))
                if (
                    is_free
                    and rank == named_like(name, meanings[field])
                    and fits(name, field, kind, contents)
                ):
                    taken[name] = ColumnTaken(name, field, "by its name")
    by_contents(kind, contents, taken, [field for field in open_fields if field not in meanings_in(taken)])
    if any(one.needed and field not in meanings_in(taken) for field, one in meanings.items()):
        return None
    columns = [taken.get(name, ColumnTaken(name, None, "")) for name in source.names]
    return Understanding(kind, columns) if says_enough(kind, meanings_in(taken)) else None


def meanings_in(taken: Mapping[str, ColumnTaken]) -> set[str | None]:
    """The meanings that columns have."""
    return {one.field for one in taken.values()}


def place_among_names(meaning: Meaning, name: str) -> int:
    """The place of a name among those of a meaning, the usual ones first."""
    bare = squeezed(name)
    return meaning.names.index(bare) if bare in meaning.names else len(meaning.names)


def named_like(name: str, meaning: Meaning) -> int:
    """2 where a column has a name of this meaning, 1 where its name contains a word of it, else 0."""
    bare = squeezed(name)
    if bare in meaning.names or (meaning.hearts and meaning.hearts & heart_of(name)):
        return 2
    return int(any(word in bare for word in meaning.words.split()))


def fits(name: str, field: str, kind: TableKind, contents: Mapping[str, Content]) -> bool:
    """Whether what a column holds can be what a meaning asks for."""
    meanings, content = FIELDS[kind], contents[name]
    meaning = meanings[field]
    if kind is TableKind.TRANSACTIONS and field == "customer" and content.unlike >= NEVER_AGAIN:
        rivals = [one for other, one in contents.items() if other != name and named_like(other, meaning)]
        if any(one.unlike < NEVER_AGAIN and is_name_of_somebody(one) for one in rivals):
            return False
    if (
        kind is TableKind.TRANSACTIONS
        and field in ("price", "amount")
        and named_like(name, meanings["price"])
    ):
        is_of_one = any(named_like(other, meanings["quantity"]) == 2 for other in contents)
        says_all = squeezed(name).startswith("total")
        return content.fits("number") and (field == "price") == (is_of_one and not says_all)
    if meaning.holds == "id":
        return is_name_of_somebody(content) or name.casefold().endswith("id")
    if meaning.holds == "word" and field != "product":
        return content.decimals < 0.5 and (content.days < 0.5 or content.filled == 0.0)
    return content.fits(meaning.holds)


def is_name_of_somebody(content: Content) -> bool:
    """Whether a column can hold names or numbers of customers or invoices."""
    return content.filled > 0.0 and content.days < 0.9


def by_contents(
    kind: TableKind, contents: Mapping[str, Content], taken: dict[str, ColumnTaken], fields: list[str]
) -> None:
    """Give columns whose names say nothing a meaning by what they hold, where that leaves no doubt."""
    free = [name for name in contents if name not in taken and contents[name].filled > 0.5]

    def take(field: str, names: list[str]) -> None:
        if field in fields and names:
            taken[names[0]] = ColumnTaken(names[0], field, "by what it holds")
            free.remove(names[0])

    day = "period" if kind is TableKind.PERIODS else "date"
    take(day, [name for name in free if contents[name].days >= 0.9])
    if kind is not TableKind.TRANSACTIONS:
        return
    if not {"amount", "price"} & meanings_in(taken):
        numbers = [name for name in free if contents[name].numbers >= 0.9 and contents[name].days < 0.5]
        numbers = [name for name in numbers if not (contents[name].runs_on or is_named_as_number(name))]
        take("amount", sorted(numbers, key=lambda name: -contents[name].decimals)[: bool(numbers)])
        if "amount" in meanings_in(taken) and len(numbers) > 1 and not contents[amount_of(taken)].decimals:
            free.append(amount_of(taken))
            free.sort(key=list(contents).index)
            del taken[amount_of(taken)]
            take("amount", numbers[-1:])
    names = [name for name in free if contents[name].decimals < 0.1 and contents[name].days < 0.9]
    take("customer", sorted(names, key=lambda name: contents[name].unlike >= NEVER_AGAIN))


def amount_of(taken: Mapping[str, ColumnTaken]) -> str:
    """The column that was taken for the amount."""
    return next(name for name, one in taken.items() if one.field == "amount")


def says_enough(kind: TableKind, fields: set[str | None]) -> bool:
    """Whether these meanings make a table of a kind."""
    match kind:
        case TableKind.CUSTOMERS:
            return bool(fields & {"start", "end", "tenure", "churned"})
        case TableKind.PERIODS:
            return bool(fields & {"customers", "opening", "won", "lost", "revenue", "spend", "churn"})
        case TableKind.SURVEY:
            return bool(fields & {"answer", "satisfaction"})
    return True


def fitness(found: Understanding, contents: Mapping[str, Content]) -> float:
    """How well a kind suits a table: its telling columns, and whether its rows are what rows of it are."""
    fields = {one.field: one.column for one in found.columns if one.field is not None}
    by_name = sum(one.why != "by what it holds" for one in found.columns if one.field is not None)
    score = float(by_name)
    score += 4.0 * sum(one.why == "as told" for one in found.columns)
    customer = fields.get("customer")
    repeats = customer is not None and contents[customer].different < 0.98
    match found.kind:
        case TableKind.TRANSACTIONS:
            score += 2.0 * repeats + 1.0 * bool({"amount", "price"} & fields.keys()) + 1.0
        case TableKind.CUSTOMERS:
            exact = {"start", "end", "tenure", "churned"} & fields.keys()
            comes_back = repeats and not has_open_ends(fields, contents)
            score += 1.5 * len(exact) * (not comes_back) - 3.0 * comes_back
        case TableKind.PERIODS:
            telling = {"customers", "opening", "won", "lost", "churn"} & fields.keys()
            score += 1.5 * len(telling) - 2.0 * ("customers" not in fields and not telling)
            period = fields.get("period")
            score -= 4.0 * (period is not None and contents[period].different < 0.3)
        case TableKind.SURVEY:
            answers = fields.get("answer") or fields.get("satisfaction")
            score += 4.0 if answers and contents[answers].zero_to_ten > 0.7 else -2.0
    return score


def has_open_ends(fields: Mapping[str, str], contents: Mapping[str, Content]) -> bool:
    """Whether rows have starts and ends, some ends still to come, as where some came back."""
    return {"start", "end"} <= fields.keys() and contents[fields["end"]].filled < 1.0


def refuse_strange_columns(source: Source, told: Mapping[str, str], kind: TableKind | None) -> None:
    """Refuse a meaning or a column that there is none of."""
    fields = {field for one in ([kind] if kind else TableKind) for field in FIELDS[one]}
    for field, column in told.items():
        if field not in fields:
            message = (
                f'columns: no column can be taken for "{field}", expected {alternatives(sorted(fields))}'
            )
            raise InputError(message, nearest(field, fields))
        if column not in source.names:
            message = f'no column is called "{column}", expected {alternatives(source.names)}'
            raise fault(Place(source.file), message, hint=nearest(column, source.names))


def not_understood(source: Source, kind: TableKind | None, contents: Mapping[str, Content]) -> Exception:
    """The mistake that says what a file lacks to be understood."""
    names = [squeezed(name) for name in source.names]
    if "frequency" in names and ({"recency", "t", "periods"} & set(names)):
        message = "a summary of purchases by customer (frequency, recency); expected the purchases themselves"
        return fault(Place(source.file), message)
    if kind is None:
        message = (
            "no table of purchases, customers, periods or answers is seen in it: expected at least a "
            f"customer and a date, or a month with numbers; the columns are {alternatives(source.names)}"
        )
        return fault(
            Place(source.file), message.replace(" or " + source.names[-1], " and " + source.names[-1])
        )
    missing = [
        f"{field} ({one.says})"
        for field, one in FIELDS[kind].items()
        if one.needed and guessed_none(field, one, kind, contents)
    ]
    lacking = alternatives(missing) if missing else "what it needs"
    message = (
        f"no column for {lacking} is seen among {alternatives(source.names)}; a row would be {ROW_OF[kind]}"
    )
    return fault(Place(source.file), message)


def guessed_none(field: str, meaning: Meaning, kind: TableKind, contents: Mapping[str, Content]) -> bool:
    """Whether no column can be taken for a meaning."""
    return not any(named_like(name, meaning) and fits(name, field, kind, contents) for name in contents)
