"""Running what a lesson and its exercises ask: the same commands that a student types, with their results."""

import shlex
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import typer

from relsim.console.folders import results_folder
from relsim.console.options import app
from relsim.console.parsing import listed
from relsim.console.requests import QuestionRequest
from relsim.console.speech import imported_meanwhile
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.results import open_results
from relsim.questions.compare.run import Result
from relsim.questions.compare.standing_answer import ComparisonRequest, StandingAnswer, known_answer
from relsim.runs.policies import chosen_policies

MarketResults = Result | Comparison


@dataclass(frozen=True)
class ExerciseCommand:
    """A `relsim run` or `relsim compare` as it was typed: what is asked of which market."""

    request: QuestionRequest
    compares: bool
    policies: str | None = None

    @classmethod
    def of(cls, command: str, beside: Path | None = None, **changed: Any) -> "ExerciseCommand":
        """What a whole command asks, read as the command line reads it; what is given changes it.

        Its results go into a folder beside others, if one is given, by the name that the command gives them.
        """
        _, name, *words = shlex.split(command)
        group: Any = typer.main.get_command(app)
        params = group.commands[name].make_context(name, words).params
        params |= {key: value for key, value in changed.items() if value is not None}
        if beside is not None:
            params |= {"out": beside / params["name"], "name": None}
        known = {one.name for one in fields(QuestionRequest)}
        request = QuestionRequest(**{key: value for key, value in params.items() if key in known})
        return cls(request, name == "compare", params.get("policies"))

    def into(self, out: Path | None, name: str | None = None) -> "ExerciseCommand":
        """The same, its results in a folder, or in one of a name below `results/`."""
        return replace(self, request=replace(self.request, out=out, name=name))

    def folder(self) -> AbstractContextManager[Path]:
        """The folder of its results, in which nobody else writes meanwhile."""
        request, command = self.request, "compare" if self.compares else "run"
        to, changes = request.destination(), request.changes()
        return results_folder(to, request.scenario, command, changes, seed=request.seed)

    def results_in(self, folder: Path) -> MarketResults:
        """What comes of it, kept in a folder; where all of the answer stands there already, that."""
        return self.answered_in(folder)[0]

    def answered_in(self, folder: Path) -> tuple[MarketResults, StandingAnswer]:
        """What comes of it, kept in a folder, and what is to be said of it."""
        answer = self._compare_in(folder) if self.compares else self._run_in(folder)
        return open_results(folder), answer

    def _compare_in(self, folder: Path) -> StandingAnswer:
        from relsim.questions.compare.in_folder import compare_in_folder

        request, market = self.request, self.request.market()
        names = tuple(chosen_policies(market, listed(self.policies, market.policies)))
        question = ComparisonRequest(market, request.seed, request.replications, names, None, False)
        known = known_answer(question, folder)
        return known or compare_in_folder(request, question, folder, resume=False, quiet=True)

    def _run_in(self, folder: Path) -> StandingAnswer:
        from relsim.questions.compare.finish import finish
        from relsim.questions.compare.in_folder import PAGE
        from relsim.questions.compare.run import run

        started = time.monotonic()
        with imported_meanwhile(PAGE):
            result = run(
                self.request.market(), seed=self.request.seed, replications=self.request.replications or 1
            )
        return StandingAnswer(finish(result, folder, started, quiet=True), 1)
