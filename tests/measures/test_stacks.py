"""Claims about tables that grow: whatever is added to them in turn stands there in this order."""

import numpy as np
import pandas as pd
import pytest

from relsim.measures.stacks import Stack


def rows(first, number):
    """Rows with a number, a share and a word."""
    places = np.arange(first, first + number)
    words = pd.Categorical.from_codes(places % 2, categories=pd.Index(["even", "odd"]))
    return {"place": places, "share": places / 3.0, "word": words}


@pytest.mark.parametrize("room", [0, 1, 5, 12, 100])
def test_pieces_make_the_whole_table_however_much_room_there_was(room):
    stack = Stack(room)
    for first, number in ((0, 3), (3, 0), (3, 1), (4, 8)):
        stack.add(rows(first, number))
    pd.testing.assert_frame_equal(stack.table(), pd.DataFrame(rows(0, 12)))


def test_what_is_added_later_changes_nothing_that_was_given_to_it():
    stack, given = Stack(2), rows(0, 2)
    stack.add(given)
    given["place"][:] = -1
    assert stack.table()["place"].tolist() == [0, 1]
