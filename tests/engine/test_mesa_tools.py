"""Claims about Market as a Mesa model: Mesa's own tools work on it, and it goes away when done."""

import copy
import gc
import weakref

import mesa
import numpy as np
import psutil
import pytest
from worlds import differing, finished, world

import relsim
from relsim.engine.views import Customer, Firm, Relationship
from relsim.errors import InputError, ScenarioError
from relsim.vocabulary import BOOKED_PER_UNIT, PARTNER, PURCHASER, Channel, Reason, Rung

DRIVERS = pytest.mark.parametrize("driver", ["compiled", "agents"])


def market(driver="compiled", **settings):
    return relsim.Market(world(**({"customers": 100, "periods": 6} | settings)), driver=driver)


def test_a_market_is_a_mesa_model():
    assert isinstance(market(), mesa.Model)


@DRIVERS
def test_a_step_is_one_period(driver):
    stepping = market(driver)
    for period in range(1, 7):
        assert stepping.running
        stepping.step()
        assert (stepping.period, stepping.steps) == (period, period)
    assert not stepping.running
    assert len(stepping.records) == 6


@DRIVERS
def test_mesa_can_run_the_model_to_its_end(driver):
    running = market(driver)
    running.run_model()
    assert running.period == 6
    assert differing(running, market(driver).run()) == []


@DRIVERS
def test_a_customer_is_a_view_on_a_row(driver):
    stepping = market(driver)
    stepping.step()
    customer = stepping.customers[42]
    assert isinstance(customer, mesa.Agent)
    assert isinstance(customer.rung, Rung)
    assert customer is stepping.customers[42]
    columns = stepping.columns
    for name in ("need_rate", "price_sensitivity", "proneness"):
        assert getattr(customer, name) == columns.people[name][42]
    for number, firm in enumerate(("harbour", "summit")):
        tie = customer.with_firm(firm)
        assert tie.rung == columns.rung[42, number]
        assert tie.trust == columns.trust[42, number]
        assert isinstance(tie.channel, Channel)
        assert isinstance(tie.reason, Reason)


def test_what_is_looked_at_says_in_one_line_what_it_is():
    done = market().run()
    customer = next(one for one in done.customers if one.firm is not None)
    rung, firm = customer.rung, customer.firm
    name = rung.name.lower()
    assert repr(customer) == f"<customer {customer.row}: {name} of {firm}>"
    assert repr(customer.with_firm(firm)) == f"<relationship of customer {customer.row} with {firm}: {name}>"
    assert repr(done.firms[firm]) == f"<firm {firm}: {done.firms[firm].customers:,} customers>"
    alone = next(one for one in done.customers if one.firm is None)
    assert repr(alone) == f"<customer {alone.row}: {alone.rung.name.lower()}>"


def test_a_rung_is_printed_by_its_name_and_is_the_number_that_columns_hold():
    assert f"{Rung.ADVOCATE}" == str(Rung.ADVOCATE) == "advocate"
    assert str(Channel.WORD_OF_MOUTH) == "word of mouth"
    assert Rung.ADVOCATE == 4 and int(Rung.ADVOCATE) == 4 and f"{Rung.ADVOCATE:d}" == "4"
    assert np.array([Rung.CLIENT])[0] == 2


def test_a_customer_shows_what_changed_after_it_was_first_looked_at():
    stepping = market(customers=50, periods=24)
    tie = stepping.customers[3].with_firm("harbour")
    before = tie.expectation
    stepping.run()
    assert tie.expectation == stepping.columns.expectation[3, 0]
    assert tie.expectation != before


def test_the_rung_of_a_customer_is_the_highest_held_anywhere():
    done = market().run()
    rungs = done.columns.rung
    for customer in done.customers:
        held = [rung for rung in rungs[customer.row] if PURCHASER <= rung <= PARTNER]
        former = Rung.LAPSED if Rung.LAPSED in rungs[customer.row] else Rung.PROSPECT
        assert customer.rung == (max(held) if held else former)
        assert (customer.firm is None) == (not held)


