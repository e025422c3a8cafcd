"""The rows of the focus firm in any table, also in one that has none of it."""

import pandas as pd
import pytest

from relsim.questions.compare.subject import of_firm

TABLE = pd.DataFrame({"firm": pd.Categorical(["a", "b"] * 3), "value": range(6)})


@pytest.mark.parametrize(
    ("rows", "values"),
    [(slice(None), [1, 3, 5]), ([0, 1, 3], [1, 3]), ([0, 2], []), ([], [])],
    ids=["every second", "some", "none of its own", "no rows at all"],
)
def test_the_rows_of_a_firm_are_its_own(rows: list[int] | slice, values: list[int]) -> None:
    assert of_firm(TABLE.iloc[rows], "b")["value"].tolist() == values
