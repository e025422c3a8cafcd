"""Figures that a fit cannot give, in sentences: the worst of them with numbers, and what to do next."""

from relsim.questions.fit.calendar_words import dates_in_words
from relsim.questions.fit.elsewhere import Elsewhere
from relsim.questions.fit.question import Fit
from relsim.questions.fit.request import Asking
from relsim.questions.fit.words import Reach, is_of_few, nearest_miss, worst_misses
from relsim.report.figure_words import IN_A_PERIOD, amount_in_words, noun_of
from relsim.report.names import name_of_value
from relsim.report.wording import capitalised, percent, to_digits, words

MOST_TOLD_IN_FULL = 3
"""How many of the figures that cannot be given are told with their numbers."""


def misses_in_words(fit: Fit) -> list[str]:
    """What the ranges do not give, the worst first, and what to do; nothing where all figures are given."""
    missed = worst_misses(fit.reaches)
    if not missed:
        return []
    count, everything = len(missed), len(fit.reaches)
    start = "the only figure" if everything == 1 else f"{count} of {everything} figures"
    said = [
        f"The model or the figure is wrong: no values in the ranges give {start}; none of the values is "
        "called known."
    ]
    said += together_in_words(missed, fit) if is_of_few(fit.reaches) else set_aside_in_words(fit)
    said += [sentence_of_miss(one, fit) for one in missed[:MOST_TOLD_IN_FULL]]
    if count > MOST_TOLD_IN_FULL:
        said.append(f"{count - MOST_TOLD_IN_FULL} more are in the table of the evidence.")
    said += without_range_in_words(fit)
    return [*said, what_next(missed[0], fit.asked)]


def together_in_words(missed: list[Reach], fit: Fit) -> list[str]:
    """That the market cannot make most of the figures together, and which of these comes nearest; nothing
    where there is only one figure."""
    if len(fit.reaches) == 1:
        return []
    near = nearest_miss(missed)
    values = near.figure.value, near.nearest
    measured, nearest = (amount_of_figure(value, near, fit.asked) for value in values)
    return [
        "This market cannot make these figures together. No value is narrowed by the few that it gives: "
        "every value stays as it was, and every interval is as wide as its range.",
        f"Nearest to being given is {figure_in_words(near, fit.asked)}: {measured} measured, {nearest} comes "
        "nearest. Begin there.",
    ]


def set_aside_in_words(fit: Fit) -> list[str]:
    """That figures which no draw reaches are set aside, and how many the fit is of; nothing where none is."""
    aside = [figure_in_words(one, fit.asked) for one in fit.reaches if one.aside]
    if not aside:
        return []
    named = words(aside) if len(aside) <= MOST_TOLD_IN_FULL else f"{len(aside)} others"
    rest = len(fit.reaches) - len(aside)
    return [
        f"This is a fit of the other {'figure' if rest == 1 else f'{rest} figures'} alone, without {named}, "
        f"which no market drawn from the ranges gives: what is said of the values is what the rest "
        f"{'tells' if rest == 1 else 'tell'}."
    ]


def without_range_in_words(fit: Fit) -> list[str]:
    """The values without a range that alone would bring the worst figures nearest, if any does."""
    return [elsewhere_in_words(one, fit) for one in fit.elsewhere]


def elsewhere_in_words(one: Elsewhere, fit: Fit) -> str:
    """A value without a range, and what a figure would be if it were another."""
    figure = figure_in_words(one.reach, fit.asked)
    now, then = (amount_of_figure(value, one.reach, fit.asked) for value in (one.as_it_is, one.figure))
    return (
        f"The {name_of_value(one.path)} ({one.path}) has no range, and would bring a figure nearer: it is "
        f"{one.now}, with which {figure} is {now}; at {one.tried} it would be {then}. Set it right, or give "
        "it a range."
    )


def sentence_of_miss(one: Reach, fit: Fit) -> str:
    """One figure: what was measured and when, and the nearest that the ranges give."""
    name, given = (
        f"{capitalised(figure_in_words(one, fit.asked))} ({file_of_figure(one, fit.asked)})",
        one.figure,
    )
    measured, nearest = (amount_of_figure(value, one, fit.asked) for value in (given.value, one.nearest))
    if one.beyond:
        end = "at most" if given.value > one.nearest else "at least"
        return f"{name}: {measured} was measured, the ranges give {end} {nearest}."
    return (
        f"{name}: {measured} was measured, which the ranges give, but not together with the other figures: "
        f"the nearest is then {nearest}."
    )


def what_next(worst: Reach, asked: Asking) -> str:
    """What to do about the worst of the figures that the ranges do not give."""
    steps = [f"look whether {file_of_figure(worst, asked)} is of the same customers and time as the market"]
    if worst.mover is not None and worst.beyond:
        number, up = worst.mover
        way = "upwards" if up > 0 else "downwards"
        steps.insert(0, f"widen the range of {name_of_value(asked.factors[number].name)} {way}")
    told_apart = worst.figure.source in asked.tables
    steps.append(
        f"leave out --{worst.figure.source}" if told_apart else "leave that figure out of `evidence`"
    )
    return f"What to do about the first: {', '.join(steps[:-1])}, or {steps[-1]}."


def file_of_figure(one: Reach, asked: Asking) -> str:
    """The file that a figure is from, or what the evidence says of it."""
    table = asked.tables.get(one.figure.source)
    if table is not None:
        return str(table.name)
    return "`evidence`" if one.figure.source == "evidence" else f"`evidence`: {one.figure.source}"


def figure_in_words(one: Reach, asked: Asking) -> str:
    """What a figure is of, in words, and when."""
    sought = asked.target.sought_of(one.figure)
    if sought is None:
        return one.figure.label
    whose = f" of {sought.firm}" if sought.firm != asked.scenario.focal_firm else ""
    whose += f" in {sought.segment}" if sought.segment else ""
    each = f" in a {asked.scenario.period}" if sought.measure in IN_A_PERIOD else ""
    return f"{noun_of(sought.measure)}{each}{whose}, {dates_in_words(asked, sought.span)}"


def amount_of_figure(value: float, one: Reach, asked: Asking) -> str:
    """A value of a figure, a share in percent."""
    sought = asked.target.sought_of(one.figure)
    if sought is not None:
        return amount_in_words(value, sought.measure)
    return percent(value) if "share" in one.figure.label else to_digits(value)
