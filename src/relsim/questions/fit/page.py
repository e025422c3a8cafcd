"""A fit in words: what was learnt of each value, and whether the market can give the figures at all."""

from functools import partial

import numpy as np
from matplotlib.axes import Axes

from relsim.evidence.in_short import comes_first
from relsim.questions.fit.answers import answers_against_tables
from relsim.questions.fit.beginnings import beginnings_against_tables
from relsim.questions.fit.calendar_words import calendar_in_words
from relsim.questions.fit.figures_together import figures_against_one_another
from relsim.questions.fit.misses import amount_of_figure, figure_in_words, file_of_figure, misses_in_words
from relsim.questions.fit.question import DRAWS, Fit
from relsim.questions.fit.survey_match import matched_answers, settings_of_answers
from relsim.questions.fit.words import KNOWN, NARROWED, NOT_TOLD, Reach, is_of_few
from relsim.questions.fit.would_tell_words import further_in_words, further_table
from relsim.questions.fit.written_market import EACH_RUN
from relsim.report.attempts import Attempts
from relsim.report.names import name_of_value
from relsim.report.note import Note, titled
from relsim.report.picture import Picture
from relsim.report.provenance import how_asked
from relsim.report.style import FAINT, GAIN, INK, LOSS, canvas, name_on_lines, styled
from relsim.report.table import Table, attempted
from relsim.report.tornado import value_on_lines
from relsim.report.wording import capitalised, words

LEARNING = "scikit-learn"
"""The package that learns values from figures."""

MEANING = (
    "Known: the interval is narrow, and on markets that the regression had not seen, it told the value. "
    "Narrowed: something was learnt. Not told by these data: as good as the range, or only together with "
    "another value. R2 is the share of the value's variance that was told on markets that were held out; the "
    "width is that of the 90 % interval as a share of the one that the range alone gives. A value that was "
    "not told stays as it was in the fitted market."
)
AS_IT_WAS = " (as it was)"
"""What stands beside a value that data did not tell: it is no estimate."""

MOST_MISSED_TOLD = 3
"""How many of the figures that the fitted market misses are told in a sentence."""

ENOUGH_DRAWS = 512
"""Below how many draws what is told is called a first look."""

CONVENTION = (
    "Before: markets drawn from the ranges. After: markets run again, with fresh luck, at what is left of "
    "them. Given are the middle and, in brackets, what holds nine in ten, errors of measurement included. Of "
    "the fitted market it is the mean."
)

NOT_GIVEN = ", missed"
"""What stands beside a figure that the fitted market does not give."""

OF_FEW = " Most figures are not given, so that what is left is only what comes nearest, and no estimate."


def note_of(fit: Fit) -> Note:
    """The page of a fit."""
    attempts = Attempts()
    sentences = attempts.sentences("the answer", fit_sentences, fit)
    pictures = [
        Picture("values", "What is left of the ranges", LINES_LEFT, partial(spans_left, fit)),
        Picture("evidence", "Data and model", CROSSES, partial(data_and_model, fit)),
    ]
    tables = attempted(attempts, "The values", values_table, fit)
    tables += attempted(attempts, "The evidence", evidence_table, fit)
    if fit.pairs:
        tables += attempted(attempts, "Pairs that trade off", pairs_table, fit)
    if any(one.is_enough for one in fit.further):
        tables += attempted(attempts, "What would tell more", further_table, fit)
    scope = f"{len(fit.asked.factors)} values · {len(fit.reaches)} figures · {fit.asked.draws:,} markets"
    facts = how_asked(
        fit.asked.scenario, fit.asked.runner.seed, f"{fit.asked.draws:,}, one for each draw", LEARNING
    )
    facts["Time it took"] = f"{fit.seconds:.0f} seconds"
    title = titled(fit.asked.scenario, "What do the data tell?")
    return Note(title, scope, sentences, pictures, tables, {}, facts, attempts)


