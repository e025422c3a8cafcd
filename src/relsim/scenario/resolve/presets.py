"""Presets: strategies as bundles of levers, product types as market sides.

A preset is laid under a scenario's own values, so whatever the file says wins. The two strategies embody
the seven paired attributes of transactional and relationship marketing (after Payne et al. 1995); a
number between 0 and 1 mixes them. Product types follow the continuum from consumer goods to services
(Gummesson 2008). The numbers are this project's assumptions, not estimates.

A firm without a strategy has one preset, too: what one contact of advertising costs. Where customers leave
without a reason, as in the classic models, none goes to a rival for certain.

Amounts of money are parts of the firm's list price, the one that the scenario's file gives it. Whatever
changes the price later, such as a policy, an event or a range, changes none of them.
"""

from collections.abc import Mapping
from typing import Any

from relsim.rules.rulebook import MECHANISMS
from relsim.scenario.facts import Lever, Preset, facts_of
from relsim.scenario.resolve.mixes import mixed_departure
from relsim.scenario.resolve.patches import merged
from relsim.scenario.schema.firm import Firm
from relsim.scenario.units.quantities import plain_decimal, read_quantity
from relsim.scenario.yaml.document import Document

STRATEGIES = {"transactional": 0.0, "relationship": 1.0}

MATURITY_OF_WORDS = {"young": 0.0, "mature": 0.9}
UNMET_IN_A_SETTLED_CATEGORY = -2.5
"""Utility of leaving a need unmet where whether to buy depends on nothing that firms do: 8 % of needs are."""

CATEGORY_OF_A_PRODUCT_TYPE = "mature"
"""How settled the category of a product type is, unless the file says otherwise: what these firms sell,
people have long bought from somebody, so that firms gain mostly from rivals (Van Heerde et al. 2003)."""

PRESET_LEVERS = {
    path: facts.preset for path, facts in facts_of(Firm, Lever).items() if facts.preset is not None
}
"""The levers that a strategy sets; how far stands on their fields."""

CONTACT_COST = "advertising.contact_cost"
"""The one preset that a firm without a strategy has, too."""

PRICE_UNITS = ("price", "purchase")
"""How the units of those presets begin that are parts of a price."""

PRODUCT_TYPES: dict[str, dict[str, Any]] = {
    "consumer goods": {
        "segment": {
            "need_rate": {"mean": "1.2 per month", "spread": 0.6},
            "basket": {"mean": 1, "spread": 1.1},
            "proneness": {"mean": 0.47, "spread": 0.06},
        },
        "unit_cost": 0.78,
        "bonds": 0.02,
        "behaviour": {
            "choice": {"benefit": 0.5, "sacrifice": 3.0, "habit": 0.5, "attachment": 0.6, "memory": 0.5},
            "attitude": {"attention_need": 0.07, "episode_attention": 0.03},
            "departure": {
                "neglect": "11% per year",
                "bad_handling": "17% per year",
                "competitor": "19% per year",
                "price": "12% per year",
                "satisfaction_shield": 1.0,
            },
            "word_of_mouth": {"client": 0.24, "supporter": 0.25},
        },
    },
    "durables": {
        "segment": {
            "need_rate": {"mean": "0.27 per year", "spread": 0.4},
            "basket": {"mean": 80, "spread": 1.17},
            "proneness": {"mean": 0.62, "spread": 0.07},
        },
        "unit_cost": 0.7,
        "bonds": 0.05,
        "behaviour": {
            "choice": {
                "intercept": -1.8,
                "benefit": 1.8,
                "sacrifice": 2.5,
                "habit": 0.5,
                "attachment": 1.8,
            },
            "experience": {"critical_learning": 0.63},
            "complaints": {"forgiving": "9% per month"},
            "attitude": {"attention_need": 0.12, "episode_attention": 0.2, "trust_gain": 0.15},
            "departure": {
                "neglect": "14% per year",
                "bad_handling": "27% per year",
                "competitor": "17% per year",
                "price": "21% per year",
            },
            "word_of_mouth": {
                "client": 0.09,
                "supporter": 0.115,
                "advocate": 0.17,
                "complainer": 0.82,
                "forgetting": "0.5% per month",
            },
        },
    },
    "industrial goods": {
        "segment": {
            "need_rate": {"mean": "0.7 per month", "spread": 0.5},
            "basket": {"mean": 2, "spread": 1.1},
            "proneness": {"mean": 0.56, "spread": 0.11},
        },
        "unit_cost": 0.62,
        "bonds": 0.3,
        "behaviour": {
            "choice": {"benefit": 2.5, "sacrifice": 2.0, "habit": 1.5, "attachment": 2.5},
            "attitude": {"attention_need": 0.6, "episode_attention": 0.1},
            "departure": {
                "neglect": "29% per year",
                "bad_handling": "50% per year",
                "competitor": "20% per year",
                "price": "5% per year",
            },
        },
    },
    "services": {
        "segment": {
            "need_rate": {"mean": "0.75 per month", "spread": 0.6},
            "basket": {"mean": 1, "spread": 0.9},
            "proneness": {"mean": 0.54, "spread": 0.11},
        },
        "unit_cost": 0.45,
        "bonds": 0.15,
        "behaviour": {
            "choice": {"benefit": 2.5, "sacrifice": 1.6, "habit": 1.5, "attachment": 3.0},
            "attitude": {"attention_need": 0.53, "episode_attention": 0.1},
            "departure": {
                "neglect": "21% per year",
                "bad_handling": "60% per year",
                "competitor": "13% per year",
                "price": "7.5% per year",
            },
        },
    },
}
"""Market side of each product type; `unit_cost` is a share of the price."""


