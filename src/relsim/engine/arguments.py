"""What the arguments of a market may be."""

from collections.abc import Mapping
from secrets import randbits
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from relsim.engine.driver import DriverName
from relsim.rules.alternative import Rule
from relsim.rules.rulebook import MECHANISMS
from relsim.scenario.arguments import Reader, known_name, mapping, one_of_words, whole_between, wrong

if TYPE_CHECKING:
    from relsim.engine.strategy import Strategy

MOST_SEED = 2**64 - 1
"""The highest seed; luck is addressed by 64 bits, so one beyond would be another's luck."""


def seed(name: str, given: object) -> int:
    """A seed; None draws one, which is told by whatever runs with it."""
    return randbits(32) if given is None else int(whole_between(0, MOST_SEED)(name, given))


def seed_of_rng(name: str, given: Any) -> int:
    """The seed that Mesa's `rng` stands for: a seed itself, or the next number of a generator."""
    if isinstance(given, np.random.BitGenerator):
        given = np.random.Generator(given)
    if isinstance(given, np.random.Generator):
        return int(given.integers(2**32))
    if isinstance(given, np.random.SeedSequence):
        return int(given.generate_state(1, np.uint32)[0])
    return seed(name, given)


def mechanisms(name: str, given: object) -> Mapping[str, Rule]:
    """Functions by the name of the mechanism in whose place they are."""
    from relsim.engine.own import owned
    from relsim.engine.trial import refuse_uncompilable

    brought = mapping(name, given)
    for mechanism in brought:
        known_name("mechanism", mechanism, MECHANISMS)
    for one in owned(brought):
        refuse_uncompilable(one)
    return brought


def strategies(name: str, given: object) -> Mapping[str, "Strategy"]:
    """Strategies by the name of the firm that each leads."""
    from relsim.engine.impure import refuse_shared
    from relsim.engine.strategy import Strategy

    led = mapping(name, given)
    for firm, one in led.items():
        if not isinstance(one, Strategy):
            raise wrong(f'{name} of "{firm}"', "an object of a class that extends relsim.Strategy", one)
        refuse_shared(f"strategy {type(one).__name__}", type(one))
    return led


READERS: dict[str, Reader] = {
    "seed": seed,
    "rng": seed_of_rng,
    "replication": whole_between(0, 2**63 - 1),
    "customers": whole_between(1),
    "driver": one_of_words(get_args(DriverName)),
    "threads": whole_between(1),
    "mechanisms": mechanisms,
    "strategies": strategies,
}
"""For each argument: how it is read."""
