"""Small markets for tests: written as scenario data, or generated at random."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import Phase, settings
from hypothesis import strategies as st

from relsim.engine.market import Market
from relsim.errors import Place
from relsim.market.plan import plan_of
from relsim.rules.rulebook import MECHANISMS
from relsim.rules.state import Attitude, Person
from relsim.scenario.load import load
from relsim.scenario.scenario import Scenario
from relsim.scenario.yaml.document import Document
from relsim.vocabulary import PARTNER, PURCHASER

OPEN = {"need": "gamma-poisson", "choice": "logit", "spend": "lognormal"}
CONTRACTS = {"need": "contract", "choice": "captive", "spend": "fixed"}
"""The two combinations of mechanisms that tests compile; each costs seconds."""

NO_DEPARTURE = dict.fromkeys(
    ("price", "bad_handling", "neglect", "competitor", "fading_need"), "0% per month"
)
HARBOUR, SUMMIT = 0, 1
STABLE = {"segments": [{"mobility": 0, "basket": 1, "talkativeness": 0}]}
"""Nobody moves away, nobody talks, everybody buys one unit."""

PLAIN = {
    "behaviour.spend": {"growth": 0, "variation": 0},
    "behaviour.departure.fading_need": 0,
}


def generated(markets: int) -> settings:
    """Settings of a test over this many markets; making a failing one simpler takes minutes.

    To see the simplest, remove the phases here.
    """
    return settings(max_examples=markets, phases=(Phase.explicit, Phase.generate))


def scenario_of(data: Mapping[str, Any], file: str = "test") -> Scenario:
    """The scenario that plain data describe."""
    return Scenario.of(Document(dict(data), {(): Place(file)}, {}, {}))


def world(changes: Mapping[str, Any] | None = None, **settings: Any) -> Scenario:
    """Two equal firms that pull no lever; `settings` are of the scenario, `changes` dotted paths."""
    data = {
        "title": "A small world",
        "customers": 1500,
        "periods": 24,
        "reference_price": 30,
        "mechanisms": dict(OPEN),
        "firms": {
            "harbour": {"price": 30, "unit_cost": 12, "start": {"share": 0.4}},
            "summit": {"price": 30, "unit_cost": 12, "start": {"share": 0.4}},
        },
    }
    scenario = scenario_of(data | settings)
    return scenario.changed(changes) if changes else scenario


def contract_world(changes: Mapping[str, Any] | None = None, **settings: Any) -> Scenario:
    """The same world with contracts: customers pay each period and do not choose while they stay."""
    return world(changes, **({"mechanisms": dict(CONTRACTS)} | settings))


CLASSICS = Path(__file__).parents[1] / "experiments" / "classics"


def classic(name: str, changes: Mapping[str, Any] | None = None) -> Scenario:
    """One of the classic models, with other values at dotted paths."""
    scenario = load(CLASSICS / f"{name}.yaml")
    return scenario.changed(changes) if changes else scenario


def finished(scenario: Scenario, **options: Any) -> Market:
    """A market that has run to its end."""
    return Market(scenario, **options).run()


def total(market: Market, name: str, firm: int = HARBOUR) -> int:
    """What one firm counted or booked over all periods."""
    return int(market.records[name][:, firm].sum())


def compared(
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    build: Callable[..., Scenario] = world,
    **settings: Any,
) -> tuple[Market, Market]:
    """The market as it is, and with harbour's lever pulled."""
    settings = {"customers": 3000} | settings
    pulled = {f"firms.harbour.{path}": value for path, value in changes.items()}
    scenario = build(base or {}, **settings)
    return finished(scenario), finished(scenario.changed(pulled))


def units(changes: Mapping[str, Any], **settings: Any) -> Market:
    """A finished market of contracts in which every purchase is of one unit at 30."""
    pulled = {f"firms.harbour.{path}": value for path, value in changes.items()}
    return finished(contract_world(PLAIN | pulled, **(STABLE | {"customers": 1000} | settings)))


def acquired(market: Market, channel: int | None = None, firm: int = HARBOUR) -> int:
    """How many customers a firm won, by one channel or by all."""
    gains = market.records["acquired"][:, firm]
    return int(gains.sum() if channel is None else gains[:, channel].sum())


def lost(market: Market, reason: int | None = None, firm: int = HARBOUR) -> int:
    """How many customers a firm lost, for one reason or for all."""
    losses = market.records["lost"][:, firm]
    return int(losses.sum() if reason is None else losses[:, reason].sum())


def at_end(market: Market, firm: int = HARBOUR) -> int:
    """How many customers a firm has at the end."""
    return int(
        ((market.columns.rung[:, firm] >= PURCHASER) & (market.columns.rung[:, firm] <= PARTNER)).sum()
    )