def test_a_relationship_tells_the_account_of_the_customer_by_group():
    done = market().run()
    row = int(done.columns.ties["revenue"][:, 0].argmax())
    money = done.customers[row].with_firm("harbour").money
    assert money["revenue"] == done.columns.ties["revenue"][row, 0] / BOOKED_PER_UNIT
    assert money["goods"] == done.columns.ties["goods"][row, 0] / BOOKED_PER_UNIT


@pytest.mark.parametrize("name", ["no_such_trait", "trust"])
def test_a_customer_has_no_traits_but_its_own(name):
    with pytest.raises(AttributeError):
        getattr(market().customers[0], name)


def test_a_customer_that_does_not_exist_is_refused():
    with pytest.raises(IndexError):
        market().customers[100]
    assert market().customers[-1].row == 99


def test_a_firm_is_an_agent_with_its_customers_and_settings():
    stepping = market(timeline=[{"at": 2, "set": {"firms.harbour.price": 35}}])
    harbour = stepping.firms["harbour"]
    assert isinstance(harbour, mesa.Agent)
    assert harbour.setting("price") == 30
    rungs = stepping.columns.rung[:, 0]
    assert harbour.customers == ((rungs >= PURCHASER) & (rungs <= PARTNER)).sum()
    stepping.advance(2)
    assert harbour.setting("price") == 35
    stepping.run()
    assert harbour.setting("contact.frequency") == 0


# Agent sets


@DRIVERS
def test_mesas_agent_sets_work_on_customers(driver):
    stepping = market(driver)
    stepping.step()
    agents = stepping.customers.agents
    assert isinstance(agents, mesa.agent.AgentSet)
    assert [agent.row for agent in agents] == list(range(100))
    clients = agents.select(lambda customer: customer.rung == Rung.CLIENT)
    assert len(clients) == sum(customer.rung == Rung.CLIENT for customer in stepping.customers)
    assert agents.agg("need_rate", max) == stepping.columns.need_rate.max()
    assert agents.get("rung") == [customer.rung for customer in stepping.customers]
    assert sum(agents.map(lambda customer: customer.firm == "harbour")) > 0
    seen = []
    agents.do(lambda customer: seen.append(customer.row))
    assert seen == list(range(100))


@DRIVERS
def test_customers_can_be_walked_through_before_they_are_asked_for_as_a_set(driver):
    stepping = market(driver)
    assert [customer.row for customer in stepping.customers] == list(range(100))
    assert len(stepping.customers.agents) == 100
    stepping.step()


@DRIVERS
def test_looking_at_customers_changes_nothing(driver):
    watched, unwatched = market(driver), market(driver)
    watched.customers[7].rung  # noqa: B018
    while watched.running:
        watched.step()
        watched.customers.agents.get("rung")
        watched.customers.agents.shuffle(inplace=True)
        watched.random.random()
    assert differing(watched, unwatched.run()) == []


def test_agents_have_running_numbers_of_their_own():
    one, other = market(), market()
    for each in (one, other):
        numbers = [agent.unique_id for agent in (*each.firms.values(), *each.customers)]
        assert numbers == list(range(1, 103))


@DRIVERS
def test_customers_are_agents_of_the_model_and_made_only_when_asked_for(driver):
    asked = market(driver)
    asked.customers[42].rung  # noqa: B018
    assert asked.agent_types == [Firm, Customer]
    assert len(asked.agents_by_type[Firm]) == 2
    assert not asked.customers.are_agents
    assert [agent.unique_id for agent in asked.agents] == list(range(1, 103))
    assert len(asked.agents_by_type[Customer]) == 100
    assert asked.customers.are_agents


@DRIVERS
def test_what_mesa_does_with_agents_changes_no_result(driver):
    watched = market(driver)
    while watched.running:
        watched.step()
        for agents in (watched.agents, watched.customers.agents, watched.agents_by_type[Customer]):
            agents.select(lambda agent: agent.unique_id % 2).shuffle()
            agents.shuffle_do(lambda agent: agent.unique_id)
            agents.get("unique_id")
            with pytest.raises(InputError, match=r"market\.step"):
                watched.customers.agents.shuffle_do("step")
        with pytest.raises(InputError, match="cannot be removed"):
            watched.customers[3].remove()
    assert differing(watched, market(driver).run()) == []


