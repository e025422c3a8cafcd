"""What a page calls its sliders and their stops: names, what each value is."""

from collections.abc import Mapping, Sequence
from math import comb
from typing import Any

from relsim.errors import DataPath
from relsim.questions.explore.plain_names import plain_name
from relsim.questions.explore.sliders import Slider, Sliders, unmoved_policies
from relsim.report.names import name_of_value, policy_in_sentence
from relsim.report.values import is_of_policy, lever_of, meaning_at, value_as_told
from relsim.report.wording import printable, words
from relsim.scenario.resolve.patches import check_path
from relsim.scenario.scenario import Scenario
from relsim.scenario.vary.factors import patch_path
from relsim.scenario.vary.varied import sets


def label_of(scenario: Scenario, slider: Slider) -> str:
    """What a page calls a slider: `Contacts with each customer (cask)`, and under which policy if of one."""
    return label_at(scenario, slider.steps)


def label_at(scenario: Scenario, steps: DataPath) -> str:
    """What a page calls a value that can be set, whether it has a slider or not."""
    policy = policy_in_sentence(scenario, str(steps[1])) if is_of_policy(steps) else ""
    name = plain_label(scenario, steps) or path_in_words(scenario, steps)
    return f"{name} under {policy}" if policy else name


def plain_label(scenario: Scenario, steps: DataPath) -> str:
    """The plain name of a value with its firm or segment; nothing where it has none."""
    first, *others = lever_of(scenario, steps)
    has_owner = first in ("firms", "segments") and len(others) > 1
    name = plain_name(tuple(map(str, others[1:] if has_owner else others or [first])))
    if name is None or not has_owner:
        return name or ""
    owner = others[0] if first == "firms" else scenario.segments[int(others[0])].name
    return f"{name} ({printable(str(owner))})"


def path_in_words(scenario: Scenario, steps: DataPath) -> str:
    """A value that has no plain name by the steps of its path."""
    name = name_of_value(patch_path(scenario, steps))
    if is_of_policy(steps):
        name = name.removesuffix(f" under {printable(str(steps[1]))}")
    return name[:1].upper() + name[1:]


def meaning_of(scenario: Scenario, slider: Slider) -> str:
    """What a slider's value is, in the words of the file's reference; nothing where a plain name says it, or
    where these are none or one."""
    note = meaning_at(scenario, slider.steps)
    return note if " " in note and not plain_label(scenario, slider.steps) else ""


def idle_in_words(scenario: Scenario, policies: Sequence[str], slider: Slider) -> str:
    """Under which policies a slider changes nothing, and that they set its value where they do; nothing where
    it changes all of them, or bears on one policy alone."""
    if is_of_policy(slider.steps):
        return ""
    idle = unmoved_policies(scenario, policies, slider)
    changes = {name: policy.set for name, policy in scenario.policies.items()}
    own = [policy for policy in idle if sets(changes.get(policy, {}), slider.path)]
    told = [(own, ", which sets this value itself" if len(own) == 1 else ", which set this value themselves")]
    told.append(([policy for policy in idle if policy not in own], ""))
    return " ".join(
        f"Changes nothing under {words([policy_in_sentence(scenario, one) for one in some])}{why}."
        for some, why in told
        if some
    )


def apart_in_words(scenario: Scenario, sliders: Sliders, slider: Slider) -> str:
    """With which sliders one cannot be moved together; nothing where it goes with all, or where no two go."""
    others = {one.path: label_of(scenario, one) for one in sliders.sliders if one != slider}
    told = [
        label
        for path, label in others.items()
        if {(slider.path, path), (path, slider.path)} & {*sliders.apart}
    ]
    if not told or are_all_apart(sliders):
        return ""
    which = "any other slider" if len(told) == len(others) > 1 else "; ".join(told)
    return f"Not together with {which}: what is moved last stands, the other goes back to the file."


def are_all_apart(sliders: Sliders) -> bool:
    """Whether no two sliders of several can be moved together."""
    return len(sliders.apart) > 1 and len(sliders.apart) == comb(len(sliders.sliders), 2)


def apart_in_sentences(sliders: Sliders, names: Mapping[str, str]) -> list[str]:
    """Which sliders cannot be moved together, a sentence for each, or one for all."""
    if are_all_apart(sliders):
        return ["No two of the sliders can be moved together."]
    others: dict[str, list[str]] = {}
    for one, other in sliders.apart:
        others.setdefault(names[one], []).append(names[other])
    return [f"{one} cannot be moved together with {words(each)}." for one, each in others.items()]


def setting_in_words(scenario: Scenario, steps: DataPath, value: Any) -> str:
    """What is set at a path and to what value, as sliders call it; of an event, of which one."""
    if steps[0] == "timeline":
        return event_in_words(scenario, steps, value)
    return f"{label_at(scenario, steps)}: {what_is_set(scenario, lever_of(scenario, steps), value)}"


def event_in_words(scenario: Scenario, steps: DataPath, value: Any) -> str:
    """What is set of the events over time, or of one of them."""
    if len(steps) < 3:
        return f"Events over time: {what_is_set(scenario, steps, value)}"
    number = int(steps[1])
    event = f"“{printable(scenario.timeline[number].title or f'event {number + 1}')}”"
    if steps[2] != "set" or len(steps) < 4:
        return f"{event} {steps[2]}: {what_is_set(scenario, steps, value)}"
    lever = check_path(Scenario, scenario.document.data, ".".join(map(str, steps[3:])))
    return f"{setting_in_words(scenario, lever, value)}, during {event}"


def what_is_set(scenario: Scenario, steps: DataPath, value: Any) -> str:
    """A value that is set, a list or a mapping as words."""
    if isinstance(value, list | tuple):
        return ", ".join(what_is_set(scenario, steps, one) for one in value) or "none"
    if isinstance(value, Mapping):
        return (
            ", ".join(f"{name} {what_is_set(scenario, steps, one)}" for name, one in value.items()) or "none"
        )
    return value_as_told(scenario, steps, value)


def stops_in_words(scenario: Scenario, slider: Slider) -> list[str]:
    """Each stop of a slider as a page says it."""
    steps = lever_of(scenario, slider.steps)
    return [value_as_told(scenario, steps, stop.value) for stop in slider.stops]
