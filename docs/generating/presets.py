"""What strategies and product types set."""

from typing import Any

from generating.markdown import code, escaped, table, whole
from relsim.scenario.resolve import mixes, presets
from relsim.scenario.units.rates import Chance

UNITS = {
    "share": "",
    "price": " of the price",
    "price per month": " of the price, per month",
    "price per head per month": " of the price, per customer of the market and month",
    "per year": " per year",
}


def page() -> str:
    """The page of presets."""
    levers = [
        (code(path), code(amount(at.transactional, at.unit)), code(amount(at.relationship, at.unit)))
        for path, at in presets.PRESET_LEVERS.items()
    ]
    types = list(presets.PRODUCT_TYPES)
    flat = {name: dict(flattened(side)) for name, side in market_sides().items()}
    paths = dict.fromkeys(path for name in types for path in flat[name])
    rows = [(code(path), *(code(str(flat[name].get(path, "default"))) for name in types)) for path in paths]
    return "\n".join(
        (
            f"# Presets\n\n{whole(presets)}\n",
            "## Strategies\n",
            "`strategy: 0.3` takes three tenths of the way from the first column to the second.\n",
            table(("Lever", "`transactional`", "`relationship`"), levers),
            "## Product types\n",
            table(("Key", *(code(name) for name in types)), rows),
            f"## Mixes of reasons for leaving\n\n{whole(mixes)}\n",
            table(("Reason", *(code(name) for name in mixes.MIXES)), reasons()),
        )
    )


def market_sides() -> dict[str, dict[str, Any]]:
    """What every product type sets, where its customers go who leave included."""
    return {
        name: side | {"behaviour": presets.behaviour_of(side)} for name, side in presets.PRODUCT_TYPES.items()
    }


def reasons() -> Any:
    """The chances that each mix sets, at its usual total."""
    chances = {name: mixes.chances_of(name, Chance.parse(mixes.TOTAL), mixes.FELT) for name in mixes.MIXES}
    return [
        (
            code(reason),
            *(code(f"{float(chances[name][reason].split('%')[0]):.3g}% per year") for name in chances),
        )
        for reason in mixes.FELT
    ]


def amount(number: float, unit: str) -> str:
    """An amount with its unit."""
    return f"{number:g}{UNITS.get(unit, unit)}"


def flattened(data: dict[str, Any], prefix: str = "") -> Any:
    """Values of nested mappings by dotted path."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from flattened(value, f"{prefix}{key}.")
        else:
            yield escaped(f"{prefix}{key}").replace("\\", ""), value
