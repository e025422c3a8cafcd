"""Figures of people: what brings them, what drives them away, how long they stay, what they say."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from relsim.measures.cohorts import tenure_table
from relsim.measures.records import share_of
from relsim.questions.compare.figures.spans import Span, by_span, per_year, span_for
from relsim.report.charts import lines_by_policy, rows_of_bars
from relsim.report.style import empty, styled
from relsim.vocabulary import TENURE_YEARS, Channel, Reason, column_name, word

CHANNELS = {f"acquired_by_{column_name(channel)}": word(channel) for channel in tuple(Channel)[1:]}
REASONS = {f"lost_to_{column_name(reason)}": word(reason) for reason in tuple(Reason)[1:]}


def _counts(periods: pd.DataFrame, names: Mapping[str, str], firm: str, period: str) -> pd.DataFrame:
    """Customers a year [name, policy], the most frequent first, what never happens left out."""
    counts = per_year(periods, list(names), firm, period).T.rename(index=dict(names))
    counts = counts[counts.max(axis=1) > 0.0]
    return counts.loc[counts.mean(axis=1).sort_values(ascending=False, kind="stable").index]


@styled
def channels_by_policy(
    periods: pd.DataFrame,
    *,
    firm: str,
    colours: Mapping[str, str],
    period: str = "month",
    ax: Axes | None = None,
) -> Axes:
    """Customers won a year through each channel under each policy."""
    counts = _counts(periods, CHANNELS, firm, period)
    words = "nobody was won in this run"
    return rows_of_bars(counts, colours=colours, unit="customers won a year", ax=ax, if_empty=words)


@styled
def reasons_by_policy(
    periods: pd.DataFrame,
    *,
    firm: str,
    colours: Mapping[str, str],
    period: str = "month",
    ax: Axes | None = None,
) -> Axes:
    """Customers lost a year for each reason under each policy."""
    counts = _counts(periods, REASONS, firm, period)
    words = "nobody left in this run"
    return rows_of_bars(counts, colours=colours, unit="customers lost a year", ax=ax, if_empty=words)


def retention_of_tenure(periods: pd.DataFrame, *, firm: str, period: str) -> pd.DataFrame:
    """Yearly retention in % [year of tenure, policy], all replications pooled."""
    rows = tenure_table(periods, period)
    return 100.0 * rows[rows["firm"] == firm].pivot(index="year", columns="policy", values="retention")


@styled
def retention_by_tenure(
    periods: pd.DataFrame,
    *,
    firm: str,
    colours: Mapping[str, str],
    period: str = "month",
    ax: Axes | None = None,
) -> Axes:
    """Share of customers kept for another year, by how long they have been customers."""
    kept = retention_of_tenure(periods, firm=firm, period=period)
    if not kept.notna().any(axis=None):
        return empty("there were no customers to keep in this run", ax)
    ax = lines_by_policy(
        kept, colours=colours, unit="% kept for another year", along="year as a customer", ax=ax
    )
    ax.set_xticks(range(1, TENURE_YEARS + 1))
    ax.set_xticklabels([*map(str, range(1, TENURE_YEARS)), f"{TENURE_YEARS}+"])
    return ax


def _over_time(periods: pd.DataFrame, columns: list[str], firm: str, span: Span) -> dict[str, pd.DataFrame]:
    """Totals of columns in each span, by policy."""
    policies = list(periods["policy"].unique())
    return {policy: by_span(periods, span, columns, firm, policy) for policy in policies}


@styled
def promoters_over_time(
    periods: pd.DataFrame,
    *,
    firm: str,
    colours: Mapping[str, str],
    period: str = "month",
    ax: Axes | None = None,
) -> Axes:
    """Net promoter score in each year under each policy."""
    span = span_for(period, int(periods["period"].max()) + 1)
    columns = ["promoters", "passives", "detractors"]
    totals = _over_time(periods, columns, firm, span)
    scores = {
        policy: 100.0 * share_of(rows["promoters"] - rows["detractors"], rows.sum(axis=1))
        for policy, rows in totals.items()
    }
    spans = next(iter(totals.values())).index
    table = pd.DataFrame(scores, index=spans)
    return lines_by_policy(
        table,
        colours=colours,
        unit="net promoter score, points",
        along=span.unit,
        ax=ax,
        if_empty="nobody was asked whether they would recommend the firm",
    )


@styled
def satisfaction_over_time(
    periods: pd.DataFrame,
    *,
    firm: str,
    colours: Mapping[str, str],
    period: str = "month",
    ax: Axes | None = None,
) -> Axes:
    """Mean satisfaction of customers, from 0 to 100, under each policy."""
    span = span_for(period, int(periods["period"].max()) + 1)
    weighted = periods[["policy", "firm", "replication", "period", "customers"]].assign(
        felt=periods["satisfaction"].fillna(0.0) * periods["customers"]
    )
    totals = _over_time(weighted, ["felt", "customers"], firm, span)
    means = {policy: 100.0 * share_of(rows["felt"], rows["customers"]) for policy, rows in totals.items()}
    table = pd.DataFrame(means, index=next(iter(totals.values())).index)
    return lines_by_policy(
        table,
        colours=colours,
        unit="mean satisfaction, 0 to 100",
        along=span.unit,
        ax=ax,
        if_empty="there were no customers who could be satisfied in this run",
    )
