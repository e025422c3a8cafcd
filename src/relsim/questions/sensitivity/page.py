"""What a difference depends on, in words: the strongest values, and whether the winner changes."""

from functools import partial

import pandas as pd

from relsim.errors import counted
from relsim.measures.measure import MEASURES
from relsim.questions.sensitivity.question import Sensitivity
from relsim.report.assumptions import source_of_value, value_for_table
from relsim.report.attempts import Attempts
from relsim.report.names import name_of_value, policy_in_sentence, title_of_policy
from relsim.report.note import Note, titled
from relsim.report.omissions import omissions
from relsim.report.picture import Picture
from relsim.report.provenance import how_asked
from relsim.report.table import Table, attempted, with_unit
from relsim.report.tornado import tornado
from relsim.report.unidentified import no_answer_yet
from relsim.report.values import named_with_meaning
from relsim.report.wording import (
    INTERVAL_WORDS,
    NO_VALUE,
    capitalised,
    difference,
    give_or_take,
    measure_text,
    percent,
    replications_in_words,
    sure,
    words,
)
from relsim.scenario.scenario import Scenario

DIRECTIONS = {
    "raises": "more of it raises the difference",
    "lowers": "more of it lowers the difference",
    "both ways": "it works both ways",
    "none": "it changes nothing",
}

TOO_WIDE = 0.2
"""Half an interval above which a share of the variance is not known."""

MOST_NAMED_AT_ONCE = 3
"""How many values a sentence names, and how many ends at which a third policy is ahead: the strongest."""

READING = (
    "The effect is by how much the difference changes on average when the value crosses its range (mu*), and "
    "beside it how much that depends on the other values (sigma). Shares of the variance: what the value "
    "brings by itself (S1), and what with all its interactions (ST); a dash: too weak in the screening to be "
    f"followed. After ± stands half the width of the {INTERVAL_WORDS}."
)


def note_of(sensitivity: Sensitivity) -> Note:
    """The page of a sensitivity."""
    sentence = (
        "Each bar runs from the difference as written to that with one value at the lowest (red) or the "
        "highest (blue) end of its range. Look for bars that cross zero."
    )
    what = with_unit(sensitivity.measure, sensitivity.scenario.currency)
    draw = partial(
        tornado, sensitivity.table, sensitivity.base["difference"], what=what, scenario=sensitivity.scenario
    )
    picture = Picture("tornado", "What it depends on", sentence, draw)
    pair = " against ".join(policies_compared(sensitivity))
    scope = f"{sensitivity.firm} · {pair} · {len(sensitivity.points):,} points"
    scope += f" · {replications_in_words(sensitivity.replications)} each"
    replications = f"{sensitivity.replications:,} at each of {len(sensitivity.points):,} points"
    facts = how_asked(sensitivity.scenario, sensitivity.seed, replications, "SALib")
    attempts = Attempts()
    sentences = [
        *no_answer_yet(sensitivity.scenario),
        *attempts.sentences("the answer", sensitivity_sentences, sensitivity),
    ]
    tables = attempted(attempts, "What the difference depends on", effects, sensitivity)
    tables += attempted(attempts, "The difference where one value is another", at_the_ends, sensitivity)
    if len(sensitivity.scenario.policies) > 2:
        tables += attempted(
            attempts, "The best policy where one value is another", best_policies, sensitivity
        )
    tables += attempted(attempts, "What was varied", ranges_table, sensitivity)
    if sensitivity.left_out:
        tables += attempted(attempts, "What was not varied", unvaried, sensitivity)
    title = titled(sensitivity.scenario, "What does it depend on?")
    numbers = {
        "sensitivity": sensitivity.table,
        "points": sensitivity.points,
        "bests": sensitivity.bests,
    }
    return Note(title, scope, sentences, [picture], tables, numbers, facts, attempts)


def sensitivity_sentences(sensitivity: Sensitivity) -> list[str]:
    """The answer in sentences."""
    sentences = [
        lead_elsewhere(sensitivity),
        ahead_of_both(sensitivity),
        strongest(sensitivity),
        unvaried_difference(sensitivity),
        caution(sensitivity),
        too_few(sensitivity),
        unseen(sensitivity),
    ]
    return [*filter(None, sentences), not_varied(sensitivity)]


def policies_compared(sensitivity: Sensitivity) -> tuple[str, str]:
    """What sentences call the policy and the baseline."""
    policy, baseline = (
        policy_in_sentence(sensitivity.scenario, name) for name in (sensitivity.policy, sensitivity.baseline)
    )
    return policy, baseline


