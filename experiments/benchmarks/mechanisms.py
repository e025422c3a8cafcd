"""What does each mechanism cost the kernel? One market runs with it and without, in turn.

    python experiments/benchmarks/mechanisms.py

A mechanism changes what happens, too, so the customers are told beside the time, which is that of the
processor. One kernel serves all markets: what is off costs no more than a question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from time import process_time
from typing import Any

from relsim.engine.market import Market, peopled
from relsim.scenario.load import adjusted, load
from relsim.scenario.scenario import Scenario

CUSTOMERS, PERIODS, ROUNDS = 20_000, 36, 20

WITHOUT: dict[str, Mapping[str, Any]] = {
    "category as a level of its own": {"behaviour.category.maturity": 0, "behaviour.category.outside": 0},
    "best known rivals": {"behaviour.departure.rivals": "average"},
    "leavers who join a rival": {"behaviour.departure.switching": 0},
    "pause after a faded need": {"behaviour.departure.pause": "0 months"},
    "friends who hold or draw": {"behaviour.departure.company": 0},
    "advocates who must speak": {"behaviour.ladder.spoken": "0 months"},
}
"""Mechanisms that are on in the market, and what switches each off."""

WITH: dict[str, Mapping[str, Any]] = {
    "awareness": {"behaviour.awareness.forgetting": "10% per month"},
    "blame that fades": {"behaviour.word_of_mouth.blame_half_life": "6 months"},
    "talk within a budget": {"behaviour.word_of_mouth.audience": 4},
    "friends who are missed": {"behaviour.departure.missed": "50%"},
    "habit that grows": {"behaviour.choice.habit_purchases": 3},
    "contact that wakes": {"behaviour.departure.waking": 0.7},
    "inflation": {f"firms.{firm}.price_rise": "2% per year" for firm in ("harbour", "summit")},
}
"""Mechanisms that are off in it, and what switches each on."""


@dataclass
class Course:
    """One market that runs again and again: its seconds each time, and customers of some firm."""

    scenario: Scenario
    people: Any
    seconds: list[float] = field(default_factory=list)
    customers: float = 0.0

    def again(self) -> None:
        """Run it once more."""
        market = Market(self.scenario, driver="compiled", threads=1, people=self.people.copied())
        begun = process_time()
        market.advance(PERIODS)
        self.seconds.append(process_time() - begun)
        self.customers = float(market.state.records["flows"][:, :, 1:6].sum()) / (CUSTOMERS * PERIODS)


def course_of(scenario: Scenario) -> Course:
    """A market that has run once, so that its kernel is compiled."""
    course = Course(scenario, peopled(scenario, 1, 0))
    course.again()
    course.seconds.clear()
    return course


def main() -> None:
    """Measure and print."""
    usual = adjusted(load("retention-launch"), CUSTOMERS)
    ordinary = course_of(usual)
    others = {name: course_of(usual.changed(changes)) for name, changes in {**WITHOUT, **WITH}.items()}
    for _ in range(ROUNDS):
        for course in (ordinary, *others.values()):
            course.again()
    print(f"retention-launch, {CUSTOMERS:,} customers, {PERIODS} periods, {ROUNDS} times in turn")
    print(f"{'with a mechanism, over without':34} time (median of pairs, fastest of each)  customers")
    for name, other in others.items():
        on, off = (ordinary, other) if name in WITHOUT else (other, ordinary)
        ratio = median(one / two for one, two in zip(on.seconds, off.seconds, strict=True))
        fastest = min(on.seconds) / min(off.seconds)
        print(f"{name:34} {ratio:22.2f} {fastest:16.2f} {on.customers / off.customers:10.2f}")


if __name__ == "__main__":
    main()
