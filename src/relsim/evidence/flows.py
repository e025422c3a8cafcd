"""Whether flows fit stocks: who was there, plus who was won, less who was lost, is who is there."""

from typing import Any

import numpy as np
import pandas as pd

from relsim.evidence.rows_set_aside import SetAside

AGREES = 0.005
"""Share of the customers by which stocks and flows may differ, for rounding."""

MANY = 5
"""How many rows of a kind are told one by one."""


def contradictions_of_flows(table: pd.DataFrame, unit: str, aside: SetAside) -> list[str]:
    """What in numbers by period does not go together, with the line and the figure that would fit."""
    said: list[str] = []
    for line, rows in table.groupby("line"):
        of_line = f" of {line}" if line else ""
        numbers = {
            name: rows[name].to_numpy(float) for name in ("customers", "opening", "won", "lost", "churn")
        }
        lines, periods = aside.told(rows["line_of_file"]), rows["period"].to_numpy(object)
        follows = follows_the_last(rows["number"].to_numpy(), unit)
        said += stocks_against_flows(numbers, lines, periods, follows, of_line)
        said += more_lost_than_there_were(numbers, lines, of_line)
        said += churn_against_flows(numbers, lines, unit, of_line)
    return said


def follows_the_last(numbers: Any, unit: str) -> Any:
    """Whether each period comes right after the one before [period]."""
    follows = np.concatenate([[False], np.diff(numbers) == 1]) | (unit == "week")
    follows[0] = False
    return follows


def stocks_against_flows(
    numbers: dict[str, Any], lines: Any, periods: Any, follows: Any, of_line: str
) -> list[str]:
    """Customers that are not those before, plus won, less lost."""
    customers, won, lost = numbers["customers"], numbers["won"], numbers["lost"]
    before = numbers["opening"].copy()
    open_rows = np.isnan(before) & follows
    before[open_rows] = np.roll(customers, 1)[open_rows]
    if np.isnan(customers).all():
        # Only the opening numbers are known: those of the next row are the closing ones of this.
        customers = np.append(numbers["opening"][1:], np.nan)
        customers[:-1][~follows[1:]] = np.nan
    shift = before + won - lost
    off = np.abs(customers - shift)
    bad = off > np.maximum(AGREES * np.abs(customers), 1.0)
    said = []
    for row in np.flatnonzero(bad)[:MANY]:
        fitting_lost = before[row] + won[row] - customers[row]
        hint = (
            f"; or {fitting_lost:,.0f} lost"
            if fitting_lost >= 0
            else f"; or {lost[row] - fitting_lost + won[row]:,.0f} won"
        )
        said.append(
            f"{periods[row]}{of_line} ({lines[row]}): {before[row]:,.0f} customers + "
            f"{won[row]:,.0f} won - {lost[row]:,.0f} lost make {shift[row]:,.0f}, not "
            f"{customers[row]:,.0f}; {shift[row]:,.0f} customers would fit{hint}."
        )
    if bad.sum() > MANY:
        said.append(
            f"In {int(bad.sum() - MANY)} more periods{of_line} customers do not fit those won and lost."
        )
    return said


def more_lost_than_there_were(numbers: dict[str, Any], lines: Any, of_line: str) -> list[str]:
    """More lost than there were and were won."""
    before = np.where(np.isnan(numbers["opening"]), np.roll(numbers["customers"], 1), numbers["opening"])
    before[0] = numbers["opening"][0]
    bad = numbers["lost"] > before + np.nan_to_num(numbers["won"])
    begins = np.char.replace(lines, "line", "Line", count=1)
    return [
        f"{begins[row]}{of_line}: {numbers['lost'][row]:,.0f} lost, but there were only {before[row]:,.0f}."
        for row in np.flatnonzero(bad)[:MANY]
    ]


def churn_against_flows(numbers: dict[str, Any], lines: Any, unit: str, of_line: str) -> list[str]:
    """A churn that is not the share lost; three times that where it is of a quarter, in a table of months."""
    before = np.where(np.isnan(numbers["opening"]), np.roll(numbers["customers"], 1), numbers["opening"])
    before[0] = numbers["opening"][0]
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        share = numbers["lost"] / before
        ratio = numbers["churn"] / share
    known = np.isfinite(ratio) & np.isfinite(share) & (share > 0.0)
    if known.sum() < 2:
        return []
    usual = float(np.median(ratio[known]))
    for times, given, meant in ((3.0, "month", "quarter"), (12.0, "month", "year"), (4.0, "quarter", "year")):
        if unit == given and 0.8 * times <= usual <= 1.15 * times:
            return [
                f"The churn{of_line} is {usual:.1f} times the share lost in a {given}: it is that of a "
                f"{meant}. {np.median(share[known]):.2%} a {given} would fit."
            ]
        if unit == meant and 0.8 / times <= usual <= 1.15 / times:
            return [
                f"The churn{of_line} is {usual:.2f} times the share lost in a {meant}: it is that of a "
                f"{given}. {np.median(share[known]):.2%} a {meant} would fit."
            ]
    bad = known & (np.abs(numbers["churn"] - share) > np.maximum(0.1 * share, 0.0015))
    if not bad.any():
        return []
    row = int(np.flatnonzero(bad)[0])
    return [
        f"In {int(bad.sum())} periods{of_line} the churn is not the share lost, the first in "
        f"{lines[row]}: {numbers['churn'][row]:.2%}, where {share[row]:.2%} would fit."
    ]
