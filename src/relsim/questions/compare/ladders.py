"""The ladder of every firm as tables: rung by rung, under the baseline and its closest rival."""

from dataclasses import replace

from relsim.questions.compare.subject import Subject
from relsim.report.rungs import ladder_of
from relsim.report.shifts import shifts_table
from relsim.report.table import Table


def own_ladder(subject: Subject) -> list[Table]:
    """The ladder of the firm in focus, under the baseline and under its closest rival."""
    return [under(subject, subject.firm, subject.pair, f"The ladder of {subject.firm}")]


def other_ladders(subject: Subject) -> list[Table]:
    """The ladders of all other firms, under the baseline; how to read them stands below the last one."""
    end = f" under {subject.named(subject.baseline)}" if subject.is_comparison else ""
    others = [firm for firm in subject.scenario.firms if firm != subject.firm]
    tables = [under(subject, firm, [subject.baseline], f"The ladder of {firm}{end}") for firm in others]
    return [*(replace(table, remark="") for table in tables[:-1]), *tables[-1:]]


def shifts(subject: Subject) -> list[Table]:
    """Which policy moves whom on the ladder of the firm in focus; nothing for a run."""
    if not subject.is_comparison:
        return []
    titles = {policy: subject.title(policy) for policy in [subject.baseline, *subject.challengers]}
    return [shifts_table(subject.comparison.shifts, titles, subject.results.replications)]


def under(subject: Subject, firm: str, policies: list[str], caption: str) -> Table:
    """The ladder of a firm under some policies."""
    told, times = subject.results.rung_measures, subject.results.rungs["replication"].nunique()
    titles = {policy: subject.title(policy) for policy in policies}
    return ladder_of(told, titles, firm, subject.currency, times, caption)
