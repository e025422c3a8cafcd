"""Claims about arguments: every public function refuses what is wrong in one sentence."""

import inspect
from datetime import date
from functools import cache
from pathlib import Path
from types import FunctionType

import numpy as np
import pytest
from worlds import world

import relsim
from relsim.errors import InputError, ScenarioError
from relsim.runs import arguments
from relsim.runs.options import RunOptions

WRONG = object()

NOT_A_SCENARIO = [3, None, 2.5, {"title": "x"}, ["leaky-bucket"], "leaky-buckt", Path("no/such.yaml"), ""]
TABLE = {
    "scenario": NOT_A_SCENARIO,
    "name_or_path": NOT_A_SCENARIO,
    "file": [3, None, "no-such.yaml", Path("no-such.yaml"), ["x"]],
    "path": [3, None, "no-such.json", ["x"]],
    "loaded": [3, None, "experiment.yaml", ("a", "b", "c")],
    "variants": [3, None, "abc", [], [1], [WRONG], relsim.Rung, iter([])],
    "results": [3, None, "results", WRONG],
    "customer": ["most-valuabel", -1, 2.5, True, None, 10_000, [1]],
    "observers": [3, None, "customers", [], [1], [WRONG], [relsim.Customers], relsim.Customers()],
    "policies": [["typo"], "calm", [3], 3, {"calm": 1}],
    "policy": ["typo", 3, ["calm"], True],
    "against": ["typo", 3],
    "conditions": [["typo"], "storm", [3], 3],
    "replications": [0, -1, 2.5, True, "3", float("nan")],
    "seed": [-1, 1.5, 2**64, True, "1", float("inf")],
    "replication": [-1, 1.5, True, "0", 2**63],
    "jobs": [0, -1, 1.5, True, "2"],
    "driver": ["typo", "agent", 3, None, True],
    "measure": ["profits", 3, ["profit"]],
    "firm": ["harbor", 3, ["harbour"]],
    "mechanisms": [{"typo": len}, {"spend": 3}, "spend", ["spend"], {3: len}],
    "strategies": [{"harbor": WRONG}, {"harbour": 3}, {"harbour": relsim.Strategy}, "harbour", [1]],
    "until": ["x", 0, -1, True, "1 per month", [1], float("nan")],
    "store": [3, True, ["x"], Path(__file__)],
    "on": [3, True, ["x"], "nowhere", "", "tcp://", "tcp://nowhere", "nowhere:port"],
    "progress": [3, "bar"],
    "stop": [3, True, "now", relsim.Stop],
    "levers": [{"acquire": "price.typo"}, {"typo": "price"}, "price", ["price"], {"acquire": 3}],
    "step": [0, -1, "x", True, float("nan"), float("inf"), None],
    "trials": [0, -1, 1.5, True, "3"],
    "trajectories": [0, 1, 1.5, True, "3"],
    "samples": [0, 3, 1.5, True, "4"],
    "around": [0, -0.2, 2, "20%", True, float("nan")],
    "precision": [0, -1, "x", True, float("nan")],
    "between": ["1 to 2", (1,), (1, 2, 3), 3, ("x", "y"), (None, 1), (20, 20)],
    "start": ["2025-01-01", 3, True],
    "keep_tallies": ["yes", 1, None],
    "hinge": ["yes", 1, 0],
    "channels": [["typo"], "advertising", [3], 3],
    "silence": [0, -1, "x", True],
    "threads": [0, -1, 1.5, True, "2"],
    "customers": [0, -1, 1.5, "x", True],
    "rng": [-1, 1.5, "x", True, 2**64],
    "files": [3, [], ["x.csv", "x.csv"], [3]],
    "columns": [3, "x", ["x"]],
    "dates": [3, ["x"], True],
    "last_day": ["2025-01-01", 3, True],
    "data": [3, True, {"typo": "x.csv"}],
    "draws": [0, -1, 1.5, "x", True],
    "origins": [0, -1, 1.5, "x", True],
    "sliders": [["typo"], "firms.harbour.price", [3], 3],
}
"""Wrong values of every argument."""

