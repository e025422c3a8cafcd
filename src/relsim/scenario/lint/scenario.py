"""Warnings about scenarios that are valid but probably not meant: dead values, rates that look annual."""

from collections.abc import Iterator
from typing import Any

from relsim.errors import DataPath, Problem, dotted
from relsim.rules.rulebook import asked_by
from relsim.scenario.lint.behaviour import needed_settings
from relsim.scenario.lint.few_people import few_people
from relsim.scenario.lint.idle import idle_in_any_market
from relsim.scenario.lint.left_out import customers_left_out
from relsim.scenario.lint.levers import (
    Finding,
    dead_levers,
    needed_levers,
    patched_anywhere,
    unchosen_levers,
    value_in_file,
)
from relsim.scenario.lint.needless import without_needless
from relsim.scenario.lint.policies import market_by_policy
from relsim.scenario.lint.unlikely import values_beyond_their_prior, values_beyond_their_range
from relsim.scenario.lint.unpaid import unpaid_improvements
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.people import ever_there
from relsim.scenario.units.fading import months_in
from relsim.scenario.units.quantities import plain_decimal
from relsim.scenario.units.rates import Chance
from relsim.vocabulary import BOOKED_PER_UNIT

LARGE_PER_MONTH = 0.2
"""A chance of leaving above this per month is rarely meant."""

LONGEST_STEP = 3.0
"""Months that a period may last where people feel, so that results are close to those with months."""

FEWEST_BOOKED = 100.0
"""How many of the smallest amounts that are booked a price has at least, so that rounding does not count."""

NEXT_TO_NOTHING = 0.05
"""Share of attention that is next to nothing."""


def warnings(scenario: Scenario) -> list[Problem]:
    """Everything in a scenario that looks like a slip, at its place in the file."""
    without_effect = [
        *dead_levers(scenario),
        *needed_levers(scenario),
        *unchosen_levers(scenario),
        *needed_settings(scenario),
        *total_without_mix(scenario),
        *unasked(scenario),
    ]
    found = [
        *without_needless(scenario, without_effect),
        *uneven_seasons(scenario),
        *hasty_departures(scenario),
        *unreachable_rungs(scenario),
        *absent_for_good(scenario),
        *market_by_policy(scenario),
        *unpaid_improvements(scenario),
        *long_steps(scenario),
        *coarse_books(scenario),
        *few_people(scenario),
        *customers_left_out(scenario),
        *values_beyond_their_prior(scenario),
        *values_beyond_their_range(scenario),
    ]
    slips = [Problem(scenario.document.place(path), dotted(path), text) for path, text in found]
    return [*slips, *idle_in_any_market(scenario)]


def uneven_seasons(scenario: Scenario) -> Iterator[Finding]:
    """A seasonal index that also raises or lowers the need of a whole year."""
    index = scenario.behaviour.seasons
    if index and abs(sum(index) / len(index) - 1.0) > 0.01:
        yield ("behaviour", "seasons"), f"has mean {sum(index) / len(index):.3g}; was 1 meant?"


def total_without_mix(scenario: Scenario) -> Iterator[Finding]:
    """A chance of leaving in all that no mix of reasons asks for."""
    total: DataPath = ("behaviour", "departure", "total")
    if scenario.behaviour.departure.mix is None and value_in_file(scenario.document.data, total) is not None:
        yield total, "has no effect without a mix"


def unasked(scenario: Scenario) -> Iterator[Finding]:
    """Values that only a mechanism asks for which neither the file nor a policy chooses."""
    for path, askers in asked_by().items():
        chosen = {mechanism: getattr(scenario.mechanisms, mechanism) for mechanism in askers}
        if any(chosen[mechanism] in words for mechanism, words in askers.items()):
            continue
        if any(patched_anywhere(scenario, f"mechanisms.{mechanism}") for mechanism in askers):
            continue
        mechanism = next(iter(askers))
        for place in places_of(path, scenario):
            if value_in_file(scenario.document.data, place) is not None:
                yield place, f'has no effect with the mechanism {mechanism} "{chosen[mechanism]}"'


