"""Figures of several panels, composed for one report; None where there is nothing to draw."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from relsim.measures.measure import headlines_by
from relsim.questions.compare.figures.ladder import (
    ALONE,
    BESIDE,
    bucket_flows,
    ladder_over_time,
    policy_title,
)
from relsim.questions.compare.figures.money import profit_and_loss, profit_bridge, profit_by_tenth
from relsim.questions.compare.figures.policies import differences_from_baseline
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.why import profit_changes
from relsim.report.alluvial import year_by_year
from relsim.report.style import empty, lines_in, panels

Drawing = Callable[[Subject], Axes | None]


def differences(subject: Subject) -> Axes | None:
    """Four small panels, one for each headline measure."""
    if not subject.is_comparison:
        return None
    names = map(subject.title, subject.challengers)
    height = 2.2 + 2.0 * max(0.36, 0.12 + 0.15 * lines_in(names)) * len(subject.challengers)
    grid = panels(2, 2, height)
    for place, (measure, ax) in enumerate(zip(headlines_by(subject.measure), grid.flat, strict=True)):
        differences_from_baseline(
            subject.differences.rename(index=subject.titles, level="policy"),
            measure,
            baseline=subject.title(subject.baseline),
            colours=colours_by_title(subject),
            currency=subject.currency,
            ax=ax,
            named=place % 2 == 0,
        )
    return grid[0, 0]  # type: ignore[no-any-return]


def ladder(subject: Subject) -> Axes | None:
    """The ladder under the baseline and under its closest rival."""
    grid = stacked_panels(subject)
    for policy, ax in zip(subject.pair, grid.flat, strict=True):
        ladder_over_time(
            subject.table("ladder"),
            firm=subject.firm,
            policy=policy,
            period=subject.scenario.period,
            ax=ax,
        )
        ax.set_ylabel("customers")
        title(ax, policy, subject)
    same_heights(list(grid.flat))
    return grid[0, 0]  # type: ignore[no-any-return]


def years(subject: Subject) -> Axes | None:
    """The ladder from year to year under the baseline and under its closest rival."""
    return year_by_year(
        subject.table("moves"),
        firm=subject.firm,
        colours=subject.colours,
        policies={policy: subject.title(policy) for policy in subject.pair},
        period=subject.scenario.period,
    )


def bucket(subject: Subject) -> Axes | None:
    """Won and lost under the baseline and under its closest rival."""
    grid = stacked_panels(subject)
    for policy, ax in zip(subject.pair, grid.flat, strict=True):
        bucket_flows(
            subject.table("periods"),
            firm=subject.firm,
            policy=policy,
            period=subject.scenario.period,
            ax=ax,
        )
        ax.set_ylabel("lost ← customers → won")
        title(ax, policy, subject)
    same_heights(list(grid.flat))
    return grid[0, 0]  # type: ignore[no-any-return]


def stacked_panels(subject: Subject) -> Any:
    """Panels one above the other for the baseline and its closest rival; room for one of a run."""
    return panels(len(subject.pair), 1, 4.5 if subject.is_comparison else 3.0, sharex=True)


def title(ax: Axes, policy: str, subject: Subject) -> None:
    """Name the policy above a panel where there is more than one."""
    if subject.is_comparison:
        policy_title(ax, subject.title(policy), subject.colours[policy])
    if not ax.get_subplotspec().is_last_row():  # type: ignore[union-attr]
        ax.set_xlabel("")


def same_heights(axes: list[Axes]) -> None:
    """Give panels that are read together the same vertical range."""
    ends = [ax.get_ylim() for ax in axes if ax.axison]
    if not ends:
        return
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    for ax in axes:
        ax.set_ylim(low, high)


def money_panel(subject: Subject) -> Axes | None:
    """The statement, or the parts of what policies change in profit."""
    if subject.is_comparison:
        return bridges(profit_changes(subject), subject)
    own, colours, currency = subject.baseline, subject.colours, subject.currency
    return profit_and_loss(subject.statement, policy=own, colours=colours, currency=currency)


def bridges(changes: pd.DataFrame, subject: Subject) -> Axes:
    """One bridge from the baseline's profit for each policy, all to the same scale."""
    columns = min(2, len(subject.challengers))
    rows = -(-len(subject.challengers) // columns)
    above = lines_in(map(subject.title, subject.challengers), BESIDE if columns > 1 else ALONE)
    height = 0.5 + rows * (0.43 + 0.17 * above + 0.2 * len(changes))
    grid = panels(rows, columns, height, sharey=True)
    unit = f"{subject.currency} a year"
    for policy, ax in zip(subject.challengers, grid.flat, strict=False):
        profit_bridge(changes[policy], colour=subject.colours[policy], unit=unit, ax=ax)
        policy_title(ax, subject.title(policy), subject.colours[policy])
        below = ax.get_subplotspec().colspan.start + columns * (ax.get_subplotspec().rowspan.stop)
        if below < len(subject.challengers):
            ax.set_xlabel("")
            ax.tick_params(labelbottom=False)
    ends = [ax.get_xlim() for ax in grid.flat[: len(subject.challengers)]]
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    for place, ax in enumerate(grid.flat):
        ax.set_xlim(low, high)
        ax.set_visible(place < len(subject.challengers))
    return grid[0, 0]  # type: ignore[no-any-return]


def value_panel(subject: Subject) -> Axes | None:
    """Profit per customer by tenth under the baseline and under its closest rival."""
    money = ["revenue", "profit"]
    if all(subject.buyers(money, policy).empty for policy in subject.policies):
        return empty("nobody bought in the first replication")
    grid = panels(1, len(subject.pair), 2.9, sharey=True)
    for policy, ax in zip(subject.pair, grid.flat, strict=True):
        customers, colour = subject.buyers(money, policy), subject.colours[policy]
        named = subject.title(policy)
        profit_by_tenth(
            customers.assign(policy=named), policy=named, colour=colour, currency=subject.currency, ax=ax
        )
        if not subject.is_comparison:
            ax.set_title("", loc="left")
    for ax in grid.flat[1:]:
        ax.set_ylabel("")
    return grid[0, 0]  # type: ignore[no-any-return]


def colours_by_title(subject: Subject) -> dict[str, str]:
    """The colour of each policy by what figures call it."""
    return {subject.title(policy): colour for policy, colour in subject.colours.items()}


def of_periods(draw: Callable[..., Axes | None]) -> Drawing:
    """A drawing that needs the table of periods alone."""

    def drawn(subject: Subject) -> Axes | None:
        periods = subject.table("periods")
        if subject.names_policies:
            periods = periods.assign(policy=periods["policy"].cat.rename_categories(subject.titles))
        return draw(
            periods,
            firm=subject.firm,
            colours=colours_by_title(subject),
            period=subject.scenario.period,
        )

    return drawn
