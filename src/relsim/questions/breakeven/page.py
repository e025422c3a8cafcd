"""Break-even in words and in a figure: where two policies change places, or that they do not."""

from functools import partial
from math import isfinite
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from relsim.errors import DataPath
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
from relsim.report.unidentified import no_answer_yet
from relsim.report.values import is_money, value_as_told
from relsim.report.wording import (
    INTERVAL_WORDS,
    capitalised,
    difference,
    number,
    precision,
    replications_in_words,
    sure,
    to_digits,
    with_currency,
    words,
)
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import percent_of
from relsim.scenario.vary.factors import change_of, value_now
from relsim.scenario.vary.varied import setters_of, steps_of


def note_of(breakeven: Breakeven) -> Note:
    """The page of a break-even."""
    policy, against = names_of_pair(breakeven)
    sentence = (
        f"The line is what {policy} brings more than {against}, with its {INTERVAL_WORDS}; "
        "they change places where it crosses zero."
    )
    picture = Picture("breakeven", "When it turns", sentence, partial(difference_along, breakeven))
    attempts = Attempts()
    sentences = [
        *no_answer_yet(breakeven.scenario),
        *attempts.sentences("the answer", breakeven_sentences, breakeven),
    ]
    tables = attempted(attempts, "The difference at every value", table, breakeven)
    often = replications_in_words(breakeven.replications)
    scope = f"{breakeven.scenario.focal_firm} · {breakeven.path} varied · {often}"
    title = titled(breakeven.scenario, "When does it turn?")
    facts = how_asked(breakeven.scenario, breakeven.seed, f"{breakeven.replications:,}")
    return Note(title, scope, sentences, [picture], tables, {"breakeven": breakeven.table}, facts, attempts)


def breakeven_sentences(breakeven: Breakeven) -> list[str]:
    """The answer in sentences."""
    now = [told] if (told := value_now_told(breakeven)) else []
    if not breakeven.turns:
        return [of_no_turn(breakeven), *now]
    sentences = [of_a_turn(breakeven), *now]
    if breakeven.turns > 1:
        sentences.append(
            f"The difference changes its sign {breakeven.turns} times among the values looked at; "
            "this is where "
            "it does so first. Look at the figure, and ask again with a narrower range."
        )
    if breakeven.rival is not None:
        sentences.append(
            f"At that value {policy_in_sentence(breakeven.scenario, breakeven.rival)} is better than both."
        )
    return sentences


def of_a_turn(breakeven: Breakeven) -> str:
    """Where they change places, and who is better on which side."""
    policy, against = names_of_pair(breakeven)
    before, after = sides(breakeven)
    better = f"just below it {before} has more {MEASURES[breakeven.measure].words}, just above it {after}"
    if not (isfinite(breakeven.low) and isfinite(breakeven.high)):
        return (
            f"{policy} and {against} change places near "
            f"{name_of_varied(breakeven)} = {told_in_full(breakeven.value, breakeven)} ({better}), "
            f"but {replications_in_words(breakeven.replications)} "
            "do not say between which values that is sure."
        )
    return (
        f"{policy} and {against} change places at {name_of_varied(breakeven)} = "
        f"{in_its_currency(rounded_to_interval(breakeven.value, breakeven), breakeven)}{unit(breakeven)} "
        f"({INTERVAL_WORDS} "
        f"{rounded_to_interval(breakeven.low, breakeven)} to "
        f"{rounded_to_interval(breakeven.high, breakeven)}{unit(breakeven)}): "
        f"{better}."
    )


def name_of_varied(breakeven: Breakeven) -> str:
    """What the value that is varied is called."""
    return name_of_value(breakeven.path, breakeven.scenario)


def value_now_told(breakeven: Breakeven) -> str:
    """What the value is now, under those of the two policies that set it or else in the market; nothing where
    it has none."""
    scenario, (policy, steps) = breakeven.scenario, value_varied(breakeven)
    setters = setters_of(scenario, breakeven.path)
    own = [name for name in (breakeven.policy, breakeven.against) if name in setters]
    markets = {f" under {policy_in_sentence(scenario, name)}": scenario.with_policy(name) for name in own}
    if not own:
        markets[""] = scenario if policy is None else scenario.with_policy(policy)
    texts = {under: text_of_value(breakeven, market, steps) for under, market in markets.items()}
    told = [f"{text}{under}" for under, text in texts.items() if text]
    return f"Now {name_of_varied(breakeven)} is {words(told)}." if told else ""


def text_of_value(breakeven: Breakeven, market: Scenario, steps: DataPath) -> str:
    """The value of a market, a share written as the range is; nothing where it has none."""
    value = value_now(market, steps)
    if isinstance(value, int | float) and unit(breakeven) == "%":
        value = percent_of(float(value))
    return value_as_told(market, steps, value) if isinstance(value, str | int | float) else ""


def value_varied(breakeven: Breakeven) -> tuple[str | None, DataPath]:
    """The policy whose change is varied, if it is one, and the path of the value."""
    policy, name = change_of(breakeven.scenario, breakeven.path)
    return policy, steps_of(breakeven.scenario, name)


def sides(breakeven: Breakeven) -> tuple[str, str]:
    """Who is better just below the break-even, and who just above it."""
    policy, against = names_of_pair(breakeven)
    return (against, policy) if breakeven.rises else (policy, against)


def names_of_pair(breakeven: Breakeven) -> tuple[str, str]:
    """What sentences call the two policies."""
    policy, against = (
        policy_in_sentence(breakeven.scenario, name) for name in (breakeven.policy, breakeven.against)
    )
    return policy, against


