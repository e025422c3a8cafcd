"""Sliders: the values that a page lets its readers change, and where they stop.

A stop's plan is worked out here, by the same code as that of the command line; the page has only what it
changes. So it knows no unit, no preset and no rule.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

import numpy as np

from relsim.errors import DataPath, InputError, ScenarioError, nearest
from relsim.market.founding import Founding, founding_of
from relsim.market.management import is_lively
from relsim.market.warm_up import before_first_period, periods_to_warm_up
from relsim.measures.outcomes import horizon_of
from relsim.questions.explore.levers import Movable, movable, named_in_file
from relsim.questions.explore.packing import changes_of
from relsim.questions.explore.starts import Arrays, Changes, planned, variant_of
from relsim.runs.fingerprints import market_fingerprint
from relsim.scenario.priors import changing
from relsim.scenario.scenario import Scenario

MOST_SLIDERS, MOST_IF_DECIDED = 6, 3
STOPS_IN_RANGE, ENDS_AND_MIDDLE = (0.0, 0.25, 0.5, 0.75, 1.0), (0.0, 0.5, 1.0)
"""Where in its range a slider stops, besides at the value of the file."""

SINCE_DECIDED = ", since firms decide on the way here and each stop is run through beforehand"
SINCE_WORKED_OUT = ", since it holds what each of their stops changes"
"""Why a page has few sliders."""

WHY_APART = (
    "A page holds what each slider changes while all others stand as in the file. What these change "
    "together is not the sum of that, so that one goes back to the file when the other is moved."
)

NEAR = 0.01
"""Stops that are nearer to the value of the file than this part of the range are left out."""

TRAITS_APART = ("restlessness",)
"""Traits of people that bear on nothing else with which a market begins, so that a page can lay them over."""

Patch = dict[str, tuple[Any, Any]]
"""By the name of an array of a plan: where it changes, counted in 8 bytes, and to what."""


@dataclass(frozen=True)
class SliderStop:
    """One value of a slider as a file says it, and the change that sets it; none for the file's own."""

    value: Any
    changes: Changes | None


@dataclass(frozen=True)
class Slider:
    """A value that a page lets change: its path as patches and as data have it, and its stops in order."""

    path: str
    steps: DataPath
    stops: list[SliderStop]

    @property
    def own(self) -> int:
        """The number of the stop at which the file's own value stands."""
        return [stop.changes for stop in self.stops].index(None)

    @property
    def ends(self) -> list[Changes]:
        """The changes of the stops farthest from the file's own value, on either side."""
        return [stop.changes for stop in (self.stops[0], self.stops[-1]) if stop.changes is not None]


@dataclass(frozen=True)
class Sliders:
    """The sliders of a page, what could not become one with the reason, and pairs that do not go together."""

    sliders: list[Slider]
    left_out: list[str]
    apart: list[tuple[str, str]]


def sliders_of(scenario: Scenario, policies: list[str], wanted: Sequence[str] | None = None) -> Sliders:
    """A slider for each value that may change, or for those that are wanted, as far as a page can change it.

    Where firms decide on the way every stop is to be lived through beforehand, so there are fewer unless the
    file names them.
    """
    named = [one.name for one in named_in_file(scenario)]
    decides = not named and any(is_lively(variant_of(scenario, policy).plan) for policy in policies)
    most, places = (MOST_IF_DECIDED, ENDS_AND_MIDDLE) if decides else (MOST_SLIDERS, STOPS_IN_RANGE)
    few = f"a page has no more than {most} sliders{SINCE_DECIDED if decides else SINCE_WORKED_OUT}"
    made: list[Slider] = []
    left_out: list[str] = []
    too_many: list[str] = []
    known = {one.name: one for one in movable(scenario, policies, places)}
    usual = named or list(known)
    for path in usual if wanted is None else chosen_paths(list(known), wanted, most, few):
        if len(made) == most:
            too_many.append(path)
            continue
        try:
            made.append(slider_of(scenario, known[path]))
        except InputError as reason:
            if wanted is not None:
                raise InputError(f"no slider for {path}: {reason.message}") from None
            left_out.append(f"{path}: {reason.message}")
    if too_many:
        left_out.append(f"{', '.join(too_many)}: {few}; --sliders PATH,PATH chooses which")
    return Sliders(made, left_out, pairs_at_odds(scenario, policies, made))


