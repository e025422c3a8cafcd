"""Figures of an audit: cohorts, repeats, spending, concentration, segments, tenure, periods, answers."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from relsim.questions.audit.habits import Habits, lorenz
from relsim.report.charts import tick
from relsim.report.style import (
    BASELINE_COLOUR,
    FAINT,
    GAIN,
    INK,
    LOSS,
    QUIET,
    RUNG_COLOURS,
    canvas,
    empty,
    panels,
    spread,
    styled,
)
from relsim.report.wording import percent

RAMP = list(RUNG_COLOURS.values())[:-1]
"""Colours from light to dark, as the rungs have them."""

MOST_MONTHS_SHOWN = 24
PART_OF_TOP = 0.2


def shares_along(ax: Axes, along: str, least: float = 0.0) -> Axes:
    """Label an axis of shares, and what they go along."""
    ax.set_xlabel(along)
    ax.set_ylim(least, None)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, 0))
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    return ax


@styled
def cohort_curves(cohorts: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """The share of each cohort that buys, month by month after the first purchase."""
    later = cohorts[cohorts["month"] >= 1]
    if later.empty:
        return empty("the log is too short for cohorts", ax)
    ax = canvas(ax)
    groups = list(later.groupby("cohort", sort=True))
    colours = [RAMP[2 + round(number * 3 / max(1, len(groups) - 1))] for number in range(len(groups))]
    ends = []
    for (_name, rows), colour in zip(groups, colours, strict=True):
        shown = rows[rows["month"] <= MOST_MONTHS_SHOWN]
        ax.plot(
            shown["month"], shown["buying"], color=colour, linewidth=1.6, marker="o" if len(shown) < 3 else ""
        )
        ends.append(float(shown["buying"].iloc[-1]))
    shares_along(ax, "months after the month of the first purchase")
    low, high = ax.get_ylim()
    places = spread(ends, (high - low) * 0.075, low, high)
    for (name, _rows), colour, place in zip(groups, colours, places, strict=True):
        ax.text(
            1.02,
            place,
            name,
            transform=ax.get_yaxis_transform(),
            va="center",
            fontsize=8.5,
            color=colour,
        )
    return ax


@styled
def repeats_by_number(repeats: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """The share of customers who buy again, by how often they have bought."""
    ax = canvas(ax)
    ax.bar(repeats["purchases"], repeats["again"], color=GAIN, width=0.7)
    for number, share in zip(repeats["purchases"], repeats["again"], strict=True):
        ax.annotate(
            percent(share, 0),
            (number, share),
            (0, 2),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            color=QUIET,
        )
    shares_along(ax, "purchases so far")
    ax.set_xticks(repeats["purchases"])
    ax.set_ylim(0.0, 1.1)
    ax.set_yticks([0, 0.25, 0.5, 0.75, 1.0])
    ax.grid(visible=False, axis="x")
    return ax


@styled
def spend_over_months(months: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Spending by month; a month that is cut short is pale."""
    if not months["spend"].abs().sum() > 0.0:
        return empty("the log has no amounts", ax)
    ax = canvas(ax)
    colours = [GAIN if whole else FAINT for whole in months["whole"]]
    ax.bar(np.arange(len(months)), months["spend"], color=colours, width=0.85)
    step = max(1, -(-len(months) // 6))
    ax.set_xticks(np.arange(0, len(months), step))
    ax.set_xticklabels(list(months["month"])[::step])
    ax.yaxis.set_major_formatter(lambda value, _: tick(value, float(np.ptp(ax.get_ylim()))))
    ax.grid(visible=False, axis="x")
    return ax


@styled
def concentration_curve(habits: Habits, ax: Axes | None = None) -> Axes:
    """The share of spending that comes from the customers who spend the most."""
    money = habits.buyers["money"].to_numpy(float)
    if not (money > 0.0).any():
        return empty("the log has no amounts", ax)
    ax = canvas(ax)
    along, shares = lorenz(money)
    ax.fill_between(along, along, shares, color=RAMP[0])
    ax.plot([0, 1], [0, 1], color=FAINT, linewidth=1.0)
    ax.plot(along, shares, color=GAIN, linewidth=1.8)
    top = habits.concentration["top_20"]
    ax.plot([PART_OF_TOP], [top], color=INK, marker="o", markersize=4)
    ax.text(
        PART_OF_TOP + 0.03, top - 0.05, f"best fifth: {percent(top, 0)}", fontsize=8.5, color=INK, va="top"
    )
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(0.0, 1.02)
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, 0))
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, 0))
    ax.set_xlabel("customers, those who spend the most first")
    return ax


