"""The report: one page that opens offline, and its figures as files."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from relsim.experiments.comparing import Comparison
from relsim.experiments.running import Result
from relsim.report import tables
from relsim.report.assumptions import FOLKLORE, assumptions, changes, untouched
from relsim.report.certainty import certainty, pairing
from relsim.report.costs import cost
from relsim.report.effort import effort
from relsim.report.gallery import Picture, pictures
from relsim.report.logo import logo
from relsim.report.portfolio_tables import portfolio_tables
from relsim.report.provenance import provenance
from relsim.report.subject import Subject
from relsim.report.svg import inlined
from relsim.report.verdict import verdict
from relsim.report.wording import printable, times
from relsim.scenario.schema import Scenario


def write_report(results: Result | Comparison, folder: Path) -> Path:
    """Write `figures/*.svg` and `report.html` into a folder; returns the path of the page."""
    subject = Subject(results)
    drawn = list(pictures(subject))
    figures = folder / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    for picture in drawn:
        write(picture.svg, figures / f"{picture.name}.svg")
    path = folder / "report.html"
    write(page(subject, drawn, folder), path)
    return path


def write(text: str, path: Path) -> None:
    """Text into a file, the same bytes on every system; what no encoding knows is replaced."""
    path.write_bytes(text.encode("utf-8", "replace"))


def page(subject: Subject, drawn: list[Picture], folder: Path) -> str:
    """The report as HTML."""
    return rendered(
        "report.html.j2", answer(subject) | evidence(subject, drawn) | background(subject, folder)
    )


def rendered(template: str, content: Mapping[str, Any]) -> str:
    """A page made of a template; whatever is text in the content is shown as text."""
    environment = Environment(
        loader=PackageLoader("relsim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = printable
    environment.filters["breakable"] = breakable
    return environment.get_template(template).render(content)


def breakable(path: str) -> Markup:
    """A dotted path that may be broken after its dots."""
    return Markup("<wbr>").join(part for part in path.replace(".", ".\0").split("\0"))


def answer(subject: Subject) -> dict[str, Any]:
    """What stands at the top of the page."""
    scenario = subject.scenario
    return {
        "title": printable(scenario.report.title or scenario.title),
        "summary": scenario.summary,
        "logo": logo(scenario),
        "scope": scope(subject),
        "verdict": verdict(subject),
        "support": [text for text in (certainty(subject), *effort(subject), cost(subject)) if text],
        "lesson": scenario.learn,
    }


def scope(subject: Subject) -> str:
    """What was simulated, in one line."""
    scenario = subject.scenario
    policies = f"{len(subject.policies)} policies" if subject.is_comparison else "no policies"
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
        "firms": side_by_side(subject),
        "measures": tables.measures_table(subject),
        "statement": tables.statement_table(subject),
        "portfolio": portfolio_tables(subject),
        "pairing": pairing(subject),
        "one_replication": subject.results.replications < 2,
        "pictures": shown(drawn),
    }


def side_by_side(subject: Subject) -> list[tables.Table]:
    """How the competitors compare, where there are any."""
    if len(subject.scenario.firms) < 2:
        return []
    wanted = [tables.firms_table(subject)]
    return [*wanted, tables.equity_of_firms(subject)] if subject.is_comparison else wanted


def shown(drawn: Sequence[Picture]) -> list[dict[str, Any]]:
    """Pictures as a template shows them."""
    return [
        {"name": picture.name, "title": picture.title, "sentence": picture.sentence}
        | {"svg": embedded(picture)}
        for picture in drawn
    ]


def embedded(picture: Picture) -> Markup:
    """A picture as part of the page; matplotlib has escaped the text in it."""
    label = escape(f"{picture.title}. {picture.sentence}")
    return Markup(inlined(picture.svg, picture.name, label))


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