def lead_elsewhere(sensitivity: Sensitivity) -> str:
    """Whether another policy is ahead somewhere in the ranges."""
    policy, baseline = policies_compared(sensitivity)
    if (sensitivity.points["difference"] == 0.0).all():
        return f"Nobody wins: {policy} and {baseline} are equal at all points within the ranges."
    ahead = sensitivity.base["difference"] > 0.0
    won = sensitivity.won if ahead else 1.0 - sensitivity.won
    leader, other = (policy, baseline) if ahead else (baseline, policy)
    if won == 1.0:
        return f"The winner does not change: {leader} is ahead of {other} at all points within the ranges."
    alone = [name_of_value(str(path), sensitivity.scenario) for path in sensitivity.turning["path"]]
    turned = f"{words(alone)} can turn it alone" if alone else "no single value turns it alone"
    return (
        f"The winner can change: {leader} is ahead at {percent(won)} of the points within the ranges, "
        f"{other} at the others; {turned}."
    )


def ahead_of_both(sensitivity: Sensitivity) -> str:
    """Where one of the other policies is ahead of both that were asked about, one value at a time."""
    if len(sensitivity.scenario.policies) <= 2:
        return ""
    bests = sensitivity.bests
    ahead = bests[~bests["best"].isin(["", sensitivity.policy, sensitivity.baseline])]
    if ahead.empty:
        return "No other policy is ahead of both as written, or where one value is at an end of its range."
    if (ahead["path"] == "").any():
        there = f"{third_ahead(sensitivity, ahead.iloc[0])} with all values as written"
        return f"{there}; so is one of the others at {len(ahead) - 1} of {len(bests) - 1} ends of ranges."
    name = partial(name_of_value, scenario=sensitivity.scenario)
    named = ahead.sort_values("lead", ascending=False, kind="stable").head(MOST_NAMED_AT_ONCE)
    where = [
        f"{third_ahead(sensitivity, row)} where {name(row['path'])} is {value_for_table(row['at'])}"
        for _, row in named.iterrows()
    ]
    rest = len(ahead) - len(named)
    more = f"; another policy is so at {counted(rest, 'other end', 'other ends')} of ranges" if rest else ""
    return f"{'; '.join(where)}{more}."


def third_ahead(sensitivity: Sensitivity, row: pd.Series) -> str:
    """That a policy is ahead of the two that were asked about, and by how much of the next best."""
    kind, currency = MEASURES[sensitivity.measure].kind, sensitivity.scenario.currency
    lead = difference(row["lead"], row["low"], row["high"], kind, currency)
    best, following = (policy_in_sentence(sensitivity.scenario, row[name]) for name in ("best", "next_best"))
    unsure = "" if row["low"] > 0.0 else ", which chance alone may explain"
    return f"{best} is ahead of both ({lead} over the next best, {following}{unsure})"


def best_policies(sensitivity: Sensitivity) -> Table:
    """The best of all policies at either end of each range, and its lead over the next best."""
    kind, scenario = MEASURES[sensitivity.measure].kind, sensitivity.scenario
    rows = [
        [
            name_of_value(row["path"], scenario) if row["path"] else "all as written",
            value_for_table(row["at"]) if row["path"] else NO_VALUE,
            *(
                title_of_policy(scenario, row[name]) if row[name] else NO_VALUE
                for name in ("best", "next_best")
            ),
            measure_text(row["lead"], kind, signed=True),
            sure(row["lead"], row["low"], row["high"], kind, sensitivity.replications),
        ]
        for row in sensitivity.bests.to_dict("records")
    ]
    unit = capitalised(with_unit(sensitivity.measure, scenario.currency))
    heads = ["value", "at", "best policy", "next best", "lead", INTERVAL_WORDS]
    return Table(f"{unit}: the best policy where one value is another", heads, rows)


def strongest(sensitivity: Sensitivity) -> str:
    """What the difference depends on most."""
    if sensitivity.table["mu_star"].max() == 0.0:
        return "Within these ranges the difference depends on none of these values."
    # The screening has put the strongest value first; a share open by all that there is says nothing.
    shares = sensitivity.table.sort_values("ST", ascending=False, kind="stable")
    are_told = bool(shares["ST"].notna().any() and shares["ST_conf"].iloc[0] < 1.0)
    first = (shares if are_told else sensitivity.table).iloc[0]
    known = give_or_take(first["ST"], first["ST_conf"], "share")
    share = f" ({known} of its variance)" if are_told else ""
    name = named_with_meaning(sensitivity.scenario, str(first["path"]))
    most = f"It depends most on {name}{share}: {DIRECTIONS[first['direction']]}."
    return f"{most}{as_strong(shares, sensitivity.scenario)}" if are_told else most


def as_strong(shares: pd.DataFrame, scenario: Scenario) -> str:
    """The values whose shares of the variance reach into that of the first row, the largest, if any do."""
    first, others = shares.iloc[0], shares.iloc[1:]
    alike = others[others["ST"] + others["ST_conf"] > first["ST"] - first["ST_conf"]]
    if alike.empty:
        return ""
    names = [name_of_value(str(path), scenario) for path in alike["path"]]
    rest = len(names) - MOST_NAMED_AT_ONCE
    named = words([*names[:MOST_NAMED_AT_ONCE], *[counted(rest, "other", "others")] * (rest > 0)])
    return f" So few samples do not tell it apart from {named}."


