"""Moving a lever by a step to either side, or pulling one that was not used."""

from dataclasses import dataclass
from typing import Any

from relsim.errors import InputError, nearest
from relsim.scenario.resolve.presets import PRODUCT_TYPES, STRATEGIES, heads_of, preset_levers
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.rates import Rate


@dataclass(frozen=True)
class Raised:
    """A scenario in which one lever is higher, and what it was `before` and is `after`, in words.

    In `lowered` it is as much lower, at `below`; where it is not used, that is the scenario as it is.
    """

    scenario: Scenario
    before: str
    after: str
    lowered: Scenario
    below: str


def raised(scenario: Scenario, firm: str, lever: str, step: float) -> Raised:
    """The scenario with a lever of a firm raised, and lowered, by a share of what it is.

    One that is not used is pulled as far as that share of what a strategy would give it; settings of the
    same part that are not used either, such as its costs, are those of the strategy.
    """
    value, path = lever_value(scenario, firm, lever), f"firms.{firm}.{lever}"
    if number_in(value) == 0.0:
        start = scenario.from_now_on(usual_part(scenario, firm, lever))
        higher = multiplied(lever_value(start, firm, lever), step)
        return Raised(
            start.from_now_on({path: value_for_file(higher)}),
            value_in_unit(value),
            value_in_unit(higher),
            scenario,
            value_in_unit(value),
        )
    higher, lower = multiplied(value, 1.0 + step), multiplied(value, 1.0 - step)
    return Raised(
        scenario.from_now_on({path: value_for_file(higher)}),
        value_in_unit(value),
        value_in_unit(higher),
        scenario.from_now_on({path: value_for_file(lower)}),
        value_in_unit(lower),
    )


def lever_value(scenario: Scenario, firm: str, lever: str) -> Any:
    """The value of a lever, or a InputError where there is none that could be raised."""
    value: Any = scenario.firms[firm]
    for name in lever.split("."):
        if name not in getattr(type(value), "model_fields", {}):
            known = getattr(type(value), "model_fields", {})
            raise InputError(f'firms have no lever "{lever}"', nearest(name, known))
        value = getattr(value, name)
    if isinstance(value, bool) or not isinstance(value, int | float | Rate):
        raise InputError(f'"{lever}" cannot be raised, expected a lever with an amount')
    return value


def usual_part(scenario: Scenario, firm: str, lever: str) -> dict[str, Any]:
    """What the strategy that uses a lever most gives the part it belongs to, where nothing is given."""
    part, _, name = lever.partition(".")
    product = PRODUCT_TYPES.get(str(scenario.product_type))
    heads = heads_of(scenario.document.data)
    price = scenario.founding_prices[firm]
    offers = [preset_levers({"price": price, "strategy": one}, product, heads) for one in STRATEGIES]
    known = [offer[part] for offer in offers if name in offer.get(part, {})]
    paths = f"firms.{firm}.{part}"
    candidates = [
        {f"{paths}.{key}": value for key, value in one.items() if unused(scenario, firm, f"{part}.{key}")}
        for one in known
    ]
    usable = [
        one for one in candidates if number_in(lever_value(scenario.from_now_on(one), firm, lever)) > 0.0
    ]
    if not usable:
        raise InputError(f'"{lever}" of {firm} is not used, and no strategy says how much is usual')
    return max(usable, key=lambda one: number_in(lever_value(scenario.changed(one), firm, lever)))


def unused(scenario: Scenario, firm: str, lever: str) -> bool:
    """Whether a setting is zero."""
    return number_in(lever_value(scenario, firm, lever)) == 0.0


def number_in(value: Any) -> float:
    """The number in a value, whatever its unit."""
    return float(value.amount if isinstance(value, Rate) else value)


def multiplied(value: Any, factor: float) -> Any:
    """A value so many times as large, in its own unit, to twelve digits."""
    if isinstance(value, Rate):
        return type(value)(float(f"{value.amount * factor:.12g}"), value.period)
    return float(f"{value * factor:.12g}")


def value_for_file(value: Any) -> Any:
    """A value as a scenario file writes it."""
    return str(value) if isinstance(value, Rate) else value


def value_in_unit(value: Any) -> str:
    """A value in words."""
    return str(value) if isinstance(value, Rate) else f"{value:,.6g}"
