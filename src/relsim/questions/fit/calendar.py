"""One calendar for all tables of a fit: which days are period 1 of the run, and which the later ones.

The first period is the first that all dated tables cover: a log from its first purchase on, a list of
customers from its first start, or from the month of the first end where it has only those who were still
there before, and a table of periods from its first row. What is older is not counted; customers who came
before and had not left are there when period 1 begins. A market that is begun with a list of customers begins
when the list does: period 1 is the list's, and a table of periods may tell of later ones. Months, quarters
and years are those of the calendar, weeks and days count from the first day. A log alone is counted from its
first purchase, as `relsim backtest` does, and where everybody is a customer from the start, it is counted
from each one's own first purchase.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.evidence.customers import CustomerList
from relsim.evidence.early_ends import early_ends
from relsim.evidence.gaps import is_cut_short
from relsim.evidence.periods import PeriodTable
from relsim.evidence.spans import end_of_span, first_day_of, month_of
from relsim.evidence.transactions import PurchaseLog
from relsim.questions.fit.buying import begins_with_everybody
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import days_of_period

FIRST_WEEK = 7
"""A log whose first purchase lies in the first week of a month covers that month."""

CUT_BEFORE = 25
"""A list that knows of this day of its last month knows of the whole month."""

MONTHS_BEFORE = 3
"""With so many months before it the last one of a list is compared."""

FEWEST_MONTHS = 3
"""From how many months on a last one that is cut short is left out."""

LISTED = "list"
"""The source of a number of customers that was counted in a list."""

UNITS_OF_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Calendar:
    """Which days are which periods of a run: period 1 begins on `first`, and a table is counted from its day
    in `since` on, with whole periods up to `through`, the first day that it does not count, by kind of
    table."""

    first: pd.Timestamp
    period: str
    by_month: bool
    through: Mapping[str, pd.Timestamp]
    since: Mapping[str, pd.Timestamp]

    def places(self, days: pd.Series) -> Any:
        """The period that each day is in, counted from 0; below 0 before period 1, NaN without a day."""
        if not self.by_month:
            return np.floor((days - self.first).dt.days.to_numpy(float) / days_of_period(self.period) + 1e-9)
        months = 12.0 * (days.dt.year - self.first.year) + (days.dt.month - self.first.month)
        return np.floor(months.to_numpy(float) / UNITS_OF_MONTHS[self.period])

    def periods_of(self, kind: str) -> int:
        """How many whole periods a kind of table tells of."""
        return max(0, int(self.places(pd.Series([self.through[kind]]))[0]))

    def first_of(self, kind: str) -> int:
        """The period from which on a kind of table is counted, counted from 0."""
        return max(0, int(self.places(pd.Series([self.since[kind]]))[0]))

    def is_shared(self, kind: str) -> bool:
        """Whether a kind of table is counted on the calendar together with others."""
        return kind in self.through and len(self.through) > 1

    def there_at_first(self, listed: pd.DataFrame) -> int:
        """How many customers of a list [start, end] came before period 1 and had not left by then."""
        return int(((listed["start"] < self.first) & ~(listed["end"] < self.first)).sum())

    def begin_of(self, number: int) -> pd.Timestamp:
        """The first day of a period, counted from 0."""
        if self.by_month:
            return self.first + pd.DateOffset(months=number * UNITS_OF_MONTHS[self.period])
        return self.first + pd.Timedelta(days=int(np.ceil(number * days_of_period(self.period) - 1e-9)))

    def name_of(self, span: tuple[int, int]) -> str:
        """The months or days of a span of periods, counted from 0, without its end."""
        ends = self.begin_of(span[0]), self.begin_of(span[1]) - pd.Timedelta(days=1)
        names = [month_of(day) if self.by_month else str(day.date()) for day in ends]
        return names[0] if names[0] == names[1] else " to ".join(names)


def calendar_of(
    scenario: Scenario, tables: Mapping[str, Any], until: pd.Timestamp | None = None
) -> Calendar | None:
    """The calendar of some tables, by kind, of which a log is read up to `until`; None where none has days.

    Raises InputError where they have no period in common.
    """
    covers = {kind: COVERS[kind](tables[kind], scenario) for kind in COVERS if kind in tables}
    known = from_opening({kind: span for kind, span in covers.items() if span is not None}, tables)
    if not known:
        return None
    if list(known) == ["transactions"]:
        dates = tables["transactions"].table["date"]
        day = pd.Timedelta(days=1)
        last, first = dates.max() if until is None else until, {"transactions": dates.min()}
        return Calendar(dates.min(), scenario.period, False, {"transactions": last + day}, first)
    is_of_list = "customers" in known and begins_with_list(scenario)
    first = max(begin for kind, (begin, _) in known.items() if not (is_of_list and kind == "periods"))
    if "periods" in known and not is_of_list:
        first = next_row(tables["periods"], first)
    since = {kind: max(first, begin) for kind, (begin, _) in known.items()}
    if "periods" in known:
        since["periods"] = next_row(tables["periods"], since["periods"])
    found = Calendar(
        first,
        scenario.period,
        scenario.period in UNITS_OF_MONTHS,
        {kind: end for kind, (_, end) in known.items()},
        since,
    )
    refuse_apart(found, {kind: tables[kind] for kind in known}, known)
    return found


def begins_with_list(scenario: Scenario) -> bool:
    """Whether a market begins when a list of customers does, with those whom it has then."""
    start = ("firms", scenario.focal_firm, "start")
    notes = (scenario.document.notes.get((*start, name)) for name in ("customers", "share"))
    return any(note is not None and note.source == LISTED for note in notes)


KnownDays = tuple[pd.Timestamp, pd.Timestamp]
"""The first day from which on a table tells, and the first that it does not tell of."""


def from_opening(known: dict[str, KnownDays], tables: Mapping[str, Any]) -> dict[str, KnownDays]:
    """What tables cover, a log from the month of its first purchase on where a list has nobody of before.

    Nothing is missing in that month then: the firm has begun in it.
    """
    log, listed = known.get("transactions"), known.get("customers")
    if log is None or listed is None:
        return known
    month = month_begin(tables["transactions"].table["date"].min())
    began = month_begin(tables["customers"].table["start"].min()) == month == listed[0]
    return {**known, "transactions": (month, log[1])} if began else known


def refuse_apart(found: Calendar, tables: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    """Refuse tables of which one ends before another begins."""
    for kind, table in tables.items():
        if not found.periods_of(kind):
            late = max(known, key=lambda one: known[one][0])
            raise InputError(
                f"{kind}: {table.name} tells of no whole {found.period} from {found.first.date()} on, where "
                f"{tables[late].name} begins; expected tables of the same time, or fit to one of them"
            )


Covered = KnownDays | None
"""What a table tells of; None without days."""


def log_covers(log: PurchaseLog, scenario: Scenario) -> Covered:
    """Which whole months a log covers; None where periods count from each customer's first purchase."""
    if begins_with_everybody(scenario):
        return None
    dates = log.table["date"]
    begin = dates.min()
    first = month_begin(begin) if begin.day <= FIRST_WEEK else next_month(begin)
    month = (12 * dates.dt.year + dates.dt.month).to_numpy()
    cut = is_cut_short(log.last_day, np.bincount(month - month.min()))
    return first, end_of_months(begin, log.last_day, is_cut=cut)