# Views tell the truth


def public(thing):
    columns = getattr(thing, "_columns", None) or getattr(thing, "columns", None)
    names = {name for name in dir(thing) if not name.startswith("_") and not callable(getattr(thing, name))}
    if isinstance(thing, Customer):
        return names | set(thing.model.columns.people.dtype.names)
    return names | set(columns.ties.dtype.names if isinstance(thing, Relationship) else ())


MESA_OWN = {"pos", "running", "steps", "time", "random", "rng", "datacollector"}
"""What Mesa itself sets, or lets a model set."""


@DRIVERS
def test_no_public_attribute_can_be_set_in_vain(driver):
    stepping = market(driver)
    stepping.step()
    customer = stepping.customers[3]
    views = [customer, customer.with_firm("harbour"), stepping.firms["harbour"], stepping]
    for view in views:
        names = public(view) - MESA_OWN - {"driver", "threads"}
        assert names
        for name in names:
            with pytest.raises(AttributeError, match=f"{name} of a .* cannot be set.+ "):
                setattr(view, name, 987)
            assert str(getattr(view, name)) != "987"


def test_driver_and_threads_may_change_and_are_read_like_arguments():
    stepping = market()
    stepping.driver, stepping.threads = "agents", 1
    assert (stepping.driver, stepping.threads) == ("agents", 1)
    for name, value in {"driver": "agent", "threads": 0}.items():
        with pytest.raises(InputError, match=f"{name}: expected"):
            setattr(stepping, name, value)


def test_a_view_takes_no_attribute_that_nobody_would_read():
    stepping = market()
    with pytest.raises(AttributeError, match="price_sensitivty"):
        stepping.customers[3].price_sensitivty = 5
    with pytest.raises(AttributeError, match='did you mean "price_sensitivity"'):
        stepping.customers[3].price_sensitivty  # noqa: B018


def test_no_advice_is_given_to_write_a_column_that_does_not_exist():
    customer = market().customers[3]
    for kind, shown in {"customer": customer, "relationship": customer.with_firm("harbour")}.items():
        with pytest.raises(AttributeError, match=f'a {kind} has no "trusst"'):
            shown.trusst = 5


@pytest.mark.parametrize("wrong", ["x", 1.5, None, slice(1, 3)])
def test_what_is_no_number_of_a_customer_is_refused(wrong):
    with pytest.raises(InputError, match="expected the number of a customer"):
        market().customers[wrong]


def test_nothing_is_told_of_a_period_that_has_not_passed():
    with pytest.raises(InputError, match="nothing is counted yet"):
        market().firms["harbour"].last("revenue")


# Models of Mesa's own kind


class Watched(relsim.Market):
    """A market with a step of its own, as Mesa teaches."""

    def __init__(self, *arguments, **settings):
        super().__init__(*arguments, **settings)
        self.datacollector = mesa.DataCollector(
            model_reporters={"period": "period", "steps": "steps"}, agent_reporters={"rung": "rung"}
        )

    def step(self):
        super().step()
        self.datacollector.collect(self)


@DRIVERS
@pytest.mark.parametrize("run", [relsim.Market.run, mesa.Model.run_model])
def test_a_step_of_ones_own_is_taken_however_the_market_is_run(driver, run):
    watched = Watched(world(customers=20, periods=4), driver=driver)
    run(watched)
    table = watched.datacollector.get_model_vars_dataframe()
    assert table["period"].tolist() == table["steps"].tolist() == [1, 2, 3, 4]
    assert len(watched.datacollector.get_agent_vars_dataframe()) == 4 * 22


@DRIVERS
def test_mesas_counters_follow_the_periods(driver):
    for passed in (lambda model: model.run(), lambda model: model.advance(6), mesa.Model.run_model):
        stepping = market(driver)
        passed(stepping)
        assert (stepping.period, stepping.steps, stepping.time, stepping.running) == (6, 6, 6.0, False)
        stepping.step()
        assert (stepping.period, stepping.steps) == (6, 6)