def mean_feeling(market: Market, name: str, firm: int = HARBOUR) -> float:
    """Mean of a feeling over all customers and periods."""
    return total(market, f"{name}_ppm", firm) / market.records["flows"][:, firm, :, 1:6].sum()


def everything(market: Market) -> dict[str, bytes]:
    """All that a market knows, as bytes: two markets are the same if and only if these are."""
    columns = market.columns
    parts = {f"people.{name}": columns.people[name] for name in columns.people.dtype.names}
    parts |= {f"ties.{name}": columns.ties[name] for name in columns.ties.dtype.names}
    parts |= {f"records.{name}": market.records[name] for name in market.records.dtype.names}
    parts |= {"voices": market.state.town.voices, "standings": market.state.standings}
    return {name: np.ascontiguousarray(part).tobytes() for name, part in parts.items()}


def differing(one: Market, other: Market) -> list[str]:
    """The names of whatever is not the same, bit for bit, in two markets."""
    mine, theirs = everything(one), everything(other)
    assert mine.keys() == theirs.keys()
    return [name for name in mine if mine[name] != theirs[name]]


def mechanisms() -> st.SearchStrategy[dict[str, str]]:
    """Any combination of mechanisms."""
    return st.fixed_dictionaries(
        {name: st.sampled_from(sorted(words)) for name, (_, words) in MECHANISMS.items()}
    )


def shares(most: float = 1.0) -> st.SearchStrategy[float]:
    """Shares, with the limits drawn often."""
    inside = st.integers(0, 100).map(lambda percent: percent / 100 * most)
    return st.one_of(st.sampled_from([0.0, most]), inside)


def amounts(most: float) -> st.SearchStrategy[float]:
    """Amounts of money in whole cents, often nothing."""
    return st.one_of(st.just(0.0), st.integers(0, round(most * 100)).map(lambda n: n / 100))


def spendings(most: float) -> st.SearchStrategy[str]:
    """Amounts of money with their time."""
    return amounts(most).map(lambda amount: f"{amount:.2f} per month")


def chances() -> st.SearchStrategy[str]:
    """Chances with their unit."""
    period = st.sampled_from(["week", "month", "year"])
    return st.builds("{}% per {}".format, st.integers(0, 100), period)


def frequencies(most: int) -> st.SearchStrategy[str]:
    """Counts per time with their unit."""
    tenths = st.integers(0, 10 * most).map(lambda n: n / 10)
    return st.builds("{} per {}".format, tenths, st.sampled_from(["month", "quarter", "year"]))


def adaptations() -> st.SearchStrategy[dict[str, Any]]:
    """Rules of every kind by which a firm adapts."""
    share = shares()
    return st.one_of(
        st.builds(
            lambda part: {"rule": "share of revenue", "lever": "advertising.spend", "share": part}, share
        ),
        st.builds(
            lambda churn, most: {
                "rule": "react to churn",
                "lever": "contact.frequency",
                "churn": churn,
                "at_least": 0,
                "at_most": most,
            },
            chances(),
            frequencies(5),
        ),
        st.builds(
            lambda path, speed: {"rule": "copy the rival", "lever": path, "speed": speed},
            st.sampled_from(["price", "service.quality", "staff.motivation", "win_back.frequency"]),
            chances(),
        ),
        st.builds(lambda by: {"rule": "match the price", "undercut": by, "at_least": 0.5}, share),
    )


def populations() -> st.SearchStrategy[dict[str, Any]]:
    """Populations that stay, grow or turn over."""
    return st.fixed_dictionaries(
        {"start": shares()},
        optional={
            "growth": st.sampled_from(["0% per year", "5% per month"]),
            "turnover": st.sampled_from(["0% per year", "10% per month"]),
        },
    )


