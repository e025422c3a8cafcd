"""The figure of a launch: what came, drawn into the forecast; periods count from 1, as in all figures."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from relsim.measures.forecast import SERIES, Tracking
from relsim.questions.launch.package import Package
from relsim.report.charts import tick
from relsim.report.style import GAIN, INK, LOSS, panels, styled
from relsim.report.wording import printable


@styled
def forecast_and_actuals(package: Package, tracking: Tracking) -> Axes:
    """One panel for each series that is known: its band over time, and what came."""
    known = [name for name in SERIES if (tracking.table["series"] == name).any()]
    columns = min(2, len(known))
    grid = panels(-(-len(known) // columns), columns, 0.4 + 1.7 * -(-len(known) // columns), sharex=True)
    for name, ax in zip(known, grid.flat, strict=False):
        forecast(package.bands[package.bands["series"] == name], ax)
        actuals(tracking.table[tracking.table["series"] == name], ax)
        unit = f", {printable(package.scenario.currency)}" if SERIES[name][1] == "money" else ""
        ax.set_title(SERIES[name][0] + unit)
    for place, ax in enumerate(grid.flat):
        ax.set_visible(place < len(known))
        if place >= len(known) - columns:
            ax.set_xlabel(package.scenario.period)
            ax.tick_params(labelbottom=True)
    return grid[0, 0]  # type: ignore[no-any-return]


def forecast(bands: pd.DataFrame, ax: Axes) -> None:
    """The median and the two bands of one series."""
    number = bands["period"] + 1
    for share, shade in (("95", 0.18), ("80", 0.3)):
        low, high = bands[f"low_{share}"], bands[f"high_{share}"]
        ax.fill_between(number, low, high, color=GAIN, alpha=shade, linewidth=0.0)
    ax.plot(number, bands["median"], color=GAIN, linewidth=1.4)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    width = float(bands["high_95"].max() - min(0.0, bands["low_95"].min()))
    ax.yaxis.set_major_formatter(lambda value, _: tick(value, width))
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))


def actuals(rows: pd.DataFrame, ax: Axes) -> None:
    """What came, as dots."""
    colours = [INK if place == "inside" else LOSS for place in rows["place"]]
    ax.scatter(rows["period"] + 1, rows["actual"], c=colours, s=11.0, zorder=3.0)