def test_a_step_that_forgets_to_step_is_told_so():
    class Forgetful(relsim.Market):
        def step(self):
            pass

    with pytest.raises(InputError, match="call super"):
        Forgetful(world(customers=20, periods=4)).run()


def test_mesas_batch_runner_runs_markets():
    parameters = {
        "scenario": "leaky-bucket",
        "customers": 50,
        "periods": 3,
        "seed": [1, 2],
        "replication": [0, 1],
    }
    rows = mesa.batch_run(relsim.Market, parameters, iterations=1, display_progress=False)
    assert len(rows) == 4
    alone = relsim.Market("leaky-bucket", customers=50, periods=3, seed=2, replication=1).run()
    firm = alone.firm_names[0]
    row = next(row for row in rows if (row["seed"], row["replication"]) == (2, 1))
    assert row[f"{firm}_customers"] == alone.firms[firm].customers
    assert row[f"{firm}_revenue"] == alone.firms[firm].last("revenue")
    assert row["period"] == 3


def test_mesas_batch_runner_draws_a_seed_for_each_iteration_and_tells_it():
    parameters = {"scenario": "leaky-bucket", "customers": 50, "periods": 3, "seed": None}
    rows = mesa.batch_run(
        relsim.Market, parameters, iterations=2, data_collection_period=1, display_progress=False
    )
    assert len({row["seed"] for row in rows}) == 2
    assert [row["period"] for row in rows] == [1, 2, 3, 1, 2, 3]


def test_profit_in_the_collector_is_that_of_the_tables():
    done = relsim.run(world(customers=100, periods=6))
    table = market().run().datacollector.get_model_vars_dataframe()
    profit = done.periods.query("firm == 'harbour'")["profit"]
    assert table["harbour_profit"].tolist() == pytest.approx(profit.tolist())


SOURCES_OF_SEEDS = [
    lambda: 7,
    lambda: np.random.default_rng(7),
    lambda: np.random.PCG64(7),
    lambda: np.random.SeedSequence(7),
]


@pytest.mark.parametrize("rng", SOURCES_OF_SEEDS)
def test_a_market_takes_its_seed_from_rng_as_mesa_does(rng):
    one, other = (relsim.Market(world(customers=20, periods=2), rng=rng()) for _ in range(2))
    assert one.seed == other.seed
    assert differing(one.run(), other.run()) == []
    assert differing(one, relsim.Market(world(customers=20, periods=2), seed=one.seed).run()) == []


def test_a_seed_and_rng_together_are_refused():
    with pytest.raises(InputError, match="expected one of them"):
        relsim.Market(world(), seed=3, rng=4)


# Data collection


@DRIVERS
def test_mesas_data_collector_reads_models_and_agents(driver):
    stepping = market(driver)
    collector = mesa.DataCollector(
        model_reporters={
            "period": "period",
            "harbour": lambda model: model.firms["harbour"].customers,
        },
        agent_reporters={"rung": lambda agent: getattr(agent, "rung", None)},
    )
    assert len(stepping.customers.agents) == 100
    while stepping.running:
        stepping.step()
        collector.collect(stepping)
    table = collector.get_model_vars_dataframe()
    assert table["period"].tolist() == [1, 2, 3, 4, 5, 6]
    held = stepping.records["flows"][:, 0].sum(axis=1)[:, PURCHASER : PARTNER + 1].sum(axis=1)
    assert table["harbour"].tolist() == held.tolist()
    assert len(collector.get_agent_vars_dataframe()) == 6 * 102


# Construction


def test_a_market_can_be_built_from_a_dictionary_of_parameters():
    scenario = world(customers=500, periods=6)
    parameters = {"scenario": scenario, "customers": 200, "firms__harbour__price": 31}
    built = relsim.Market(**parameters)
    assert len(built.customers) == 200
    assert built.firms["harbour"].setting("price") == 31
    assert scenario.customers == 500
    assert parameters == {"scenario": scenario, "customers": 200, "firms__harbour__price": 31}