def levers() -> dict[str, st.SearchStrategy[Any]]:
    """Every lever of a firm, by part."""
    fixed = st.fixed_dictionaries
    bond = fixed({"level": shares(), "cost": spendings(1)})
    return {
        "service": fixed(
            {
                "quality": shares(),
                "failures": shares(),
                "cost": amounts(5),
                "effort": amounts(3),
                "laxity": shares(),
            }
        ),
        "bonds": fixed({"level": shares(), "financial": bond, "social": bond, "structural": bond}),
        "touchpoints": st.dictionaries(
            st.sampled_from(["hotline", "branch"]),
            fixed(
                {
                    "frequency": frequencies(3),
                    "quality": shares(),
                    "reachability": shares(),
                    "cost": amounts(2),
                }
            ),
        ),
        "personalisation": fixed({"depth": shares(), "openness": shares(), "cost": spendings(1)}),
        "reviews": fixed({"request": shares(), "cost": amounts(2)}),
        "account_review": fixed({"every": st.integers(0, 4), "cost": amounts(5)}),
        "community": fixed(
            {
                "invitation": chances(),
                "meetings": frequencies(3),
                "participation": chances(),
                "cost": amounts(4),
            }
        ),
        "crm": fixed(
            {"insight": shares(), "speed": shares(), "purchase": amounts(99), "running_cost": spendings(9)}
        ),
        "advertising": fixed({"spend": spendings(200), "ceiling": shares(), "response": st.just(1.0)}),
        "coupon": fixed({"share": shares(), "discount": shares(0.95)}),
        "guarantee": fixed({"cover": shares()}),
        "contact": fixed({"frequency": frequencies(5), "cost": amounts(2)}),
        "complaints": fixed(
            {
                "invite": shares(),
                "resolution": shares(),
                "cost": amounts(9),
                "compensation": amounts(9),
                "days": st.integers(0, 30),
                "manager_call": shares(),
                "manager_cost": amounts(9),
            }
        ),
        "loyalty": fixed(
            {
                "type": st.sampled_from(["permanent", "mini", "both"]),
                "enrolment": chances(),
                "reward": shares(),
                "recognition": shares(2.0),
                "bond": shares(),
                "upper": fixed({"reward": shares(), "recognition": shares(2.0), "bond": shares()}),
                "running_cost": spendings(50),
            }
        ),
        "referral": fixed({"giver": amounts(9), "friend": amounts(60), "motivation": shares(3.0)}),
        "win_back": fixed(
            {
                "frequency": chances(),
                "cost": amounts(3),
                "discount": shares(0.95),
                "window": st.integers(0, 6),
            }
        ),
        "co_creation": fixed({"invitation": chances(), "cost": spendings(4)}),
        "staff": fixed(
            {
                "number": amounts(20),
                "customers_each": st.integers(1, 9),
                "wage": spendings(90),
                "pay": st.integers(1, 20).map(lambda tenths: tenths / 10),
                "training": shares(),
                "training_cost": spendings(9),
                "motivation": shares(),
                "empowerment": shares(),
                "hiring_cost": amounts(50),
            }
        ),
        "adapts": st.lists(adaptations(), max_size=3),
        "targeting": fixed(
            {
                "contact": st.sampled_from(["everybody", "best", "at risk", "groups"]),
                "groups": fixed({"large": amounts(60), "frequent": frequencies(2)}),
                "error": shares(),
                "risk_silence": st.just(2),
            }
        ),
    }


@st.composite
def firms(draw: st.DrawFn) -> dict[str, Any]:
    """One to three firms with some of their levers pulled."""
    known = levers()
    market = {}
    number = draw(st.integers(1, 3))
    for name in ("harbour", "summit", "valley")[:number]:
        pulled = draw(st.sets(st.sampled_from(sorted(known)), max_size=len(known)))
        market[name] = {
            "price": draw(st.integers(1, 9000)) / 100,
            "unit_cost": draw(amounts(40)),
            "values": draw(shares()),
            "overhead": draw(spendings(100)),
            "start": {"share": draw(shares(1 / number))},
        } | {part: draw(known[part]) for part in sorted(pulled)}
        if market[name]["start"]["share"] == 0.0:
            market[name]["enters"] = draw(st.integers(0, 6))
        if draw(st.booleans()):
            market[name]["leaves"] = draw(st.integers(7, 9))
    return market


def segments() -> st.SearchStrategy[list[dict[str, Any]]]:
    """One or two segments of customers."""
    spread = st.sampled_from([0.0, 0.4, 1.0])

    def more(mean: float) -> float:
        return mean + 0.1

    one = st.fixed_dictionaries(
        {
            "need_rate": st.fixed_dictionaries({"mean": frequencies(3), "spread": spread}),
            "basket": st.fixed_dictionaries({"mean": shares(3.0).map(more), "spread": spread}),
            "price_sensitivity": st.fixed_dictionaries({"mean": shares(3.0), "spread": spread}),
            "proneness": shares(),
            "talkativeness": shares(),
            "mobility": st.sampled_from(["0% per year", "1% per year", "10% per month"]),
            "expectation": st.fixed_dictionaries({"mean": shares(), "spread": shares(0.4)}),
        }
    )
    pair = st.tuples(one, one, st.integers(0, 100)).map(
        lambda drawn: [
            drawn[0] | {"name": "one", "share": drawn[2] / 100},
            drawn[1] | {"name": "two", "share": 1 - drawn[2] / 100},
        ]
    )
    return st.one_of(one.map(lambda segment: [segment]), pair)


