"""The pictures of a report: which figures are drawn, and what to look at in each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matplotlib.axes import Axes

from relsim.measures.outcomes import HEADLINES
from relsim.report.ladder_figures import bucket_flows, ladder_over_time, policy_title
from relsim.report.money_figures import (
    profit_and_loss,
    profit_and_loss_changes,
    profit_by_tenth,
    statement,
)
from relsim.report.people_figures import (
    channels_by_policy,
    promoters_over_time,
    reasons_by_policy,
    retention_by_tenure,
    satisfaction_over_time,
)
from relsim.report.policy_figures import differences_from_baseline
from relsim.report.style import panels, svg_of
from relsim.report.subject import Subject


@dataclass(frozen=True)
class Picture:
    """A figure, its title, and one sentence that says what to look at."""

    name: str
    title: str
    sentence: str
    svg: str


Drawing = Callable[[Subject], Axes | None]


def pictures(subject: Subject) -> Iterator[Picture]:
    """Every picture of a report that there is something to draw for."""
    for name, title, sentence, draw in DRAWINGS:
        ax = draw(subject)
        if ax is not None:
            yield Picture(name, title, sentence, svg_of(ax))


def differences(subject: Subject) -> Axes | None:
    """Four small panels, one for each headline measure."""
    if not subject.is_comparison:
        return None
    height = 1.9 + 0.62 * len(subject.challengers)
    grid = panels(2, 2, height)
    for place, (measure, ax) in enumerate(zip(HEADLINES, grid.flat, strict=True)):
        differences_from_baseline(
            subject.differences,
            measure,
            baseline=subject.baseline,
            colours=subject.colours,
            currency=subject.currency,
            ax=ax,
            named=place % 2 == 0,
        )
    return grid[0, 0]  # type: ignore[no-any-return]


def ladder(subject: Subject) -> Axes | None:
    """The ladder under the baseline and under its closest rival."""
    grid = panels(len(subject.pair), 1, 0.4 + 2.35 * len(subject.pair), sharex=True, sharey=True)
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
    same_heights([ladder_ax for ladder_ax in grid.flat])
    return grid[0, 0]  # type: ignore[no-any-return]


def bucket(subject: Subject) -> Axes | None:
    """Won and lost under the baseline and under its closest rival."""
    grid = panels(1, len(subject.pair), 3.0, sharey=True)
    for policy, ax in zip(subject.pair, grid.flat, strict=True):
        bucket_flows(
            subject.table("periods"),
            firm=subject.firm,
            policy=policy,
            period=subject.scenario.period,
            ax=ax,
        )
        title(ax, policy, subject)
    grid[0, 0].set_ylabel("lost   customers   won")
    return grid[0, 0]  # type: ignore[no-any-return]


def title(ax: Axes, policy: str, subject: Subject) -> None:
    """Name the policy above a panel where there is more than one."""
    if subject.is_comparison:
        policy_title(ax, policy, subject.colours[policy])
    if not ax.get_subplotspec().is_last_row():  # type: ignore[union-attr]
        ax.set_xlabel("")


def same_heights(axes: list[Axes]) -> None:
    """Give panels that are read together the same vertical range."""
    ends = [ax.get_ylim() for ax in axes]
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    for ax in axes:
        ax.set_ylim(low, high)


def money(subject: Subject) -> Axes | None:
    """The statement, or what policies change in it."""
    table = statement(
        subject.table("periods"), firm=subject.firm, period=subject.scenario.period
    )[subject.policies]
    if subject.is_comparison:
        return profit_and_loss_changes(
            table, baseline=subject.baseline, colours=subject.colours, currency=subject.currency
        )
    return profit_and_loss(
        table, policy=subject.baseline, colours=subject.colours, currency=subject.currency
    )


def value(subject: Subject) -> Axes | None:
    """Profit per customer by tenth under the baseline and under its closest rival."""
    customers = subject.table("customers")
    if not (customers["purchases"] > 0).any():
        return None
    grid = panels(1, len(subject.pair), 2.9, sharey=True)
    for policy, ax in zip(subject.pair, grid.flat, strict=True):
        colour = subject.colours[policy]
        profit_by_tenth(customers, policy=policy, colour=colour, currency=subject.currency, ax=ax)
        if not subject.is_comparison:
            ax.set_title("")
    for ax in grid.flat[1:]:
        ax.set_ylabel("")
    return grid[0, 0]  # type: ignore[no-any-return]


def of_periods(draw: Callable[..., Axes | None]) -> Drawing:
    """A drawing that needs the table of periods alone."""

    def drawn(subject: Subject) -> Axes | None:
        return draw(
            subject.table("periods"),
            firm=subject.firm,
            colours=subject.colours,
            period=subject.scenario.period,
        )

    return drawn


DRAWINGS: tuple[tuple[str, str, str, Drawing], ...] = (
    (
        "differences",
        "What each policy changes",
        "Look for lines that stay clear of zero: each shows the difference from the baseline and "
        "its 95 % interval.",
        differences,
    ),
    (
        "ladder",
        "The ladder over time",
        "Look whether the upper rungs widen; below the line are customers who have lapsed.",
        ladder,
    ),
    (
        "bucket",
        "What flows into the bucket and what leaks out",
        "Look at the dots, the balance: above the line the firm gains customers, below it leaks.",
        bucket,
    ),
    (
        "money",
        "Where the profit comes from",
        "Read from revenue down to profit: bars to the right add to profit, bars to the left take "
        "from it.",
        money,
    ),
    (
        "value",
        "What single customers are worth",
        "Look how much the best fifth of all buyers of the first replication brings, and whether "
        "anybody costs more than they bring.",
        value,
    ),
    (
        "tenure",
        "Who stays",
        "Look at the first years: the longer a customer has stayed, the more likely another year.",
        of_periods(retention_by_tenure),
    ),
    (
        "channels",
        "Where customers came from",
        "Look how many came by recommendation, which nobody had to buy as advertising.",
        of_periods(channels_by_policy),
    ),
    (
        "reasons",
        "Why customers left",
        "Look at the longest row: neglect and bad handling are in the firm's own hands.",
        of_periods(reasons_by_policy),
    ),
    (
        "satisfaction",
        "How satisfied customers are",
        "Look where the lines part, and whether the distance lasts.",
        of_periods(satisfaction_over_time),
    ),
    (
        "promoters",
        "Who would recommend the firm",
        "Look whether the score follows satisfaction, and how late.",
        of_periods(promoters_over_time),
    ),
)
"""Every picture: its file name, title, what to look at, and what draws it (None: nothing to draw)."""