OWN = {
    ("breakeven", "vary"): ["harbour.price", 3, None, "firms.harbour.prize"],
    ("sensitivity", "vary"): [{"x": None}, "x", 3],
    ("backtest", "until"): ["x", 3, True, "2025-13-01"],
}
"""Wrong values of an argument that means something else there than elsewhere."""

OPTION = inspect.Parameter.KEYWORD_ONLY
FREE = {"plan", "people", "kwargs"}
"""What only relsim's own code hands to a market, and settings, which scenarios check."""

SCENARIO = world(
    customers=40,
    periods=2,
    policies={"calm": {}, "dear": {"set": {"firms.harbour.price": 36}}},
    conditions={"storm": {"set": {"behaviour.season": 2}}},
    optimise={"levers": {"firms.harbour.price": {"from": 20, "to": 40}}},
)
RIGHT = {
    "scenario": SCENARIO,
    "name_or_path": "leaky-bucket",
    "variants": [relsim.Variant.of(SCENARIO)],
    "replications": 1,
    "observers": [relsim.Customers()],
    "customer": 0,
    "vary": "firms.harbour.price",
    "between": (20, 40),
    "policy": "dear",
    "files": "purchases.csv",
    "data": "purchases.csv",
    "until": date(2025, 6, 30),
}


def public_functions():
    """Every function that relsim exports, and the class of markets."""
    things = {name: getattr(relsim, name) for name in relsim.__all__}
    return {name: thing for name, thing in things.items() if isinstance(thing, FunctionType)} | {
        "Market": relsim.Market
    }


def parameters_of(name, thing):
    """What a function can be given by name, with the options of running, which it passes on."""
    known = inspect.signature(thing.__init__ if name == "Market" else thing).parameters
    options = RunOptions.__annotations__ if "run" in known else ()
    named = dict(known) | {one: known["run"].replace(name=one, kind=OPTION, default=None) for one in options}
    return {one: parameter for one, parameter in named.items() if one not in {"self", "run", *FREE}}


def cases():
    for name, thing in public_functions().items():
        for parameter, declared in parameters_of(name, thing).items():
            values = OWN.get((name, parameter)) or TABLE[parameter]
            for number, value in enumerate(values):
                if value is not None or declared.default is not None:
                    yield pytest.param(name, parameter, value, id=f"{name}-{parameter}-{number}")


@pytest.fixture(scope="module")
def experiment(tmp_path_factory):
    """An experiment of enough points, and results to freeze."""
    folder = tmp_path_factory.mktemp("experiment")
    file = folder / "experiment.yaml"
    file.write_text(
        "title: x\nscenario: retention-launch\ndesign: latin hypercube\npoints: 40\n"
        "vary: {firms.harbour.price: {from: 20, to: 40}}\n"
    )
    return {"loaded": relsim.load_experiment(file), "file": file, "path": folder / "none.json"}


@pytest.fixture(scope="module")
def results():
    return relsim.run(SCENARIO, driver="agents")


@pytest.mark.parametrize(("name", "parameter", "value"), list(cases()))
def test_every_public_function_refuses_what_is_wrong_in_one_sentence(
    name, parameter, value, experiment, results, monkeypatch
):
    def never(*_, **__):
        raise AssertionError("ran a market before all arguments were read")

    thing = public_functions()[name]
    given = RIGHT | experiment | {"results": results}
    needed = {
        one: given[one]
        for one, parameter in parameters_of(name, thing).items()
        if parameter.default is inspect.Parameter.empty
    }
    monkeypatch.setattr("relsim.engine.compiled.driver.advance", never)
    with pytest.raises((InputError, ScenarioError)) as caught:
        thing(**(needed | {parameter: value}))
    message = str(caught.value)
    assert message
    assert "\n" not in message
    assert len(message) < 400


