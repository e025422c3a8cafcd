"""A backtest in words and in a figure: forecasts beside what came."""

from functools import partial

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from relsim.errors import counted
from relsim.evidence.in_short import comes_first
from relsim.questions.backtest.question import CLOSED_FORM, NAIVE, OURS, Backtest
from relsim.report.attempts import Attempts
from relsim.report.note import Note, titled
from relsim.report.picture import Picture
from relsim.report.provenance import how_asked
from relsim.report.style import BASELINE_COLOUR, GAIN, INK, LOSS, canvas, styled
from relsim.report.table import Table, attempted
from relsim.report.wording import give_or_take, percent, to_digits

SHOWN = (
    "The dots are what came. The blue line is what the market foretold, with its band: look for dots outside."
)


def note_of(backtest: Backtest) -> Note:
    """The page of a backtest."""
    attempts = Attempts()
    sentences = attempts.sentences("the answer", backtest_sentences, backtest)
    picture = Picture("forecast", "Forecast and what came", SHOWN, partial(forecast_and_fact, backtest))
    tables = attempted(attempts, "Errors", errors_table, backtest)
    origins = int(backtest.table["origin"].max())
    scope = f"{len(backtest.table)} periods forecast · from {origins} {'day' if origins == 1 else 'days'}"
    facts = how_asked(
        backtest.scenario, backtest.seed, f"{backtest.draws:,}, one for each draw", "scikit-learn"
    )
    title = titled(backtest.scenario, "Would it have been right?")
    numbers = {"forecasts": backtest.table}
    return Note(title, scope, sentences, [picture], tables, numbers, facts, attempts)


def backtest_sentences(backtest: Backtest) -> list[str]:
    """The answer in sentences."""
    figures = backtest.figures
    count, band = len(backtest.table), percent(figures["band"], 0)
    held = round(figures["held_by_band"] * count)
    of_tables = figures["tables"]
    answer = [
        *figures["doubts"],
        figures["sentence"],
        f"{held:,} of {counted(count, 'period', 'periods')} came within the band of the forecast, which "
        f"should hold {band} of them.",
        *figures["why_set_aside"],
    ]
    return [*of_tables, *answer] if comes_first(of_tables) else [*answer, *of_tables]


def errors_table(backtest: Backtest) -> Table:
    """How far off each forecast is, in a period and in all."""
    figures = backtest.figures
    rows = []
    for name, error in figures["mean_absolute_error"].items():
        gap = figures["against"].get(name)
        apart = ""
        if gap is not None:
            apart = give_or_take(gap["difference"], gap["standard_error"], "money")
        rows.append([name, to_digits(error), percent(figures["error_of_total"][name]), apart])
    heads = ["forecast", "mean absolute error", "error of the total", "relsim's error less this one's"]
    remark = (
        "The number after ± is the standard error over periods. The naive forecast is that the mean of "
        "the last four periods comes again."
    )
    return Table("Errors", heads, rows, remark)


@styled
def forecast_and_fact(backtest: Backtest, ax: Axes | None = None) -> Axes:
    """What came in each period after the first day, and what was foretold of it."""
    ax = canvas(ax)
    rows = backtest.table[backtest.table["origin"] == 1]
    ax.fill_between(rows["period"], rows["low"], rows["high"], color=GAIN, alpha=0.2, linewidth=0.0)
    for name, colour in ((OURS, GAIN), (CLOSED_FORM, LOSS), (NAIVE, BASELINE_COLOUR)):
        ax.plot(rows["period"], rows[name], color=colour, label=name, linewidth=1.4)
    ax.plot(rows["period"], rows["came"], "o", color=INK, markersize=3.0, label="came")
    ax.set_xlabel(f"{backtest.scenario.period}s after {rows['until'].iloc[0]}")
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    ax.set_ylabel("purchases")
    ax.legend(frameon=False, fontsize=8.0)
    return ax
