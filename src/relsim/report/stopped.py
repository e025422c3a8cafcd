"""Answers of several replications, which say so where somebody stopped them before all were finished."""

from html import escape
from textwrap import shorten

import pandas as pd

from relsim.errors import counted
from relsim.scenario.scenario import Scenario

WITHOUT_HINGE = "without the look for assumed values that turn the verdict"
"""What a comparison lacks that was stopped when all its replications had finished."""


def how_far(replications: int, asked: int | None) -> str:
    """How far an answer has come that was stopped early: `stopped early: 3 of 60`."""
    return f"stopped early: {replications:,}" + (f" of {asked:,}" if asked is not None else "")


class StoppedShown:
    """An answer about one firm, shown in one line that says whether it was stopped early.

    A notebook shows its table, too.
    """

    scenario: Scenario
    firm: str
    replications: int
    asked: int | None
    table: pd.DataFrame

    def __repr__(self) -> str:
        title = shorten(self.scenario.title, 120, placeholder="…")
        parts = [repr(title), self.firm, counted(self.replications, "replication", "replications")]
        if self.asked is not None and self.replications < self.asked:
            parts.append(how_far(self.replications, self.asked))
        return f"<{type(self).__name__}: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        """The line and the table, as a notebook shows them."""
        return f"<p>{escape(repr(self))}</p>{self.table.to_html()}"
