"""Answers that are matched, not explained: their figures, where how people answer is itself estimated."""

from relsim.questions.fit.request import Asking

OF_ANSWERS = {"nps", "promoters", "passives", "detractors"}
SETTINGS_OF_ANSWERS = ("behaviour", "answers")
"""Where it is set how attitudes become answers, and nothing else."""


def matched_answers(asked: Asking) -> list[str]:
    """The figures that a value can match which says nothing but how people answer."""
    if not settings_of_answers(asked):
        return []
    pairs = zip(asked.target.figures, asked.target.sought, strict=False)
    return [figure.label for figure, sought in pairs if sought.measure in OF_ANSWERS]


def settings_of_answers(asked: Asking) -> list[str]:
    """The estimated values that say nothing but how people answer."""
    return [one.name for one in asked.factors if one.path[:2] == SETTINGS_OF_ANSWERS]
