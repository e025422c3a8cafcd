"""What the results of a lesson say that stand where the lesson has kept them."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from relsim.console.folders import RESULTS
from relsim.errors import InputError
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.results import open_results
from relsim.questions.lesson.runs import ExerciseCommand, MarketResults
from relsim.scenario.load import adjusted, load


def standing_results(own: ExerciseCommand) -> MarketResults | None:
    """All that a lesson's own command has found of the same market, if it stands there; None where not."""
    asked = own.request
    market = adjusted(load(asked.scenario), asked.customers, asked.periods)
    for folder in folders_of_lesson(own):
        with suppress(InputError):
            results = open_results(folder)
            compared = set(results.policies) if isinstance(results, Comparison) else None
            is_whole = compared == (set(market.policies) if own.compares else None)
            if is_whole and results.scenario.model_dump() == market.model_dump():
                return results
    return None


def folders_of_lesson(own: ExerciseCommand) -> Iterator[Path]:
    """Where the results of a lesson's own command may stand: in its folder, or in one numbered after it."""
    if own.request.out is not None:
        yield own.request.out
        return
    name = own.request.name or Path(own.request.scenario).stem
    yield RESULTS / name
    yield from sorted(RESULTS.glob(f"{name}-*"))
