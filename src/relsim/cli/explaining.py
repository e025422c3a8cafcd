"""What `relsim why` says of stored results."""

from pathlib import Path

from relsim.cli.speaking import say
from relsim.experiments.comparing import known_policy
from relsim.experiments.storing import open_results
from relsim.report.parts import why_table
from relsim.report.responses import uplift
from relsim.report.subject import Subject
from relsim.report.tables import Table
from relsim.scenario.problems import Mistake


def explain(folder: Path, policy: str | None) -> None:
    """Print the parts of a policy's difference in profit, and whom it moved."""
    subject = Subject(open_results(folder))
    if not subject.is_comparison:
        raise Mistake(f"{folder} holds nothing to compare; expected what `relsim compare` wrote")
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
