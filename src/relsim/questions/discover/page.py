"""Scenario discovery in words and in a figure: the policy fails when ..."""

from functools import partial
from math import isfinite

import numpy as np
from matplotlib.axes import Axes

from relsim.measures.measure import MEASURES
from relsim.questions.discover.question import Bound, Discovery
from relsim.report.attempts import Attempts
from relsim.report.names import name_of_value, policy_in_sentence
from relsim.report.note import Note
from relsim.report.omissions import omissions
from relsim.report.picture import Picture
from relsim.report.provenance import how_asked
from relsim.report.style import BASELINE_COLOUR, LOSS, canvas, name_on_lines, styled
from relsim.report.table import Table, attempted, with_unit
from relsim.report.unidentified import no_answer_yet
from relsim.report.wording import number, percent, to_digits, words

PRIM = "ema_workbench"
"""The package that finds the box."""

LEAST = 0.001
"""Chances below this are not told any more finely."""


def note_of(discovery: Discovery) -> Note:
    """The page of a discovery."""
    sentence = "Each dot is one point: filled where the policy fails. The lines are the bounds of the box."
    pictures = (
        [Picture("box", "Where it fails", sentence, partial(box, discovery))] if discovery.bounds else []
    )
    scope = f"{len(discovery.table)} points · {number(discovery.experiment.replications)} replications each"
    title = f"When does {policy_in_sentence(discovery.scenario, discovery.policy)} fail?"
    facts = how_asked(
        discovery.scenario, discovery.experiment.seed, f"{discovery.experiment.replications:,}", PRIM
    )
    attempts = Attempts()
    sentences = [
        *no_answer_yet(discovery.scenario),
        *attempts.sentences("the answer", discovery_sentences, discovery),
        *unseen_replications(discovery),
    ]
    tables = attempted(attempts, "The box", bounds, discovery) if discovery.bounds else []
    return Note(title, scope, sentences, pictures, tables, {"points": discovery.table}, facts, attempts)


def discovery_sentences(discovery: Discovery) -> list[str]:
    """The answer in sentences."""
    what = MEASURES[discovery.measure].words
    share = percent(discovery.failures, 0)
    policy, against = (
        policy_in_sentence(discovery.scenario, name) for name in (discovery.policy, discovery.against)
    )
    if not discovery.failures:
        never = f"{policy} never has less {what} than {against}"
        return [f"{never} at the {len(discovery.table)} points tried."]
    often = f"{policy} has less {what} than {against} at {share} of {len(discovery.table)} points."
    if not discovery.bounds:
        return [
            often,
            "No corner of the values tells where: it fails everywhere alike, or too rarely to say.",
        ]
    return [
        often,
        f"It fails mostly where {words([bound_in_words(one) for one in discovery.bounds])}: it fails at "
        f"{percent(discovery.density, 0)} of the points in this box, and "
        f"{percent(discovery.coverage, 0)} of all its "
        "failures lie there.",
    ]


def unseen_replications(discovery: Discovery) -> list[str]:
    """In how many replications of points there was nothing to measure, and why."""
    total = len(discovery.table) * discovery.experiment.replications
    said = omissions({discovery.measure: {"all points": discovery.unmeasured}}, total)
    return [said] if said else []


def bound_in_words(one: Bound) -> str:
    """A bound as part of a sentence."""
    return f"{name_of_value(one.path)} is {span_in_words(one)}"


def span_in_words(one: Bound) -> str:
    """What a value must be for the policy to fail."""
    if one.words:
        return " or ".join(one.words)
    if isfinite(one.low) and isfinite(one.high):
        return f"between {to_digits(one.low)} and {to_digits(one.high)}{one.unit}"
    if isfinite(one.low):
        return f"at least {to_digits(one.low)}{one.unit}"
    return f"at most {to_digits(one.high)}{one.unit}"


def bounds(discovery: Discovery) -> Table:
    """The bounds of the box, and how likely chance alone would draw them."""
    rows = [
        [
            one.path,
            span_in_words(one),
            to_digits(one.chance, 2) if one.chance >= LEAST else f"below {LEAST}",
        ]
        for one in discovery.bounds
    ]
    return Table("The box", ["value", "is", "chance of such a bound where nothing matters"], rows)


@styled
def box(discovery: Discovery, ax: Axes | None = None) -> Axes:
    """All points over the two values that bound the box most surely, filled where the policy fails."""
    ax = canvas(ax)
    axes = [one for one in discovery.bounds if not one.words][:2]
    rows = discovery.table
    places = [rows[one.path].to_numpy(float) for one in axes] + [rows["difference"].to_numpy(float)] * 2
    across, up = places[:2]
    fails = rows["fails"].to_numpy(bool)
    ax.scatter(
        across[~fails], up[~fails], s=14.0, facecolors="none", edgecolors=BASELINE_COLOUR, linewidths=0.8
    )
    ax.scatter(across[fails], up[fails], s=14.0, color=LOSS)
    for one, line in zip(axes, (ax.axvline, ax.axhline), strict=False):
        for end in (one.low, one.high):
            if np.isfinite(end):
                line(end, color=LOSS, linewidth=1.0, linestyle="--")
    what = f"difference in {with_unit(discovery.measure, discovery.scenario.currency)}"
    names = [
        ", ".join(filter(None, (name_on_lines(name_of_value(one.path), 45), one.unit.strip())))
        for one in axes
    ] + [what, what]
    ax.set_xlabel(names[0])
    ax.set_ylabel(names[1])
    return ax