def places_of(path: str, scenario: Scenario) -> Iterator[DataPath]:
    """Where a file may say what a mechanism reads: for each firm and segment, where it is about them."""
    first, *rest = path.split(".")
    items: dict[str, Any] = {"firms": scenario.firms, "segments": range(len(scenario.segments))}
    for item in items.get(first, [None]):
        yield (first, *rest) if item is None else (first, item, *rest)


def hasty_departures(scenario: Scenario) -> Iterator[Finding]:
    """Chances of leaving per month or week that look like yearly ones."""
    chances: list[tuple[DataPath, Any]] = [
        (("behaviour", "departure", name), value) for name, value in scenario.behaviour.departure
    ]
    chances += [
        (("segments", number, "mobility"), segment.mobility)
        for number, segment in enumerate(scenario.segments)
    ]
    for path, value in chances:
        if isinstance(value, Chance) and value.per_period("month") > LARGE_PER_MONTH:
            yearly = value.per_period("year")
            yield path, f"{value} makes {yearly:.0%} a year; was a rate per year meant?"


def long_steps(scenario: Scenario) -> Iterator[Finding]:
    """Periods so long that what people feel has faded at their end."""
    chosen = scenario.mechanisms
    feels = chosen.experience != "none" and chosen.departure == "competing"
    fading = scenario.behaviour.attitude.attention_fading
    left = 1.0 - fading.per_period(scenario.period)
    if feels and months_in(scenario.period) > LONGEST_STEP and left < NEXT_TO_NOTHING:
        yield (
            ("period",),
            f"a {scenario.period} is a long step where people feel: {left:.1%} of their attention is left "
            "after one, and newcomers are cared for from the next one on; with quarters results are close to "
            "those with months",
        )


def coarse_books(scenario: Scenario) -> Iterator[Finding]:
    """Prices so small that the books round what customers pay, as where a currency is counted in millions."""
    for name, firm in scenario.firms.items():
        if firm.price * BOOKED_PER_UNIT < FEWEST_BOOKED:
            smallest = plain_decimal(1.0 / BOOKED_PER_UNIT)
            yield (
                ("firms", name, "price"),
                f"small for books that round to {smallest} {scenario.currency}; "
                "expected amounts in a smaller unit of the currency",
            )


def unreachable_rungs(scenario: Scenario) -> Iterator[Finding]:
    """Thresholds of commitment in the wrong order, or out of reach."""
    ladder = scenario.behaviour.ladder
    if ladder.advocate <= ladder.supporter:
        yield ("behaviour", "ladder", "advocate"), "nobody stays a supporter below this threshold"
    if ladder.supporter - ladder.slack <= 0.0:
        yield ("behaviour", "ladder", "slack"), "nobody ever slides back from supporter"
    if all(segment.proneness.mean == 0.0 for segment in scenario.segments):
        yield ("segments",), "without proneness nobody becomes more than a client"


def absent_for_good(scenario: Scenario) -> Iterator[Finding]:
    """People and firms who never come."""
    population = scenario.population
    if not population.changes and population.start is not None and population.start < 1.0:
        yield ("population", "start"), "the others never come without growth or turnover"
    if population.changes and population.start is not None:
        ever = ever_there(population, scenario.periods, scenario.period)
        filling = sum(population.start * share < 1.0 for share in ever)
        if filling < scenario.periods - 1:
            until = f"{filling} {scenario.period}s"
            yield ("population", "start"), f"all have come after {until}; nobody comes later"
    for name, firm in scenario.firms.items():
        if firm.enters and firm.enters.periods(scenario.period) >= scenario.periods:
            yield ("firms", name, "enters"), "is after the end of the scenario"
