"""A sweep in words and in a figure: which policy is best where."""

from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from relsim.measures.measure import MEASURES
from relsim.questions.sweep.winners import Swept
from relsim.report.attempts import Attempts
from relsim.report.charts import tick
from relsim.report.names import name_of_value, policy_in_sentence, title_of_policy
from relsim.report.note import Note
from relsim.report.picture import Picture
from relsim.report.provenance import how_asked
from relsim.report.style import canvas, name_on_lines, policy_colours, styled
from relsim.report.table import Table, attempted, with_unit
from relsim.report.unidentified import no_answer_yet
from relsim.report.wording import (
    capitalised,
    difference,
    measure_text,
    percent,
    replications_in_words,
    to_digits,
    words,
)
from relsim.runs.design import count_of_points, is_numeric, unit_of_range


def note_of(swept: Swept) -> Note:
    """The page of a sweep."""
    experiment, scenario = swept.loaded.experiment, swept.loaded.scenario
    look = (
        "Each dot is a point, in the colour of the policy that is best there. Look where the colours change."
    )
    if len(swept.policies) == 1 or len(experiment.vary) == 1:
        look = "Each dot is a point. Look where the order of the policies changes."
    picture = Picture("points", "Which policy is best where", look, partial(map_of, swept))
    count = swept.table["point"].nunique()
    scope = (
        f"{scenario.focal_firm} · {count:,} points · {replications_in_words(experiment.replications)} each"
    )
    facts = how_asked(scenario, experiment.seed, f"{experiment.replications:,} at each point")
    numbers, attempts = {"points": swept.table}, Attempts()
    sentences = [*no_answer_yet(scenario), *attempts.sentences("the answer", sweep_sentences, swept)]
    tables = attempted(attempts, "Each policy over all points", by_policy, swept)
    return Note(experiment.title, scope, sentences, [picture], tables, numbers, facts, attempts)


def sweep_sentences(swept: Swept) -> list[str]:
    """The answer in sentences, and what does not count in it."""
    return [*best_where(swept), *uncounted(swept)]


def uncounted(swept: Swept) -> list[str]:
    """How many points and replications count for no policy, and why."""
    experiment = swept.loaded.experiment
    points = count_of_points(experiment) - swept.table["point"].nunique()
    others = swept.left_out - points * experiment.replications
    parts = [f"{points:,} points with all of their replications"] if points else []
    parts += (
        [
            f"{replications_in_words(others)} of other points"
            if points
            else f"{replications_in_words(others)} of points"
        ]
        if others
        else []
    )
    if not parts:
        return []
    because = MEASURES[swept.measure].undefined
    unmeasured = f", or there was nothing to measure ({because})" if because else ""
    return [f"Left out: {words(parts)}, where a task failed{unmeasured}."]


def best_where(swept: Swept) -> list[str]:
    """Which policy is best where; of one policy, where it is best."""
    what = MEASURES[swept.measure].words
    if len(swept.policies) == 1:
        ends = (swept.table["mean"].idxmin(), swept.table["mean"].idxmax())
        low, high = (
            f"{mean_or_difference(swept, end, 'mean')} where {point_in_words(swept, end)}" for end in ends
        )
        return [f"{capitalised(what)} goes from {low} to {high}."]
    count = swept.table["point"].nunique()
    won = swept.table.groupby("policy")["is_best"].sum().sort_values(ascending=False)
    others = [
        f"{swept_policy(swept, policy)} at {points:,}"
        for policy, points in won.items()
        if points and policy != won.index[0]
    ]
    rest = f"; {words(others)}" if others else ""
    leader = swept_policy(swept, won.index[0])
    return [
        f"{leader} has the most {what} at {won.iloc[0]:,} of {count:,} points{rest}.",
        widest_gaps(swept),
    ]


def swept_policy(swept: Swept, policy: Any) -> str:
    """What sentences call a policy."""
    return policy_in_sentence(swept.loaded.scenario, str(policy))


def widest_gaps(swept: Swept) -> str:
    """Where policies bring most and least over the baseline."""
    rows = swept.table[swept.table["policy"] != swept.baseline]
    ends = (rows["difference"].idxmax(), rows["difference"].idxmin())
    most, least = (
        f"{swept_policy(swept, swept.table.loc[end, 'policy'])}, "
        f"{mean_or_difference(swept, end, 'difference')}, where {point_in_words(swept, end)}"
        for end in ends
    )
    baseline = swept_policy(swept, swept.baseline)
    return f"The most more than {baseline}: {most}. The least: {least}."


