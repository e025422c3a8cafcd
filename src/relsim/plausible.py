"""Distributions by name, from which values are drawn that nobody has measured."""

from collections.abc import Callable, Mapping
from typing import Any


def distribution_of(name: str, first: float, second: float) -> Any:
    """The distribution of a name, of scipy, with parameters in the unit of the value."""
    from scipy import stats

    made: Mapping[str, Callable[[], Any]] = {
        "normal": lambda: stats.norm(first, second),
        "lognormal": lambda: stats.lognorm(second, scale=first),
        "beta": lambda: stats.beta(first, second),
        "gamma": lambda: stats.gamma(first, scale=second / first),
        "uniform": lambda: stats.uniform(first, second - first),
    }
    return made[name]()
