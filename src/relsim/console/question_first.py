"""The question of a lesson, said before any number is."""

import shlex
from textwrap import fill

from relsim.console.speech import say
from relsim.scenario.scenario import Scenario

QUESTION_WIDTH = 96


def say_question(source: str, scenario: Scenario) -> None:
    """Say what the lesson of a scenario asks, if it has one, and how to answer it first."""
    if scenario.learn is None:
        return
    say(fill(" ".join(scenario.learn.question.split()), QUESTION_WIDTH))
    say(f"Answer first: relsim lesson {shlex.quote(source)} keeps your prediction.\n")
