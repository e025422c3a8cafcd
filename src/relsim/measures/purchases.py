"""Purchases: who bought how often from one look at a market to the next, and for how much."""

from typing import Any

import numpy as np


class Till:
    """The relationships of a market and what had been bought in them at the last look.

    `ties` are the market's own [customer, firm], or those with one firm [customer].
    """

    def __init__(self, ties: Any) -> None:
        self._ties = ties
        self._seen = self._so_far()

    def since(self) -> tuple[Any, Any]:
        """Purchases and what was booked for them since the last look, in the shape of the ties."""
        before, self._seen = self._seen, self._so_far()
        number, paid = (now - then for now, then in zip(self._seen, before, strict=True))
        return number, paid

    def _so_far(self) -> tuple[Any, Any]:
        return self._ties["purchases"].astype(np.int64), self._ties["revenue"].copy()