def fit_sentences(fit: Fit) -> list[str]:
    """The answer in sentences, a bad fit first."""
    asked = fit.asked
    of_tables = fit.figures["tables"]
    sentences = [*of_tables] if comes_first(of_tables) else []
    sentences += answers_against_tables(asked.scenario, asked.factors, asked.tables)
    sentences += [*figures_against_one_another(asked), *beginnings_against_tables(asked)]
    sentences += misses_in_words(fit)
    sentences += given_in_words(fit)
    by_word = {
        word: [
            name_of_value(one.name)
            for one, told in zip(fit.asked.factors, fit.told, strict=True)
            if told == word
        ]
        for word in (KNOWN, NARROWED, NOT_TOLD)
    }
    for word, start in (
        (KNOWN, "Known from these data"),
        (NARROWED, "Narrowed, but not known"),
        (NOT_TOLD, "Not told by these data"),
    ):
        if by_word[word]:
            sentences.append(f"{start}: {words(by_word[word])}.")
    sentences += few_draws_in_words(fit)
    for one, other, _ in fit.pairs:
        names = words([name_of_value(fit.asked.factors[place].name) for place in (other, one)])
        sentences.append(
            f"The data cannot tell {names} apart: more of the one and less of the other fit as well."
        )
    sentences += further_in_words(fit)
    if labels := matched_answers(fit.asked):
        values = words([name_of_value(name) for name in settings_of_answers(fit.asked)])
        named = words([f"“{label}”" for label in labels])
        sentences.append(
            f"Matched, which is no proof: {named}; how people answer is estimated from it ({values})."
        )
    sentences += () if comes_first(of_tables) else of_tables
    return [*sentences, *calendar_in_words(fit.asked)]


def given_in_words(fit: Fit) -> list[str]:
    """How many of the figures the market that is written gives, and which it misses, beside how many it gave
    as it was; nothing where most cannot be given, which is said before."""
    if is_of_few(fit.reaches):
        return []
    met, before, count = int(fit.written.met.sum()), int(fit.written.met_before.sum()), len(fit.reaches)
    given = f"run {EACH_RUN} times, gives {met} of {count} figures"
    if all(word == NOT_TOLD for word in fit.told):
        return [f"The market stays as it was, and {given}.{missed_in_words(fit)}"]
    told = f"The fitted market, {given}; as it was, {before}.{missed_in_words(fit)}"
    if not fit.written.gives_fewer:
        return [told]
    return [
        f"{told} So the market as it was is nearer to what was measured: what is told of values goes with "
        "others that are not told and stay as they were. Compare policies in both before you believe either."
    ]


def missed_in_words(fit: Fit) -> str:
    """The first figures that the fitted market misses, with what it gives; nothing where it gives all."""
    missed = [
        f"{figure_in_words(one, fit.asked)}, {amount_of_figure(one.figure.value, one, fit.asked)} measured "
        f"and {amount_of_figure(float(given), one, fit.asked)} given"
        for one, given, met in zip(fit.reaches, fit.written.given, fit.written.met, strict=True)
        if not met
    ]
    if not missed:
        return ""
    rest = len(missed) - MOST_MISSED_TOLD
    more = f"; {rest} more are in the table of the evidence" if rest > 1 else ""
    return f" Missed: {'; '.join(missed[: MOST_MISSED_TOLD + (rest == 1)])}{more}."


def few_draws_in_words(fit: Fit) -> list[str]:
    """That what is told rests on few draws, where it does."""
    few = fit.asked.draws < ENOUGH_DRAWS and any(word != NOT_TOLD for word in fit.told)
    if not few or fit.asked.is_exact:
        return []
    return [
        f"These are {fit.asked.draws:,} draws, a first look: more of them (--draws {DRAWS}) may take back "
        "what is called narrowed here."
    ]


def values_table(fit: Fit) -> Table:
    """Each value: its range, what is left of it, and the word for it."""
    rows = [
        [
            name_of_value(one["value"]),
            " to ".join(one["prior"]),
            one["estimate"] + (AS_IT_WAS if one["told"] == NOT_TOLD else ""),
            " to ".join(one["interval"]),
            one["told"],
            f"{one['r2']:.2f}",
            f"{one['width']:.2f}",
        ]
        for one in fit.figures["values"]
    ]
    heads = ["value", "range", "estimate", "90 % interval", "told", "R2", "width"]
    return Table("The values", heads, rows, MEANING)


