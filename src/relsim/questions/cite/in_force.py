"""What is in force: the alternatives, the levers and the habits of customers that a scenario uses.

Each says of itself where it comes from. A lever counts where any variant of a scenario pulls it, what
customers do where a chosen alternative asks for it.
"""

from collections.abc import Iterator
from typing import Any

from relsim import arithmetic, luck
from relsim.market.network import NETWORKS
from relsim.rules.rulebook import MECHANISMS, is_asked
from relsim.scenario.facts import Facts, Lever, facts_of
from relsim.scenario.part import Part
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.behaviour import Behaviour
from relsim.scenario.schema.firm import Firm

Sources = tuple[str, tuple[str, ...]]
"""What rests on sources, in words, and their keys in the bibliography."""


def scenarios_in_force(scenario: Scenario) -> Iterator[Scenario]:
    """The scenario as it is, under each of its policies, and at each event."""
    yield scenario
    for name in scenario.policies:
        yield scenario.with_policy(name)
    for number in range(len(scenario.timeline)):
        yield scenario.at_events((number,))


def sources_in_force(scenario: Scenario) -> Iterator[Sources]:
    """What a scenario uses, whatever the policy or event, and its sources."""
    yield "luck", luck.SOURCES_OF_LUCK
    yield "arithmetic", arithmetic.LITERATURE
    for variant in scenarios_in_force(scenario):
        chosen = dict(variant.mechanisms)
        for mechanism, word in chosen.items():
            yield mechanism, MECHANISMS[mechanism].alternatives[word].sources
        for path, facts in habits(variant.behaviour):
            if is_asked(f"behaviour.{path}", chosen):
                yield path.partition(".")[0], facts.sources or ()
        for firm in variant.firms.values():
            for path in pulled(firm):
                if is_asked(f"firms.{path}", chosen):
                    yield path.partition(".")[0], facts_of(Firm, Lever)[path].sources or ()
        if variant.network.kind in NETWORKS:
            yield "network", NETWORKS[variant.network.kind].sources
        if variant.product_type is not None:
            yield "product_type", facts_of(Scenario, Facts)["product_type"].sources or ()


def habits(behaviour: Behaviour) -> Iterator[tuple[str, Facts]]:
    """What customers do, by path; what is zero, they do not."""
    for path, facts in facts_of(Behaviour, Facts).items():
        part, _, name = path.partition(".")
        value = getattr(getattr(behaviour, part), name) if name else 0.0
        if getattr(value, "amount", value) != 0.0:
            yield path, facts


def pulled(part: Part, path: str = "") -> Iterator[str]:
    """The settings of a part that are not as usual, by path; a part that holds many counts as a whole."""
    for name, field in type(part).model_fields.items():
        value: Any = getattr(part, name)
        if field.is_required() or value == field.get_default(call_default_factory=True):
            continue
        if isinstance(value, Part):
            yield from pulled(value, f"{path}{name}.")
        else:
            yield f"{path}{name}"