def mean_or_difference(swept: Swept, row: Any, column: str) -> str:
    """A mean of the measure, or a difference with its interval, in one row of the table."""
    told, kind = swept.table.loc[row], MEASURES[swept.measure].kind
    currency = swept.loaded.scenario.currency
    if column == "mean":
        return measure_text(float(told["mean"]), kind, currency)
    return difference(told["difference"], told["low"], told["high"], kind, currency)


def point_in_words(swept: Swept, row: Any) -> str:
    """The values at the point of one row of the table, in words."""
    experiment = swept.loaded.experiment
    told = {
        path: number_at_point(swept, row, path)
        if is_numeric(path, experiment)
        else swept.table.loc[row, path]
        for path in experiment.vary
    }
    return words([f"{name_of_value(path, swept.loaded.scenario)} is {value}" for path, value in told.items()])


def number_at_point(swept: Swept, row: Any, path: str) -> str:
    """A number at the point of one row, with its unit."""
    unit = unit_of_range(path, swept.loaded.experiment)
    return f"{to_digits(float(swept.table.loc[row, path]))}{unit}"


def by_policy(swept: Swept) -> Table:
    """One row per policy over all points."""
    kind, rows = MEASURES[swept.measure].kind, []
    for policy in swept.policies:
        part = swept.table[swept.table["policy"] == policy]
        ends = [measure_text(float(part["mean"].agg(name)), kind) for name in ("min", "mean", "max")]
        gaps = [
            measure_text(float(part["difference"].agg(name)), kind, signed=True) for name in ("min", "max")
        ]
        named = title_of_policy(swept.loaded.scenario, policy)
        rows.append([named, percent(float(part["is_best"].mean()), 0), *ends, *gaps])
    heads = ["policy", "best at", "lowest", "mean", "highest", "least difference", "greatest difference"]
    what = capitalised(with_unit(swept.measure, swept.loaded.scenario.currency))
    return Table(f"{what}: each policy over all points", heads, rows)


@styled
def map_of(swept: Swept, ax: Axes | None = None) -> Axes:
    """Points over the first two values that vary; over one, or for one policy, with the measure upwards."""
    ax = canvas(ax)
    paths = list(swept.loaded.experiment.vary)
    colours = policy_colours(swept.policies, swept.baseline)
    across = scaled(swept, paths[0], ax.xaxis)
    upwards_is_value = len(paths) > 1 and len(swept.policies) > 1
    up = scaled(swept, paths[1], ax.yaxis) if upwards_is_value else swept.table["mean"].to_numpy(float)
    drawn = swept.table["is_best"].to_numpy(bool) if upwards_is_value else np.ones(len(up), bool)
    for policy in swept.policies:
        chosen = drawn & (swept.table["policy"] == policy).to_numpy(bool)
        if chosen.any():
            ax.scatter(
                across[chosen],
                up[chosen],
                s=22.0,
                color=colours[policy],
                label=name_on_lines(title_of_policy(swept.loaded.scenario, policy), 28),
            )
    if not upwards_is_value:
        ax.set_ylabel(with_unit(swept.measure, swept.loaded.scenario.currency))
        ax.yaxis.set_major_formatter(lambda value, _: tick(value, float(np.ptp(ax.get_ylim()))))
    ax.legend(frameon=False, fontsize=8, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2)
    return ax


def scaled(swept: Swept, path: str, axis: Any) -> Any:
    """Where the values of a path are drawn on an axis, which gets its name and, for words, their ticks."""
    experiment = swept.loaded.experiment
    name = name_on_lines(name_of_value(path, swept.loaded.scenario), 45)
    axis.set_label_text(", ".join(filter(None, (name, unit_of_range(path, experiment).strip()))))
    values = swept.table[path]
    if is_numeric(path, experiment):
        return values.to_numpy(float)
    names = list(dict.fromkeys(values))
    axis.set_ticks(range(len(names)), [name_on_lines(str(name)) for name in names])
    return values.map(names.index).to_numpy(float)
