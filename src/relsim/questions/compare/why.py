"""The parts of a difference in profit, in words and in amounts a year."""

import pandas as pd

from relsim.questions.compare.responses import uplift
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.tables import CREDIT
from relsim.report.table import Table, text_lines
from relsim.report.unidentified import no_answer_yet
from relsim.report.wording import INTERVAL_WORDS, difference, sure
from relsim.vocabulary import Channel, Line, column_name, word

TINY = 0.004
"""A part that is less than this share of the largest is not shown by itself."""

REASON_NAMES = {f"acquired_by_{column_name(channel)}": f"won by {word(channel)}" for channel in Channel}
REASON_NAMES |= {"acquired_by_win_back": "won back", "acquired_by_walk_in": "walked in"}
REASON_NAMES |= {f"line_{column_name(line)}": line.words for line in Line}


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
            difference(change, low, high, "money"),
            sure(change, low, high, "money", subject.results.replications),
        ]
        for name, change, low, high in told.itertuples(name=None)
    ]
    caption = (
        f"Why the profit of {subject.named(policy)} differs from that of {subject.named(subject.baseline)}"
    )
    return Table(caption, ["part", f"{subject.currency} a year", INTERVAL_WORDS], rows, CREDIT)


def why_lines(subject: Subject, policy: str) -> list[str]:
    """What a terminal shows of a difference in profit: the table, what is meant by it, and who it moves."""
    table, said = why_table(subject, policy), no_answer_yet(subject.scenario)
    return [*said, *text_lines(table), "", table.remark, "", uplift(subject, policy)]
