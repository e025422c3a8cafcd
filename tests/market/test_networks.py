"""Claims about networks: who talks with whom, and that it is mutual."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import finished, networks, scenario_of, total, world

from relsim.errors import ScenarioError
from relsim.market.network import town_of

DRAWN = ["ring", "random", "small world", "scale free"]


def town(customers=2000, seed=1, replication=0, **network):
    return town_of(world(customers=customers, network=network), seed, replication)


def neighbours(town):
    """The neighbours of every customer."""
    return [set(town.neighbours[a:b].tolist()) for a, b in zip(town.first[:-1], town.first[1:], strict=True)]


def degrees(town):
    return np.diff(town.first)


def assert_mutual(town, customers):
    assert len(town.first) == customers + 1
    assert town.first[0] == 0
    assert town.first[-1] == len(town.neighbours)
    known = neighbours(town)
    assert sum(map(len, known)) == len(town.neighbours), "somebody is listed twice"
    for i, others in enumerate(known):
        assert i not in others
        assert all(i in known[j] for j in others)


@settings(max_examples=60)
@given(customers=st.integers(1, 60), network=networks(), seed=st.integers(0, 99))
def test_ties_are_mutual_and_never_to_oneself(customers, network, seed):
    assert_mutual(town(customers, seed, **network), customers)


@pytest.mark.parametrize("asked", [2, 8, 20])
@pytest.mark.parametrize("kind", DRAWN)
def test_people_know_about_as_many_others_as_asked(kind, asked):
    assert degrees(town(kind=kind, neighbours=asked)).mean() == pytest.approx(asked, rel=0.05)


@pytest.mark.parametrize("kind", DRAWN)
def test_people_who_are_to_know_nobody_know_nobody(kind):
    assert degrees(town(kind=kind, neighbours=0)).sum() == 0


@pytest.mark.parametrize("kind", DRAWN)
def test_an_odd_number_of_acquaintances_is_met_on_average_or_refused(kind):
    try:
        known = degrees(town(kind=kind, neighbours=3))
    except ScenarioError:
        return
    assert known.mean() == pytest.approx(3, rel=0.05)


def test_on_a_ring_everybody_knows_the_nearest_on_either_side():
    known = neighbours(town(20, kind="ring", neighbours=4))
    assert known[0] == {18, 19, 1, 2}
    assert known[10] == {8, 9, 11, 12}


def test_a_ring_in_a_village_is_everybody():
    known = neighbours(town(4, kind="ring", neighbours=10))
    assert known == [set(range(4)) - {i} for i in range(4)]


def test_a_small_world_without_rewiring_is_a_ring():
    ring, same = town(kind="ring"), town(kind="small world", rewiring=0)
    assert neighbours(same) == neighbours(ring)


def test_rewiring_leads_about_that_share_of_ties_away():
    ring, rewired = (
        {(i, j) for i, others in enumerate(neighbours(net)) for j in others if i < j}
        for net in (town(kind="ring"), town(kind="small world", rewiring=0.3))
    )
    assert len(ring - rewired) / len(ring) == pytest.approx(0.3, abs=0.03)


def test_a_random_network_has_poisson_degrees():
    known = degrees(town(5000, kind="random", neighbours=8))
    assert known.var() == pytest.approx(8, rel=0.15)


def test_a_scale_free_network_has_hubs_and_a_random_one_has_not():
    hubs = degrees(town(5000, kind="scale free", neighbours=8))
    peers = degrees(town(5000, kind="random", neighbours=8))
    assert hubs.max() > 15 * hubs.mean()
    assert peers.max() < 4 * peers.mean()
    # The tail of a preferential-attachment network falls as the square of the degree.
    beyond = [(hubs >= k).mean() for k in (10, 20, 40)]
    assert beyond[0] / beyond[1] == pytest.approx(4, rel=0.3)
    assert beyond[1] / beyond[2] == pytest.approx(4, rel=0.4)


def test_in_a_complete_network_everybody_meets_strangers_and_nobody_is_listed():
    complete = town(kind="complete", neighbours=5)
    assert complete.meetings.tolist() == [5]
    assert len(complete.neighbours) == 0
    ring = town(kind="ring")
    assert ring.meetings.tolist() == [0]


def test_in_a_complete_network_voices_spread_across_the_market():
    meeting = world(network={"kind": "complete", "neighbours": 8})
    alone = world(network={"kind": "complete", "neighbours": 0})
    assert total(finished(meeting), "praise_heard") > 0
    assert total(finished(alone), "praise_heard") == 0


@pytest.mark.parametrize("kind", ["random", "small world", "scale free"])
def test_a_drawn_network_depends_on_seed_and_replication_alone(kind):
    first, again = town(kind=kind), town(kind=kind)
    assert (first.neighbours == again.neighbours).all()
    for other in (town(kind=kind, seed=2), town(kind=kind, replication=1)):
        assert neighbours(other) != neighbours(first)


def test_nobody_has_said_anything_at_first():
    assert not town().voices.any()
    assert not town().speaking.any()


# Edge lists


def listed(folder, text, customers=5):
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "ties.txt").write_bytes(content)
    scenario = scenario_of(
        {
            "title": "A listed world",
            "customers": customers,
            "periods": 3,
            "network": {"kind": "edge list", "file": "ties.txt"},
            "firms": {"harbour": {"price": 30}},
        },
        file=str(folder / "scenario.yaml"),
    )
    return town_of(scenario, 1, 0)


def test_an_edge_list_names_both_ends_once_in_any_direction(tmp_path):
    text = "# who knows whom\n0 1\n1,2\n2 1  # again\n\n3, 3\n"
    known = listed(tmp_path, text)
    assert neighbours(known) == [{1}, {0, 2}, {1}, set(), set()]
    assert_mutual(known, 5)


@pytest.mark.parametrize(
    "text",
    [
        "0;1\r\n1;2\r\n3;3\r\n",
        "source\ttarget\n0\t1\n2\t1\n",
        '\ufeff"from"|"to"\n"0"|"1"\n"1"|"2"\n',
        "% as others write it\n  0   1\n\n1 , 2 # comment\n",
    ],
)
def test_an_edge_list_may_have_any_separator_a_header_quotes_and_comments(tmp_path, text):
    assert neighbours(listed(tmp_path, text)) == [{1}, {0, 2}, {1}, set(), set()]


def test_an_edge_list_may_be_a_workbook(tmp_path):
    pd.DataFrame({"one": [0, 1], "other": [1, 2]}).to_excel(tmp_path / "ties.xlsx", index=False)
    (tmp_path / "ties.xlsx").rename(tmp_path / "ties.txt")
    content = (tmp_path / "ties.txt").read_bytes()
    assert neighbours(listed(tmp_path, content)) == [{1}, {0, 2}, {1}, set(), set()]


def test_what_stands_in_a_file_that_is_no_edge_list_is_not_told(tmp_path):
    with pytest.raises(ScenarioError) as refused:
        listed(tmp_path, "root:x:0:0:secret\n")
    assert "secret" not in str(refused.value) and "ties.txt:1:1" in str(refused.value)


def test_an_edge_list_that_changes_is_read_again(tmp_path):
    assert neighbours(listed(tmp_path, "0 1\n"))[0] == {1}
    assert neighbours(listed(tmp_path, "0 2 # later\n"))[0] == {2}


def test_an_empty_edge_list_is_a_market_of_strangers(tmp_path):
    assert neighbours(listed(tmp_path, "")) == [set()] * 5


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("0 1\n2 5\n", 2, "no customer 5"),
        ("0 1\n\n1 two\n", 3, "expected two customer numbers"),
        ("0 1 2\n", 1, "expected two customer numbers"),
        ("0 -1\n", 1, "expected two customer numbers"),
        ("0 1_0\n", 1, "expected two customer numbers"),
        ("0 \u0661\n", 1, "expected two customer numbers"),
        ("0 1.0\n", 1, "expected two customer numbers"),
        ("1 5\n", 1, "not from 1"),
        ("0 99999999999999999999\n", 1, "no customer 99999999999999999999"),
    ],
)
def test_an_edge_list_that_makes_no_sense_is_refused_at_its_line(tmp_path, text, line, words):
    with pytest.raises(ScenarioError) as refused:
        listed(tmp_path, text)
    problem = refused.value.problems[0]
    assert (problem.place.line, problem.place.file) == (line, str(tmp_path / "ties.txt"))
    assert words in problem.message


def test_an_edge_list_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "ties.txt").mkdir()
    with pytest.raises(ScenarioError, match="cannot read"):
        town_of(
            scenario_of(
                {
                    "title": "A listed world",
                    "network": {"kind": "edge list", "file": "ties.txt"},
                    "firms": {"harbour": {"price": 30}},
                },
                file=str(tmp_path / "scenario.yaml"),
            ),
            1,
            0,
        )


def test_an_edge_list_without_a_file_is_refused(tmp_path):
    with pytest.raises(ScenarioError):
        town_of(
            scenario_of(
                {
                    "title": "A listed world",
                    "network": {"kind": "edge list"},
                    "firms": {"harbour": {"price": 30}},
                },
                file=str(tmp_path / "scenario.yaml"),
            ),
            1,
            0,
        )
