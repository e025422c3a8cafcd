"""Claims about figures: they show what the tables say, and look the same everywhere."""

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from relsim.questions.compare.figures import panels as compositions
from relsim.questions.compare.figures.ladder import bucket_flows, ladder_over_time
from relsim.questions.compare.figures.people import channels_by_policy, retention_of_tenure
from relsim.questions.compare.figures.spans import by_span, span_for
from relsim.questions.compare.question import Comparison, compare
from relsim.questions.compare.responses import lift_tables, uplift
from relsim.questions.compare.run import Result
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.why import profit_changes
from relsim.report.charts import wide_enough
from relsim.report.style import BASELINE_COLOUR, POLICY_COLOURS, RUNG_COLOURS, panels, policy_colours, spread
from relsim.report.svg import svg_of
from relsim.scenario.load import load


def luminance(colour: str) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
             for part in mpl.colors.to_rgb(colour)]  # fmt: skip
    return float(np.dot(parts, [0.2126, 0.7152, 0.0722]))


def test_higher_rungs_are_darker() -> None:
    shades = [luminance(colour) for rung, colour in RUNG_COLOURS.items() if rung != "lapsed"]
    assert shades == sorted(shades, reverse=True)


@pytest.mark.parametrize("colour", [BASELINE_COLOUR, *POLICY_COLOURS])
def test_text_in_the_colour_of_a_policy_can_be_read_on_white(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) > 3.0


def test_a_policy_keeps_its_colour_when_others_are_left_out(comparison: Comparison) -> None:
    colours = Subject(comparison).colours
    assert colours == policy_colours(list(comparison.scenario.policies), comparison.baseline)
    assert len(set(colours.values())) == len(colours)


def test_labels_are_spread_apart_and_stay_inside() -> None:
    places = spread([5.0, 5.1, 5.2, 9.9], 1.0, 0.0, 10.0)
    assert min(np.diff(sorted(places))) > 0.99
    assert min(places) >= 0.0
    assert max(places) <= 10.0


WIDE = "Wide words of many wondrous and woolly meanings"


@pytest.fixture(scope="module")
def wordy() -> Subject:
    """A comparison of policies with long titles."""
    market = load("retention-launch").scaled_to(150).changed({"periods": 12})
    titles = {f"policies.{name}.title": f"{WIDE} {number}" for number, name in enumerate(market.policies)}
    return Subject(compare(market.changed(titles), replications=2))


@pytest.mark.parametrize(
    "draw", [compositions.differences, compositions.money_panel, compositions.value_panel, compositions.years]
)
def test_titles_of_panels_neither_overlap_nor_leave_the_figure(draw, wordy: Subject) -> None:
    figure = draw(wordy).figure
    figure.canvas.draw()
    titles = [title for ax in figure.axes for title in (ax.title, ax._left_title) if ax.get_visible()]
    boxes = [title.get_window_extent() for title in titles if title.get_text()]
    assert boxes
    for number, box in enumerate(boxes):
        assert figure.bbox.x0 - 1.0 <= box.x0 and box.x1 <= figure.bbox.x1 + 1.0
        assert not any(box.overlaps(other) for other in boxes[number + 1 :])


def test_a_tick_stands_where_it_says() -> None:
    factors = {"k": 1e3, "M": 1e6}
    for high in np.geomspace(0.1, 5e6, 100):
        ax = panels()[0, 0]
        ax.set_xlim(-0.2 * high, high)
        wide_enough(ax)
        for place in ax.get_xticks():
            label = ax.xaxis.get_major_formatter()(place).replace("−", "-").replace(",", "")
            said = float(label.rstrip("kM")) * factors.get(label[-1], 1.0)
            assert said == pytest.approx(place, abs=1e-9)


def test_figures_draw_on_the_axes_they_are_given(result: Result) -> None:
    subject = Subject(result)
    ax = panels()[0, 0]
    drawn = ladder_over_time(subject.table("ladder"), firm=subject.firm, policy="as is", ax=ax)
    assert drawn is ax


