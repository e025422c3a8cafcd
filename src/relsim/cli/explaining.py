"""What `relsim why` says of stored results."""

from pathlib import Path

from relsim.console.speech import say
from relsim.errors import InputError
from relsim.questions.compare.responses import uplift
from relsim.questions.compare.results import open_results
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.why import why_table
from relsim.report.table import Table
from relsim.runs.policies import known_policy


def explain(folder: Path, policy: str | None) -> None:
    """Print the parts of a policy's difference in profit, and whom it moved."""
    subject = Subject(open_results(folder))
    if not subject.is_comparison:
        raise InputError(f"{folder} holds nothing to compare; expected what `relsim compare` wrote")
    chosen = known_policy(policy or subject.rival, subject.policies)
    for line in (*aligned(why_table(subject, chosen)), "", uplift(subject, chosen)):
        say(line)


def aligned(table: Table) -> list[str]:
    """A table as lines of text, numbers to the right."""
    rows = [table.heads, *table.rows]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.heads))]
    lines = [
        "  ".join([f"{row[0]:<{widths[0]}}", *map(str.rjust, row[1:], widths[1:])]).rstrip() for row in rows
    ]
    return [table.caption, "", *lines]