def test_a_market_can_be_built_again_with_other_parameters_as_a_slider_does():
    scenario = world(customers=100, periods=6)
    kept = [
        relsim.Market(**{"scenario": scenario, "firms__harbour__contact__frequency": f"{n} per year"})
        for n in (0, 6, 12)
    ]
    assert [m.firms["harbour"].setting("contact.frequency") for m in kept] == [0, 0.5, 1]


def test_a_market_can_be_built_from_the_name_of_a_shipped_scenario():
    built = relsim.Market("retention-launch", customers=50, periods=2).run()
    assert len(built.customers) == 50
    assert built.period == 2


def test_a_parameter_that_does_not_exist_is_refused_with_the_nearest_name():
    with pytest.raises(ScenarioError, match="price"):
        relsim.Market(world(), firms__harbour__prize=31)


def test_a_scenario_is_not_changed_by_running_it():
    scenario = world(customers=100, periods=6, timeline=[{"at": 1, "set": {"behaviour.season": 2}}])
    before = scenario.model_dump_json()
    first = finished(scenario)
    assert scenario.model_dump_json() == before
    assert differing(finished(scenario), first) == []


# Memory


@DRIVERS
def test_a_finished_market_is_freed(driver):
    done = market(driver)
    assert len(done.customers.agents) == 100
    done.run()
    customer, firm = weakref.ref(done.customers[1]), weakref.ref(done.firms["harbour"])
    gone, arrays = weakref.ref(done), weakref.ref(done.columns.ties)
    del done
    gc.collect()
    assert (gone(), arrays(), customer(), firm()) == (None, None, None, None)


def grown(runs, scenario):
    """How many bytes this process grew by while it ran markets one after the other."""
    process = psutil.Process()
    gc.collect()
    before = process.memory_info().rss
    for replication in range(runs):
        relsim.Market(scenario, replication=replication).run()
    gc.collect()
    return process.memory_info().rss - before


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_runs():
    scenario = world(customers=500, periods=3)
    grown(50, scenario)
    # One market of this size takes about 150 KB: 300 that stayed would be 45 MB.
    assert grown(300, scenario) < 10e6


@pytest.mark.slow
def test_memory_does_not_grow_over_a_thousand_runs():
    scenario = world(customers=500, periods=3)
    grown(50, scenario)
    assert grown(1000, scenario) < 20e6


def test_an_agent_can_be_copied():
    customer = market().customers[3]
    assert copy.copy(customer).rung == customer.rung


def test_randomness_of_mesa_is_seeded_too():
    one, other = market(), market()
    assert one.random.random() == other.random.random()
    assert np.array_equal(one.rng.random(3), other.rng.random(3))


@pytest.mark.parametrize(
    ("keywords", "where", "near"),
    [
        ({"firms__cask__prise": 2}, "firms__cask__prise", "price"),
        ({"firms__cask__price": "x"}, "firms__cask__price", None),
        ({"periods": -1}, "periods", None),
        ({"customers": 10**12}, "customers", None),
        ({"firms__cask__prise": 2, "firms__sieve__prise": 2}, "firms__cask__prise", "price"),
    ],
)
def test_a_wrong_setting_is_told_at_its_keyword(keywords, where, near):
    with pytest.raises(ScenarioError) as caught:
        relsim.Market("leaky-bucket", **keywords)
    assert str(caught.value).startswith(f"{where}  ")
    assert "--" not in str(caught.value) and "relsim validate" not in str(caught.value)
    assert near is None or f'did you mean "{near}"?' in str(caught.value)


@pytest.mark.parametrize(
    ("keyword", "near"), [("sed", "seed"), ("periodes", "periods"), ("firm__a__price", "firms")]
)
def test_a_keyword_that_is_none_is_told_with_the_nearest(keyword, near):
    with pytest.raises(InputError, match=f'no keyword is called "{keyword}"; did you mean "{near}"'):
        relsim.Market("leaky-bucket", **{keyword: 1})
