"""An audit in words: what columns were taken for, what was set aside, what contradicts, what is shown."""

from pathlib import Path

import pandas as pd

from relsim.evidence.customers import CustomerList
from relsim.evidence.fields import FIELDS, NAME_OF, ROW_OF, TableKind
from relsim.evidence.leaving import leaving_in
from relsim.evidence.periods import PeriodTable
from relsim.evidence.reading import Evidence
from relsim.evidence.segments_told import segments_told
from relsim.evidence.survey import SurveyAnswers
from relsim.evidence.transactions import PurchaseLog
from relsim.questions.audit.earlier_tables import make_room_for_tables
from relsim.questions.audit.leaving import by_word, churn_by_tenure
from relsim.questions.audit.pictures import pictures_of
from relsim.questions.audit.question import Audit
from relsim.questions.audit.record import audit_as_json
from relsim.report.attempts import Attempts
from relsim.report.note import Note, write_note
from relsim.report.provenance import current_versions, versions_in_words
from relsim.report.table import Table, attempted
from relsim.report.template import write
from relsim.report.wording import money, number, percent, printable, words

MOST_LINES = 8
"""How many lines a reason shows on the page; audit.json has all."""


def write_audit(audit: Audit, folder: Path) -> tuple[Note, Path]:
    """Write `audit.html`, `audit.json` and the numbers behind them; returns the note and the page's path."""
    note = note_of(audit)
    make_room_for_tables(folder, note.numbers)
    write(audit_as_json(audit, list(note.numbers)), folder / "audit.json")
    return note, write_note(note, folder, "audit")


def note_of(audit: Audit) -> Note:
    """The page of an audit."""
    attempts = Attempts()
    names = [table.name for table in audit.tables]
    sentences = attempts.sentences("the answer", sentences_on, audit)
    tables = attempted(attempts, "What each column was taken for", columns_taken, audit)
    tables += attempted(attempts, "Rows set aside", of_set_aside, audit)
    tables += attempted(attempts, "What the tables hold", of_holdings, audit)
    pictures = attempts.made("the figures", pictures_of, audit)
    return Note(
        title="What the tables hold, and what of it can be used",
        scope=printable(words(names)),
        sentences=sentences,
        pictures=pictures if isinstance(pictures, list) else [],
        tables=tables,
        numbers=attempts_numbers(attempts, audit),
        facts={
            "Files": words([file for table in audit.tables for file in table.understandings]),
            "Versions": versions_in_words(current_versions()),
        },
        attempts=attempts,
    )


def attempts_numbers(attempts: Attempts, audit: Audit) -> dict[str, pd.DataFrame]:
    """The tables behind the page that could be made."""
    made = attempts.made("the tables for a spreadsheet", numbers_behind, audit)
    return made if isinstance(made, dict) else {}


def sentences_on(audit: Audit) -> list[str]:
    """What was read, contradictions first among what is to be mended, then what is left open."""
    said = [sentence for table in audit.tables for sentence in read_in_words(table)]
    said += [f"Contradiction: {sentence}" for sentence in audit.contradictions]
    if not audit.contradictions:
        said.append("Nothing in the tables contradicts anything else in them.")
    said.append(f"{contract_in_words(audit.contract.has_contract)}: {audit.contract.why}.")
    said += [f"Open: {doubt}" for table in audit.tables for doubt in table.doubts]
    lists = [table for table in audit.tables if isinstance(table, CustomerList)]
    return said + [told.in_words() for one in lists for told in segments_told(one)[:1]]


def contract_in_words(has_contract: bool | None) -> str:
    """Whether there is a contract, as a sentence begins."""
    if has_contract is None:
        return "Contract or not is open"
    return "This is a market with contracts" if has_contract else "This is a market without contracts"


def read_in_words(table: Evidence) -> list[str]:
    """How much of a file was read, and as what."""
    name, kind = printable(table.name), table.understanding.kind
    count, returns = len(table.unused), len(table.taken_off)
    were = "was" if count == 1 else "were"
    share = (
        f"{number(count)} of {number(table.rows)} rows {were} set aside"
        if count
        else f"all {number(table.rows)} rows are used"
    )
    if returns:
        are = "return is" if returns == 1 else "returns are"
        share += f"; {number(returns)} {are} taken off what was bought"
    several = len(table.understandings) > 1
    is_read = "are read as one table of" if several else "is read as a table of"
    is_of_items = kind is TableKind.TRANSACTIONS and table.understanding.column("product") is not None
    row = "an item of a purchase" if is_of_items else ROW_OF[kind]
    return [f"{name} {is_read} {NAME_OF[kind]}, each row {row}: {share}."]


