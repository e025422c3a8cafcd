"""How much money a market may turn over: books are kept in whole numbers of 64 bits."""

from collections.abc import Iterator
from math import inf

from relsim.arithmetic import exp, log, log1p
from relsim.errors import DataPath, counted, fault
from relsim.scenario.facts import Lever, facts_of
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.file import MOST_PERIODS
from relsim.scenario.schema.firm import Firm
from relsim.scenario.schema.levers import firm_levers
from relsim.scenario.units.amounts import Money
from relsim.scenario.units.quantities import periods_per
from relsim.scenario.units.rates import Growth, Spending
from relsim.vocabulary import BOOKED_PER_UNIT

MOST_MONEY = 2.0**63 / BOOKED_PER_UNIT / 4.0
"""What the books of a run hold; the rest is for luck, by which customers spend more than usual."""

MOST_GROWTH = log(1e12)
"""The logarithm of the largest factor by which a market, or the weight of a month, changes in a run."""

MOST_EXPONENT = 600.0
"""An exponential of more than this has no number."""

OF_THE_FIRM = tuple(path for path, facts in facts_of(Firm, Lever).items() if facts.whole)
"""What grows with the market when a scenario is scaled, and what a firm that is not there does not have."""

PER_POST = ("staff.wage", "staff.training_cost", "staff.motivation_cost", "staff.empowerment_cost")


def refuse_extremes(scenario: Scenario) -> None:
    """Refuse a market whose numbers would run over."""
    refuse_long_warm_up(scenario)
    refuse_explosive_growth(scenario)
    refuse_distant_prices(scenario)
    refuse_large_money(scenario)


def refuse_long_warm_up(scenario: Scenario) -> None:
    """Refuse a warm-up that is longer than any run, rounded up to whole years as it may be."""
    longest = MOST_PERIODS - round(periods_per("year", scenario.period))
    if scenario.warm_up is not None and scenario.warm_up.periods(scenario.period) > longest:
        message = (
            f"{scenario.warm_up} is longer than a market can warm up, expected at most {longest} periods"
        )
        raise fault(scenario.document.place(("warm_up",)), message, ("warm_up",), f"{longest} periods")


def refuse_large_money(scenario: Scenario) -> None:
    """Refuse a market whose amounts could run over in its books, at the largest of them."""
    for name, firm in scenario.firms.items():
        parts = dict(largest_amounts(scenario, firm))
        largest = max(parts, key=parts.__getitem__)
        if not sum(parts.values()) <= MOST_MONEY:
            path: DataPath = ("firms", name, *largest.split("."))
            message = (
                f"over {length_of_run(scenario)} and "
                f"{counted(scenario.customers, 'customer', 'customers')} this can come to "
                f"{parts[largest]:.1e} {scenario.currency}, more than the books can hold; expected "
                "amounts in a larger unit, say thousands"
            )
            raise fault(scenario.document.place(path), message, path)


def refuse_explosive_growth(scenario: Scenario) -> None:
    """Refuse growth by which numbers would leave all bounds before a run ends."""
    rises: list[tuple[DataPath, Growth]] = [
        (("firms", name, "price_rise"), firm.price_rise) for name, firm in scenario.firms.items()
    ]
    for path, growth in [(("population", "growth"), scenario.population.growth), *rises]:
        refuse_explosive(scenario, path, growth, log_growth(scenario, growth))
    refuse_explosive(scenario, ("discount",), scenario.discount, -log_growth(scenario, scenario.discount))


def refuse_explosive(scenario: Scenario, path: DataPath, growth: Growth, over_run: float) -> None:
    """Refuse growth whose logarithm over the whole run is beyond all bounds."""
    if over_run > MOST_GROWTH:
        message = f"{growth} leaves all bounds within {length_of_run(scenario)}"
        raise fault(scenario.document.place(path), message, path)


def length_of_run(scenario: Scenario) -> str:
    """How many periods a run has, in words."""
    return counted(scenario.periods, scenario.period, f"{scenario.period}s")


def log_growth(scenario: Scenario, growth: Growth) -> float:
    """The logarithm of the factor by which something that grows has grown at the end."""
    each = growth.per_period(scenario.period)
    return scenario.periods * log1p(each) if each > -1.0 else -inf


def refuse_distant_prices(scenario: Scenario) -> None:
    """Refuse prices so far apart that what follows from their ratio has no number."""
    prices = {name: firm.price for name, firm in scenario.firms.items()}
    prices |= {"": scenario.normal_price}
    apart = log(max(prices.values()) / min(prices.values()))
    if apart * max(1.0, scenario.behaviour.departure.price_elasticity) > MOST_EXPONENT or apart > MOST_GROWTH:
        name = max(scenario.firms, key=lambda one: abs(log(prices[one] / prices[""])))
        path: DataPath = ("firms", name, "price")
        message = f"{prices[name]:.6g} is too far from other prices for what follows from their ratio"
        raise fault(scenario.document.place(path), message, path)


def largest_amounts(scenario: Scenario, firm: Firm) -> Iterator[tuple[str, float]]:
    """By lever, the money that a firm could take or spend in a whole run."""
    dearer = max(1.0, exp(log_growth(scenario, firm.price_rise)))
    often = max(1.0, max(one.need_rate.mean.per_period(scenario.period) for one in scenario.segments))
    basket = max(1.0, max(one.basket.mean for one in scenario.segments))
    basket *= 1.0 + abs(scenario.behaviour.spend.growth)
    occasions = scenario.people * scenario.periods * often
    yield "price", firm.price * dearer * basket * occasions
    for path, field in firm_levers(Firm).items():
        if MONEY not in field.metadata and field.annotation is not Spending:
            continue
        amount = lever_amount(firm, path, scenario.period)
        if path in OF_THE_FIRM:
            yield path, amount * scenario.scale_of_people * scenario.periods
        elif path in PER_POST:
            yield (
                path,
                amount * firm.staff.number * firm.staff.pay * scenario.scale_of_people * scenario.periods,
            )
        else:
            yield path, amount * basket * occasions


def lever_amount(firm: Firm, path: str, period: str) -> float:
    """The amount of a lever, over a period where it is one per time."""
    value: object = firm
    for step in path.split("."):
        value = getattr(value, step)
    return value.per_period(period) if isinstance(value, Spending) else float(value)  # type: ignore[arg-type]


MONEY = Money.__metadata__[0]  # type: ignore[attr-defined]
"""What reads an amount of money, by which levers that are money are known."""