def unvaried_difference(sensitivity: Sensitivity) -> str:
    """The difference where nothing is varied."""
    title, kind = MEASURES[sensitivity.measure].words, MEASURES[sensitivity.measure].kind
    base = sensitivity.base
    known = difference(base["difference"], base["low"], base["high"], kind, sensitivity.scenario.currency)
    span = sure(base["difference"], base["low"], base["high"], kind, sensitivity.replications)
    return f"With all values as written the difference in {title} is {known} ({INTERVAL_WORDS} {span})."


def caution(sensitivity: Sensitivity) -> str:
    """A word on luck, where it hides what is asked."""
    half = (sensitivity.base["high"] - sensitivity.base["low"]) / 2.0
    if not half <= sensitivity.table["mu_star"].max():
        return "Luck still moves the difference more than these values do: ask for more replications."
    return "All points have the same luck; the interval says how far luck alone can move the difference."


def too_few(sensitivity: Sensitivity) -> str:
    """A word on shares of the variance that so few samples do not tell."""
    widest = float(sensitivity.table[["S1_conf", "ST_conf"]].max().max())
    if not widest > TOO_WIDE:
        return ""
    return (
        f"So few samples leave shares of the variance open by up to ± {percent(widest, 0)}: those in the "
        "table are an order at best, and some may lie below 0 or above 100 %. Ask for more samples."
    )


def unseen(sensitivity: Sensitivity) -> str:
    """In how many replications of points there was nothing to measure, and why."""
    total = sensitivity.replications * len(sensitivity.points)
    return omissions({sensitivity.measure: {"all points": sensitivity.unmeasured}}, total)


def not_varied(sensitivity: Sensitivity) -> str:
    """How many numbers were varied, of which sources, and what else there is."""
    document = sensitivity.scenario.document
    guesses = sum(not document.note(one.path).source for one in sensitivity.factors)
    varied = counted(len(sensitivity.factors), "value was", "values were")
    others = counted(len(sensitivity.left_out), "other number", "other numbers")
    left = (
        f"{others} of the file stayed as written" if sensitivity.left_out else "the file has no other number"
    )
    sourced = f"{guesses:,} of them without a source" if guesses else "each with a source"
    return (
        f"{varied} varied, {sourced}; {left}. What the file leaves to presets and defaults stayed as it is; "
        "--vary PATH varies that."
    )


def unvaried(sensitivity: Sensitivity) -> Table:
    """Numbers of the file that were not varied, and why."""
    alike: dict[str, list[str]] = {}
    for name, reason in sensitivity.left_out:
        alike.setdefault(reason, []).append(name)
    rows = [
        [reason, ", ".join(f"{name_of_value(name, sensitivity.scenario)} ({name})" for name in names)]
        for reason, names in alike.items()
    ]
    return Table("What was not varied", ["why", "values"], rows, kind="long")


def effects(sensitivity: Sensitivity) -> Table:
    """Effects in the unit of the measure, shares of the variance in percent."""
    kind = MEASURES[sensitivity.measure].kind
    rows = [
        [
            name_of_value(row["path"], sensitivity.scenario),
            give_or_take(row["mu_star"], row["mu_star_conf"], kind),
            measure_text(row["sigma"], kind),
            row["direction"],
            give_or_take(row["S1"], row["S1_conf"], "share"),
            give_or_take(row["ST"], row["ST_conf"], "share"),
        ]
        for row in sensitivity.table.to_dict("records")
    ]
    unit = capitalised(with_unit(sensitivity.measure, sensitivity.scenario.currency))
    heads = ["value", "effect", "depends on others", "more of it", "share by itself", "share with others"]
    return Table(f"{unit}: what the difference depends on", heads, rows, READING)


def at_the_ends(sensitivity: Sensitivity) -> Table:
    """The difference with one value at either end of its range."""
    kind = MEASURES[sensitivity.measure].kind
    rows = []
    for row in sensitivity.table.to_dict("records"):
        low, high = (measure_text(row[f"at_{end}"], kind, signed=True) for end in ("lowest", "highest"))
        name = name_of_value(row["path"], sensitivity.scenario)
        rows.append([name, row["lowest"], low, row["highest"], high])
    unit = capitalised(with_unit(sensitivity.measure, sensitivity.scenario.currency))
    heads = ["value", "its lowest", "difference at its lowest", "its highest", "difference at its highest"]
    return Table(f"{unit}: the difference where one value is another", heads, rows)


def ranges_table(sensitivity: Sensitivity) -> Table:
    """Which ranges were varied, who gave them, and where their values come from."""
    rows = [
        [
            name_of_value(one.name, sensitivity.scenario),
            value_for_table(one.value),
            f"{value_for_table(one.range.lowest)} to {value_for_table(one.range.highest)}",
            one.distribution,
            one.origin,
            source_of_value(one.path, sensitivity.scenario),
            one.name,
        ]
        for one in sensitivity.factors
    ]
    heads = [
        "value",
        "as written",
        "range",
        "distribution",
        "the range is",
        "source of the value",
        "its path",
    ]
    return Table("What was varied", heads, rows, kind="long")