def list_covers(listed: CustomerList, _: Scenario) -> Covered:
    """Which whole months a list covers; None where it has no starts."""
    starts = listed.table["start"].dropna()
    if not len(starts) or listed.last_day is None:
        return None
    early = early_ends(listed.table, listed.last_day)
    begin = month_begin(starts.min() if early is None else early.day)
    return begin, end_of_months(begin, listed.last_day, is_cut=is_list_cut_short(listed))


def is_list_cut_short(listed: CustomerList) -> bool:
    """Whether the days of a list end earlier in its last month than in each of the months before it."""
    days = pd.concat([listed.table["start"], listed.table["end"]]).dropna()
    days = days[days <= listed.last_day]
    latest = days.groupby(days.dt.to_period("M")).max().dt.day.to_list()[-1 - MONTHS_BEFORE :]
    return latest[-1] < CUT_BEFORE and all(latest[-1] < one for one in latest[:-1])


def rows_cover(given: PeriodTable, _: Scenario) -> Covered:
    """Which days a table of periods covers; None where its periods are no spans of the calendar."""
    names = list(given.table["period"])
    days = [day for name in names if (day := first_day_of(name)) is not None]
    if len(days) < len(names):
        return None
    return min(days), end_of_span(max(days), given.unit)


COVERS: Mapping[str, Callable[[Any, Scenario], Covered]] = {
    "transactions": log_covers,
    "customers": list_covers,
    "periods": rows_cover,
}
"""What each kind of table covers."""


def month_begin(day: pd.Timestamp) -> pd.Timestamp:
    """The first day of the month of a day."""
    return day.normalize().replace(day=1)


def next_month(day: pd.Timestamp) -> pd.Timestamp:
    """The first day of the month after that of a day."""
    return month_begin(day) + pd.DateOffset(months=1)


def end_of_months(begin: pd.Timestamp, last: pd.Timestamp, *, is_cut: bool) -> pd.Timestamp:
    """The first day after the last whole month of a table that begins and ends on these days."""
    many = 12 * (last.year - begin.year) + last.month - begin.month + 1
    return month_begin(last) if is_cut and many >= FEWEST_MONTHS else next_month(last)


def next_row(given: PeriodTable, day: pd.Timestamp) -> pd.Timestamp:
    """The first day of the first row of a table of periods that begins on a day or after it."""
    begins = [first_day_of(name) for name in given.table["period"]]
    return min([one for one in begins if one is not None and one >= day], default=day)
