"""The report: one page that opens offline, and its figures as files."""

from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from relsim.questions.compare import tables
from relsim.questions.compare.board import board
from relsim.questions.compare.certainty import certainty, others_told, pairing
from relsim.questions.compare.costs import cost, losses, overhead
from relsim.questions.compare.diversion import diversion, sources_told
from relsim.questions.compare.effort import effort
from relsim.questions.compare.exits import firms_that_gave_up
from relsim.questions.compare.grounds import grounds, table_of_evidence
from relsim.questions.compare.horizon import best_within, beyond, turn
from relsim.questions.compare.ladders import other_ladders, own_ladder, shifts
from relsim.questions.compare.origins import origins, origins_told
from relsim.questions.compare.pictures import PAYBACK, pictures
from relsim.questions.compare.player import player_beside
from relsim.questions.compare.portfolio import grouped_by, portfolio_tables
from relsim.questions.compare.provenance import provenance
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.responses import lift_tables, uplift
from relsim.questions.compare.retention import base_table, retained_table
from relsim.questions.compare.run import Result
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.turns import turns
from relsim.questions.compare.verdict import rival_in_run, verdict
from relsim.questions.compare.why import why_table
from relsim.questions.compare.workbook import write_results_workbook
from relsim.report.assumptions import (
    FOLKLORE,
    alike_in_one,
    assumptions,
    changed_on_the_way,
    changes,
    defaults_in_force,
)
from relsim.report.attempts import Failure
from relsim.report.logo import logo
from relsim.report.logo_copy import keep_logo
from relsim.report.names import condition_in_sentence
from relsim.report.picture import Picture, pictures_on_page
from relsim.report.provenance import customers_in_words, length_in_words
from relsim.report.table import Table, attempted
from relsim.report.template import explained, rendered, write
from relsim.report.wording import capitalised, printable, replications_in_words
from relsim.runs.policies import AFTER_OVERHEAD
from relsim.scenario.lint.scenario import warnings
from relsim.scenario.scenario import Scenario

SHORT_PAGE = "report-short.html"


def write_report(results: Result | Comparison, folder: Path) -> Path:
    """Write `figures/*.svg` and `report.html` into a folder; returns the path of the page."""
    subject = Subject(results)
    return write_page(subject, list(pictures(subject)), folder)


def write_page(
    subject: Subject, wanted: list[Picture], folder: Path, found: dict[str, Any] | None = None
) -> Path:
    """Draw pictures, and write them and the page that shows them and the findings into a folder.

    What cannot be made is left out; the page says so, and the subject remembers it.
    """
    keep_logo(subject.scenario, folder)
    path = folder / "report.html"
    drawn = pictures_on_page(wanted, folder, subject.attempts)
    told = found or findings(subject)
    subject.attempts.made(
        "the workbook", write_results_workbook, subject, told["said"], told["scope"], folder
    )
    content = (
        told | background(subject, folder) | {"pictures": drawn, "player": player_beside(subject, folder)}
    )
    write(explained("report.html.j2", content), path)
    return path


def write_short(subject: Subject, folder: Path) -> Path:
    """Write the board page alone into a folder; returns its path."""
    keep_logo(subject.scenario, folder)
    wanted = [picture for picture in pictures(subject) if picture.name == PAYBACK]
    content = verdict_note(subject) | {"pictures": pictures_on_page(wanted, folder, subject.attempts)}
    path = folder / SHORT_PAGE
    write(rendered("short.html.j2", content), path)
    return path


def findings(subject: Subject) -> dict[str, Any]:
    """What the results say, in sentences and tables: all of a page that needs neither files nor figures."""
    return verdict_note(subject) | evidence(subject)


def verdict_note(subject: Subject) -> dict[str, Any]:
    """What stands at the top of the page."""
    scenario, first = subject.scenario, board(subject)
    sentences = said(subject)
    told = {sentence for part in ("said", "customers", "changes") for sentence in first[part]}
    return {
        "title": printable(scenario.report.title or scenario.title),
        "summary": scenario.summary,
        "logo": logo(scenario),
        "scope": scope(subject),
        "said": sentences,
        "board": first,
        "further": [sentence for sentence in sentences if sentence not in told],
        "lesson": scenario.learn,
    }


def said(subject: Subject) -> list[str]:
    """The verdict, and what stands below it where there is anything to say."""
    attempt = subject.attempts.sentences
    return [
        *attempt("the verdict", verdict, subject),
        *attempt("the sentence on residual value", beyond, subject),
        *attempt("the sentences on what the verdict rests on", grounds, subject),
        *attempt("the sentence on what turns the verdict", turns, subject),
        *attempt("the sentence on the strongest rival", rival_in_run, subject),
        *attempt("the sentence on how sure the verdict is", certainty, subject),
        *attempt("the sentence on the other policies", others_told, subject),
        *attempt("the sentence on how many replications that took", effort, subject),
        *attempt("the sentence on payback", turn, subject),
        *attempt("the sentence on which policy brings most within the run", best_within, subject),
        *attempt("the sentence on overhead", overhead, subject),
        *attempt("the sentence on losses", losses, subject),
        *attempt("the sentences on firms that gave up", firms_that_gave_up, subject),
        *attempt("the sentence on what the policy costs", cost, subject),
        *attempt("the sentence on where the purchases come from", sources_told, subject),
        *attempt("the sentence on whom the policy moved", uplift, subject),
        *attempt("the sentence on whose customers those would be", origins_told, subject),
    ]


