"""The columns of every table, taken from tables made of an empty market."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

import relsim
from generating import words
from generating.markdown import code, table
from relsim.market.columns import TALLY, blank_columns
from relsim.measures.cohorts import cohorts_table, tenure_table
from relsim.measures.customers import customers_table
from relsim.measures.lift import RESPONSES, lift_table, responses_to_policy
from relsim.measures.measure import HEADLINES
from relsim.measures.portfolio import concentration_table, profitability_table
from relsim.measures.profit_parts import PARTS
from relsim.measures.records import Records, flows_table, ladder_table, periods_table
from relsim.measures.segments import segments_table
from relsim.report.shifts import COLUMNS_OF_SHIFTS
from relsim.scenario.scenario import Scenario
from relsim.statistics.paired import difference_of

HEAD = """# Tables

Every table is tidy: one row for one thing, snake_case columns. Money is in whole units of the
scenario's currency. A value that could not be measured, such as a mean over nobody, is empty; the period of
something that has never happened is -30000.

`result.periods` and the file `periods.parquet` are the same table; so it is with the others. For
spreadsheets, `periods.csv`, `outcomes.csv` and `customers.csv` lie beside them (of the last as many customers
as a sheet can hold), and `results.xlsx` has the answer, every measure, a year's books and all outcomes.

The CSV files have commas between cells and points in numbers. Where spreadsheets write a comma in numbers,
as in most of Europe, open `results.xlsx`, or import the CSV file as English (United States).
"""
KINDS = {"i": "whole number", "u": "whole number", "f": "number", "O": "word"}


def page() -> str:
    """The page of tables."""
    one = np.zeros((1, 1, 1), TALLY)
    records = Records(one, ["as is"], [0], ["firm"])
    empty = {"title": "Empty", "period": "year", "periods": 1, "firms": {"firm": {"price": 1}}}
    scenario = Scenario.model_validate(empty)
    customers = customers_table(blank_columns(1, 1), scenario)
    small = relsim.load("leaky-bucket").changed({"periods": 1}).scaled_to(20)
    seen = relsim.run(small, driver="agents")
    return "\n".join(
        (
            HEAD,
            "## periods\n\nOne row per replication, policy, period and firm.\n",
            columns(periods_table(records), words.column),
            "## ladder\n",
            "One row per replication, policy, period, firm and rung. The rungs sum to the market.\n",
            columns(ladder_table(records), lambda name: LADDER.get(name) or words.column(name)),
            "## flows\n",
            "One row per move from rung to rung that happened; those who stayed are not listed.\n",
            columns(flows_table(records), lambda name: FLOWS.get(name) or words.column(name)),
            "## rungs\n",
            "One row per replication, policy, firm and rung: sums of which measures are made.\n",
            columns(seen.rungs, words.rung_sum),
            "## moves\n",
            "One row per replication, policy, year, firm and two rungs: where those who stood on one when "
            "the year began stand at its end, those who stayed included. In a run of more than ten years "
            "several are taken together.\n",
            columns(seen.moves, lambda name: words.MOVES.get(name) or words.column(name)),
            "## customers\n",
            "One row per customer and firm at the end of the first replication. A comparison adds "
            "the column `policy`.\n",
            columns(customers, words.relationship),
            "## outcomes\n",
            "One row per replication, policy and firm. Conventions are in "
            "[comparing policies](../explanation/comparison.md). Headline measures come first: "
            f"{', '.join(map(code, HEADLINES))}. Every column but the first three is one of the "
            "[measures](measures.md).\n",
            "## differences\n",
            "`comparison.differences` has one row per policy and measure, for the firm in focus.\n",
            differences(),
            "## rung measures\n",
            "`result.rung_measures`, and `table` of what `relsim.ladder` returns, have one row per policy, "
            "firm, rung and measure, with the columns `mean`, `low` and `high`: the mean, and the 95 % "
            "interval over replications. What each is stands among the [measures](measures.md).\n",
            "## shifts\n",
            "`comparison.shifts`, and `shifts` of what `relsim.ladder` returns, have one row per policy and "
            "step from rung to rung that anybody took.\n",
            named(COLUMNS_OF_SHIFTS, words.SHIFTS.get),
            "## why\n",
            "`comparison.why(policy)` has one row per part of the difference in profit from the baseline, "
            "with the columns `policy`, `part`, `difference`, `low` and `high` as above. The parts add up "
            "to `profit`.\n",
            named(PARTS, words.part),
            "## lift\n",
            "`comparison.lift(policy, by)` has one row per response, and per rung, segment or cohort where "
            "`by` names one. `relsim.measures.lift` says how they are told apart.\n",
            columns(lift_table(responses_to_policy(customers, customers, 12), "response"), words.lift),
            "The responses:\n",
            named(RESPONSES, words.RESPONSES.get),
            *derived(records, customers, scenario),
        )
    )


def named(names: Iterable[str], meaning: Callable[[str], str | None]) -> str:
    """Names and what they mean."""
    return table(("Name", "Meaning"), [(code(name), meaning(name) or "") for name in names])


DERIVED = """## Tables made of tables

Results have these as properties; they are not stored. Tables of customers are about the first replication.
"""


def derived(records: Records, customers: pd.DataFrame, scenario: Scenario) -> list[str]:
    """The tables that results make of those they hold."""
    periods = periods_table(records)
    bought = customers.assign(revenue=1.0, purchases=1, first_at=0, last_purchase=0)
    made = {
        "tenures": tenure_table(periods, scenario.period),
        "cohorts": cohorts_table(periods, scenario),
        "concentration": concentration_table(bought),
        "segments": segments_table(bought, scenario),
        "profitability": profitability_table(bought, scenario),
    }
    return [DERIVED, *(f"### {name}\n\n{columns(table, words.derived)}" for name, table in made.items())]


LADDER = {"customers": "People on the rung at the end of the period."}
FLOWS = {"customers": "How many made the move in the period."}


def columns(frame: pd.DataFrame, meaning: Callable[[str], str]) -> str:
    """The columns of a table."""
    rows = [(code(str(name)), kind(frame[name].dtype), meaning(str(name))) for name in frame]
    return table(("Column", "Type", "Meaning"), rows)


def kind(dtype: Any) -> str:
    """The type of a column in words."""
    return KINDS.get(getattr(dtype, "kind", "O"), "word")


def differences() -> str:
    """The columns of the table of differences."""
    names = ["policy", "measure", *difference_of(np.zeros(2), np.zeros(2))]
    return table(("Column", "Meaning"), [(code(name), words.DIFFERENCES.get(name, "")) for name in names])
