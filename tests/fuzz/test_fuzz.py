"""Claims about wrong input of every kind: relsim answers, or says in one line what is wrong and where.

These are the first cases of `make fuzz`, which goes through thousands.
"""

import pytest
from cases import judged

FIRST = {"scenario": 20, "setting": 12, "side file": 3, "package": 4, "evidence": 5, "answers": 5, "table": 5}
"""How many cases of each kind are tried in each of four parts."""


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize(("kind", "count"), FIRST.items())
def test_wrong_input_is_answered_or_refused_clearly(kind, count, part, tmp_path):
    wrong = {}
    for number in range(part * count, (part + 1) * count):
        content, told = judged(kind, number, tmp_path)
        if told is not None:
            wrong[number] = told, content
    assert wrong == {}