def with_presets(document: Document, list_prices: Mapping[str, float]) -> Document:
    """The document with the presets it names laid under its own values.

    A firm whose list price is not known asks the price that the document says.
    """
    data = document.data
    product = PRODUCT_TYPES.get(str(data.get("product_type")))
    under: dict[str, Any] = {}
    traits: dict[str, Any] = {}
    if product:
        under["behaviour"] = behaviour_of(product)
        traits |= product["segment"]
    if "category" in data:
        under.setdefault("behaviour", {})["category"] = category_of(data["category"])
    departure: dict[str, Any] = mixed_departure(data)
    if departure:
        traits["mobility"] = departure.pop("moved")
    departure |= unexplained_departure(data)
    if departure:
        behaviour = under.setdefault("behaviour", {})
        behaviour["departure"] = behaviour.get("departure", {}) | departure
    firms = data.get("firms")
    if isinstance(firms, dict):
        under["firms"] = {
            name: preset_levers(firm | at_list_price(name, list_prices), product, heads_of(data))
            for name, firm in firms.items()
            if isinstance(firm, dict)
        }
    resolved = merged(Document(under, {}, {}, {}), document)
    if traits:
        segments = data.get("segments") or [{}]
        if isinstance(segments, list) and all(isinstance(item, dict) for item in segments):
            resolved.data["segments"] = [traits | item for item in segments]
    return resolved


def behaviour_of(product: Mapping[str, Any]) -> dict[str, Any]:
    """How customers of a product type behave: its own numbers, in a settled category."""
    own: dict[str, Any] = product["behaviour"]
    return own | {"category": category_of(CATEGORY_OF_A_PRODUCT_TYPE)}


def unexplained_departure(data: dict[str, Any]) -> dict[str, float]:
    """That nobody is drawn to a rival where the scenario's data name a way of leaving without reasons."""
    mechanisms = data.get("mechanisms")
    named = str(mechanisms.get("departure")) if isinstance(mechanisms, dict) else ""
    alternative = MECHANISMS["departure"].alternatives.get(named)
    return {"switching": 0.0} if alternative and alternative.unexplained else {}


def at_list_price(name: str, list_prices: Mapping[str, float]) -> dict[str, float]:
    """The list price of a firm, where it is known."""
    return {"price": list_prices[name]} if name in list_prices else {}


def heads_of(data: dict[str, Any]) -> float:
    """Customers of the unscaled market, or 0 where the file does not say so properly."""
    customers, scale = data.get("customers", 5000), data.get("scale", 1.0)
    if isinstance(customers, int) and isinstance(scale, int | float) and scale > 0:
        return customers / scale
    return 0.0


def preset_levers(firm: dict[str, Any], product: dict[str, Any] | None, heads: float) -> Any:
    """What strategy and product type say of a firm with this price."""
    price = number_of(firm.get("price"))
    if price is None or price <= 0:
        return {}
    levers: dict[str, Any] = {}
    usual = price * (product["segment"]["basket"]["mean"] if product else 1)
    if product:
        levers |= {"unit_cost": product["unit_cost"] * price, "bonds": {"level": product["bonds"]}}
    mix = mix_of(firm.get("strategy"))
    bases = {"price": price, "purchase": usual, "price per head": heads * price}
    for path, preset in presets_of(firm, mix).items():
        part, name = path.split(".")
        amount = preset.transactional + (mix or 0.0) * (preset.relationship - preset.transactional)
        levers.setdefault(part, {})[name] = amount_for_file(amount, preset.unit, bases)
    return levers


def category_of(maturity: Any) -> dict[str, float]:
    """What a word, or a number, says of a category; nothing if it is no valid one."""
    share = MATURITY_OF_WORDS.get(maturity) if isinstance(maturity, str) else number_of(maturity)
    if share is None or not 0 <= share <= 1:
        return {}
    return {"maturity": share, "outside": round(UNMET_IN_A_SETTLED_CATEGORY * share, 6)}


def presets_of(firm: dict[str, Any], mix: float | None) -> dict[str, Preset]:
    """The presets of a firm: all with a strategy, else only what one contact of advertising costs, which no
    firm needs that says in another way how many its money reaches."""
    found = {} if mix is None else dict(PRESET_LEVERS)
    advertising = firm.get("advertising")
    if isinstance(advertising, dict) and "response" in advertising:
        found.pop(CONTACT_COST, None)
    else:
        found[CONTACT_COST] = PRESET_LEVERS[CONTACT_COST]
    return found


def mix_of(strategy: Any) -> float | None:
    """How far towards relationship marketing a strategy goes, or None if it is not one."""
    if isinstance(strategy, str) and strategy in STRATEGIES:
        return STRATEGIES[strategy]
    mix = number_of(strategy)
    return mix if mix is not None and 0 <= mix <= 1 else None


def number_of(written: Any) -> float | None:
    """The number that a file gives, in digits or as text, or None where validation will complain."""
    quantity = read_quantity(written)
    return None if quantity is None or quantity.unit else quantity.amount


def is_part_of_a_price(path: str) -> bool:
    """Whether what a preset gives a lever is derived from the price."""
    return path == "unit_cost" or (path in PRESET_LEVERS and PRESET_LEVERS[path].unit.startswith(PRICE_UNITS))


def amount_for_file(amount: float, unit: str, bases: dict[str, float]) -> Any:
    """An amount as a scenario file would write it; money is a part of one of the bases."""
    amount = round(amount, 6)
    if unit == "share":
        return amount
    base, per, time = unit.rpartition(" per ")
    if unit in bases:
        return round(amount * bases[unit], 6)
    if base in bases:
        return f"{plain_decimal(round(amount * bases[base], 6))}{per}{time}"
    return f"{plain_decimal(amount)} {unit}" if unit == "per year" else f"{plain_decimal(amount)}{unit}"
