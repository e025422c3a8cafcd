"""Policies under conditions, in words and in a figure: which holds, and what the choice costs at worst."""

from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes

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


def note_of(found: Stress) -> Note:
    """The page of policies under conditions."""
    sentence = (
        "Each field is the regret: how much less a policy brings than the best one under the same condition. "
        "Look for a row without dark fields."
    )
    picture = Picture("regret", "What each choice may cost", sentence, partial(regrets, found))
    count = f"{len(found.conditions)} conditions · {len(found.policies)} policies"
    scope = f"{found.scenario.focal_firm} · {count} · {replications_in_words(found.replications)}"
    attempts = Attempts()
    sentences = attempts.sentences("the answer", stress_sentences, found)
    tables = attempted(attempts, "Each policy over all conditions", summary, found)
    tables += attempted(attempts, "What the conditions change", conditions, found)
    for column in ("mean", "difference", "regret"):
        tables += attempted(attempts, f"The {column} under every condition", of_column, found, column)
    numbers = {"conditions": found.table, "summary": found.summary}
    facts = how_asked(found.scenario, found.seed, f"{found.replications:,}")
    title = titled(found.scenario, "Under which market?")
    return Note(title, scope, sentences, [picture], tables, numbers, facts, attempts)


def stress_sentences(found: Stress) -> list[str]:
    """The answer in sentences."""
    sentences = [
        winners(found),
        regret(found),
        worst(found),
        *against_baseline(found),
        left_out_of_pairs(found),
    ]
    return [sentence for sentence in sentences if sentence]


def winners(found: Stress) -> str:
    """Who is best in how many conditions, and who where else."""
    grid = found.grid("is_best")
    counts = grid.sum(axis=1)
    leader = str(counts.idxmax())
    what = MEASURES[found.measure].words
    if not counts.any():
        return f"Nothing can be said: {what} cannot be measured under any condition."
    elsewhere: dict[str, list[str]] = {}
    for condition in found.conditions:
        if not grid[condition].any():
            elsewhere.setdefault("nobody", []).append(condition)
        elif not grid.loc[leader, condition]:
            best = str(grid.index[grid[condition].to_numpy(bool)][0])
            elsewhere.setdefault(policy_named(found, best), []).append(condition)
    if not elsewhere:
        named = policy_named(found, leader)
        return f"{named} has the most {what} under all conditions, and in the market as it is."
    others = words([f"{best} under {conditions_named(found, under)}" for best, under in elsewhere.items()])
    share = f"{int(counts[leader])} of {len(found.conditions)} conditions, the market as it is counted as one"
    return f"{policy_named(found, leader)} has the most {what} in {share}; {others}."


def regret(found: Stress) -> str:
    """The policy whose greatest regret is the least."""
    row = found.summary.loc[found.summary["greatest_regret"].fillna(np.inf).idxmin()]
    if not np.isfinite(row["greatest_regret"]):
        return ""
    if (found.summary["greatest_regret"] == 0.0).all() and len(found.policies) > 1:
        return "There is no regret: all policies bring the same under every condition."
    if row["greatest_regret"] == 0.0:
        return f"{policy_named(found, row['policy'])} is never behind the best policy, so its regret is zero."
    amount = measure_in_words(row["greatest_regret"], found)
    spread = of(found, row["policy"], row["regret_under"])
    kind = MEASURES[found.measure].kind
    ends = (spread["regret"], spread["regret_low"], spread["regret_high"])
    span = sure(*ends, kind, found.replications)
    named, under = policy_named(found, row["policy"]), conditions_named(found, [row["regret_under"]])
    return (
        f"Least regret: {named} brings at most {amount} less than the best choice would, under {under} "
        f"({INTERVAL_WORDS} {span}); with every other policy the greatest gap is wider."
    )


def worst(found: Stress) -> str:
    """The policy whose worst outcome is the best."""
    row = found.summary.loc[found.summary["worst"].fillna(-np.inf).idxmax()]
    if not np.isfinite(row["worst"]):
        return ""
    worst = measure_in_words(row["worst"], found)
    named, under = policy_named(found, row["policy"]), conditions_named(found, [row["worst_under"]])
    return f"Best worst case: {named}, with {worst} under {under}."


def against_baseline(found: Stress) -> list[str]:
    """Which policies are better than the baseline under all conditions, and where the others are not."""
    baseline = policy_named(found, found.baseline)
    if len(found.policies) == 1:
        return [f"There is no policy but {baseline} to compare."]
    alike: dict[str, list[str]] = {}
    for policy in found.policies[1:]:
        alike.setdefault(where_worse(found, policy), []).append(policy_named(found, policy))
    told = (f"{words(names)} {'is' if len(names) == 1 else 'are'} {where}" for where, names in alike.items())
    return [f"Against {baseline}, {one}." for one in told]


def left_out_of_pairs(found: Stress) -> str:
    """Where some replications could not be measured, and why."""
    rows = found.table[["policy", "condition", "left_out"]].itertuples(index=False)
    counts = {
        f"{policy_named(found, policy)} under {conditions_named(found, [condition])}": int(count)
        for policy, condition, count in rows
    }
    return omissions({found.measure: counts}, found.replications)


