"""A page's markets put together: each array once, and of each plan what it changes."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from relsim.engine.compiled.webassembly import portable_kernel
from relsim.engine.market import People, peopled
from relsim.market.management import is_lively
from relsim.questions.explore.packing import Parcel, letters
from relsim.questions.explore.sliders import Patch, Slider, patch_of
from relsim.questions.explore.starts import (
    Changes,
    Planned,
    as_decided,
    named_arguments,
    opening_state,
    planned,
    variant_of,
)
from relsim.runs.variant import Variant
from relsim.scenario.scenario import Scenario


@dataclass
class Packer:
    """Puts the markets of a page together.

    `markets` say by policy and replication what the compiled periods are called with. `patches` say what a
    stop of a slider changes for a policy, in one replication or in all; without a slider, what its firms have
    decided on the way.
    """

    scenario: Scenario
    seed: int
    policies: list[str]
    parcel: Parcel = field(default_factory=Parcel)
    kernels: list[str] = field(default_factory=list)
    markets: list[list[dict[str, Any]]] = field(default_factory=list)
    patches: list[dict[str, Any]] = field(default_factory=list)

    def pack(self, replications: int, sliders: list[Slider]) -> None:
        """Put in every replication under every policy, and what each slider changes."""
        bases = [planned(variant_of(self.scenario, policy)) for policy in self.policies]
        self.markets = [[] for _ in self.policies]
        for replication in range(replications):
            people = peopled(self.scenario, self.seed, replication)
            for number, policy in enumerate(self.policies):
                variant = variant_of(self.scenario, policy)
                own = people
                if variant.founding != variant_of(self.scenario, self.policies[0]).founding:
                    own = peopled(variant.scenario, self.seed, replication)
                self.markets[number].append(self._market(variant, replication, own, bases[number]))
                self._pack_plans(number, replication, own, bases[number], sliders)

    def _market(self, variant: Variant, replication: int, people: People, base: Planned) -> dict[str, Any]:
        """What the compiled periods of one market are called with, and by which kernel."""
        state = opening_state(variant, self.seed, replication, people, base)
        kernel = letters(portable_kernel(state))
        if kernel not in self.kernels:
            self.kernels.append(kernel)
        arguments = {
            name: self._argument(one)
            for name, one in named_arguments(state).items()
            if isinstance(one, np.ndarray)
        }
        return {"kernel": self.kernels.index(kernel), "root": str(state.root), "arguments": arguments}

    def _argument(self, array: Any) -> list[Any]:
        """The width of an item, the form of an array, and its part of the parcel unless it is blank."""
        is_blank = not array.tobytes().strip(b"\0")
        return [array.itemsize, list(array.shape), None if is_blank else self.parcel.put(array)]

    def _pack_plans(
        self, policy: int, replication: int, people: People, base: Planned, sliders: list[Slider]
    ) -> None:
        """What is decided on the way, and what each stop changes, in one replication under one policy."""
        chosen: list[tuple[int | None, int | None, Changes | None]] = [(None, None, None)]
        chosen += [
            (place, stop, one.changes)
            for place, slider in enumerate(sliders)
            for stop, one in enumerate(slider.stops)
            if one.changes is not None
        ]
        for slider, stop, changes in chosen:
            variant = variant_of(self.scenario, self.policies[policy], changes)
            differs = is_lively(variant.plan)
            if replication > 0 and not differs:
                continue
            plan = as_decided(variant, self.seed, replication, people)
            where = {"policy": policy, "slider": slider, "stop": stop}
            of = {"replication": replication if differs else None}
            self.patches.append(where | of | {"arrays": self._patch(patch_of(base.arrays, plan.arrays))})

    def _patch(self, patch: Patch) -> dict[str, list[int]]:
        """The parts of the parcel in which a patch stands."""
        return {name: [self.parcel.put(one) for one in change] for name, change in patch.items()}
