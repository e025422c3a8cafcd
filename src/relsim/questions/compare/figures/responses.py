"""The figure of whom the best challenger moved: how many, for how much more, and to what profit."""

import pandas as pd
from matplotlib.axes import Axes

from relsim.questions.compare.responses import PLURALS
from relsim.questions.compare.subject import Subject
from relsim.report.charts import wide_enough
from relsim.report.style import INK, QUIET, canvas, empty, name_in_figure, panels, styled
from relsim.report.wording import number

PANELS = {"customers": "customers", "spending": "more spent", "lift": "profit"}


def responses_table(subject: Subject) -> Axes | None:
    """How many responded in which way, what more was spent on them, and what profit that brought."""
    table = subject.comparison.lift(subject.rival) if subject.is_comparison else None
    if table is None:
        return None
    if not table["customers"].sum():
        return empty(f"nobody dealt with {name_in_figure(subject.firm)} in the first replication")
    grid = panels(1, len(PANELS), 1.75, sharey=True)
    for (name, title), ax in zip(PANELS.items(), grid.flat, strict=True):
        amounts = table.set_index("response")[name].rename(index=PLURALS)
        unit = "" if name == "customers" else f", {subject.currency}"
        numbered_bars(amounts, colour=subject.colours[subject.rival], title=title + unit, ax=ax)
    return grid[0, 0]  # type: ignore[no-any-return]


@styled
def numbered_bars(amounts: pd.Series, *, colour: str, title: str, ax: Axes | None = None) -> Axes:
    """Amounts as bars, each with its number, which takes the place of an axis."""
    ax = canvas(ax)
    values = amounts.to_numpy(float)
    ax.barh(range(len(values)), values, height=0.7, color=colour)
    ax.axvline(0.0, color=INK, linewidth=1.0)
    for row, value in enumerate(values):
        ax.annotate(
            number(value),
            (max(value, 0.0), row),
            (3, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=QUIET,
        )
    ax.set_yticks(range(len(values)), [str(name) for name in amounts.index], color=INK)
    ax.set_ylim(len(values) - 0.5, -0.6)
    wide_enough(ax, right=0.5, left=0.04)
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    ax.set_title(title)
    return ax
