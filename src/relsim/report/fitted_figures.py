"""Figures of tables that a market was fitted to, as the fit has left them beside the market's file."""

import json
from pathlib import Path
from typing import Any

from relsim.report.figure_words import amount_in_words
from relsim.report.table import Table
from relsim.report.wording import capitalised, percent, to_digits
from relsim.runs.hashes import FILES, strangers
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.evident import EVIDENT

FIT_FIGURES = "fit.json"
"""The file in which a fit keeps what came of every value and figure, beside the market that it has fitted."""

OF_TABLES = ("transactions", "customers", "periods", "survey")
"""Where figures are from that nobody has typed in."""

MOST_FITTED_SHOWN = 12
"""How many of these figures a report shows; the page of the fit has all."""

HOW_FITTED = (
    "Figures that the fit has made of tables. Before and after are the middle of what markets give before "
    "the fit and after it; reachable says whether any values in the ranges give the figure. "
)


def figures_fitted(scenario: Scenario) -> list[dict[str, Any]]:
    """What a fit says of each figure from tables; nothing where the market is not as it was fitted."""
    file = Path(scenario.document.place(()).file)
    try:
        told = json.loads((file.parent / FIT_FIGURES).read_text(encoding="utf-8"))
        if file.name not in told[FILES] or strangers(file.parent, told, [file.name]):
            return []
        return [one for one in told["evidence"] if str(one["source"]).split(",")[0] in OF_TABLES]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def table_of_fitted(scenario: Scenario) -> list[Table]:
    """The figures of tables that a market was fitted to, those out of reach first; none without a fit."""
    figures = sorted(figures_fitted(scenario), key=lambda one: bool(one["reachable"]))
    if not figures:
        return []
    rows = [
        [
            capitalised(str(one["evidence"]).replace("_", " ")),
            str(one["source"]),
            *(amount_fitted(one, value) for value in (one["data"], one["before"][1], one["after"][1])),
            "yes" if one["reachable"] else "no",
        ]
        for one in figures[:MOST_FITTED_SHOWN]
    ]
    rest = len(figures) - len(rows)
    more = f"{rest} more {'is' if rest == 1 else 'are'} in fit.html." if rest else "fit.html has the spans."
    heads = ["figure", "from", "data", "before", "after", "reachable"]
    return [Table("What tables told, and what the fitted market gives", heads, rows, HOW_FITTED + more)]


def amount_fitted(figure: dict[str, Any], value: float) -> str:
    """A value of a figure, a share in percent."""
    measure = str(figure["evidence"]).partition(",")[0].partition(" of ")[0]
    if measure in EVIDENT:
        return amount_in_words(value, measure)
    return percent(value) if "share" in str(figure["evidence"]) else to_digits(value)
