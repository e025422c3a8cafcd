"""Write the tables of the page "Does it tell the truth?": `python experiments/facts/table.py`.

The classic models are run anew, by the functions of their tests; the stylised facts are read from the
numbers that `python experiments/facts` leaves.
"""

import json
from pathlib import Path
from typing import Any

import classic_results
import plausible
import rungs_explained
from showing import FACTS, FIGURES

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "truth-table.md"


def facts() -> str:
    """The stylised facts: target, result, verdict."""
    lines = ["| stylised fact | target | result | shown |", "| --- | --- | --- | --- |"]
    for name in FACTS:
        fact: dict[str, Any] = json.loads((FIGURES / f"{name}.json").read_text(encoding="utf-8"))
        source = f"{{cite:p}}`{fact['source']}`"
        lines.append(f"| {fact['claim']} {source} | {fact['target']} | {fact['result']} | {fact['holds']} |")
    return "\n".join(lines)


def page() -> str:
    """All tables."""
    return (
        "## Known answers\n\n"
        + classic_results.table()
        + "\n\n## Stylised facts\n\n"
        + facts()
        + "\n\n## Plausible ranges\n\n"
        + plausible.table()
        + "\n\n## The same for every product type\n\n"
        + plausible.table_of_types()
        + "\n\n## Why customers stand where they stand\n\n"
        + rungs_explained.table()
        + "\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
