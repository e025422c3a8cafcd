"""Answers to surveys: how likely people are to recommend, how satisfied they are, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from relsim.evidence.fields import TableKind
from relsim.evidence.files import FileRead, Paths, files_read, rows_in_files, set_aside_in, understandings_of
from relsim.evidence.reading import (
    Evidence,
    ReadColumns,
    RowsOfTable,
    doubts_by_file,
    far_from_all_others,
    nothing_left,
    rows_together,
)

SCALES = (5.0, 7.0, 10.0, 100.0)
"""Upper ends of scales on which satisfaction is asked."""

OFF_SCALE = 0.05
"""Share of answers that may lie above the upper end of a scale, as mistakes."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SurveyAnswers(Evidence):
    """Answers [customer, date, answer: 0 to 10, satisfaction: as asked, reason, segment], by date.

    `scale` is the upper end of the scale on which satisfaction was asked.
    """

    table: pd.DataFrame
    scale: float | None


def read_survey(
    paths: Paths, columns: Mapping[str, str] | None = None, dates: str | None = None
) -> SurveyAnswers:
    """The answers in a file, or in several, such as one for each year: CSV in any dialect, Excel or Parquet.

    `columns` says which column has which meaning, and `dates` whether they are "day-first" or "month-first".
    Raises ScenarioError, with a place in a file, where it holds no answers.
    """
    return answers_in(files_read(paths, columns, TableKind.SURVEY), dates)


def answers_in(files: Sequence[FileRead], dates: str | None = None) -> SurveyAnswers:
    """The answers of files whose columns are understood, satisfaction on the longest scale of all."""
    aside = set_aside_in(files)
    parts = [ReadColumns(source, found, aside, dates) for source, found in files]
    told = [answers_by_row(part) for part in parts]
    scales = {part.source.file: scale for part, (_, scale) in zip(parts, told, strict=True) if scale}
    longest = max(scales.values(), default=None)
    for _, (answers, scale) in zip(parts, told, strict=True):
        answers["satisfaction"] *= 1.0 if scale is None or longest is None else longest / scale
    table = pd.concat([answers for answers, _ in told], ignore_index=True)
    rows = rows_together(parts)
    refuse_answers_twice(rows, table)
    if not rows.good.any():
        raise nothing_left(aside, "answer")
    table = table[rows.good].sort_values("date", kind="stable", ignore_index=True)
    doubts = doubts_by_file({part.source.file: part.doubts for part in parts})
    return SurveyAnswers(
        understandings=understandings_of(files),
        rows=rows_in_files(files),
        set_aside=aside.table,
        doubts=doubts + doubts_about_scales(scales) + doubts_about_answers(table),
        contradictions=[],
        table=table.drop(columns="line"),
        scale=longest,
    )


def answers_by_row(columns: ReadColumns) -> tuple[pd.DataFrame, float | None]:
    """The answers of a file row by row, those set aside included, and the scale of satisfaction."""
    day = columns.days("date")
    columns.refuse(
        far_from_all_others(day, columns.good), "the date lies years from all others", day.astype(str)
    )
    answer = columns.numbers("answer")
    satisfaction = columns.numbers("satisfaction")
    columns.refuse(np.isnan(answer) & np.isnan(satisfaction), "no answer")
    columns.refuse(
        (answer < 0) | (answer > 10), "an answer that is not from 0 to 10", numbers_as_texts(answer)
    )
    columns.refuse(
        (answer % 1 > 0).astype(bool), "an answer that is no whole number", numbers_as_texts(answer)
    )
    scale = scale_of(satisfaction[columns.good])
    if scale is not None:
        off = (satisfaction < 0) | (satisfaction > scale)
        columns.refuse(off, f"a satisfaction that is not from 0 to {scale:g}", numbers_as_texts(satisfaction))
    return table_of_answers(columns, day, answer, satisfaction), scale


def doubts_about_scales(scales: Mapping[str, float]) -> list[str]:
    """That satisfaction was asked on several scales, and brought to one."""
    if len(set(scales.values())) < 2:
        return []
    asked = ", ".join(f"to {scale:g} in {Path(file).name}" for file, scale in scales.items())
    return [
        f"Satisfaction was asked on several scales ({asked}), and is brought to {max(scales.values()):g}."
    ]


def table_of_answers(columns: ReadColumns, day: Any, answer: Any, satisfaction: Any) -> pd.DataFrame:
    """The answers row by row, those set aside included."""
    return pd.DataFrame(
        {
            "line": columns.lines,
            "customer": pd.array(columns.texts("customer"), dtype="str"),
            "date": day.astype("datetime64[s]"),
            "answer": answer,
            "satisfaction": satisfaction,
            "reason": pd.array(columns.texts("reason"), dtype="str"),
            "segment": pd.array(columns.texts("segment"), dtype="str"),
        }
    )


def numbers_as_texts(values: Any) -> Any:
    """Numbers as words [row]."""
    return np.array([f"{value:g}" for value in values], object)


def scale_of(values: Any) -> float | None:
    """The upper end of the scale that nearly all values fit on, or None without values."""
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    if known.max() <= 1.0:
        return 1.0
    return next((one for one in SCALES if (known > one).mean() <= OFF_SCALE), SCALES[-1])


def refuse_answers_twice(rows: RowsOfTable, table: pd.DataFrame) -> None:
    """Set aside further answers of one customer on the same day."""
    good = table[rows.good & (table["customer"] != "").to_numpy() & table["date"].notna().to_numpy()]
    again = good.duplicated(["customer", "date"])
    which = table["line"].isin(good["line"][again]).to_numpy()
    rows.refuse(
        which, "a further answer of the same customer on that day", table["customer"].to_numpy(object)
    )


def doubts_about_answers(table: pd.DataFrame) -> list[str]:
    """What answers do not tell."""
    said = [
        "Who did not answer is not here: those who answer tend to be more attached, or angrier, "
        "than the others; `survey` in a scenario says by how much, and relsim fit weighs answers by it."
    ]
    named = table["customer"] != ""
    if not named.any():
        said.append("The answers name no customers, so they cannot be held against what customers did.")
    if table["answer"].notna().any() and table["answer"].max() <= 5.0 and len(table) > 20:
        said.append(
            "No answer is above 5: were they given on a scale of five points, they are no answers from "
            "0 to 10."
        )
    return said
