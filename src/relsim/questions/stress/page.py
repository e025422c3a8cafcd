"""Policies under conditions, in words and in a figure: which holds, and what the choice costs at worst."""

from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from relsim.errors import counted
from relsim.measures.measure import MEASURES
from relsim.questions.stress.question import Stress
from relsim.report.assumptions import changed_on_the_way, value_for_table
from relsim.report.attempts import Attempts
from relsim.report.names import (
    condition_in_sentence,
    policy_in_sentence,
    title_of_condition,
    title_of_policy,
)
from relsim.report.note import Note, titled
from relsim.report.omissions import omissions
from relsim.report.picture import Picture
from relsim.report.provenance import how_asked
from relsim.report.style import INK, LOSS, canvas, lines_in, name_on_lines, styled
from relsim.report.table import Table, attempted, with_unit
from relsim.report.unidentified import no_answer_yet
from relsim.report.wording import (
    INTERVAL_WORDS,
    NO_VALUE,
    capitalised,
    difference,
    measure_text,
    percent,
    replications_in_words,
    sure,
    words,
)


def note_of(stress: Stress) -> Note:
    """The page of policies under conditions."""
    sentence = (
        "Each field is the regret: how much less a policy brings than the best one under the same condition. "
        "Look for a row without dark fields."
    )
    picture = Picture("regret", "What each choice may cost", sentence, partial(regrets, stress))
    under = counted(len(stress.conditions), "condition", "conditions")
    many = counted(len(stress.policies), "policy", "policies")
    repeated = replications_in_words(stress.replications)
    scope = f"{stress.scenario.focal_firm} · {under} · {many} · {repeated}"
    attempts = Attempts()
    sentences = [*no_answer_yet(stress.scenario), *attempts.sentences("the answer", stress_sentences, stress)]
    tables = attempted(attempts, "Each policy over all conditions", summary, stress)
    tables += attempted(attempts, "What the conditions change", conditions, stress)
    for column in ("mean", "difference", "regret"):
        tables += attempted(attempts, f"The {column} under every condition", of_column, stress, column)
    numbers = {"conditions": stress.table, "summary": stress.summary}
    facts = how_asked(stress.scenario, stress.seed, f"{stress.replications:,}")
    title = titled(stress.scenario, "Under which market?")
    return Note(title, scope, sentences, [picture], tables, numbers, facts, attempts)


def stress_sentences(stress: Stress) -> list[str]:
    """The answer in sentences."""
    sentences = [
        winners(stress),
        regret(stress),
        worst(stress),
        *against_baseline(stress),
        left_out_of_pairs(stress),
    ]
    return [sentence for sentence in sentences if sentence]


def winners(stress: Stress) -> str:
    """Who is best in how many conditions, and who where else."""
    grid = stress.grid("is_best")
    counts = grid.sum(axis=1)
    leader = str(counts.idxmax())
    what = MEASURES[stress.measure].words
    if not counts.any():
        return f"Nothing can be said: {what} cannot be measured under any condition."
    elsewhere: dict[str, list[str]] = {}
    for condition in stress.conditions:
        if not grid[condition].any():
            elsewhere.setdefault("nobody", []).append(condition)
        elif not grid.loc[leader, condition]:
            best = str(grid.index[grid[condition].to_numpy(bool)][0])
            elsewhere.setdefault(policy_named(stress, best), []).append(condition)
    if not elsewhere:
        named = policy_named(stress, leader)
        return f"{named} has the most {what} under all conditions, and in the market as it is."
    others = words([f"{best} under {conditions_named(stress, under)}" for best, under in elsewhere.items()])
    share = (
        f"{int(counts[leader])} of {len(stress.conditions)} conditions, the market as it is counted as one"
    )
    return f"{policy_named(stress, leader)} has the most {what} in {share}; {others}."


