"""Claims about kernels: each is made for a number of firms, and refuses another."""

import pytest
from worlds import world

from relsim.engine.compiled import driver as compiled
from relsim.engine.market import Market
from relsim.rules.rulebook import rulebook


def test_kernels_for_few_firms_are_made_for_their_number_and_one_serves_all_others():
    book = rulebook(dict(world().mechanisms))
    one, two, three, four = (compiled.kernel(book, firms, False) for firms in (1, 2, 3, 4))
    assert one is not two
    assert two is not three
    assert three is four


def test_a_kernel_made_for_another_number_of_firms_refuses_to_run(monkeypatch):
    state = Market(world(customers=20, periods=2)).state
    for_one = compiled.kernel(state.rulebook, 1, False)
    monkeypatch.setattr(compiled, "kernel", lambda *_: for_one)
    with pytest.raises(ValueError, match="another number of firms"):
        compiled.advance(state, 0, 2)