def test_every_argument_of_every_public_function_has_wrong_values_here():
    known = {one for name, thing in public_functions().items() for one in parameters_of(name, thing)}
    assert known <= TABLE.keys() | {"vary"}
    assert arguments.READERS.keys() <= TABLE.keys()


@cache
def compared():
    """A comparison of the policies of the scenario."""
    return relsim.compare(SCENARIO, replications=2, driver="agents", hinge=False)


NAMES = [
    (lambda: relsim.run(SCENARIO, driver="agent"), "agents"),
    (lambda: relsim.compare(SCENARIO, policies=["clam"]), "calm"),
    (lambda: relsim.stress(SCENARIO, conditions=["strom"]), "storm"),
    (lambda: relsim.stress(SCENARIO, measure="profits"), "profit"),
    (lambda: relsim.transactions(SCENARIO, firm="harbor"), "harbour"),
    (lambda: relsim.run(SCENARIO, mechanisms={"spent": len}), "spend"),
    (lambda: relsim.Market(SCENARIO).firms["sumit"], "summit"),
    (lambda: relsim.Market(SCENARIO).customers[0].with_firm("harbor"), "harbour"),
    (lambda: SCENARIO.room_for_customers("harbor"), "harbour"),
    (lambda: compared().figures["pay-back"], "payback"),
    (lambda: compared().of_firm("period", "calm"), "periods"),
    (lambda: compared().of_firm("periods", "clam"), "calm"),
    (lambda: compared().why("clam"), "calm"),
    (lambda: compared().lift("calm", by="segments"), "segment"),
    (lambda: relsim.stress(SCENARIO, replications=1, driver="agents").grid("regrets"), "regret"),
    (lambda: relsim.load("leaky-buckt"), "leaky-bucket"),
    (lambda: relsim.run("leaky-buckt"), "leaky-bucket"),
    (lambda: relsim.story(SCENARIO, "most-valuabel"), "most-valuable"),
    (lambda: SCENARIO.with_policy("clam"), "calm"),
    (lambda: SCENARIO.under_condition("strom"), "storm"),
    (lambda: SCENARIO.changed({"firms.harbour.prize": 3}), "price"),
]


@pytest.mark.parametrize(("call", "near"), NAMES)
def test_a_name_that_does_not_exist_is_refused_with_the_nearest_that_does(call, near):
    with pytest.raises((InputError, ScenarioError), match=f'did you mean "{near}"'):
        call()


@pytest.mark.parametrize("value", [3, None, 2.5, ["calm"], {"calm": 1}, "calm"])
def test_every_method_that_takes_a_name_or_numbers_refuses_another_kind_of_value(value):
    methods = [SCENARIO.with_policy, SCENARIO.under_condition] if value != "calm" else []
    methods += [SCENARIO.room_for_customers, SCENARIO.at_events, lambda name: SCENARIO.at_events([name])]
    methods += [compared().figures.__getitem__, relsim.Market(SCENARIO).firms.__getitem__]
    methods += [lambda name: compared().of_firm(name, "calm")]
    for method in methods:
        with pytest.raises(InputError, match=r"expected|is called|has no event"):
            method(value)


def test_a_mapping_by_name_still_says_what_it_has():
    figures, firms = compared().figures, relsim.Market(SCENARIO).firms
    assert "payback" in figures
    assert "payoff" not in figures
    assert figures.get("payoff") is None
    assert "harbor" not in firms
    assert list(firms) == list(SCENARIO.firms)


@pytest.mark.parametrize("changes", [3, "x", ["x"], {3: 4}, {"": 3}, {"periods": "x"}])
def test_changes_of_a_scenario_are_refused_alike(changes):
    with pytest.raises((InputError, ScenarioError)):
        SCENARIO.changed(changes)


@pytest.mark.parametrize("name", [3, None, ["calm"], {"calm": 1}])
def test_a_policy_or_condition_that_is_no_name_is_refused(name):
    for call in (SCENARIO.with_policy, SCENARIO.under_condition):
        with pytest.raises(InputError, match="expected the name"):
            call(name)


