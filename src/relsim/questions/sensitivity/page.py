"""What a difference depends on, in words: the strongest values, and whether the winner changes."""

from functools import partial

import pandas as pd

from relsim.errors import counted
from relsim.measures.measure import MEASURES
from relsim.questions.sensitivity.question import Sensitivity
from relsim.report.assumptions import source_of_value, value_for_table
from relsim.report.attempts import Attempts
from relsim.report.names import name_of_value, policy_in_sentence
from relsim.report.note import Note, titled
from relsim.report.omissions import omissions
from relsim.report.picture import Picture
from relsim.report.provenance import how_asked
from relsim.report.table import Table, attempted, with_unit
from relsim.report.tornado import tornado
from relsim.report.wording import (
    INTERVAL_WORDS,
    capitalised,
    difference,
    give_or_take,
    measure_text,
    percent,
    replications_in_words,
    sure,
    words,
)

DIRECTIONS = {
    "raises": "more of it raises the difference",
    "lowers": "more of it lowers the difference",
    "both ways": "it works both ways",
    "none": "it changes nothing",
}

TOO_WIDE = 0.2
"""Half an interval above which a share of the variance is not known."""

READING = (
    "mu* is by how much the difference changes on average when the value crosses its range, sigma how much "
    "that depends on the other values. S1 is the share of the variance that the value brings by itself, ST "
    "that with all its interactions; a dash: too weak in the screening to be followed. After ± stands half "
    f"the width of the {INTERVAL_WORDS}."
)


def note_of(found: Sensitivity) -> Note:
    """The page of a sensitivity."""
    sentence = (
        "Each bar runs from the difference as written to that with one value at the lowest (red) or the "
        "highest (blue) end of its range. Look for bars that cross zero."
    )
    what = with_unit(found.measure, found.scenario.currency)
    draw = partial(tornado, found.table, found.base["difference"], what=what)
    picture = Picture("tornado", "What it depends on", sentence, draw)
    pair = " against ".join(policies_compared(found))
    scope = f"{found.firm} · {pair} · {len(found.points):,} points"
    scope += f" · {replications_in_words(found.replications)} each"
    replications = f"{found.replications:,} at each of {len(found.points):,} points"
    facts = how_asked(found.scenario, found.seed, replications, "SALib")
    attempts = Attempts()
    sentences = attempts.sentences("the answer", sensitivity_sentences, found)
    tables = attempted(attempts, "What the difference depends on", effects, found)
    tables += attempted(attempts, "The difference where one value is another", at_the_ends, found)
    tables += attempted(attempts, "What was varied", ranges_table, found)
    if found.left_out:
        tables += attempted(attempts, "What was not varied", unvaried, found)
    title = titled(found.scenario, "What does it depend on?")
    numbers = {"sensitivity": found.table, "points": found.points}
    return Note(title, scope, sentences, [picture], tables, numbers, facts, attempts)


def sensitivity_sentences(found: Sensitivity) -> list[str]:
    """The answer in sentences."""
    sentences = [
        lead_elsewhere(found),
        strongest(found),
        unvaried_difference(found),
        caution(found),
        too_few(found),
        unseen(found),
    ]
    return [*filter(None, sentences), not_varied(found)]


def policies_compared(found: Sensitivity) -> tuple[str, str]:
    """What sentences call the policy and the baseline."""
    policy, baseline = (policy_in_sentence(found.scenario, name) for name in (found.policy, found.baseline))
    return policy, baseline


def lead_elsewhere(found: Sensitivity) -> str:
    """Whether another policy is ahead somewhere in the ranges."""
    policy, baseline = policies_compared(found)
    if (found.points["difference"] == 0.0).all():
        return f"Nobody wins: {policy} and {baseline} are equal at all points within the ranges."
    ahead = found.base["difference"] > 0.0
    won = found.won if ahead else 1.0 - found.won
    leader, other = (policy, baseline) if ahead else (baseline, policy)
    if won == 1.0:
        return f"The winner does not change: {leader} is ahead at all points within the ranges."
    alone = [name_of_value(str(path)) for path in found.turning["path"]]
    turned = f"{words(alone)} can turn it alone" if alone else "no single value turns it alone"
    return (
        f"The winner can change: {leader} is ahead at {percent(won)} of the points within the ranges, "
        f"{other} at the others; {turned}."
    )


def strongest(found: Sensitivity) -> str:
    """What the difference depends on most."""
    if found.table["mu_star"].max() == 0.0:
        return "Within these ranges the difference depends on none of these values."
    shares = found.table.sort_values("ST", ascending=False, kind="stable")
    first = (shares if shares["ST"].notna().any() else found.table).iloc[0]
    known = give_or_take(first["ST"], first["ST_conf"], "share")
    share = "" if pd.isna(first["ST"]) else f" ({known} of its variance)"
    return f"It depends most on {name_of_value(str(first['path']))}{share}: {DIRECTIONS[first['direction']]}."


