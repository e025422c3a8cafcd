"""The question of a lesson, said before any number is."""

from contextlib import suppress

from relsim.command_lines import command_line
from relsim.console.folders import RESULTS
from relsim.console.kept_answers import PREDICTION, PREDICTIONS, KeptAnswer, kept_answers
from relsim.console.log_lines import log_is_said
from relsim.console.paragraphs import filled_text
from relsim.console.requests import MarketRequest, options_in_words
from relsim.console.speech import say
from relsim.errors import InputError
from relsim.scenario.scenario import Scenario


def market_of_lesson(request: MarketRequest, replications: int | None) -> Scenario:
    """The market that is asked about, whose answer judges it; first the question of its lesson is said."""
    market = request.market(is_judged=True)
    log_is_said()
    say_question(request, replications, market)
    return market


def say_question(request: MarketRequest, replications: int | None, scenario: Scenario) -> None:
    """Say what the lesson of a scenario asks, if it has one, and how to answer it first in the same size,
    unless a prediction is kept below `results/` already."""
    if scenario.learn is None:
        return
    say(filled_text(scenario.learn.question))
    if is_predicted(request.scenario):
        say("")
        return
    size = {"customers": request.customers, "periods": request.periods, "replications": replications}
    again = command_line(["relsim", "lesson", request.scenario, *options_in_words(**size, seed=request.seed)])
    say(f"Answer first: {again} keeps your prediction.\n")


def is_predicted(lesson: str) -> bool:
    """Whether a prediction of a lesson is kept below `results/`; a file that cannot be read tells of none."""
    answers: list[KeptAnswer] = []
    for file in RESULTS.glob(f"*/{PREDICTIONS}"):
        with suppress(InputError, OSError):
            answers += kept_answers(file)
    return any((one.lesson, one.asked) == (lesson, PREDICTION) for one in answers)
