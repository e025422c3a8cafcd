"""The parts of a difference in profit, in words and in amounts a year."""

import numpy as np
import pandas as pd

from relsim.questions.compare.certainty import gap_between
from relsim.questions.compare.horizon import end_of_run, spread_between
from relsim.questions.compare.responses import uplift
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.tables import CREDIT
from relsim.report.table import Table, text_lines
from relsim.report.unidentified import no_answer_yet
from relsim.report.wording import INTERVAL_WORDS, adding_up, difference, in_full, sure, unit_of
from relsim.runs.policies import AFTER_OVERHEAD
from relsim.vocabulary import Channel, Line, column_name, word

TINY = 0.004
"""A part that is less than this share of the largest is not shown by itself."""

REASON_NAMES = {f"acquired_by_{column_name(channel)}": f"won by {word(channel)}" for channel in Channel}
REASON_NAMES |= {"acquired_by_win_back": "won back", "acquired_by_walk_in": "walked in"}
REASON_NAMES |= {f"line_{column_name(line)}": line.words for line in Line}

COSTS = frozenset(line.words for line in Line if line is not Line.REVENUE)
"""The parts that are cost lines; all others but profit are parts of revenue."""

REVENUE_LESS_COST = (
    "Profit is the sum of all parts of revenue and of all costs; a cost that grows stands below zero. "
)
"""How the parts of a difference in profit make it up."""


def part_name(part: str) -> str:
    """A part of a difference in profit as a reader knows it."""
    return REASON_NAMES.get(part) or part.replace("_", " ")


def parts_of(subject: Subject, policy: str) -> pd.DataFrame:
    """The parts of a policy's difference in profit a year, with their intervals; by name."""
    table = subject.why(policy).set_index("part")[["difference", "low", "high"]]
    return table.rename(index=part_name) / subject.years


def profit_changes(subject: Subject) -> pd.DataFrame:
    """What each policy adds to profit a year or takes from it [part, policy]; tiny parts are one row."""
    changes = pd.DataFrame(
        {policy: parts_of(subject, policy)["difference"] for policy in subject.challengers}
    )
    sizes = changes.drop(index="profit").abs().max(axis=1)
    never = sizes.index[sizes == 0.0]
    small = sizes.index[(sizes > 0.0) & (sizes < TINY * sizes.max())]
    kept = changes.drop(index=[*never, *small, "profit"])
    rest = changes.loc[small].sum().rename("all other parts").to_frame().T
    return pd.concat([kept, *([rest] if len(small) else []), changes.loc[["profit"]]])


def why_table(subject: Subject, policy: str) -> Table:
    """Part by part, what a policy changes in profit a year."""
    parts = parts_of(subject, policy)
    told = parts[(parts["difference"] != 0.0) | (parts.index == "profit")]
    rows = [
        [
            str(name),
            kind_of_part(str(name)),
            difference(change, low, high, "money"),
            sure(change, low, high, "money", subject.results.replications),
        ]
        for name, change, low, high in told.itertuples(name=None)
    ]
    caption = (
        f"Why the profit of {subject.named(policy)} differs from that of {subject.named(subject.baseline)}"
    )
    heads = ["part", "of", f"{subject.currency} a year", INTERVAL_WORDS]
    return Table(caption, heads, rows, REVENUE_LESS_COST + CREDIT)


def kind_of_part(name: str) -> str:
    """Whether a part is one of revenue or a cost; nothing of profit, their sum."""
    return "" if name == "profit" else "cost" if name in COSTS else "revenue"


def beside_equity(subject: Subject, policy: str) -> str:
    """That profit is explained, not the equity by which policies are ranked, and how they go together."""
    after = subject.measure == AFTER_OVERHEAD
    explained = (
        "This explains profit within the run, not discounted and after overhead, as a mean of its years. "
        f"Policies are ranked by {subject.equity}, which is discounted"
    )
    left_out = "" if after else ", leaves overhead out"
    later = f"and counts what customers are expected to bring after {end_of_run(subject)}"
    gap = gap_between(subject, policy, subject.baseline)
    if not np.isfinite(gap.value) or gap.value == 0.0:
        return f"{explained}{left_out} {later}."
    spread = spread_between(subject, policy, subject.baseline)
    parts = [spread.whole - spread.residual, spread.residual]
    unit = unit_of(spread.whole)
    within, beyond = adding_up(parts, unit)
    amounts = (within + beyond, within, beyond)
    told = [in_full(amount, unit, subject.currency, signed=True) for amount in amounts]
    return (
        f"{explained}{left_out} {later}: {told[0]} from {subject.named(subject.baseline)} to "
        f"{subject.named(policy)}, of which {told[1]} within the run and {told[2]} after it."
    )


def why_lines(subject: Subject, policy: str) -> list[str]:
    """What a terminal shows of a difference in profit: what it is beside equity, the table, what is meant by
    it, and who it moves."""
    table, said = why_table(subject, policy), no_answer_yet(subject.scenario)
    first = [*said, beside_equity(subject, policy), ""]
    return [*first, *text_lines(table), "", table.remark, "", uplift(subject, policy)]