def evidence_table(fit: Fit) -> Table:
    """Each figure beside what markets give before and after, and what the one that is written does."""
    matched = matched_answers(fit.asked)
    rows = [
        [
            capitalised(figure_in_words(one, fit.asked)),
            file_of_figure(one, fit.asked).replace("`", ""),
            amount_of_figure(one.figure.value, one, fit.asked),
            in_brackets(one.before, one, fit),
            in_brackets(one.after, one, fit),
            amount_of_figure(float(given), one, fit.asked) + ("" if met else NOT_GIVEN),
            ("matched" if one.figure.label in matched else "yes") if one.reachable else "no",
        ]
        for one, given, met in zip(fit.reaches, fit.written.given, fit.written.met, strict=True)
    ]
    heads = ["figure", "from", "data", "before", "after", "fitted market", "reachable"]
    return Table("The evidence", heads, rows, CONVENTION + (OF_FEW if is_of_few(fit.reaches) else ""))


def in_brackets(span: tuple[float, float, float], one: Reach, fit: Fit) -> str:
    """The middle, and both ends in brackets, as amounts of a figure."""
    low, middle, high = span
    return "{} ({} to {})".format(*(amount_of_figure(end, one, fit.asked) for end in (middle, low, high)))


def pairs_table(fit: Fit) -> Table:
    """Pairs of values that the data tell only together."""
    rows = [
        [*(name_of_value(fit.asked.factors[each].name) for each in (other, one)), f"{together:.2f}"]
        for one, other, together in fit.pairs
    ]
    return Table("Pairs that trade off", ["value", "and", "correlation"], rows)


LINES_LEFT = "Each grey line is a range; the blue part of it holds the value nine times in ten."
CROSSES = (
    "Each cross is a figure of the data. Grey is what markets give before the fit, blue after it. Each line "
    "has a scale of its own: 0 is the middle of the grey line, and it ends at −1 and 1; a cross at −3 or 3 "
    "lies there or farther off."
)


@styled
def spans_left(fit: Fit, ax: Axes | None = None) -> Axes:
    """What is left of each range, from 0, the lowest end, to 1."""
    ax = canvas(ax, 0.9 + 0.34 * len(fit.asked.factors))
    low, high = fit.posterior.interval
    middle = fit.posterior.quantile(0.5)
    places = np.arange(len(fit.asked.factors))
    ax.hlines(places, 0.0, 1.0, color=FAINT, linewidth=6.0)
    ax.hlines(places, low, high, color=GAIN, linewidth=6.0)
    is_told = np.array([told != NOT_TOLD for told in fit.told])
    ax.plot(middle[is_told], places[is_told], "o", color=INK, markersize=4.0)
    return named_lines(
        ax,
        [value_on_lines(one.name) for one in fit.asked.factors],
        "0: lowest end of the range, 1: highest",
    )


@styled
def data_and_model(fit: Fit, ax: Axes | None = None) -> Axes:
    """Data against model before and after, each figure in units of what the ranges give."""
    ax = canvas(ax, 0.9 + 0.3 * len(fit.reaches))
    for place, one in enumerate(fit.reaches):
        low, middle, high = one.before
        unit = max((high - low) / 2.0, abs(middle) * 1e-6, 1e-9)
        before, after = (np.array(span) - middle for span in (one.before, one.after))
        ax.hlines(place, *(before[[0, 2]] / unit), color=FAINT, linewidth=6.0)
        ax.hlines(place, *(after[[0, 2]] / unit), color=GAIN, linewidth=4.0)
        colour = INK if one.reachable else LOSS
        ax.plot(np.clip((one.figure.value - middle) / unit, -3.0, 3.0), place, "x", color=colour)
    names = [name_on_lines(figure_in_words(one, fit.asked), 52) for one in fit.reaches]
    return named_lines(ax, names, "how far from the middle of the grey line, in halves of it")


def named_lines(ax: Axes, names: list[str], label: str) -> Axes:
    """The axes with a name for each line, the first at the top."""
    ax.set_yticks(np.arange(len(names)), names, color=INK)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlabel(label)
    ax.grid(visible=False, axis="y")
    return ax
