"""Claims about tables for spreadsheets: no word is run as a formula, and numbers stay what they are."""

import ast
import csv
import io
import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import csv as arrow_csv
from pyarrow import parquet
from worlds import world

import relsim
from relsim.imports import PACKAGE
from relsim.questions.compare.results import save
from relsim.questions.sweep.question import write_sweep_csv
from relsim.report.note import Note, write_note
from relsim.runs.cells import as_word, safe_frame, safe_table

FORMULAS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\n=1",
    "＝1",
    "-2.0+A1",
    "-10% per year",
    "-1\n=1",
    "+1-",
]
HARMLESS = ["-2.0", "+3", "-1e-05", "a=1", "keep", "", "1-2", "'=1", "win-back", "5 %"]


@pytest.mark.parametrize("word", FORMULAS)
def test_words_that_begin_like_formulas_are_written_as_words(word):
    assert as_word(word) == "'" + word.replace("\r", "\n")


@pytest.mark.parametrize("cell", [*HARMLESS, -1, -1.5, None, np.float64(-2), True, pd.Timestamp(0)])
def test_other_cells_stay_as_they_are(cell):
    assert as_word(cell) is cell


def frame():
    words = [*FORMULAS, *HARMLESS]
    return pd.DataFrame(
        {
            "=policy": words,
            "firm": pd.Categorical(words),
            "-amount": -np.arange(len(words)) - 0.5,
            "count": -np.arange(len(words)),
            "day": pd.Timestamp("2025-01-31"),
            "mixed": [None, -1.5, "=x", *[1] * (len(words) - 3)],
        }
    )


def cells_of(text):
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    return head, rows


def test_a_frame_is_safe_and_its_numbers_are_numbers():
    head, rows = cells_of(safe_frame(frame()).to_csv(index=False))
    assert head[:3] == ["'=policy", "firm", "'-amount"]
    assert [row[0] for row in rows] == [row[1] for row in rows]
    assert [row[0] for row in rows][: len(FORMULAS)] == [as_word(word) for word in FORMULAS]
    assert [float(row[2]) for row in rows] == list(frame()["-amount"])
    assert rows[0][4] == "2025-01-31"
    assert [row[5] for row in rows[:3]] == ["", "-1.5", "'=x"]
    assert next(iter(frame().columns)) == "=policy"


def test_an_arrow_table_is_safe_in_the_same_way():
    table = pa.Table.from_pandas(frame().drop(columns="mixed"), preserve_index=False)
    safe = safe_table(table)
    assert safe.column_names[0] == "'=policy"
    assert safe.column(0).to_pylist() == safe.column(1).to_pylist() == [as_word(w) for w in frame()["firm"]]
    assert safe.column(2).equals(table.column(2))
    assert safe_table(table.slice(0, 0)).num_rows == 0
    arrow_csv.write_csv(safe, io.BytesIO())


def test_results_are_safe_and_what_relsim_reads_back_is_what_was_named(tmp_path):
    policies = {"=keep": {}, "@home": {}}
    comparison = relsim.compare(
        world(customers=30, periods=2, policies=policies), replications=1, driver="agents"
    )
    save(comparison, tmp_path)
    written = pd.read_csv(tmp_path / "periods.csv")
    assert set(written["policy"]) == {"'=keep", "'@home"}
    assert (written["profit"].to_numpy() == comparison.periods["profit"].to_numpy()).all()
    assert set(pd.read_parquet(tmp_path / "periods.parquet")["policy"]) == set(policies)


def test_sweeps_and_notes_are_safe(tmp_path):
    table = frame().drop(columns="mixed")
    parquet.write_table(pa.Table.from_pandas(table, preserve_index=False), tmp_path / "t.parquet")
    write_sweep_csv(tmp_path / "t.parquet", tmp_path / "t.csv")
    write_note(Note("t", "s", [], [], [], {"numbers": table}, {}), tmp_path)
    for name in ("t.csv", "numbers.csv"):
        head, rows = cells_of((tmp_path / name).read_text(encoding="utf-8"))
        assert head[0] == "'=policy"
        assert rows[0][:2] == ["'=1+1", "'=1+1"]


WRITES = re.compile(r"\.to_csv\(|write_csv\(|CSVWriter\(|csv\.writer\(|to_excel\(")
MAKES_SAFE = re.compile(r"safe_(frame|table|words)\(")


def unsafe_writers(module):
    """The functions of a module that write a table for spreadsheets, and do not make it safe themselves."""
    text = module.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    bodies = {node.name: ast.get_source_segment(text, node) for node in functions}
    assert len(WRITES.findall(text)) <= sum(len(WRITES.findall(body)) for body in bodies.values()), module
    return {name for name, body in bodies.items() if WRITES.search(body) and not MAKES_SAFE.search(body)}


def test_every_function_that_writes_a_table_for_spreadsheets_makes_it_safe():
    modules = PACKAGE.rglob("*.py")
    assert {path.name: found for path in modules if (found := unsafe_writers(path))} == {}


def test_a_function_that_writes_unsafely_beside_a_safe_one_is_found(tmp_path):
    module = tmp_path / "one.py"
    safe = "def good(table, file):\n    safe_frame(table).to_csv(file)\n"
    module.write_text(f"{safe}\n\ndef bad(table, file):\n    table.to_csv(file)\n")
    assert unsafe_writers(module) == {"bad"}