def unvaried_difference(found: Sensitivity) -> str:
    """The difference where nothing is varied."""
    title, kind = MEASURES[found.measure].words, MEASURES[found.measure].kind
    base = found.base
    known = difference(base["difference"], base["low"], base["high"], kind, found.scenario.currency)
    span = sure(base["difference"], base["low"], base["high"], kind, found.replications)
    return f"With all values as written the difference in {title} is {known} ({INTERVAL_WORDS} {span})."


def caution(found: Sensitivity) -> str:
    """A word on luck, where it hides what is asked."""
    half = (found.base["high"] - found.base["low"]) / 2.0
    if not half <= found.table["mu_star"].max():
        return "Luck still moves the difference more than these values do: ask for more replications."
    return "All points have the same luck; the interval says how far luck alone can move the difference."


def too_few(found: Sensitivity) -> str:
    """A word on shares of the variance that so few samples do not tell."""
    widest = float(found.table[["S1_conf", "ST_conf"]].max().max())
    if not widest > TOO_WIDE:
        return ""
    return (
        f"So few samples leave shares of the variance open by up to ± {percent(widest, 0)}: those in the "
        "table are an order at best, and some may lie below 0 or above 100 %. Ask for more samples."
    )


def unseen(found: Sensitivity) -> str:
    """In how many replications of points there was nothing to measure, and why."""
    total = found.replications * len(found.points)
    return omissions({found.measure: {"all points": found.unmeasured}}, total)


def not_varied(found: Sensitivity) -> str:
    """How many numbers were varied, of which sources, and what else there is."""
    document = found.scenario.document
    guesses = sum(not document.note(one.path).source for one in found.factors)
    varied = counted(len(found.factors), "value was", "values were")
    others = counted(len(found.left_out), "other number", "other numbers")
    left = f"{others} of the file stayed as written" if found.left_out else "the file has no other number"
    sourced = f"{guesses:,} of them without a source" if guesses else "each with a source"
    return (
        f"{varied} varied, {sourced}; {left}. What the file leaves to presets and defaults stayed as it is; "
        "--vary PATH varies that."
    )


def unvaried(found: Sensitivity) -> Table:
    """Numbers of the file that were not varied, and why."""
    alike: dict[str, list[str]] = {}
    for name, reason in found.left_out:
        alike.setdefault(reason, []).append(name)
    rows = [[reason, ", ".join(names)] for reason, names in alike.items()]
    return Table("What was not varied", ["why", "values"], rows, kind="long")


def effects(found: Sensitivity) -> Table:
    """Effects in the unit of the measure, shares of the variance in percent."""
    kind = MEASURES[found.measure].kind
    rows = [
        [
            row["path"],
            give_or_take(row["mu_star"], row["mu_star_conf"], kind),
            measure_text(row["sigma"], kind),
            row["direction"],
            give_or_take(row["S1"], row["S1_conf"], "share"),
            give_or_take(row["ST"], row["ST_conf"], "share"),
        ]
        for row in found.table.to_dict("records")
    ]
    unit = capitalised(with_unit(found.measure, found.scenario.currency))
    heads = ["value", "mu*", "sigma", "more of it", "S1", "ST"]
    return Table(f"{unit}: what the difference depends on", heads, rows, READING)


def at_the_ends(found: Sensitivity) -> Table:
    """The difference with one value at either end of its range."""
    kind = MEASURES[found.measure].kind
    rows = []
    for row in found.table.to_dict("records"):
        low, high = (measure_text(row[f"at_{end}"], kind, signed=True) for end in ("lowest", "highest"))
        rows.append([row["path"], row["lowest"], low, row["highest"], high])
    unit = capitalised(with_unit(found.measure, found.scenario.currency))
    heads = ["value", "at its lowest", "difference", "at its highest", "difference"]
    return Table(f"{unit}: the difference where one value is another", heads, rows)


def ranges_table(found: Sensitivity) -> Table:
    """Which ranges were varied, who gave them, and where their values come from."""
    rows = [
        [
            one.name,
            value_for_table(one.value),
            f"{value_for_table(one.range.lowest)} to {value_for_table(one.range.highest)}",
            one.distribution,
            one.origin,
            source_of_value(one.path, found.scenario),
        ]
        for one in found.factors
    ]
    heads = ["value", "as written", "range", "distribution", "the range is", "source of the value"]
    return Table("What was varied", heads, rows, kind="long")