def columns_taken(audit: Audit) -> Table:
    """What each column was taken for, and why."""
    rows = [
        [
            f"{printable(Path(file).name)}: {printable(one.column)}",
            one.field or "not used",
            FIELDS[understood.kind][one.field].says if one.field else "",
            one.why,
        ]
        for table in audit.tables
        for file, understood in table.understandings.items()
        for one in understood.columns
    ]
    remark = (
        "Where a column was taken for something else than it is, --columns MEANING=COLUMN says what it is."
    )
    return Table(
        "What each column was taken for", ["column", "taken for", "that is", "why"], rows, remark, "long"
    )


def of_set_aside(audit: Audit) -> Table:
    """Rows set aside by reason, with their first lines; returns that were used among them."""
    rows = []
    for table in audit.tables:
        for (file, reason), group in table.set_aside.groupby(["file", "reason"], sort=False):
            values = [str(value) for value in dict.fromkeys(group["value"]) if str(value)]
            rows.append(
                [
                    f"{printable(Path(file).name)}: {reason}",
                    number(len(group)),
                    lines_in_words(group["line"].tolist()),
                    printable(", ".join(values[:3]))[:60],
                ]
            )
    remark = "audit.json and set-aside.csv have every line." if rows else ""
    heads = ["reason", "rows", "lines", "there stands"] if rows else []
    return Table("Rows set aside, or taken off others", heads, rows, remark, "long")


def lines_in_words(lines: list[int]) -> str:
    """The first lines of some rows."""
    shown = ", ".join(str(line) for line in lines[:MOST_LINES])
    return f"{shown} and {number(len(lines) - MOST_LINES)} more" if len(lines) > MOST_LINES else shown


def of_holdings(audit: Audit) -> Table:
    """The main figures of each table."""
    rows = []
    for table in audit.tables:
        for name, value in holdings_of(table, audit):
            rows.append([f"{printable(table.name)}: {name}", value])
    return Table("What the tables hold", ["figure", "value"], rows)


def holdings_of(table: Evidence, audit: Audit) -> list[tuple[str, str]]:
    """The main figures of one table, in words."""
    if isinstance(table, PurchaseLog):
        return holdings_of_log(table, audit)
    if isinstance(table, CustomerList):
        return holdings_of_list(table)
    if isinstance(table, PeriodTable):
        return holdings_of_periods(table)
    if isinstance(table, SurveyAnswers):
        return holdings_of_answers(table)
    return []


def holdings_of_log(log: PurchaseLog, audit: Audit) -> list[tuple[str, str]]:
    """Customers, purchases, spending and how unevenly it is spread."""
    habits = audit.habits[log.file]
    spend = float(log.table["amount"].sum(min_count=1))
    days = f"{log.first_day.date()} to {log.last_day.date()}"
    said = [
        ("days", days),
        ("customers", number(len(habits.buyers))),
        ("purchases (one for each customer and day)", number(len(log.table))),
        ("bought again", percent(float(habits.repeats["again"].iloc[0]))),
        ("spending", money(spend, "")),
        ("mean basket", money(spend / len(log.table), "")),
        ("spending from the best fifth of customers", percent(habits.concentration["top_20"])),
        ("spending from the best tenth", percent(habits.concentration["top_10"])),
        ("Gini coefficient of spending", number(habits.concentration["gini"], 2)),
    ]
    said += [("returned", money(log.returned, ""))] if log.returned else []
    return said + ([("purchases for which nothing was paid", number(log.zeros))] if log.zeros else [])


