"""The report: one page that opens offline, and its figures as files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from relsim.questions.compare import tables
from relsim.questions.compare.certainty import certainty, pairing
from relsim.questions.compare.costs import cost
from relsim.questions.compare.effort import effort
from relsim.questions.compare.pictures import pictures
from relsim.questions.compare.portfolio import portfolio_tables
from relsim.questions.compare.provenance import provenance
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.responses import lift_tables, uplift
from relsim.questions.compare.run import Result
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.verdict import beside, verdict
from relsim.questions.compare.why import why_table
from relsim.report.assumptions import FOLKLORE, assumptions, changes, untouched
from relsim.report.logo import logo
from relsim.report.picture import Picture, embedded
from relsim.report.table import Table
from relsim.report.template import rendered, write
from relsim.report.wording import printable, times
from relsim.scenario.scenario import Scenario


def write_report(results: Result | Comparison, folder: Path) -> Path:
    """Write `figures/*.svg` and `report.html` into a folder; returns the path of the page."""
    subject = Subject(results)
    return write_page(subject, list(pictures(subject)), folder)


def write_page(subject: Subject, drawn: list[Picture], folder: Path) -> Path:
    """Write pictures that are drawn, and the page that shows them, into a folder."""
    figures = folder / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    for picture in drawn:
        write(picture.svg, figures / f"{picture.name}.svg")
    path = folder / "report.html"
    write(page(subject, drawn, folder), path)
    return path


def page(subject: Subject, drawn: list[Picture], folder: Path) -> str:
    """The report as HTML."""
    content = answer(subject) | evidence(subject, drawn) | background(subject, folder)
    return rendered("report.html.j2", content)


def answer(subject: Subject) -> dict[str, Any]:
    """What stands at the top of the page."""
    scenario = subject.scenario
    return {
        "title": printable(scenario.report.title or scenario.title),
        "summary": scenario.summary,
        "logo": logo(scenario),
        "scope": scope(subject),
        "verdict": verdict(subject),
        "support": support(subject),
        "lesson": scenario.learn,
    }


def support(subject: Subject) -> list[str]:
    """What stands below the verdict, where there is anything to say."""
    told = [beside(subject), certainty(subject), *effort(subject), cost(subject), uplift(subject)]
    return [text for text in told if text]


def scope(subject: Subject) -> str:
    """What was simulated, in one line."""
    scenario = subject.scenario
    policies = f"{len(subject.policies)} policies" if subject.is_comparison else "as it is"
    return (
        f"{subject.firm} · {scenario.customers:,} potential customers · "
        f"{scenario.periods} {scenario.period}s · {policies} · {times(subject.results.replications)}"
    )


def evidence(subject: Subject, drawn: list[Picture]) -> dict[str, Any]:
    """Tables and figures."""
    is_comparison = subject.is_comparison
    return {
        "headlines": tables.headline_table(subject) if is_comparison else None,
        "changes_table": tables.headline_changes(subject) if is_comparison else None,
        "why": [why_table(subject, policy) for policy in subject.challengers],
        "lift": lift_tables(subject),
        "firms": side_by_side(subject),
        "measures": tables.measures_table(subject),
        "statement": tables.statement_table(subject),
        "portfolio": portfolio_tables(subject),
        "pairing": pairing(subject),
        "one_replication": subject.results.replications < 2,
        "pictures": [embedded(picture) for picture in drawn],
    }


def side_by_side(subject: Subject) -> list[Table]:
    """How the competitors compare, where there are any."""
    if len(subject.scenario.firms) < 2:
        return []
    wanted = [tables.firms_table(subject)]
    return [*wanted, tables.equity_of_firms(subject)] if subject.is_comparison else wanted


def background(subject: Subject, folder: Path) -> dict[str, Any]:
    """What the results rest on, and how they came about."""
    scenario = subject.scenario
    compared = subject.policies if subject.is_comparison else []
    return {
        "assumptions": assumptions(scenario),
        "folklore": FOLKLORE,
        "policies": [described(scenario, policy, subject.baseline) for policy in compared],
        "events": [
            {
                "title": event.title or "Event",
                "when": f"from {event.at}" + (f" until {event.until}" if event.until else ""),
                "set": {path: str(value) for path, value in event.set.items()},
            }
            for event in scenario.timeline
        ],
        "defaults": untouched(scenario),
        "mechanisms": scenario.mechanisms.model_dump(),
        "sources": scenario.sources,
        "provenance": provenance(subject.results, folder),
    }


def described(scenario: Scenario, policy: str, baseline: str) -> Mapping[str, Any]:
    """A policy: its name, its words, and what it changes."""
    told = scenario.policies[policy]
    return {
        "name": policy,
        "title": told.title,
        "note": told.note,
        "is_baseline": policy == baseline,
        "changes": changes(scenario, policy),
    }
