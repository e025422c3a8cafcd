"""Claims about the memory that is told of a market before it is made."""

from types import SimpleNamespace

import numpy as np
import psutil
import pytest
from worlds import world

import relsim
from relsim.cores import cores
from relsim.engine.compiled import driver
from relsim.errors import ScenarioError
from relsim.market.columns import HEARD, HUMAN, TIE, blank_ties
from relsim.market.network import town_of, voice_kind
from relsim.measures.climbs import Climbs
from relsim.runs import room
from relsim.runs.replicate import MANY_CUSTOMERS, alone
from relsim.runs.variant import Job, Variant
from relsim.scenario import memory
from relsim.scenario.memory import needed


def test_it_is_told_of_what_a_market_is_made_of():
    assert memory.CUSTOMER == HUMAN.itemsize + np.dtype(np.int32).itemsize
    assert memory.RELATIONSHIP == TIE.itemsize + HEARD.itemsize
    assert memory.SHARED == HUMAN.itemsize + np.dtype(np.float32).itemsize
    assert town_of(world(customers=20), 1, 0).neighbours.itemsize == memory.NEIGHBOUR


def test_whoever_watches_the_ladder_counts():
    ties = blank_ties(100, 2)
    kept = [each for each in vars(Climbs(ties)).values() if isinstance(each, np.ndarray) and len(each) == 200]
    own = sum(each.itemsize for each in kept if not np.shares_memory(each, ties))
    # Beside it stand the rungs of this period, and those of the year's start.
    assert own + 2 * TIE["rung"].itemsize == memory.WATCHED


@pytest.mark.parametrize("firms", range(1, 33))
def test_a_voice_takes_what_it_takes_in_the_market(firms):
    assert memory.bytes_of_voice(firms) == np.dtype(voice_kind(firms)).itemsize


@pytest.mark.parametrize("kind", sorted(memory.BYTES_TO_DRAW_A_TIE))
def test_many_neighbours_count_in_every_network(kind):
    few, many = (
        needed(world(customers=100_000, network={"kind": kind, "neighbours": number})) for number in (8, 80)
    )
    assert many - few >= 100_000 * 72 * memory.NEIGHBOUR


def test_markets_side_by_side_and_people_that_policies_share_count():
    scenario = world(customers=1_000_000)
    alone, two = needed(scenario), needed(scenario, 2)
    assert two - alone == pytest.approx(alone - needed(world(customers=1)), rel=0.01)
    assert needed(scenario, shared=True) > alone


def test_the_compiler_counts_where_rules_are_compiled_first():
    scenario = world(customers=1_000_000)
    assert needed(scenario, compiles=True) - needed(scenario) == memory.COMPILING


@pytest.mark.parametrize(
    ("start", "compiles", "gigabytes"),
    [
        (relsim.run, False, r"0\.4"),
        (relsim.run, True, r"0\.5"),
        *((start, False, r"0\.5") for start in (relsim.compare, relsim.ladder)),
        *((start, True, r"0\.7") for start in (relsim.compare, relsim.ladder)),
    ],
)
def test_a_market_for_which_there_is_no_room_is_refused_before_anything_starts(
    start, compiles, gigabytes, monkeypatch
):
    monkeypatch.setattr(room, "compiles_first", lambda *_: compiles)
    scenario = world(customers=100_000, policies={"a": {}, "b": {"set": {"firms.harbour.price": 33}}})
    here = SimpleNamespace(available=300 * 2**20, total=2**40)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: here)
    told = rf"100,000 customers would need {gigabytes} GiB of memory; this machine has 0\.3 GiB free"
    with pytest.raises(ScenarioError, match=told):
        start(scenario)


@pytest.mark.parametrize("customers", [200, 9_000, 60_000])
@pytest.mark.parametrize("is_alone", [True, False])
def test_rules_are_compiled_first_until_the_kernel_that_such_a_market_takes_is_kept(
    customers, is_alone, tmp_path, monkeypatch
):
    monkeypatch.setenv("RELSIM_CACHE", str(tmp_path))
    variant, taken = Variant.of(world(customers=customers, periods=12)), []

    def noted(*which):
        taken.append(which)
        return tmp_path

    monkeypatch.setattr(driver, "folder_of", noted)
    assert room.compiles_first(variant, Job(1), is_alone)
    (tmp_path / "periods.nbi").touch()
    assert not room.compiles_first(variant, Job(1), is_alone)
    assert len(set(taken)) == 1
    (parallel,) = taken[0][2:]
    assert parallel == (cores() > 1 and customers >= (driver.WORTH_THREADS if is_alone else MANY_CUSTOMERS))


def test_the_kernel_that_is_asked_for_is_the_one_that_a_market_lives_by(monkeypatch):
    variant, job, made = Variant.of(world(customers=50, periods=2)), Job(1), []
    compile_or_load = driver._made

    def noted(*which):
        made.append(which)
        return compile_or_load(*which)

    monkeypatch.setattr(driver, "_made", noted)
    alone(variant, job, 0)
    folder_of, asked = driver.folder_of, []
    monkeypatch.setattr(driver, "folder_of", lambda *which: asked.append(which) or folder_of(*which))
    assert not room.compiles_first(variant, job, True)
    assert asked == made


def test_agents_compile_nothing_and_a_users_own_rules_are_compiled_always(monkeypatch):
    variant, seen = Variant.of(world(customers=50)), []
    monkeypatch.setattr(room, "refuse_if_it_does_not_fit", lambda *_, compiles, **__: seen.append(compiles()))
    room.refuse_without_room([variant], Job(1, "agents"))
    room.refuse_without_room([variant], Job(1, mechanisms={"need": lambda: 0.0}))
    assert seen == [False, True]