def holdings_of_list(listed: CustomerList) -> list[tuple[str, str]]:
    """Customers, how many left, and by what."""
    table = listed.table
    said = [
        ("customers", number(table["customer"].nunique())),
        ("have left", f"{number(int(table['left'].sum()))} ({percent(float(table['left'].mean()))})"),
        *notices_held(listed),
        ("leave in a month, whatever their tenure", percent(leaving_in(table, listed.last_day).a_month, 2)),
        *charges_held(table),
    ]
    for field in ("contract", "segment", "channel"):
        for row in by_word(listed, field).to_dict("records"):
            share = f"{number(row['customers'])} customers, {percent(row['left'])} have left"
            said.append((f"{field} {printable(str(row[field]))}", share))
    return said + reasons_held(table)


def charges_held(table: pd.DataFrame) -> list[tuple[str, str]]:
    """What customers pay a month: those who are there, and everybody listed; nothing where not known."""
    charge = table["charge"]
    if charge.isna().all():
        return []
    said = [("mean charge of everybody listed, those who left too", money(float(charge.mean()), ""))]
    there = charge[~table["left"]]
    if there.notna().any():
        said.insert(0, ("mean charge of those who are there", money(float(there.mean()), "")))
    return said


MOST_REASONS = 5


def reasons_held(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Why customers left, the usual reasons first, and how many say none; nothing where nobody does."""
    told = table["reason"][table["left"]]
    reasons = told[told != ""].value_counts()
    if reasons.empty:
        return []
    said = [
        (f"left because of {printable(str(name))}", number(count))
        for name, count in reasons.head(MOST_REASONS).items()
    ]
    rare, silent = int(reasons[MOST_REASONS:].sum()), int((told == "").sum())
    said += [("left for other reasons", number(rare))] if rare else []
    return said + ([("left, and no reason is told", number(silent))] if silent else [])


def notices_held(listed: CustomerList) -> list[tuple[str, str]]:
    """How many have given notice and are there still; nothing where nobody has."""
    if not listed.on_notice or listed.last_day is None:
        return []
    return [(f"have given notice, and end after {listed.last_day.date()}", number(listed.on_notice))]


def holdings_of_periods(periods: PeriodTable) -> list[tuple[str, str]]:
    """How many periods, and the means of what is known by period."""
    table = periods.table
    said = [(f"{periods.unit}s", number(table["period"].nunique()))]
    by_period = table.groupby("period")[["customers", "won", "lost", "revenue"]].sum(min_count=1).mean()
    said += [
        (f"mean {name} a {periods.unit}", money(float(value), ""))
        for name, value in by_period.dropna().items()
    ]
    if table["churn"].notna().any():
        said.append((f"mean churn a {periods.unit}", percent(float(table["churn"].mean()), 2)))
    return said + [
        (f"mean {name} a {periods.unit}", money(float(table[name].mean()), "")) for name in periods.spending
    ]


def holdings_of_answers(answers: SurveyAnswers) -> list[tuple[str, str]]:
    """How many answers, promoters and detractors, satisfaction, and the most frequent reasons."""
    known = answers.table["answer"].dropna()
    said = [("answers", number(len(answers.table)))]
    if len(known):
        promoters, detractors = float((known >= 9).mean()), float((known <= 6).mean())
        said += [
            ("promoters (9 or 10)", percent(promoters)),
            ("detractors (0 to 6)", percent(detractors)),
            ("net promoter score", number(100.0 * (promoters - detractors), 0, signed=True)),
        ]
    satisfaction = float(answers.table["satisfaction"].mean())
    if answers.scale is not None:
        said.append((f"mean satisfaction, of {answers.scale:g}", number(satisfaction, 2)))
    reasons = answers.table["reason"][answers.table["reason"] != ""].value_counts()
    frequent = reasons[reasons > 1].head(5)
    return said + [(f"reason {printable(str(name))}", number(count)) for name, count in frequent.items()]


def numbers_behind(audit: Audit) -> dict[str, pd.DataFrame]:
    """The tables behind the page, for a spreadsheet."""
    numbers = {"set-aside": pd.concat([table.set_aside for table in audit.tables])}
    for table in audit.tables:
        stem = Path(next(iter(table.understandings))).stem
        if table.file in audit.habits:
            habits = audit.habits[table.file]
            numbers |= {f"{stem}-cohorts": habits.cohorts, f"{stem}-repeats": habits.repeats}
            numbers |= {f"{stem}-months": habits.months, f"{stem}-segments": habits.segments}
        if isinstance(table, CustomerList):
            numbers[f"{stem}-tenure"] = churn_by_tenure(table)
    return numbers