@styled
def money_by_segment(segments: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """The share of customers and of spending of each segment of RFM."""
    if segments["money_share"].isna().all():
        return empty("the log has no amounts", ax)
    ax = canvas(ax, 0.9 + 0.3 * len(segments))
    places = np.arange(len(segments))
    ax.barh(places - 0.19, segments["customers_share"], height=0.34, color=BASELINE_COLOUR)
    ax.barh(places + 0.19, segments["money_share"], height=0.34, color=GAIN)
    ax.set_yticks(places)
    ax.set_yticklabels(list(segments["segment"].astype(str)), color=INK)
    ax.set_ylim(len(segments) - 0.4, -0.6)
    ax.xaxis.set_major_formatter(PercentFormatter(1.0, 0))
    ax.grid(visible=False, axis="y")
    row = int(np.argmax(segments[["customers_share", "money_share"]].min(axis=1)))
    for shift, name, colour in ((-0.19, "customers", BASELINE_COLOUR), (0.19, "spending", GAIN)):
        end = float(segments["customers_share" if shift < 0 else "money_share"].iloc[row])
        ax.annotate(
            name,
            (end, row + shift),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=colour,
        )
    ax.set_xlim(0.0, ax.get_xlim()[1] * 1.15)
    return ax


@styled
def who_leaves_when(churn: pd.DataFrame) -> Axes:
    """The share who leave in each month as a customer, above; and the share who stay on, below."""
    if churn.empty:
        return empty("too few customers of known tenure")
    above: Axes
    below: Axes
    above, below = panels(2, 1, height=3.8, sharex=True)[:, 0]
    above.bar(churn["month"], churn["churn"], color=LOSS, width=0.85)
    above.set_title("leave in the month", fontweight="normal", fontsize=9.0, color=QUIET)
    shares_along(above, "")
    above.grid(visible=False, axis="x")
    below.step([0, *churn["month"]], [1.0, *churn["staying"]], where="post", color=GAIN, linewidth=1.8)
    below.set_title("still there", fontweight="normal", fontsize=9.0, color=QUIET)
    shares_along(below, "month as a customer")
    below.set_ylim(0.0, 1.02)
    return below


@styled
def customers_by_period(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """Customers won above the line and lost below it, period by period."""
    sums = table.groupby("period", sort=True)[["won", "lost"]].sum(min_count=1)
    if sums.isna().all(axis=None):
        return empty("the table has no customers won or lost", ax)
    ax = canvas(ax)
    places = np.arange(len(sums))
    ax.bar(places, sums["won"].fillna(0.0), color=GAIN, width=0.8)
    ax.bar(places, -sums["lost"].fillna(0.0), color=LOSS, width=0.8)
    ax.axhline(0.0, color=INK, linewidth=1.0)
    step = max(1, -(-len(sums) // 6))
    ax.set_xticks(places[::step])
    ax.set_xticklabels(list(sums.index)[::step])
    ax.yaxis.set_major_formatter(lambda value, _: tick(abs(value), float(np.ptp(ax.get_ylim()))))
    ax.grid(visible=False, axis="x")
    for name, colour, height, end in (("won", GAIN, 0.98, "top"), ("lost", LOSS, 0.02, "bottom")):
        ax.text(1.01, height, name, transform=ax.transAxes, color=colour, fontsize=8.5, va=end)
    return ax


@styled
def answers_by_score(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """How many gave each answer from 0 to 10: detractors, the passive, promoters."""
    known = table["answer"].dropna().astype(int)
    if known.empty:
        return empty("the table has no answers from 0 to 10", ax)
    ax = canvas(ax, 2.4)
    counts = np.bincount(known, minlength=11)
    ax.bar(np.arange(11), counts, color=[LOSS] * 7 + [FAINT] * 2 + [GAIN] * 2, width=0.8)
    ax.set_xticks(np.arange(11))
    ax.set_xlabel("answer")
    ax.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    ax.grid(visible=False, axis="x")
    return ax
