"""A comparison whose tasks and results lie in a folder, so that it can be stopped and gone on with."""

import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from relsim.console.answer import answered_so_far, kept_if_stopped
from relsim.console.folders import going_on
from relsim.console.requests import QuestionRequest
from relsim.console.speech import imported_meanwhile, say
from relsim.engine.driver import DriverName
from relsim.questions.compare.enough import refuse_hopeless
from relsim.questions.compare.finish import earlier, end_if_stopped, finish
from relsim.questions.compare.in_store import keep_in_store
from relsim.questions.compare.player import write_player
from relsim.questions.compare.question import Comparison, compare
from relsim.questions.compare.run import run
from relsim.questions.compare.standing_answer import (
    PAGE_FILE,
    ComparisonRequest,
    StandingAnswer,
    keep_answer,
    say_next,
)
from relsim.runs.arguments import asked_width
from relsim.scenario.scenario import Scenario

PAGE = "relsim.questions.compare.page"
"""Imported while markets run."""


def run_in_folder(market: Scenario, folder: Path, seed: int, replications: int, driver: DriverName) -> None:
    """Run a market, keep its results, write the page, and say what became of the firm in focus."""
    started = time.monotonic()
    with imported_meanwhile(PAGE):
        result = run(market, seed=seed, replications=replications, driver=driver)
    finish(result, folder, started)


def compare_in_folder(
    request: QuestionRequest, question: ComparisonRequest, folder: Path, resume: bool, *, quiet: bool = False
) -> StandingAnswer:
    """Compare, keep each finished task and all results, write the page, and say what stands there.

    One that is quiet says only what went wrong. Returns the answer, without sentences where a part of the
    page could not be made.
    """
    market, until = question.market, question.until
    if until is not None:
        _begin_until(until, market.currency)
    started, kept = time.monotonic(), request.store or folder / "tasks"
    with going_on(kept):
        done = earlier(folder, market, request.seed) if resume else None
        if done and not until:
            question = replace(question, policies=tuple(done.policies))
        comparison = _compared(request, question, kept)
        if question.explore:
            policies, number = question.policies, question.replications
            write_player(market, question.seed, policies, number, folder, report=PAGE_FILE)
        sentences = finish(comparison, folder, started, quiet=quiet)
    end_if_stopped(comparison)
    if not quiet:
        say_next(len(comparison.policies), folder)
    answer = StandingAnswer(sentences, len(comparison.policies))
    if sentences:
        keep_answer(question, answer, folder)
        if request.store:
            keep_in_store(question, request.store, folder)
    return answer


def _compared(request: QuestionRequest, question: ComparisonRequest, kept: Path) -> Comparison:
    with imported_meanwhile(PAGE), kept_if_stopped(kept if question.until else None):
        ask = partial(
            compare,
            question.market,
            policies=question.policies,
            replications=request.replications,
            until=question.until,
            hinge=question.hinge,
            **request.run_options(kept),
        )
        comparison: Comparison = answered_so_far(ask)
    return comparison


def _begin_until(until: str, currency: str) -> None:
    if not asked_width(until).percent:
        refuse_hopeless(until, currency)
        say(f"Until every difference is known within {until} {currency}.", error=True)
