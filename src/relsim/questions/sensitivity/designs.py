"""The points at which a response is asked for, and what its values there say: SALib (Herman 2017)."""

from typing import Any

import numpy as np

from relsim.errors import InputError
from relsim.statistics.paired import CONFIDENCE

LEVELS = 4
RESAMPLES = 500


def refuse_without_salib() -> None:
    """Say how to install what is missing."""
    try:
        import SALib  # noqa: F401
    except ImportError:
        raise InputError(
            'sensitivity needs SALib; install it with: pip install "relsim[sensitivity]"'
        ) from None


def problem(width: int) -> dict[str, Any]:
    """Values as SALib wants to hear of them: all between 0 and 1."""
    names = [str(number) for number in range(width)]
    return {"num_vars": width, "names": names, "bounds": [[0.0, 1.0]] * width}


def screening_points(width: int, trajectories: int, seed: int) -> Any:
    """Points [point, value] of trajectories on which one value after the other is moved."""
    from SALib.sample import morris

    return morris.sample(problem(width), trajectories, num_levels=LEVELS, seed=seed)


def screened(points: Any, response: Any, seed: int) -> dict[str, Any]:
    """Mean effect of each value over its whole range, its absolute mean with a half width, and its spread."""
    from SALib.analyze import morris

    found = morris.analyze(
        problem(points.shape[1]),
        points,
        response,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=LEVELS,
        seed=seed,
    )
    names = ("mu", "mu_star", "mu_star_conf", "sigma")
    effects = {name: np.asarray(found[name], float) for name in names}
    return effects | {
        "direction": [direction(*pair) for pair in zip(effects["mu"], effects["mu_star"], strict=True)]
    }


def direction(mean: float, size: float) -> str:
    """Whether a higher value raises the response, lowers it, or now this, now that."""
    if size == 0.0:
        return "none"
    if abs(mean) < 0.8 * size:
        return "both ways"
    return "raises" if mean > 0.0 else "lowers"


def shares_points(width: int, samples: int, seed: int) -> Any:
    """Points [point, value] from which shares of the variance can be told."""
    from SALib.sample import sobol

    return sobol.sample(problem(width), samples, calc_second_order=False, seed=seed)


def indices(response: Any, width: int, seed: int) -> dict[str, Any]:
    """Each value's share of the variance, alone and with all its interactions, with their half widths."""
    names = ("S1", "S1_conf", "ST", "ST_conf")
    if np.ptp(response) == 0.0:
        return {name: np.full(width, np.nan) for name in names}
    from SALib.analyze import sobol

    found = sobol.analyze(
        problem(width),
        response,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=seed,
    )
    return {name: np.asarray(found[name], float) for name in names}
