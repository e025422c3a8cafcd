"""Claims about what a page holds: arrays come back as they were, and sliders change what Python changes."""

import base64
import zlib

import numpy as np
import pytest
from command_line import called
from hypothesis import given
from hypothesis import strategies as st
from worlds import world

import relsim
from relsim.engine.market import peopled
from relsim.errors import InputError
from relsim.questions.explore import packer
from relsim.questions.explore.packing import Parcel, changes_of
from relsim.questions.explore.page import PLAYER, WORKER, script_of
from relsim.questions.explore.sliders import MarketsWith, PlansWith, patch_of, patched_bytes, sliders_of
from relsim.questions.explore.starts import named_arguments, opening_state, planned, variant_of
from relsim.runs.variant import AS_IS, Job
from relsim.scenario.schema.file import BY_TENURE


def unpacked(parcel: Parcel, number: int) -> bytes:
    """An array as a page undoes its packing."""
    content = zlib.decompress(base64.b64decode(parcel.letters()), wbits=31)
    width, count, start = parcel.parts[number]
    items = np.frombuffer(content, np.uint8)[start : start + width * count]
    return items.tobytes() if width == 8 else items.reshape(width, count).T.tobytes()


@given(numbers=st.lists(st.floats(width=32), min_size=1), others=st.lists(st.integers(-9, 9), min_size=1))
def test_arrays_come_back_as_they_were_and_are_held_once(numbers, others):
    parcel, arrays = Parcel(), [np.array(numbers, np.float32), np.array(others, np.int64)]
    places = [parcel.put(one) for one in arrays]
    assert [unpacked(parcel, place) for place in places] == [one.tobytes() for one in arrays]
    assert [parcel.put(one) for one in arrays] == places


@given(st.lists(st.tuples(st.floats(), st.floats()), min_size=1))
def test_a_change_makes_one_array_of_the_other(pairs):
    one, other = np.array(pairs).T.copy()
    assert patched_bytes(one, "it", [{"it": changes_of(one, other)}]) == other.tobytes()


def test_a_stop_changes_the_plan_as_the_command_line_does():
    market = relsim.load("cost-ratios").changed({"periods": 6}).scaled_to(100)
    slider = sliders_of(market, list(market.policies)).sliders[0]
    plans = PlansWith(MarketsWith(market), next(iter(market.policies)))
    base, moved = plans.of(), plans.of(slider.stops[-1].changes)
    patch = patch_of(base, moved)
    assert patch
    assert (
        patched_bytes(base["firms"], "firms", [patch]) == moved["firms"].tobytes() != base["firms"].tobytes()
    )


def test_sliders_whose_changes_do_not_add_up_are_kept_apart():
    market = relsim.load("broken-journey").changed({"periods": 6}).scaled_to(100)
    hotline = "firms.tern.touchpoints.hotline"
    apart = sliders_of(market, list(market.policies)).apart
    assert (f"{hotline}.reachability", "firms.tern.touchpoints.shop.quality") in apart
    assert (f"{hotline}.reachability", f"{hotline}.frequency") in apart, (
        "they add up only where one is nought"
    )


def test_sliders_are_chosen_and_what_is_left_out_says_why():
    market = relsim.load("retention-launch").changed({"periods": 6, "explore": None}).scaled_to(100)
    policies = list(market.policies)[:2]
    free = sliders_of(market, policies)
    *_, few = free.left_out
    assert "no more than 3 sliders, since firms decide on the way" in few and "--sliders PATH,PATH" in few
    path = few.partition(",")[0].partition(":")[0]
    assert [one.path for one in sliders_of(market, policies, [path]).sliders] == [path]
    with pytest.raises(InputError, match=f'no value called "{path}x" .*did you mean "{path}"'):
        sliders_of(market, policies, [f"{path}x"])
    with pytest.raises(InputError, match="4 sliders are asked for; a page has no more than 3"):
        sliders_of(market, policies, [*(one.path for one in free.sliders), path])


def test_the_command_line_chooses_policies_and_sliders(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    small = ["--customers", "60", "--periods", "3", "--replications", "1"]
    chosen = ["--policies", "contact", "--sliders", "firms.gym.contact.frequency"]
    assert called("explore", "who-stays", *small, *chosen, "--out", "page.html") == 0
    told = capsys.readouterr().out
    assert "page.html: 2 markets, 1 sliders" in told and "would make it smaller" not in told
    monkeypatch.setattr("relsim.questions.explore.site.LARGEST_PAGE", 20_000)
    small[-1] = "2"
    assert called("explore", "who-stays", *small, *chosen, "--out", "page.html") == 0
    assert "more than 20,000 bytes; --replications 1, or fewer --policies" in capsys.readouterr().out


def test_a_page_needs_no_network_and_no_module(tmp_path):
    path = relsim.explore(relsim.load("who-stays").scaled_to(60), replications=1).write(
        tmp_path / "page.html"
    )
    page = path.read_text(encoding="utf-8")
    assert page.count("http") == page.count("http://www.w3.org/2000/svg") == 1
    assert "src=" not in page
    assert "import " not in script_of(WORKER) + script_of(PLAYER)


def test_what_a_page_cannot_work_out_is_refused():
    market = relsim.load("who-stays").changed({"residual_value": BY_TENURE})
    with pytest.raises(InputError, match="a page cannot work out `residual_value"):
        relsim.explore(market)


@pytest.mark.parametrize("changes", [{}, {"warm_up": "6 months", "firms.harbour.start.share": 0.3}])
def test_a_market_of_a_page_starts_as_that_of_the_command_line(changes):
    scenario = world(changes, customers=80, periods=3)
    variant = variant_of(scenario, AS_IS)
    state = opening_state(variant, Job(5), 1, peopled(scenario, 5, 1), planned(variant))
    started = relsim.Market(scenario, seed=5, replication=1).state
    for name, array in named_arguments(state).items():
        assert np.array_equal(array, named_arguments(started)[name]), name


def test_a_market_of_fewer_people_than_customers_is_refused():
    with pytest.raises(InputError, match="simulate"):
        relsim.explore(world({"customers": 1_000, "simulate": 100}))


def test_a_page_that_no_browser_would_open_is_refused_at_once(tmp_path, monkeypatch, capsys):
    page = tmp_path / "page.html"
    few = ["--customers", "60", "--periods", "3", "--out", str(page)]
    assert called("explore", "who-stays", *few, "--replications", "100000") == 2
    told = "100,000 replications are too many for a page; expected at most 1,000, since a page holds each"
    assert capsys.readouterr().err.startswith(told)
    monkeypatch.setattr(packer, "MOST_BYTES_UNPACKED", 1000)
    assert called("explore", "who-stays", *few, "--replications", "1") == 2
    assert "a page of all that would be too large for a browser; expected fewer" in capsys.readouterr().err
    assert not page.exists()