def chosen_paths(known: list[str], wanted: Sequence[str], most: int, few: str) -> list[str]:
    """The values that are wanted, if all of them may change and a page has room for them."""
    for path in wanted:
        if path not in known:
            message = (
                f'no value called "{path}" has a range, is set by a policy or stands below `explore:`, '
                "as a slider needs"
            )
            raise InputError(message, nearest(path, known))
    chosen = list(dict.fromkeys(wanted))
    if len(chosen) > most:
        raise InputError(f"{len(chosen)} sliders are asked for; {few}")
    return chosen


def slider_of(scenario: Scenario, one: Movable) -> Slider:
    """A slider for a value that may change; InputError says why there can be none."""
    if one.place is None:
        raise InputError("its value is written in another unit than its range")
    stops, moves = {one.place: SliderStop(one.own, None)}, False
    for place, value in one.stops:
        if abs(place - one.place) <= NEAR or value in (stop.value for stop in stops.values()):
            continue
        changes = changing(one.path, value)
        try:
            changed = scenario.changed(changes)
        except ScenarioError:
            continue
        refuse_beyond_patches(scenario, changed)
        moves = moves or not is_same_market(scenario, changed)
        stops[place] = SliderStop(value, changes)
    if len(stops) == 1:
        others = any(value != one.own and str(value) != str(one.own) for _, value in one.stops)
        raise InputError(
            "no other value can be set alone" if others else "its stops give no value but its own"
        )
    if not moves:
        raise InputError("it bears on no market, but on what is compared, or on what it is called")
    return Slider(one.name, one.path, [stops[place] for place in sorted(stops)])


def refuse_beyond_patches(scenario: Scenario, changed: Scenario) -> None:
    """Refuse a change of what a page holds once for all stops: people, rules, and how results are counted."""
    if founding_of(changed) != with_own_traits(founding_of(scenario), changed):
        raise InputError("with another value other people would begin")
    if changed.mechanisms != scenario.mechanisms:
        raise InputError("with another value other rules would hold")
    if horizon_of(changed) != horizon_of(scenario):
        raise InputError("it bears on how results are counted, and not on the market")
    if earlier_of(changed) != earlier_of(scenario):
        raise InputError("with another value the market would warm up to another beginning")


def with_own_traits(founding: Founding, changed: Scenario) -> Founding:
    """A founding with those traits of another scenario from which nothing follows but a column of people."""
    others = {segment.name: segment for segment in changed.segments}
    segments = tuple(
        segment.model_copy(update={name: getattr(others[segment.name], name) for name in TRAITS_APART})
        if segment.name in others
        else segment
        for segment in founding.segments
    )
    return replace(founding, segments=segments)


def is_same_market(scenario: Scenario, changed: Scenario) -> bool:
    """Whether a change leaves the market as it was, under every policy."""
    patches, others = ([one.set for one in each.policies.values()] for each in (scenario, changed))
    named_alike = changed.changed({"currency": scenario.currency})
    return patches == others and market_fingerprint(named_alike) == market_fingerprint(scenario)


def unmoved_policies(scenario: Scenario, policies: Sequence[str], slider: Slider) -> list[str]:
    """The policies under which the market stays the same wherever a slider stands."""
    moved = [scenario.changed(stop.changes) for stop in slider.stops if stop.changes is not None]
    return [
        policy
        for policy in policies
        if {market_fingerprint(variant_of(one, policy).scenario) for one in (scenario, *moved)}
        == {market_fingerprint(variant_of(scenario, policy).scenario)}
    ]


