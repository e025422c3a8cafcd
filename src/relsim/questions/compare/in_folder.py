"""A comparison whose tasks and results lie in a folder, so that it can be stopped and gone on with."""

import time
from collections.abc import Sequence
from pathlib import Path

from relsim.console.answer import kept_if_stopped
from relsim.console.asked import QuestionAsked
from relsim.console.folders import going_on, results_folder
from relsim.console.parsing import listed
from relsim.console.speech import imported_meanwhile, say
from relsim.questions.compare.enough import refuse_hopeless
from relsim.questions.compare.finish import earlier, end_if_stopped, finish
from relsim.questions.compare.question import Comparison, compare
from relsim.runs.arguments import asked_width
from relsim.scenario.scenario import Scenario

PAGE = "relsim.questions.compare.page"
"""Imported while markets run."""


def compare_in_folder(
    asked: QuestionAsked,
    market: Scenario,
    policies: str | None,
    until: str | None,
    resume: bool,
    hinge: bool = False,
) -> None:
    """Compare, keep each finished task and all results, write the page, and say what stands there."""
    if until is not None:
        _begin_until(until, market.currency)
    with results_folder(asked.destination(), asked.scenario, changes=asked.changes()) as folder:
        started, kept = time.monotonic(), asked.store or folder / "tasks"
        with going_on(kept):
            done = earlier(folder, market, asked.seed) if resume else None
            chosen = done.policies if done and not until else listed(policies, market.policies)
            comparison = _compared(asked, market, chosen, until, kept, hinge)
            finish(comparison, folder, started)
    end_if_stopped(comparison)
    if len(comparison.policies) > 1:
        say(f"Next: relsim why {folder} tells what the difference is made of.")


def _compared(
    asked: QuestionAsked,
    market: Scenario,
    policies: Sequence[str] | None,
    until: str | None,
    kept: Path,
    hinge: bool,
) -> Comparison:
    with imported_meanwhile(PAGE), kept_if_stopped(kept if until else None):
        return compare(
            market,
            policies=policies,
            replications=asked.replications,
            until=until,
            hinge=hinge,
            **asked.run_options(kept),
        )


def _begin_until(until: str, currency: str) -> None:
    if not asked_width(until).percent:
        refuse_hopeless(until, currency)
        say(f"Until every difference is known within {until} {currency}.", error=True)
