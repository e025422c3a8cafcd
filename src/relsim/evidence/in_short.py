"""What to know of tables before they are used: how much of each is not, and what does not go together."""

from collections.abc import Sequence
from pathlib import Path

from relsim.command_lines import command_line
from relsim.errors import counted
from relsim.evidence.between import contradictions_between, contradictions_in
from relsim.evidence.reading import Evidence

MANY_UNUSED = 0.1
"""The share of the rows of a table from which on it is said first that they are set aside."""

ATTENTION, CONTRADICTION = "Attention", "Contradiction"


def comes_first(said: Sequence[str]) -> bool:
    """Whether what is said of tables in short is so grave that it comes before any answer."""
    return any(one.startswith((ATTENTION, CONTRADICTION)) for one in said)


def tables_in_short(tables: Sequence[Evidence]) -> list[str]:
    """How many rows of each table are set aside and mainly why, those with many first, and the contradictions
    in and between the tables, with the command that lists all of it; nothing where all is well."""
    unused = sorted((table for table in tables if len(table.unused)), key=share_unused, reverse=True)
    said = [unused_in_words(table) for table in unused]
    if contradictions := contradictions_in(tables):
        count = len(contradictions)
        which = CONTRADICTION if count == 1 else f"{CONTRADICTION}, one of {count:,}"
        said.append(f"{which}: {next(iter(contradictions_between(tables)), contradictions[0])}")
    if said:
        said[-1] += f" {how_to_list(tables)} lists them."
    return said


def share_unused(table: Evidence) -> float:
    """The share of the rows of a table that are set aside."""
    return len(table.unused) / max(1, table.rows)


def unused_in_words(table: Evidence) -> str:
    """How many rows of a table are set aside, and the reason of most of them."""
    reasons = table.unused["reason"].value_counts()
    count, most, reason = len(table.unused), int(reasons.iloc[0]), str(reasons.index[0])
    share = share_unused(table)
    start = (
        f"{ATTENTION}, {100.0 * share:.0f} % of {table.name} is not used"
        if share > MANY_UNUSED
        else table.name
    )
    which = "all" if most == count else f"{most:,}"
    return (
        f"{start}: {count:,} of {counted(table.rows, 'row', 'rows')} {'is' if count == 1 else 'are'} set "
        f"aside, {which} for this reason: {reason}."
    )


def how_to_list(tables: Sequence[Evidence]) -> str:
    """The command that lists all that is set aside, and all contradictions."""
    return command_line(
        ["relsim", "audit", *(Path(file).name for table in tables for file in table.understandings)]
    )
