"""The default numbers that were tuned, once: what was guessed at first, and between which ends was searched.

The ends are what seems possible at all; `first` follows from thinking about the rules. What came of it is
behind the defaults of `relsim.scenario`; the page on truth says what was done to it afterwards.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from relsim.scenario.resolve.presets import PRODUCT_TYPES
from relsim.scenario.scenario import Scenario

EVERYWHERE = "everywhere"
STRATEGY_OF = {"deal": "transactional", "bond": "relationship"}


class Tuned(NamedTuple):
    """One number: for which product type or firm, its path, its first value and its ends, and its unit."""

    where: str
    path: str
    first: float
    low: float
    high: float
    unit: str = ""

    def written(self, value: float) -> Any:
        """The value as a scenario would have it."""
        return f"{100.0 * value:.6f}{self.unit}" if self.unit.startswith("%") else round(value, 6)


MONTHLY, YEARLY = "% per month", "% per year"

OF_PEOPLE = (
    Tuned(EVERYWHERE, "ladder.supporter", 0.35, 0.25, 0.5),
    Tuned(EVERYWHERE, "ladder.advocate", 0.58, 0.5, 0.75),
    Tuned(EVERYWHERE, "word_of_mouth.client", 0.12, 0.04, 0.4),
    Tuned(EVERYWHERE, "word_of_mouth.supporter", 0.18, 0.12, 0.6),
    Tuned(EVERYWHERE, "word_of_mouth.advocate", 0.6, 0.3, 1.0),
    Tuned(EVERYWHERE, "word_of_mouth.complainer", 0.7, 0.3, 0.95),
    Tuned(EVERYWHERE, "word_of_mouth.dissatisfied", 0.25, 0.15, 0.3),
    Tuned(EVERYWHERE, "word_of_mouth.aggrieved", 0.45, 0.4, 0.75),
    Tuned(EVERYWHERE, "attitude.annoyance", 0.015, 0.005, 0.03, MONTHLY),
    Tuned(EVERYWHERE, "attitude.saturation", 1.0, 0.3, 2.0),
    Tuned(EVERYWHERE, "answers.leniency", 0.32, 0.25, 0.45),
    Tuned(EVERYWHERE, "experience.severity", 0.45, 0.35, 0.5),
    Tuned(EVERYWHERE, "experience.critical_learning", 0.4, 0.25, 0.5),
    Tuned(EVERYWHERE, "attitude.trust_loss", 0.18, 0.1, 0.25),
    Tuned(EVERYWHERE, "complaints.chance", 0.25, 0.15, 0.35),
    Tuned(EVERYWHERE, "messages.praise", 0.8, 0.4, 1.2),
)

OF_STRATEGIES = (
    Tuned("deal", "service.quality", 0.65, 0.62, 0.68),
    Tuned("bond", "service.quality", 0.75, 0.73, 0.77),
    Tuned("deal", "service.failures", 0.07, 0.06, 0.08),
    Tuned("bond", "service.failures", 0.045, 0.035, 0.055),
    Tuned("deal", "complaints.invite", 0.1, 0.05, 0.2),
    Tuned("bond", "complaints.invite", 0.35, 0.2, 0.5),
    Tuned("deal", "complaints.resolution", 0.4, 0.35, 0.5),
    Tuned("bond", "complaints.resolution", 0.7, 0.65, 0.85),
    Tuned("deal", "contact.frequency", 1.0, 0.5, 2.0, " per year"),
    Tuned("bond", "contact.frequency", 6.0, 4.0, 9.0, " per year"),
)


def of_type(
    name: str, reasons: tuple[float, ...], need: float, proneness: float, basket: float
) -> tuple[Tuned, ...]:
    """What is tuned of every product type: reasons for leaving, need of attention, how people differ."""
    neglect, bad_handling, competitor, price = reasons
    return (
        Tuned(name, "departure.neglect", neglect, 0.03, 0.3, YEARLY),
        Tuned(name, "departure.bad_handling", bad_handling, 0.15, 0.7, YEARLY),
        Tuned(name, "departure.competitor", competitor, 0.02, 0.3, YEARLY),
        Tuned(name, "departure.price", price, 0.02, 0.3, YEARLY),
        Tuned(name, "attitude.attention_need", need, need / 2.0, 1.6 * need),
        Tuned(name, "segment.proneness.mean", proneness, proneness - 0.12, proneness + 0.12),
        Tuned(name, "segment.proneness.spread", 0.15, 0.1, 0.18),
        Tuned(name, "segment.basket.spread", basket, 0.6, 1.4),
    )


OF_TYPES = (
    *of_type("services", (0.2, 0.5, 0.12, 0.06), 0.7, 0.62, 0.65),
    *of_type("industrial goods", (0.24, 0.5, 0.08, 0.06), 0.4, 0.6, 0.9),
    *of_type("consumer goods", (0.06, 0.2, 0.13, 0.14), 0.07, 0.42, 0.8),
    Tuned("consumer goods", "word_of_mouth.client", 0.08, 0.01, 0.4),
    Tuned("consumer goods", "word_of_mouth.supporter", 0.15, 0.05, 0.5),
    *of_type("durables", (0.12, 0.45, 0.2, 0.18), 0.12, 0.5, 1.1),
    Tuned("durables", "choice.intercept", -1.8, -3.0, -0.5),
    Tuned("durables", "word_of_mouth.client", 0.04, 0.005, 0.4),
    Tuned("durables", "word_of_mouth.supporter", 0.07, 0.01, 0.5),
    Tuned("durables", "word_of_mouth.complainer", 0.9, 0.5, 1.0),
    Tuned("durables", "word_of_mouth.advocate", 0.2, 0.05, 0.8),
    Tuned("durables", "word_of_mouth.forgetting", 0.03, 0.01, 0.3, MONTHLY),
    Tuned("durables", "word_of_mouth.hearing_praise", 0.7, 0.3, 0.8),
    Tuned("durables", "complaints.forgiving", 0.015, 0.005, 0.2, MONTHLY),
    Tuned("durables", "attitude.trust_gain", 0.12, 0.04, 0.25),
    Tuned("durables", "experience.critical_learning", 0.65, 0.4, 0.8),
)

SETTINGS = (*OF_PEOPLE, *OF_STRATEGIES, *OF_TYPES)


def tuned_market(market: Scenario, product_type: str, values: Iterable[float]) -> Scenario:
    """The market with a product type and these values of the settings."""
    changes: dict[str, Any] = {"product_type": product_type}
    segment: dict[str, Any] = {
        trait: dict(given) for trait, given in PRODUCT_TYPES[product_type]["segment"].items()
    }
    for setting, value in zip(SETTINGS, values, strict=True):
        if setting.where in STRATEGY_OF:
            changes[f"firms.{setting.where}.{setting.path}"] = written_lever(setting, value)
        elif setting.where in (EVERYWHERE, product_type):
            put(changes, segment, setting, value)
    return market.changed(changes | {"segments": [segment]})


def put(changes: dict[str, Any], segment: Mapping[str, dict[str, Any]], setting: Tuned, value: float) -> None:
    """Set what people of a product type do or are."""
    part, *inner = setting.path.split(".")
    if part == "segment":
        segment[inner[0]][inner[1]] = round(value, 6)
    else:
        changes[f"behaviour.{setting.path}"] = setting.written(value)


def written_lever(setting: Tuned, value: float) -> Any:
    """A lever as a scenario would have it; frequencies have a unit."""
    return f"{value:.6f}{setting.unit}" if setting.unit else round(value, 6)
