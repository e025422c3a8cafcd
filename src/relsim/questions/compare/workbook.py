"""Results as a workbook: the answer, all measures, a year's books, every outcome."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from xlsxwriter.utility import xl_rowcol_to_cell

from relsim.measures.measure import MEASURES
from relsim.questions.compare.subject import Subject
from relsim.report.table import with_unit
from relsim.report.workbook import WORKBOOK_FILE, Formula, Sheet, sheet_of_sentences, write_workbook

OUTCOMES_SHEET = "Outcomes"
BEFORE_MEASURES = ("policy", "replication")


def write_results_workbook(subject: Subject, sentences: list[str], scope: str, folder: Path) -> Path:
    """Write `results.xlsx` into a folder: what is said there stands first, the numbers behind it follow."""
    sheets = [
        answer_sheet(subject, sentences, scope),
        means_sheet(subject),
        statement_sheet(subject),
        outcomes_sheet(subject),
        meanings_sheet(subject),
    ]
    return write_workbook(sheets, folder / WORKBOOK_FILE)


def answer_sheet(subject: Subject, sentences: list[str], scope: str) -> Sheet:
    """The answer in sentences, and where the rest is found."""
    scenario = subject.scenario
    lines = [scope, "", *sentences, "", *WHERE]
    return sheet_of_sentences("Answer", scenario.report.title or scenario.title, lines)


WHERE = (
    f"Measures: means over all replications, worked out from {OUTCOMES_SHEET}; differences from the "
    "baseline.",
    "Books: a year's profit and loss, line by line; costs are negative.",
    f"{OUTCOMES_SHEET}: one row for each policy and replication. Measure by measure explains every column.",
    "outcomes.csv has those of every firm, customers.csv the customers of the first replication.",
)
"""What the other sheets are."""


def means_sheet(subject: Subject) -> Sheet:
    """The mean of every measure under every policy, and its difference from the baseline, as formulas."""
    titles, base = list(subject.titles.values()), subject.policies.index(subject.baseline)
    others = [place for place in range(len(titles)) if place != base]
    heads = ["measure", *titles, *(f"{titles[place]}: difference" for place in others)]
    kinds = [measure.kind for measure in MEASURES.values()]
    widths = (44, *[16] * (len(heads) - 1))
    return Sheet("Measures", heads, means_rows(subject, base, others), kind_of_row=kinds, widths=widths)


def means_rows(subject: Subject, base: int, others: list[int]) -> Iterator[list[Any]]:
    """A row of formulas for each measure: means of columns of the outcomes, and differences of the means."""
    replications = subject.results.replications
    for number, name in enumerate(MEASURES):
        column, row = number + len(BEFORE_MEASURES), number + 1
        means = [mean_known(values) for values in subject.values(name).T]
        cells: list[Any] = [with_unit(name, subject.currency)]
        for place, mean in enumerate(means):
            first = xl_rowcol_to_cell(1 + place * replications, column)
            last = xl_rowcol_to_cell((1 + place) * replications, column)
            cells.append(Formula(f'IFERROR(AVERAGE({OUTCOMES_SHEET}!{first}:{last}),"")', mean))
        for place in others:
            ours, theirs = (xl_rowcol_to_cell(row, 1 + which) for which in (place, base))
            cells.append(Formula(f'IFERROR({ours}-{theirs},"")', means[place] - means[base]))
        yield cells


def mean_known(values: Any) -> float:
    """The mean of what could be measured; NaN where nothing could be."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def statement_sheet(subject: Subject) -> Sheet:
    """Profit and loss of a year under every policy; profit is the sum of the lines above it."""
    table = subject.statement
    lines = table[subject.policies].drop("profit")
    rows: list[list[Any]] = [[str(line), *lines.loc[line].tolist()] for line in lines.index]
    total: list[Any] = ["profit"]
    for column, policy in enumerate(subject.policies, 1):
        first, last = xl_rowcol_to_cell(1, column), xl_rowcol_to_cell(len(lines), column)
        total.append(Formula(f"SUM({first}:{last})", float(table.loc["profit", policy])))
    heads = [f"a year, {subject.currency}", *subject.titles.values()]
    widths = (44, *[16] * len(subject.policies))
    return Sheet("Books", heads, [*rows, total], kind_of_row=["money"] * (len(rows) + 1), widths=widths)


def outcomes_sheet(subject: Subject) -> Sheet:
    """Every measure of the firm in every replication under every policy."""
    columns = np.stack([subject.values(name) for name in MEASURES], axis=2)
    heads = [*BEFORE_MEASURES, *(with_unit(name, subject.currency) for name in MEASURES)]
    rows = (
        [subject.title(policy), replication, *columns[replication, place].tolist()]
        for place, policy in enumerate(subject.policies)
        for replication in range(len(columns))
    )
    kinds = ["words", "words", *(measure.kind for measure in MEASURES.values())]
    return Sheet(OUTCOMES_SHEET, heads, rows, kinds, widths=(28, 12, *[16] * len(MEASURES)))


def meanings_sheet(subject: Subject) -> Sheet:
    """What every measure is, its unit, and how it is worked out."""
    rows = (
        [with_unit(name, subject.currency), name, one.unit, one.meaning, one.formula]
        for name, one in MEASURES.items()
    )
    heads = ["measure", "column in outcomes.csv", "unit", "what it is", "how it is worked out"]
    return Sheet("Measure by measure", heads, rows, ["words"] * 5, widths=(44, 26, 20, 90, 90))
