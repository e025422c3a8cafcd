"""What a fit has left open in a market, in sentences: values that were not told, and a fit that failed."""

from collections.abc import Iterable

from relsim.errors import DataPath
from relsim.report.names import name_of_value, policy_in_sentence
from relsim.report.wording import words
from relsim.scenario.lint.policies import event_key, settings_by_event
from relsim.scenario.resolve.comparable import settings_of_policy
from relsim.scenario.scenario import Scenario
from relsim.scenario.vary.factors import patch_path
from relsim.scenario.yaml.notes import TOLD_OF_A_VALUE, EstimatedValue

NO_ANSWER_YET = "This is no answer yet, since the fit of the market failed."
"""That an answer rests on a market which does not give the figures it was fitted to."""

MOST_UNTOLD = 4
"""How many values that were not told are named."""


def untold(scenario: Scenario, policies: Iterable[str] = ()) -> list[str]:
    """What a fit has not found out of a market, and which of it these policies set; nothing without a fit."""
    fitted = fitted_values(scenario)
    sentences = []
    if has_failed_fit(scenario):
        sentences.append(
            "The fit failed: no values in the ranges of this market gave all figures that it was fitted to, "
            "so the model or a figure is wrong."
        )
    paths = [path for path, one in fitted.items() if one.told == TOLD_OF_A_VALUE[-1]]
    if paths:
        sentences.append(values_not_told(scenario, paths, len(fitted), policies))
    return sentences


def no_answer_yet(scenario: Scenario) -> list[str]:
    """What comes before any answer on a market that does not give the figures it was fitted to."""
    return [NO_ANSWER_YET] if has_failed_fit(scenario) else []


def has_failed_fit(scenario: Scenario) -> bool:
    """Whether a market was fitted to figures that no values in its ranges gave all together."""
    return not all(one.reached for one in fitted_values(scenario).values())


def fitted_values(scenario: Scenario) -> dict[DataPath, EstimatedValue]:
    """What a fit has left beside each value of a market."""
    notes = scenario.document.notes.items()
    return {path: note.estimated for path, note in notes if note.estimated is not None}


def values_not_told(scenario: Scenario, paths: list[DataPath], fitted: int, policies: Iterable[str]) -> str:
    """How many values were not told, and those that policies set, or else the first of them."""
    touched = {path: policies_that_set(scenario, path, policies) for path in paths}
    named = [path for path in paths if touched[path]] or paths
    shown = [
        name_of_value(patch_path(scenario, path), scenario)
        + (f", which {words(touched[path])} sets" if touched[path] else "")
        for path in named[:MOST_UNTOLD]
    ]
    rest = len(named) - len(shown)
    listed = "; ".join(shown) + (f"; and {rest} more" if rest else "")
    count = f"{len(paths):,} of {fitted:,} fitted values"
    if any(touched.values()):
        return f"Not told by the data are {count}, among them {listed}; the verdict rests on their ranges."
    return f"Not told by the data are {count}: {listed}; what is said here rests on their ranges."


def policies_that_set(scenario: Scenario, path: DataPath, policies: Iterable[str]) -> list[str]:
    """The policies, as sentences name them, that set a value or something around or within it."""
    found = []
    for name in policies:
        made = list(settings_of_policy(scenario.document, Scenario, name))
        at_once = [one for one in made if event_key(one.written) is None]
        set_there = [one.path for one in (*at_once, *settings_by_event(scenario, name, made))]
        if any(one[: len(path)] == path or path[: len(one)] == one for one in set_there):
            found.append(policy_in_sentence(scenario, name))
    return found