def where_worse(found: Stress, policy: str) -> str:
    """Under which conditions a policy is better than the baseline, worse, or not surely different."""
    rows = found.table[found.table["policy"] == policy]
    fails, better = rows["high"] < 0.0, rows["low"] > 0.0
    unsure = ~(fails | better)
    if unsure.all():
        return "not surely different under any condition"
    parts = [
        f"{what} under {conditions_in_words(found, list(rows.loc[chosen, 'condition']))}"
        for what, chosen in (
            ("better", better),
            ("worse", fails),
            ("not surely different", unsure),
        )
        if chosen.any()
    ]
    return words(sorted(parts, key=lambda part: "the other" in part))


def conditions_in_words(found: Stress, conditions: list[str]) -> str:
    """Conditions by name, or by how many they are where they are all or most."""
    others = [name for name in found.conditions if name not in conditions]
    if not others:
        return "every condition"
    if len(conditions) > len(others) + 1:
        return f"the other {len(conditions)} conditions"
    return conditions_named(found, conditions)


def of(found: Stress, policy: str, condition: str) -> Any:
    """The row of a policy under a condition."""
    return found.table.set_index(["policy", "condition"]).loc[(policy, condition)]


def measure_in_words(value: float, found: Stress) -> str:
    """An amount of the measure."""
    return measure_text(float(value), MEASURES[found.measure].kind, found.scenario.currency)


def summary(found: Stress) -> Table:
    """One row per policy over all conditions."""
    heads = ["policy", "best in", "worst case", "under", "greatest regret", "under"]
    rows = [
        [
            policy_title_in(found, row["policy"]),
            percent(float(row["won"]), 0),
            measure_in_words(row["worst"], found),
            condition_title(found, row["worst_under"]),
            measure_in_words(row["greatest_regret"], found),
            condition_title(found, row["regret_under"]) if row["greatest_regret"] else NO_VALUE,
        ]
        for row in found.summary.to_dict("records")
    ]
    return Table("Each policy over all conditions", heads, rows)


def conditions(found: Stress) -> Table:
    """What each condition changes in the market."""
    rows = []
    for name in found.conditions:
        told = found.scenario.conditions.get(name)
        if told is not None:
            at_once = [
                f"{path} becomes {value_for_table(value)}"
                for path, value in told.set.items()
                if not path.startswith("timeline")
            ]
            later = changed_on_the_way(found.scenario, found.scenario.under_condition(name))
            rows.append([condition_title(found, name), told.note or "", "; ".join(at_once + later)])
    return Table("The conditions", ["condition", "note", "changes"], rows, kind="long")


def policy_title_in(found: Stress, policy: str) -> str:
    """What a policy is called in tables and figures."""
    return title_of_policy(found.scenario, policy)


def condition_title(found: Stress, condition: str) -> str:
    """What a condition is called in tables and figures."""
    return title_of_condition(found.scenario, condition)


def policy_named(found: Stress, policy: str) -> str:
    """What a policy is called in sentences."""
    return policy_in_sentence(found.scenario, policy)


def conditions_named(found: Stress, conditions: list[str]) -> str:
    """What conditions are called in sentences."""
    return words([condition_in_sentence(found.scenario, one) for one in conditions])


CAPTIONS = {"mean": "", "difference": ": difference from the baseline", "regret": ": regret"}


def of_column(found: Stress, column: str) -> Table:
    """A column of the table as policies x conditions."""
    kind = MEASURES[found.measure].kind
    rows = []
    for policy in found.policies:
        cells = []
        for condition in found.conditions:
            row = of(found, policy, condition)
            if column == "difference" and policy != found.baseline:
                cells.append(difference(row["difference"], row["low"], row["high"], kind))
            else:
                cells.append(measure_text(float(row[column]), kind))
        rows.append([policy_title_in(found, policy), *cells])
    heads = ["policy", *(condition_title(found, name) for name in found.conditions)]
    what = capitalised(with_unit(found.measure, found.scenario.currency))
    return Table(what + CAPTIONS[column], heads, rows)


@styled
def regrets(found: Stress, ax: Axes | None = None) -> Axes:
    """Regret of every policy under every condition; the darker, the more is given up."""
    grid = found.grid("regret")
    titles = [policy_title_in(found, name) for name in found.policies]
    conditions = (condition_title(found, name) for name in found.conditions)
    ax = canvas(ax, 0.9 + 0.14 * lines_in(conditions, 11) + (0.2 + 0.14 * lines_in(titles, 22)) * len(grid))
    values = grid.to_numpy(float)
    top = float(np.nan_to_num(values).max()) or 1.0
    for (row, column), value in np.ndenumerate(values):
        shade = 0.85 * max(0.0, np.nan_to_num(value)) / top
        ax.fill_between(
            [column - 0.48, column + 0.48], row - 0.46, row + 0.46, color=LOSS, alpha=shade, linewidth=0.0
        )
        text = "best" if value <= 0.0 else measure_text(float(value), MEASURES[found.measure].kind)
        ax.text(column, row, text, ha="center", va="center", fontsize=8.0, color=INK)
    names = [name_on_lines(condition_title(found, name), 11) for name in found.conditions]
    ax.set_xticks(range(len(names)), names, fontsize=8.0, color=INK)
    ax.set_yticks(range(len(grid)))
    ax.set_yticklabels([name_on_lines(title, 22) for title in titles], color=INK)
    ax.set_xlim(-0.5, len(found.conditions) - 0.5)
    ax.set_ylim(len(grid) - 0.5, -0.5)
    ax.grid(visible=False)
    return ax
