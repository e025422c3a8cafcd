"""What happens with some chance in a month, told of several at once: known answers, both ways round."""

import numpy as np
import pytest

from relsim.rules.months import chance_to_happen, chance_to_recur

CHANCES = (0.001, 0.05, 0.3, 0.82)


@pytest.mark.parametrize("months", [2, 3, 12])
@pytest.mark.parametrize("chance", CHANCES)
def test_at_least_once_in_so_many_months(chance: float, months: int) -> None:
    assert chance_to_happen(1.0 - (1.0 - chance) ** months, months) == pytest.approx(chance)


@pytest.mark.parametrize("months", [2, 3, 12])
@pytest.mark.parametrize("chance", CHANCES)
def test_a_second_time_makes_up_for_what_once_does_not_count(chance: float, months: int) -> None:
    rest = months * chance - 1.0 + (1.0 - chance) ** months
    if rest < 1.0:
        assert chance_to_recur(rest, months) == pytest.approx(chance, rel=1e-4)


@pytest.mark.parametrize("chance", [0.05, 0.3])
def test_over_all_luck_it_happens_as_often_as_in_the_months_and_a_second_time_never_alone(
    chance: float,
) -> None:
    luck = (np.arange(4000) + 0.5) / 4000
    once = np.array([chance_to_happen(u, 3) < chance for u in luck])
    twice = np.array([chance_to_recur(u, 3) < chance for u in luck])
    assert once.mean() + twice.mean() == pytest.approx(3 * chance, abs=1e-3)
    assert once[twice].all()


def test_in_one_month_nothing_happens_twice() -> None:
    assert chance_to_happen(0.4, 1) == pytest.approx(0.4)
    assert chance_to_recur(0.4, 1) == pytest.approx(1.0)