def networks() -> st.SearchStrategy[dict[str, Any]]:
    """Every network that needs no file."""
    return st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["complete", "ring", "random", "small world", "scale free"]),
            "neighbours": st.integers(0, 4).map(lambda half: 2 * half),
            "rewiring": shares(),
        }
    )


def behaviours() -> st.SearchStrategy[dict[str, Any]]:
    """How people are, with some of what a file may ask for and what is off by default."""
    one_of, part = st.sampled_from, st.fixed_dictionaries
    return part(
        {},
        optional={
            "category": part({"maturity": shares(), "outside": one_of([-1.0, 0.0, 2.0])}),
            "awareness": part({"forgetting": chances()}),
            "attitude": part(
                {
                    "inflation": shares(),
                    "settling": chances(),
                    "trust_quality": shares(),
                    "episode_contact": shares(),
                }
            ),
            "complaints": part({"double_deviation": shares(), "repetition": shares(2.0)}),
            "choice": part({"habit_purchases": one_of([1, 3])}),
            "departure": part(
                {
                    "rivals": one_of(["average", "best known", "best as a whole"]),
                    "switching": shares(),
                    "pause": one_of(["0 months", "5 months"]),
                    "missed": shares(),
                    "company_most": shares(3.0),
                    "waking": shares(2.0),
                }
            ),
            "word_of_mouth": part({"audience": one_of([0, 3]), "blame_half_life": one_of([0, 2])}),
        },
    )


@st.composite
def timelines(draw: st.DrawFn, names: list[str]) -> list[dict[str, Any]]:
    """Up to two events that change an offer, a lever or the season for a while."""
    events = []
    for _ in range(draw(st.integers(0, 2))):
        path, values = draw(
            st.sampled_from(
                [
                    ("price", st.integers(1, 90)),
                    ("service.quality", shares()),
                    ("coupon", st.just({"share": 0.5, "discount": 0.3})),
                    ("overhead", spendings(90)),
                ]
            )
        )
        event = {
            "at": draw(st.integers(0, 6)),
            "set": {f"firms.{draw(st.sampled_from(names))}.{path}": draw(values)},
        }
        if draw(st.booleans()):
            event["until"] = event["at"] + draw(st.integers(1, 4))
        if draw(st.booleans()):
            event["set"]["behaviour.season"] = draw(shares(2.0))
        events.append(event)
    return events


@st.composite
def scenarios(
    draw: st.DrawFn,
    chosen: st.SearchStrategy[dict[str, str]] | None = None,
    most_customers: int = 40,
) -> Scenario:
    """Valid scenarios with random people, networks, firms, levers, mechanisms and events."""
    market = draw(firms())
    return scenario_of(
        {
            "title": "A generated world",
            "customers": draw(st.integers(1, most_customers)),
            "periods": draw(st.integers(1, 8)),
            "period": draw(st.sampled_from(["week", "month", "quarter", "year"])),
            "population": draw(populations()),
            "network": draw(networks()),
            "segments": draw(segments()),
            "behaviour": draw(behaviours()),
            "mechanisms": draw(mechanisms() if chosen is None else chosen),
            "firms": market,
            "timeline": draw(timelines(sorted(market))),
        }
    )


def conduct(**changes: float) -> SimpleNamespace:
    """The parameters of behaviour as rules read them, some of them changed."""
    return _changed(_ordinary()[0], changes)


def offer(**changes: float) -> SimpleNamespace:
    """The settings of one of two equal firms as rules read them, some of them changed."""
    return _changed(_ordinary()[1], changes)


@cache
def _ordinary() -> tuple[dict[str, float], dict[str, float]]:
    plan = plan_of(world(periods=1))
    behaviour, firm = (
        dict(zip(row.dtype.names, row.item(), strict=True))
        for row in (plan.behaviour[0], plan.firms[0, HARBOUR])
    )
    return behaviour, firm


def _changed(settings: dict[str, float], changes: Mapping[str, float]) -> SimpleNamespace:
    unknown = changes.keys() - settings.keys()
    assert not unknown, f"no such setting: {unknown}"
    return SimpleNamespace(**(settings | changes))


def person(**changes: float) -> Person:
    """An ordinary customer, in some ways special."""
    return Person(1.0, 1.0, 1.0, 0.6, 0.5, 0.3, 0.0, 0.1, 1.0, 7)._replace(**changes)


def feeling(**changes: float) -> Attitude:
    """A lukewarm attitude, in some ways special."""
    return Attitude(0.5, 0.6, 0.5, 0.2, 0.0, 0.2, 0.0, 30.0)._replace(**changes)