def test_figures_leave_the_settings_of_matplotlib_alone(result: Result) -> None:
    before = dict(mpl.rcParams)
    subject = Subject(result)
    svg_of(bucket_flows(subject.table("periods"), firm=subject.firm, policy="as is"))
    assert dict(mpl.rcParams) == before


def test_the_top_of_the_ladder_is_the_number_of_customers(result: Result) -> None:
    subject = Subject(result)
    ax = ladder_over_time(subject.table("ladder"), firm=subject.firm, policy="as is", ax=None)
    periods = subject.table("periods")
    last = periods[periods["period"] == periods["period"].max()]["customers"].mean()
    tops = [band.get_paths()[0].vertices[:, 1].max() for band in ax.collections]
    assert max(tops) >= last
    assert isinstance(ax.get_figure(), Figure)


def test_the_bridge_ends_at_the_difference_in_profit(comparison: Comparison) -> None:
    subject = Subject(comparison)
    changes = profit_changes(subject)
    for policy in subject.challengers:
        steps = changes[policy].drop("profit").sum()
        assert steps == pytest.approx(changes.loc["profit", policy], abs=1e-6)
        total = subject.estimate(policy, "profit").difference / subject.years
        assert changes.loc["profit", policy] == pytest.approx(total, abs=1e-6)


def test_every_group_of_whom_a_policy_moved_holds_the_same_people(comparison: Comparison) -> None:
    subject = Subject(comparison)
    people = comparison.lift(subject.rival)["customers"].sum()
    for table in lift_tables(subject):
        groups = table.rows[:-1] if len(table.rows) > 1 else table.rows
        assert sum(int(cell.replace(",", "")) for row in groups for cell in row[1:5]) == people
    assert f"Of {people} people who dealt with" in uplift(subject)


def test_channels_of_all_years_are_all_customers_won(comparison: Comparison) -> None:
    subject = Subject(comparison)
    ax = channels_by_policy(
        subject.table("periods"), firm=subject.firm, colours=subject.colours, period="month"
    )
    drawn = sum(float(bar.get_width()) for bar in ax.patches)
    won = sum(subject.estimate(policy, "acquired").mean for policy in subject.policies)
    assert drawn == pytest.approx(won / subject.years)


def test_retention_by_tenure_is_a_share_in_percent(comparison: Comparison) -> None:
    subject = Subject(comparison)
    kept = retention_of_tenure(subject.table("periods"), firm=subject.firm, period="month")
    known = kept.to_numpy()[np.isfinite(kept.to_numpy())]
    assert ((known >= 0.0) & (known <= 100.0)).all()


@pytest.mark.parametrize(
    ("period", "periods", "unit"),
    [("month", 60, "year"), ("month", 24, "quarter"), ("week", 261, "year"),
     ("week", 10, "week"), ("year", 2, "year")],
)  # fmt: skip
def test_time_is_shown_in_the_longest_unit_that_leaves_four(period: str, periods: int, unit: str) -> None:
    assert span_for(period, periods).unit == unit


def test_spans_hold_every_customer_once(result: Result) -> None:
    subject = Subject(result)
    periods = subject.table("periods")
    totals = by_span(periods, span_for("month", 24), ["lost"], subject.firm, "as is")
    assert totals["lost"].sum() == pytest.approx(periods["lost"].sum() / 2)


def test_a_label_below_axes_is_written_on_lines_where_it_would_end_outside() -> None:
    ax = panels(height=2.0)[0, 0]
    ax.set_yticks([0.0, 1.0], ["a name that takes half of the whole figure", "another one"])
    ax.set_xlabel("how far from the middle of the grey line, in halves of it")
    drawn = svg_of(ax)
    figure = ax.get_figure(root=True)
    spans = [text.get_window_extent() for text in figure.texts]
    assert any("halves of it" in text.get_text() for text in figure.texts) and "how far" in drawn
    assert all(figure.bbox.x0 <= span.x0 and span.x1 <= figure.bbox.x1 for span in spans)