def unit(breakeven: Breakeven) -> str:
    """The unit in which the values are written, with what stands before it."""
    return str(breakeven.table["written"].iloc[0]).lstrip("+-0123456789.")


def currency_of(breakeven: Breakeven) -> str:
    """The currency, where the value that is varied is an amount of money."""
    return breakeven.scenario.currency if is_money(breakeven.scenario, value_varied(breakeven)[1]) else ""


def in_its_currency(text: str, breakeven: Breakeven) -> str:
    """A value with the currency, where it is an amount of money."""
    return with_currency(text, currency_of(breakeven))


def told_in_full(value: float, breakeven: Breakeven) -> str:
    """A value with its currency and its unit, to four digits."""
    return f"{in_its_currency(to_digits(value, 4), breakeven)}{unit(breakeven)}"


def rounded_to_interval(value: float, breakeven: Breakeven) -> str:
    """A value, rounded to what its interval allows."""
    power = precision(breakeven.low, breakeven.high) if breakeven.high > breakeven.low else -6
    return number(round(value, -power), max(0, -power))


def of_no_turn(breakeven: Breakeven) -> str:
    """Between which values they do not change places, as far as was seen."""
    policy, against = names_of_pair(breakeven)
    rows = breakeven.table
    if rows["difference"].isna().all():
        return (
            f"Nothing can be said: the difference in {MEASURES[breakeven.measure].words} cannot be "
            "measured at "
            f"any of the {len(rows)} values looked at."
        )
    ends = [told_in_full(rows["value"].iloc[end], breakeven) for end in (0, -1)]
    if (rows["difference"] == 0.0).all():
        return (
            f"{policy} and {against} have the same {MEASURES[breakeven.measure].words} at all "
            f"{len(rows)} values looked at, from {name_of_varied(breakeven)} = {ends[0]} to "
            f"{ends[1]}: neither is better anywhere in this range."
        )
    kind, currency = MEASURES[breakeven.measure].kind, breakeven.scenario.currency
    first, last = rows.iloc[0], rows.iloc[-1]
    amounts = [difference(row.difference, row.low, row.high, kind, currency) for row in (first, last)]
    value = name_of_varied(breakeven)
    span = f"{value} = {ends[0]} ({amounts[0]}) to {ends[1]} ({amounts[1]})"
    what = MEASURES[breakeven.measure].words
    if not breakeven.is_sure:
        return (
            f"From {span}, {replications_in_words(breakeven.replications)} do not say whether "
            f"{policy} and {against} change places in {what}: "
            "an interval at an end includes zero."
        )
    better, worse = policy, against
    if first.difference < 0.0:
        better, worse = worse, better
    return (
        f"{better} has more {what} than {worse} at all {len(rows)} values looked at, from {span}: they do "
        "not change places in this range."
    )


def table(breakeven: Breakeven) -> Table:
    """The difference at every value that was tried."""
    policy, against = names_of_pair(breakeven)
    kind = MEASURES[breakeven.measure].kind
    value = ", ".join(filter(None, (name_of_varied(breakeven), currency_of(breakeven))))
    heads = [value, "replications", f"{policy} less {against}", INTERVAL_WORDS]
    rows = [
        [
            f"{to_digits(float(str(row.value)), 4)}{unit(breakeven)}",
            number(float(str(row.replications))),
            difference_of_row(row, kind),
            cell_of(row, kind, breakeven.replications),
        ]
        for row in breakeven.table.itertuples()
    ]
    told_apart = [row for place, row in enumerate(rows) if row not in rows[:place]]
    caption = capitalised(with_unit(breakeven.measure, breakeven.scenario.currency))
    counts = {str(row.written): int(str(row.left_out)) for row in breakeven.table.itertuples()}
    return Table(caption, heads, told_apart, omissions({breakeven.measure: counts}, breakeven.replications))


def difference_of_row(row: Any, kind: str) -> str:
    """The difference at one value as a cell."""
    return difference(float(row.difference), float(row.low), float(row.high), kind)


def cell_of(row: Any, kind: str, replications: int) -> str:
    """The interval at one value as a cell."""
    return sure(row.difference, row.low, row.high, kind, replications)


@styled
def difference_along(breakeven: Breakeven, ax: Axes | None = None) -> Axes:
    """The paired difference along the values, with its interval and the break-even."""
    ax = canvas(ax)
    colour = policy_colours([breakeven.against, breakeven.policy], breakeven.against)[breakeven.policy]
    rows = breakeven.table
    values = rows["value"].to_numpy(float)
    if np.isfinite(rows["low"]).all():
        ax.fill_between(values, rows["low"], rows["high"], color=colour, alpha=0.2, linewidth=0.0)
    ax.plot(values, rows["difference"], color=colour, linewidth=1.8, marker="o", markersize=3.5)
    ax.axhline(0.0, color=INK, linewidth=1.0)
    if isfinite(breakeven.low) and isfinite(breakeven.high):
        ax.axvspan(breakeven.low, breakeven.high, color=QUIET, alpha=0.25, linewidth=0.0)
    if isfinite(breakeven.value):
        ax.axvline(breakeven.value, color=QUIET, linewidth=1.0, linestyle="--")
    in_what = f"{currency_of(breakeven)}{unit(breakeven)}".strip()
    ax.set_xlabel(name_on_lines(", ".join(filter(None, (name_of_varied(breakeven), in_what))), 60))
    what = with_unit(breakeven.measure, breakeven.scenario.currency)
    titles = [title_of_policy(breakeven.scenario, name) for name in (breakeven.policy, breakeven.against)]
    ax.set_title(name_on_lines(capitalised(f"{what}: {' less '.join(titles)}"), 56), parse_math=False)
    return ax