def regret(stress: Stress) -> str:
    """The policy whose greatest regret is the least."""
    row = stress.summary.loc[stress.summary["greatest_regret"].fillna(np.inf).idxmin()]
    if not np.isfinite(row["greatest_regret"]):
        return ""
    if (stress.summary["greatest_regret"] == 0.0).all() and len(stress.policies) > 1:
        return "There is no regret: all policies bring the same under every condition."
    if row["greatest_regret"] == 0.0:
        return (
            f"{policy_named(stress, row['policy'])} is never behind the best policy, so its regret is zero."
        )
    amount = measure_in_words(row["greatest_regret"], stress)
    spread = of(stress, row["policy"], row["regret_under"])
    kind = MEASURES[stress.measure].kind
    ends = (spread["regret"], spread["regret_low"], spread["regret_high"])
    span = sure(*ends, kind, stress.replications)
    named, under = policy_named(stress, row["policy"]), conditions_named(stress, [row["regret_under"]])
    return (
        f"Least regret: {named} brings at most {amount} less than the best choice would, under {under} "
        f"({INTERVAL_WORDS} {span}); with every other policy the greatest gap is wider."
    )


def worst(stress: Stress) -> str:
    """The policy whose worst outcome is the best."""
    row = stress.summary.loc[stress.summary["worst"].fillna(-np.inf).idxmax()]
    if not np.isfinite(row["worst"]):
        return ""
    worst = measure_in_words(row["worst"], stress)
    named, under = policy_named(stress, row["policy"]), conditions_named(stress, [row["worst_under"]])
    return f"Best worst case: {named}, with {worst} under {under}."


def against_baseline(stress: Stress) -> list[str]:
    """Which policies are better than the baseline under all conditions, and where the others are not."""
    baseline = policy_named(stress, stress.baseline)
    if len(stress.policies) == 1:
        return [f"There is no policy but {baseline} to compare."]
    alike: dict[str, list[str]] = {}
    for policy in stress.policies[1:]:
        alike.setdefault(where_worse(stress, policy), []).append(policy_named(stress, policy))
    told = (f"{words(names)} {'is' if len(names) == 1 else 'are'} {where}" for where, names in alike.items())
    return [f"Against {baseline}, {one}." for one in told]


def left_out_of_pairs(stress: Stress) -> str:
    """Where some replications could not be measured, and why."""
    rows = stress.table[["policy", "condition", "left_out"]].itertuples(index=False)
    counts = {
        f"{policy_named(stress, policy)} under {conditions_named(stress, [condition])}": int(count)
        for policy, condition, count in rows
    }
    return omissions({stress.measure: counts}, stress.replications)


def where_worse(stress: Stress, policy: str) -> str:
    """Under which conditions a policy is better than the baseline, worse, or not surely different."""
    rows = stress.table[stress.table["policy"] == policy]
    fails, better = rows["high"] < 0.0, rows["low"] > 0.0
    unsure = ~(fails | better)
    if unsure.all():
        return "not surely different under any condition"
    parts = [
        f"{what} under {conditions_in_words(stress, list(rows.loc[chosen, 'condition']))}"
        for what, chosen in (
            ("better", better),
            ("worse", fails),
            ("not surely different", unsure),
        )
        if chosen.any()
    ]
    return words(sorted(parts, key=lambda part: "the other" in part))


def conditions_in_words(stress: Stress, conditions: list[str]) -> str:
    """Conditions by name, or by how many they are where they are all or most."""
    others = [name for name in stress.conditions if name not in conditions]
    if not others:
        return "every condition"
    if len(conditions) > len(others) + 1:
        return f"the other {len(conditions)} conditions"
    return conditions_named(stress, conditions)


def of(stress: Stress, policy: str, condition: str) -> Any:
    """The row of a policy under a condition."""
    return stress.table.set_index(["policy", "condition"]).loc[(policy, condition)]


def measure_in_words(value: float, stress: Stress) -> str:
    """An amount of the measure."""
    return measure_text(float(value), MEASURES[stress.measure].kind, stress.scenario.currency)


def summary(stress: Stress) -> Table:
    """One row per policy over all conditions."""
    heads = ["policy", "best in", "worst case", "under", "greatest regret", "under"]
    rows = [
        [
            policy_title_in(stress, row["policy"]),
            percent(float(row["won"]), 0),
            measure_in_words(row["worst"], stress),
            condition_title(stress, row["worst_under"]),
            measure_in_words(row["greatest_regret"], stress),
            condition_title(stress, row["regret_under"]) if row["greatest_regret"] else NO_VALUE,
        ]
        for row in stress.summary.to_dict("records")
    ]
    return Table("Each policy over all conditions", heads, rows)


