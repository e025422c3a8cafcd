"""Break-even in words and in a figure: where two policies change places, or that they do not."""

from functools import partial
from math import isfinite
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from relsim.measures.measure import MEASURES
from relsim.questions.breakeven.question import Breakeven
from relsim.report.attempts import Attempts
from relsim.report.names import name_of_value, policy_in_sentence, title_of_policy
from relsim.report.note import Note, titled
from relsim.report.omissions import omissions
from relsim.report.picture import Picture
from relsim.report.provenance import how_asked
from relsim.report.style import INK, QUIET, canvas, name_on_lines, policy_colours, styled
from relsim.report.table import Table, attempted, with_unit
from relsim.report.wording import (
    INTERVAL_WORDS,
    capitalised,
    difference,
    number,
    precision,
    replications_in_words,
    sure,
    to_digits,
)


def note_of(found: Breakeven) -> Note:
    """The page of a break-even."""
    policy, against = names_of_pair(found)
    sentence = (
        f"The line is what {policy} brings more than {against}, with its {INTERVAL_WORDS}; "
        "they change places where it crosses zero."
    )
    picture = Picture("breakeven", "When it turns", sentence, partial(difference_along, found))
    attempts = Attempts()
    sentences = attempts.sentences("the answer", breakeven_sentences, found)
    tables = attempted(attempts, "The difference at every value", table, found)
    scope = f"{found.scenario.focal_firm} · {found.path} varied · {replications_in_words(found.replications)}"
    title = titled(found.scenario, "When does it turn?")
    facts = how_asked(found.scenario, found.seed, f"{found.replications:,}")
    return Note(title, scope, sentences, [picture], tables, {"breakeven": found.table}, facts, attempts)


def breakeven_sentences(found: Breakeven) -> list[str]:
    """The answer in sentences."""
    if not found.turns:
        return [of_no_turn(found)]
    sentences = [of_a_turn(found)]
    if found.turns > 1:
        sentences.append(
            f"The difference changes its sign {found.turns} times among the values looked at; this is where "
            "it does so first. Look at the figure, and ask again with a narrower range."
        )
    if found.rival is not None:
        sentences.append(
            f"At that value {policy_in_sentence(found.scenario, found.rival)} is better than both."
        )
    return sentences


def of_a_turn(found: Breakeven) -> str:
    """Where they change places, and who is better on which side."""
    policy, against = names_of_pair(found)
    before, after = sides(found)
    better = f"just below it {before} has more {MEASURES[found.measure].words}, just above it {after}"
    if not (isfinite(found.low) and isfinite(found.high)):
        return (
            f"{policy} and {against} change places near "
            f"{name_of_value(found.path)} = {found.written} ({better}), "
            f"but {replications_in_words(found.replications)} do not say between which values that is sure."
        )
    return (
        f"{policy} and {against} change places at {name_of_value(found.path)} = "
        f"{rounded_to_interval(found.value, found)}{unit(found)} ({INTERVAL_WORDS} "
        f"{rounded_to_interval(found.low, found)} to {rounded_to_interval(found.high, found)}{unit(found)}): "
        f"{better}."
    )


def sides(found: Breakeven) -> tuple[str, str]:
    """Who is better just below the break-even, and who just above it."""
    policy, against = names_of_pair(found)
    return (against, policy) if found.rises else (policy, against)


def names_of_pair(found: Breakeven) -> tuple[str, str]:
    """What sentences call the two policies."""
    policy, against = (policy_in_sentence(found.scenario, name) for name in (found.policy, found.against))
    return policy, against


def unit(found: Breakeven) -> str:
    """The unit in which the values are written, with what stands before it."""
    return str(found.table["written"].iloc[0]).lstrip("+-0123456789.")


def rounded_to_interval(value: float, found: Breakeven) -> str:
    """A value, rounded to what its interval allows."""
    power = precision(found.low, found.high) if found.high > found.low else -6
    return number(round(value, -power), max(0, -power))