def earlier_of(scenario: Scenario) -> str | None:
    """What a market warms up with, if it does."""
    periods = periods_to_warm_up(scenario)
    return market_fingerprint(before_first_period(scenario, periods)) if periods else None


def patch_of(base: Arrays, other: Arrays) -> Patch:
    """What another plan changes in the arrays of a plan; nothing of those that are the same."""
    changes = {name: changes_of(base[name], other[name]) for name in base}
    return {name: change for name, change in changes.items() if change[0].size}


def pairs_at_odds(scenario: Scenario, policies: list[str], sliders: list[Slider]) -> list[tuple[str, str]]:
    """Pairs of sliders that do not go together under some policy."""
    pairs = list(combinations(sliders, 2))
    found: set[int] = set()
    markets = MarketsWith(scenario)
    for policy in policies:
        plans = PlansWith(markets, policy)
        found |= {number for number, pair in enumerate(pairs) if not go_together(plans, *pair)}
    return [(pairs[number][0].path, pairs[number][1].path) for number in sorted(found)]


class MarketsWith:
    """A market with some changes, one after the other, each read and checked once for all policies."""

    def __init__(self, scenario: Scenario) -> None:
        self._known: dict[str, Scenario] = {repr(()): scenario}

    def of(self, *changes: Changes) -> Scenario:
        """The market with these changes."""
        key = repr(changes)
        if key not in self._known:
            *earlier, last = changes
            self._known[key] = self.of(*earlier).changed(last)
        return self._known[key]


class PlansWith:
    """The plans of a policy with some changes, each worked out once."""

    def __init__(self, markets: MarketsWith, policy: str) -> None:
        self._markets, self._policy = markets, policy
        self._known: dict[str, Arrays | None] = {}

    def of(self, *changes: Changes) -> Arrays | None:
        """The arrays of the plan with these changes; none where firms decide on the way."""
        key = repr(changes)
        if key not in self._known:
            variant = variant_of(self._markets.of(*changes), self._policy)
            self._known[key] = None if is_lively(variant.plan) else planned(variant).arrays
        return self._known[key]


def go_together(plans: PlansWith, one: Slider, other: Slider) -> bool:
    """Whether what two sliders change adds up: nowhere do they set the same place to different values, and at
    their ends it is the plan of both.

    Where firms decide on the way, what one changes bears on all that they decide.
    """
    base = plans.of()
    if base is None or vie(values_set(plans, one), values_set(plans, other)):
        return False
    for first, second in product(one.ends, other.ends):
        alone, also, both = plans.of(first), plans.of(second), plans.of(first, second)
        if alone is None or also is None or both is None:
            return False
        patches = [patch_of(base, alone), patch_of(base, also)]
        if any(patched_bytes(base[name], name, patches) != both[name].tobytes() for name in base):
            return False
    return True


def values_set(plans: PlansWith, slider: Slider) -> dict[tuple[str, int], set[int]]:
    """What all stops of a slider set, by the array of a plan and the place in it."""
    base, found = plans.of(), defaultdict[tuple[str, int], set[int]](set)
    for stop in slider.stops:
        moved = base if stop.changes is None else plans.of(stop.changes)
        patch = patch_of(base, moved) if base is not None and moved is not None else {}
        for name, (places, values) in patch.items():
            for place, value in zip(places.tolist(), values.tolist(), strict=True):
                found[name, place].add(value)
    return found


def vie(one: dict[tuple[str, int], set[int]], other: dict[tuple[str, int], set[int]]) -> bool:
    """Whether two sliders set a place to different values, of which only the last would stand."""
    return any(len(one[place] | other[place]) > 1 for place in one.keys() & other.keys())


def patched_bytes(array: Any, name: str, patches: list[Patch]) -> bytes:
    """An array of a plan with patches laid over it, one after the other."""
    words = np.ascontiguousarray(array).reshape(-1).view(np.uint64).copy()
    for patch in patches:
        if name in patch:
            places, values = patch[name]
            words[places] = values
    return words.tobytes()