def scope(subject: Subject) -> str:
    """What was simulated, in one line."""
    scenario = subject.scenario
    policies = f"{len(subject.policies)} policies" if subject.is_comparison else "as it is"
    return (
        f"{subject.firm} · {customers_in_words(scenario)} · "
        f"{length_in_words(scenario)} · {policies} · {circumstances(scenario)}"
        f"{replications_in_words(subject.results.replications)}"
    )


def circumstances(scenario: Scenario) -> str:
    """The condition under which all of it was simulated, if any."""
    if scenario.condition is None:
        return ""
    return f"under {condition_in_sentence(scenario, scenario.condition)} · "


def evidence(subject: Subject) -> dict[str, Any]:
    """Tables, and what to know to read them."""

    def attempt(caption: str, make: Callable[..., Table | list[Table]], *more: str) -> list[Table]:
        return attempted(subject.attempts, caption, make, subject, *more)

    headlines: list[Table] = []
    if subject.is_comparison:
        headlines += attempt(f"{capitalised(subject.equity)} under each policy", tables.headline_table)
        headlines += attempt("Other headline measures", tables.headline_changes)
        headlines += attempt("What a retained customer costs", retained_table)
    why = [
        attempt(f"Why the profit of {subject.named(policy)} differs", why_table, policy)
        for policy in subject.challengers
    ]
    return {
        "headlines": headlines,
        "is_after_overhead": subject.measure == AFTER_OVERHEAD,
        "why": list(chain.from_iterable(why)),
        "diversion": [
            *attempt("Where the purchases come from", diversion),
            *attempt("Whose customers those would be", origins),
        ],
        "lift": attempt("Whom the policy moved", lift_tables),
        "measured": attempt("What was measured, and what the market gives", table_of_evidence),
        "firms": attempt("The firms side by side", side_by_side),
        "measures": attempt("Every measure", tables.measures_table),
        "statement": attempt("Profit and loss, line by line", tables.statement_table),
        "ladder": attempt("The ladder", own_ladder),
        "other_ladders": attempt("The ladders of the other firms", other_ladders),
        "shifts": attempt("Which policy moves whom on the ladder", shifts),
        "base": attempt("The base of customers", base_table),
        "portfolio": attempt("Groups of customers", portfolio_tables),
        "grouped_by": grouped_by(subject),
        "pairing": subject.attempts.sentences("the sentence on common luck", pairing, subject),
        "one_replication": subject.results.replications < 2,
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
    attempt = subject.attempts.made
    assumed = attempt("the table of assumptions", assumptions, scenario)
    doubts = attempt("what looks like a slip", slips, scenario)
    defaults = attempt("the table of defaults", defaults_in_force, scenario)
    facts = attempt("the account of how it was computed", provenance, subject.results, folder)
    return {
        "assumptions": [] if isinstance(assumed, Failure) else assumed,
        "folklore": FOLKLORE,
        "policies": [policy_in_words(subject, policy) for policy in compared],
        "events": [
            {
                "title": event.title or "Event",
                "when": f"from {event.at}" + (f" until {event.until}" if event.until else ""),
                "set": {path: str(value) for path, value in event.set.items()},
            }
            for event in scenario.timeline
        ],
        "defaults": {} if isinstance(defaults, Failure) else alike_in_one(defaults, scenario),
        "kept": 0 if isinstance(defaults, Failure) else len(defaults),
        "doubts": [] if isinstance(doubts, Failure) else doubts,
        "mechanisms": scenario.mechanisms.model_dump(),
        "sources": scenario.sources,
        "provenance": {} if isinstance(facts, Failure) else facts,
        "failures": [str(one) for one in (assumed, doubts, defaults, facts) if isinstance(one, Failure)],
    }


def slips(scenario: Scenario) -> list[str]:
    """What in the scenario only seems to do something, or is probably not meant."""
    return [printable(f"{problem.path}: {problem.message}") for problem in warnings(scenario)]


def policy_in_words(subject: Subject, policy: str) -> Mapping[str, Any]:
    """A policy: its name, its words, and what it changes."""
    told = subject.scenario.policies[policy]
    changed = subject.attempts.made(
        f"the list of what {subject.named(policy)} changes", changes, subject.scenario, policy
    )
    return {
        "name": subject.title(policy),
        "note": told.note,
        "is_baseline": policy == subject.baseline,
        "changes": [] if isinstance(changed, Failure) else changed,
        "on_the_way": changed_on_the_way(subject.scenario, subject.scenario.with_policy(policy)),
        "failure": str(changed) if isinstance(changed, Failure) else "",
    }