def conditions(stress: Stress) -> Table:
    """What each condition changes in the market."""
    rows = []
    for name in stress.conditions:
        told = stress.scenario.conditions.get(name)
        if told is not None:
            at_once = [
                f"{path} becomes {value_for_table(value)}"
                for path, value in told.set.items()
                if not path.startswith("timeline")
            ]
            later = changed_on_the_way(stress.scenario, stress.scenario.under_condition(name))
            rows.append([condition_title(stress, name), told.note or "", "; ".join(at_once + later)])
    return Table("The conditions", ["condition", "note", "changes"], rows, kind="long")


def policy_title_in(stress: Stress, policy: str) -> str:
    """What a policy is called in tables and figures."""
    return title_of_policy(stress.scenario, policy)


def condition_title(stress: Stress, condition: str) -> str:
    """What a condition is called in tables and figures."""
    return title_of_condition(stress.scenario, condition)


def policy_named(stress: Stress, policy: str) -> str:
    """What a policy is called in sentences."""
    return policy_in_sentence(stress.scenario, policy)


def conditions_named(stress: Stress, conditions: list[str]) -> str:
    """What conditions are called in sentences."""
    return words([condition_in_sentence(stress.scenario, one) for one in conditions])


CAPTIONS = {"mean": "", "difference": ": difference from the baseline", "regret": ": regret"}


def of_column(stress: Stress, column: str) -> Table:
    """A column of the table as policies x conditions."""
    kind = MEASURES[stress.measure].kind
    rows = []
    for policy in stress.policies:
        cells = []
        for condition in stress.conditions:
            row = of(stress, policy, condition)
            if column == "difference" and policy != stress.baseline:
                cells.append(difference(row["difference"], row["low"], row["high"], kind))
            else:
                cells.append(measure_text(float(row[column]), kind))
        rows.append([policy_title_in(stress, policy), *cells])
    heads = ["policy", *(condition_title(stress, name) for name in stress.conditions)]
    what = capitalised(with_unit(stress.measure, stress.scenario.currency))
    return Table(what + CAPTIONS[column], heads, rows)


MOST_SIDE_BY_SIDE = 6
"""Conditions whose names stand upright below their columns; those of more are turned, on two lines."""

ROOM_FOR_NUMBERS = 63.0
"""Points of type that the numbers of a row may have together."""


def names_below(stress: Stress) -> tuple[list[str], float]:
    """The names of the conditions on lines, and the inches that they take below the figure."""
    titles = [condition_title(stress, name) for name in stress.conditions]
    if len(titles) <= MOST_SIDE_BY_SIDE:
        return [name_on_lines(title, 11) for title in titles], 0.14 * lines_in(titles, 11)
    width = max(14, *(len(title) // 2 + 4 for title in titles))
    names = [name_on_lines(title, width) for title in titles]
    return names, 0.07 * max(len(line) for name in names for line in name.split("\n"))


@styled
def regrets(stress: Stress, ax: Axes | None = None) -> Axes:
    """Regret of every policy under every condition; the darker, the more is given up."""
    grid = stress.grid("regret")
    titles = [policy_title_in(stress, name) for name in stress.policies]
    names, below = names_below(stress)
    ax = canvas(ax, 0.9 + below + (0.2 + 0.14 * lines_in(titles, 22)) * len(grid))
    size = min(8.0, ROOM_FOR_NUMBERS / len(names))
    values = grid.to_numpy(float)
    top = float(np.nan_to_num(values).max()) or 1.0
    for (row, column), value in np.ndenumerate(values):
        shade = 0.85 * max(0.0, np.nan_to_num(value)) / top
        ax.fill_between(
            [column - 0.48, column + 0.48], row - 0.46, row + 0.46, color=LOSS, alpha=shade, linewidth=0.0
        )
        text = "best" if value <= 0.0 else measure_text(float(value), MEASURES[stress.measure].kind)
        ax.text(column, row, text, ha="center", va="center", fontsize=size, color=INK)
    ax.set_xticks(range(len(names)), names, fontsize=8.0, color=INK)
    ax.set_yticks(range(len(grid)))
    ax.set_yticklabels([name_on_lines(title, 22) for title in titles], color=INK)
    ax.set_xlim(-0.5, len(stress.conditions) - 0.5)
    ax.set_ylim(len(grid) - 0.5, -0.5)
    ax.grid(visible=False)
    return ax