def of_no_turn(found: Breakeven) -> str:
    """Between which values they do not change places, as far as was seen."""
    policy, against = names_of_pair(found)
    rows = found.table
    if rows["difference"].isna().all():
        return (
            f"Nothing can be said: the difference in {MEASURES[found.measure].words} cannot be measured at "
            f"any of the {len(rows)} values looked at."
        )
    if (rows["difference"] == 0.0).all():
        return (
            f"{policy} and {against} have the same {MEASURES[found.measure].words} at all "
            f"{len(rows)} values looked at, from {name_of_value(found.path)} = {rows.iloc[0].written} to "
            f"{rows.iloc[-1].written}: neither is better anywhere in this range."
        )
    kind, currency = MEASURES[found.measure].kind, found.scenario.currency
    ends = [rows.iloc[0], rows.iloc[-1]]
    amounts = [difference(row.difference, row.low, row.high, kind, currency) for row in ends]
    span = (
        f"{name_of_value(found.path)} = {ends[0].written} ({amounts[0]}) to {ends[1].written} ({amounts[1]})"
    )
    what = MEASURES[found.measure].words
    if not found.is_sure:
        return (
            f"From {span}, {replications_in_words(found.replications)} do not say whether "
            f"{policy} and {against} change places in {what}: "
            "an interval at an end includes zero."
        )
    better, worse = policy, against
    if ends[0].difference < 0.0:
        better, worse = worse, better
    return (
        f"{better} has more {what} than {worse} at all {len(rows)} values looked at, from {span}: they do "
        "not change places in this range."
    )


def table(found: Breakeven) -> Table:
    """The difference at every value that was tried."""
    policy, against = names_of_pair(found)
    kind = MEASURES[found.measure].kind
    heads = [name_of_value(found.path), "replications", f"{policy} less {against}", INTERVAL_WORDS]
    rows = [
        [
            f"{to_digits(float(str(row.value)), 4)}{unit(found)}",
            number(float(str(row.replications))),
            difference_of_row(row, kind),
            cell_of(row, kind, found.replications),
        ]
        for row in found.table.itertuples()
    ]
    told_apart = [row for place, row in enumerate(rows) if row not in rows[:place]]
    caption = capitalised(with_unit(found.measure, found.scenario.currency))
    counts = {str(row.written): int(str(row.left_out)) for row in found.table.itertuples()}
    return Table(caption, heads, told_apart, omissions({found.measure: counts}, found.replications))


def difference_of_row(row: Any, kind: str) -> str:
    """The difference at one value as a cell."""
    return difference(float(row.difference), float(row.low), float(row.high), kind)


def cell_of(row: Any, kind: str, replications: int) -> str:
    """The interval at one value as a cell."""
    return sure(row.difference, row.low, row.high, kind, replications)


@styled
def difference_along(found: Breakeven, ax: Axes | None = None) -> Axes:
    """The paired difference along the values, with its interval and the break-even."""
    ax = canvas(ax)
    colour = policy_colours([found.against, found.policy], found.against)[found.policy]
    rows = found.table
    values = rows["value"].to_numpy(float)
    if np.isfinite(rows["low"]).all():
        ax.fill_between(values, rows["low"], rows["high"], color=colour, alpha=0.2, linewidth=0.0)
    ax.plot(values, rows["difference"], color=colour, linewidth=1.8, marker="o", markersize=3.5)
    ax.axhline(0.0, color=INK, linewidth=1.0)
    if isfinite(found.low) and isfinite(found.high):
        ax.axvspan(found.low, found.high, color=QUIET, alpha=0.25, linewidth=0.0)
    if isfinite(found.value):
        ax.axvline(found.value, color=QUIET, linewidth=1.0, linestyle="--")
    ax.set_xlabel(
        name_on_lines(", ".join(filter(None, (name_of_value(found.path), unit(found).strip()))), 60)
    )
    what = with_unit(found.measure, found.scenario.currency)
    titles = [title_of_policy(found.scenario, name) for name in (found.policy, found.against)]
    ax.set_title(name_on_lines(capitalised(f"{what}: {' less '.join(titles)}"), 56), parse_math=False)
    return ax
