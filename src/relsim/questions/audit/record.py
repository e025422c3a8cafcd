"""An audit as JSON: what every column was taken for, every row set aside with its line, contradictions."""

import json
import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from relsim.evidence.customers import CustomerList
from relsim.evidence.leaving import leaving_in
from relsim.evidence.periods import PeriodTable
from relsim.evidence.reading import Evidence
from relsim.evidence.survey import SurveyAnswers
from relsim.evidence.transactions import PurchaseLog
from relsim.questions.audit.earlier_tables import TABLES_BEHIND
from relsim.questions.audit.habits import Habits
from relsim.questions.audit.question import Audit


def audit_as_json(audit: Audit, numbers: Sequence[str] = ()) -> str:
    """An audit as JSON for people and programs to read, with the names of the tables behind it."""
    content = {
        "tables": [table_as_data(table, audit.habits.get(table.file)) for table in audit.tables],
        "contradictions": audit.contradictions,
        "contract": {"has_contract": audit.contract.has_contract, "why": audit.contract.why},
        TABLES_BEHIND: sorted(numbers),
    }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def table_as_data(table: Evidence, habits: Habits | None) -> dict[str, Any]:
    """What is known of one table."""
    return {
        "file": table.file,
        "files": list(table.understandings),
        "kind": str(table.understanding.kind),
        "rows": table.rows,
        "columns": [
            {
                **of_file(table, file),
                "column": one.column,
                "taken_for": one.field,
                "why": one.why or "not used",
            }
            for file, understood in table.understandings.items()
            for one in understood.columns
        ],
        "set_aside": {"rows": len(table.unused), "reasons": reasons_as_data(table, table.unused)},
        "taken_off": {"rows": len(table.taken_off), "reasons": reasons_as_data(table, table.taken_off)},
        "doubts": table.doubts,
        "contradictions": table.contradictions,
        "summary": {name: number_or_none(value) for name, value in summary_of(table, habits).items()},
    }


def of_file(table: Evidence, file: str) -> dict[str, str]:
    """Of which file something is told, where a table has several."""
    return {"file": file} if len(table.understandings) > 1 else {}


def reasons_as_data(table: Evidence, set_aside: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows set aside, by file and reason: their lines, and the value that stood in each."""
    return [
        {
            **of_file(table, file),
            "reason": reason,
            "lines": rows["line"].tolist(),
            "values": [str(value) for value in rows["value"]],
        }
        for (file, reason), rows in set_aside.groupby(["file", "reason"], sort=False)
    ]


def summary_of(table: Evidence, habits: Habits | None) -> dict[str, Any]:
    """The figures of a table that a fit begins with."""
    if isinstance(table, PurchaseLog) and habits is not None:
        return {
            "customers": len(habits.buyers),
            "purchases": len(table.table),
            "first_day": table.first_day.date().isoformat(),
            "last_day": table.last_day.date().isoformat(),
            "spend": float(table.table["amount"].sum()) if table.table["amount"].notna().any() else None,
            "returned": table.returned,
            "bought_again": float(habits.repeats["again"].iloc[0]),
            **habits.concentration,
        }
    if isinstance(table, CustomerList):
        return {
            "customers": int(table.table["customer"].nunique()),
            "left": int(table.table["left"].sum()),
            "on_notice": table.on_notice,
            "last_day": None if table.last_day is None else table.last_day.date().isoformat(),
            "churn_a_month": leaving_in(table.table, table.last_day).a_month,
            "charge_of_those_there": float(table.table["charge"][~table.table["left"]].mean()),
            "charge": float(table.table["charge"].mean()),
            "left_without_a_reason": without_a_reason(table),
        }
    if isinstance(table, PeriodTable):
        return {
            "unit": table.unit,
            "periods": int(table.table["period"].nunique()),
            "spending": table.spending,
        }
    if isinstance(table, SurveyAnswers):
        return {"answers": len(table.table), "mean_answer": float(table.table["answer"].mean())}
    return {}


def without_a_reason(listed: CustomerList) -> int | None:
    """How many left for a reason that is not told; None where the list tells no reasons."""
    told = listed.table["reason"][listed.table["left"]]
    return int((told == "").sum()) if (told != "").any() else None


def number_or_none(value: Any) -> Any:
    """A value that JSON knows: none in place of what is no number."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
