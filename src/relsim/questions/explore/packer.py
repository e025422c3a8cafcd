"""A page's markets put together: each array once, and of each plan what it changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from relsim.engine.compiled.webassembly import portable_kernel
from relsim.engine.driver import State
from relsim.engine.market import People, peopled
from relsim.errors import InputError
from relsim.market.columns import HUMAN
from relsim.market.management import is_lively
from relsim.questions.explore.crowd import Crowds
from relsim.questions.explore.exercises import PlayedExercise
from relsim.questions.explore.packing import Parcel, letters, place_in_record
from relsim.questions.explore.sliders import TRAITS_APART, Patch, Slider, patch_of
from relsim.questions.explore.starts import (
    Planned,
    as_decided,
    named_arguments,
    opening_state,
    planned,
    variant_of,
)
from relsim.rules.rulebook import Rulebook
from relsim.runs.policies import overhead_by_period
from relsim.runs.variant import Job, Variant
from relsim.scenario.scenario import Scenario

MOST_REPEATS_OF_PAGE = 1000
"""How often a page repeats a policy at most: it holds each replication, and runs all for every answer."""

MOST_BYTES_UNPACKED = 2**30
"""Bytes of arrays beyond which a browser may not open a page."""


@dataclass(frozen=True)
class PackedVariant:
    """A policy as the file has it, or with one slider at one of its stops; exercises come after sliders."""

    variant: Variant
    slider: int | None = None
    stop: int | None = None


def variants_to_pack(
    scenario: Scenario, policy: str, sliders: list[Slider], exercises: list[PlayedExercise]
) -> Iterator[PackedVariant]:
    """A policy as the file has it, with each slider at each of its other stops, and as exercises set it."""
    yield PackedVariant(variant_of(scenario, policy))
    for place, slider in enumerate(sliders):
        for number, stop in enumerate(slider.stops):
            if stop.changes is not None:
                yield PackedVariant(variant_of(scenario, policy, stop.changes), place, number)
    for place, played in enumerate(exercises, start=len(sliders)):
        if played.changes:
            yield PackedVariant(variant_of(scenario, policy, dict(played.changes)), place, 1)


def differ_in_traits(one: Scenario, other: Scenario) -> bool:
    """Whether people have other traits in one scenario than in the other."""
    return any(
        getattr(mine, name) != getattr(theirs, name)
        for mine, theirs in zip(one.segments, other.segments, strict=True)
        for name in TRAITS_APART
    )


@dataclass
class Packer:
    """Puts the markets of a page together.

    `markets` say by policy and replication what the compiled periods are called with. `patches` say what a
    stop of a slider changes for a policy, in one replication or in all: of plans, and of columns of people;
    and by a number which overhead is paid.
    Without a slider they say what its firms have decided on the way.
    """

    scenario: Scenario
    job: Job
    policies: list[str]
    parcel: Parcel = field(default_factory=Parcel)
    kernels: list[str] = field(default_factory=list)
    markets: list[list[dict[str, Any]]] = field(default_factory=list)
    patches: list[dict[str, Any]] = field(default_factory=list)
    _paid: dict[tuple[float, ...], int] = field(default_factory=dict)
    _made: dict[tuple[Rulebook, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.crowds = Crowds(self.parcel)

    def pack(self, replications: int, sliders: list[Slider], exercises: list[PlayedExercise]) -> None:
        """Put in every replication under every policy, and what each slider and each exercise changes."""
        if replications > MOST_REPEATS_OF_PAGE:
            least = f"expected at most {MOST_REPEATS_OF_PAGE:,}, since a page holds each of them"
            raise InputError(f"{replications:,} replications are too many for a page; {least}")
        moves = [
            list(variants_to_pack(self.scenario, policy, sliders, exercises)) for policy in self.policies
        ]
        bases = [planned(own[0].variant) for own in moves]
        self.markets = [[] for _ in self.policies]
        for replication in range(replications):
            shared = peopled(moves[0][0].variant.scenario, self.job.seed, replication)
            for number, own in enumerate(moves):
                variant, people = own[0].variant, shared
                if variant.founding != moves[0][0].variant.founding:
                    people = peopled(variant.scenario, self.job.seed, replication)
                self.markets[number].append(self._market(variant, replication, people, bases[number]))
                for move in own:
                    self._pack_plan(number, replication, people, bases[number], move)
            if self.parcel.size > MOST_BYTES_UNPACKED:
                least = "expected fewer customers, replications, periods, policies or sliders"
                raise InputError(f"a page of all that would be too large for a browser; {least}")

    def _market(self, variant: Variant, replication: int, people: People, base: Planned) -> dict[str, Any]:
        """What the compiled periods of one market are called with, and by which kernel."""
        state = opening_state(variant, self.job, replication, people, base)
        self.crowds.put(state.columns, state.lasting_key)
        arguments = {
            name: self._argument(one)
            for name, one in named_arguments(state).items()
            if isinstance(one, np.ndarray)
        }
        keys = [str(state.root), str(state.lasting_key)]
        return {"kernel": self._kernel(state), "keys": keys, "arguments": arguments}

    def _kernel(self, state: State) -> int:
        """The number of the kernel of a market among those of the page; each is made once."""
        rules = state.rulebook, state.firms
        if rules not in self._made:
            kernel = letters(portable_kernel(state))
            if kernel not in self.kernels:
                self.kernels.append(kernel)
            self._made[rules] = self.kernels.index(kernel)
        return self._made[rules]

    def _argument(self, array: Any) -> list[Any]:
        """The width of an item, the form of an array, and its part of the parcel unless it is blank."""
        is_blank = not array.tobytes().strip(b"\0")
        return [array.itemsize, list(array.shape), None if is_blank else self.parcel.put(array)]

    def _pack_plan(
        self, policy: int, replication: int, people: People, base: Planned, move: PackedVariant
    ) -> None:
        """What is decided on the way, or what a stop changes, in one replication under one policy."""
        moved, columns = people, {}
        if differ_in_traits(move.variant.scenario, self.scenario):
            moved = peopled(move.variant.scenario, self.job.seed, replication)
            columns = self._columns(people, moved)
        differs = is_lively(move.variant.plan) or bool(columns)
        if replication > 0 and not differs:
            return
        plan = as_decided(move.variant, self.job, replication, moved)
        where = {"policy": policy, "slider": move.slider, "stop": move.stop}
        where |= {"overhead": self._overhead(overhead_by_period(move.variant.scenario))}
        of = {"replication": replication if differs else None, "columns": columns}
        self.patches.append(where | of | {"arrays": self._patch(patch_of(base.arrays, plan.arrays))})

    def _overhead(self, paid: tuple[float, ...] | None) -> int | None:
        """The number of what is paid for overhead in all periods; None where that is decided on the way."""
        return None if paid is None else self._paid.setdefault(paid, len(self._paid))

    def _columns(self, people: People, moved: People) -> dict[str, list[int]]:
        """The traits in which people differ: where each stands in a record, its width, and its part."""
        return {
            name: [*place_in_record(HUMAN, name), self.parcel.put(moved.columns.people[name])]
            for name in TRAITS_APART
            if not np.array_equal(people.columns.people[name], moved.columns.people[name])
        }

    def _patch(self, patch: Patch) -> dict[str, list[int]]:
        """The parts of the parcel in which a patch stands."""
        return {name: [self.parcel.put(one) for one in change] for name, change in patch.items()}