LABELS = [[1], "x", {3: "a"}, {"place": [1]}, {"place": None}, {"policy": "a"}, {"profit": 3.5}]


@pytest.mark.parametrize("labels", LABELS, ids=str)
def test_labels_that_could_be_no_columns_of_their_own_are_refused(labels):
    for make in (
        lambda: relsim.Variant.of(SCENARIO, labels=labels),
        lambda: relsim.Variant("a", SCENARIO, labels),
    ):
        with pytest.raises(InputError, match="label"):
            make()
    assert relsim.Variant.of(SCENARIO, labels={"place": 3}).labels == {"place": 3}


def test_a_variant_is_made_of_a_scenario_and_held_against_a_variant():
    one = relsim.Variant.of(SCENARIO)
    with pytest.raises(InputError, match="expected a scenario"):
        relsim.Variant("a", "leaky-bucket")
    with pytest.raises(InputError, match="policy: expected a text"):
        relsim.Variant(3, SCENARIO)
    with pytest.raises(InputError, match="other: expected a variant"):
        one.same_people_as(SCENARIO)
    assert one.same_people_as(relsim.Variant.of(SCENARIO, "dear"))


# What is right


def as_agents(scenario):
    return relsim.run(scenario, driver="agents")


@pytest.mark.parametrize("ask", [relsim.Market, relsim.cite, relsim.Variant.of, as_agents])
def test_a_scenario_can_be_given_by_name_by_file_or_itself(ask, tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text("title: x\ncustomers: 30\nperiods: 2\nfirms: {one: {price: 10}}\n")
    for scenario in (file, str(file), relsim.load(file)):
        assert ask(scenario)
    if ask is not as_agents:
        assert ask("leaky-bucket")


def test_numbers_of_numpy_are_numbers():
    plain = relsim.run(SCENARIO, seed=3, replications=2, driver="agents")
    same = relsim.run(SCENARIO, seed=np.int64(3), replications=np.int32(2), driver="agents")
    assert same.job.seed == 3
    assert type(same.job.seed) is int
    assert plain.customers.equals(same.customers)


def test_the_highest_seed_is_a_seed_of_its_own():
    first, last = (relsim.run(SCENARIO, seed=seed, driver="agents") for seed in (0, 2**64 - 1))
    assert not first.customers.equals(last.customers)


def test_a_seed_that_is_drawn_is_told():
    drawn = relsim.run(SCENARIO, seed=None, driver="agents")
    again = relsim.run(SCENARIO, seed=drawn.job.seed, driver="agents")
    assert again.customers.equals(drawn.customers)
    assert relsim.Market(SCENARIO, seed=None).seed != relsim.Market(SCENARIO, seed=None).seed


@pytest.mark.parametrize(
    ("ask", "kind", "near"),
    [
        (lambda market: relsim.run(market, seeds=1), TypeError, "seed"),
        (lambda market: relsim.compare(market, replicatons=2), InputError, "replications"),
        (lambda market: relsim.compare(market, sed=2), InputError, "seed"),
        (lambda market: relsim.ladder(market, policy=["warm"]), InputError, "policies"),
        (lambda market: relsim.evaluate([relsim.Variant.of(market)], 1, jops=2), InputError, "jobs"),
    ],
)
def test_a_keyword_that_does_not_exist_is_refused_with_the_nearest_that_does(ask, kind, near):
    with pytest.raises(kind, match=f'did you mean "{near}"'):
        ask(world(customers=20, periods=2, policies={"as-is": {}, "warm": {}}))


@pytest.mark.parametrize("ask", [relsim.compare, relsim.stress, relsim.ladder])
def test_a_setting_among_options_is_told_where_it_belongs(ask):
    with pytest.raises(InputError, match=r"customers is no option of .*scenario\.changed"):
        ask(SCENARIO, customers=300)
