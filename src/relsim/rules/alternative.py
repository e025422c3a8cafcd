"""An alternative of a mechanism: the rule behind a word of a scenario, and what is known of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

Rule = Callable[..., Any]


@dataclass(frozen=True)
class Alternative:
    """One way in which something may happen, chosen by a word.

    `sources` are keys of the bibliography; there are none where the rule is assumed. `reads` are settings
    that mean nothing to alternatives that do not list them: paths of a scenario, those of firms and segments
    without their names. `does` says what happens where the rule is that of another alternative as well.
    """

    rule: Rule
    sources: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    does: str = ""
    holds: bool = False
    """Whether customers do not choose at all while their relationship lasts."""
    unexplained: bool = False
    """Whether customers leave without a reason, so that none is known to have been drawn away by a rival."""
    ceiling: Rule | None = None
    """What the chance of leaving cannot exceed, found faster than the chance itself."""


class Mechanism(NamedTuple):
    """Something that may happen in several ways; `called` is the name by which the story calls it."""

    called: str
    alternatives: dict[str, Alternative]
