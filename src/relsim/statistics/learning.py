"""Learning unknown values from what they lead to: a regression for each, tried on draws it has not seen."""

from dataclasses import dataclass
from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np

FOLDS = 5
NEURONS = (48, 48)
MOST_EPOCHS = 300
LARGE = 1e3
"""Standardised figures are cut here: one that was the same in all draws may be far off in the data."""


@dataclass(frozen=True, eq=False)
class Learnt:
    """What regressions say of unknowns: `seen` of draws [draw, unknown] new to them, `asked` of data.

    `r2` is the share of each unknown's variance that they tell, on draws they had not seen.
    """

    seen: Any
    asked: Any
    r2: Any

    @property
    def error(self) -> Any:
        """How far off they are, as a standard deviation, for each unknown between 0 and 1."""
        return np.sqrt(np.maximum(1e-6, (1.0 - np.clip(self.r2, 0.0, 1.0)) / 12.0))


def learnt(figures: Any, unknowns: Any, asked: Any, seed: int) -> Learnt:
    """Unknowns [draw, unknown] between 0 and 1 learnt from figures [draw, figure], by cross-validation."""
    from sklearn.model_selection import KFold
    from threadpoolctl import threadpool_limits

    known, wanted = (in_units_of(figures, one) for one in (figures, asked))
    split = list(KFold(FOLDS, shuffle=True, random_state=seed % 2**32).split(known))
    with catch_warnings(), threadpool_limits(1):
        simplefilter("ignore")
        tried = [crossed(make, known, unknowns, wanted, split) for make in (straight(), small_network(seed))]
    errors = np.array([((unknowns - seen) ** 2).mean(axis=0) for seen, _ in tried])
    best, each = errors.argmin(axis=0), range(unknowns.shape[1])
    seen, told = (np.stack([tried[best[one]][part][:, one] for one in each], axis=1) for part in (0, 1))
    return Learnt(seen, told, 1.0 - errors.min(axis=0) / unknowns.var(axis=0))


def told_straight(figures: Any, unknowns: Any, seed: int) -> Any:
    """The share of each unknown's variance [unknown] that a linear regression on figures [draw, figure] tells
    of draws [draw, unknown] that it has not seen."""
    from sklearn.model_selection import KFold
    from threadpoolctl import threadpool_limits

    known = in_units_of(figures, figures)
    split = list(KFold(FOLDS, shuffle=True, random_state=seed % 2**32).split(known))
    with catch_warnings(), threadpool_limits(1):
        simplefilter("ignore")
        seen, _ = crossed(straight(), known, unknowns, known[:1], split)
    return 1.0 - ((unknowns - seen) ** 2).mean(axis=0) / unknowns.var(axis=0)


def in_units_of(figures: Any, given: Any) -> Any:
    """Given figures [row, figure] by how far they lie from the mean of others, in standard deviations."""
    centre, spread = figures.mean(axis=0), figures.std(axis=0)
    spread = np.where(spread > 0.0, spread, 1.0)
    return np.clip((given - centre) / spread, -LARGE, LARGE)


def crossed(model: Any, known: Any, unknowns: Any, wanted: Any, split: Any) -> tuple[Any, Any]:
    """What a model says of each draw when it had not seen it, and of what is asked, the mean of all folds."""
    from sklearn.base import clone

    seen, told = np.zeros_like(unknowns), []
    for train, test in split:
        fold = clone(model).fit(known[train], unknowns[train])
        seen[test] = np.reshape(fold.predict(known[test]), (len(test), -1))
        told.append(np.reshape(fold.predict(wanted), (len(wanted), -1)))
    return seen, np.mean(told, axis=0)


def straight() -> Any:
    """A linear regression on figures of which each is spread like a normal distribution."""
    from sklearn.linear_model import RidgeCV
    from sklearn.pipeline import make_pipeline

    return make_pipeline(*evened(), RidgeCV(np.logspace(-2, 4, 13)))


def small_network(seed: int) -> Any:
    """A small network, which stops before it learns by heart."""
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline

    layers = MLPRegressor(
        hidden_layer_sizes=NEURONS,
        early_stopping=True,
        max_iter=MOST_EPOCHS,
        learning_rate_init=3e-3,
        n_iter_no_change=12,
        random_state=seed % 2**32,
    )
    return make_pipeline(*evened(), layers)


def evened() -> list[Any]:
    """Steps that make figures alike: by their ranks, then by mean and spread."""
    from sklearn.preprocessing import QuantileTransformer, StandardScaler

    return [QuantileTransformer(n_quantiles=50, output_distribution="normal"), StandardScaler()]
