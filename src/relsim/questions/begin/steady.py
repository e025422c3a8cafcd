"""A steady start: how easily people come and leave, so that a year brings and takes the customers it should.

The market is simulated for its first year under the untouched baseline, again and again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from math import ceil, log

from pandas import DataFrame

from relsim.errors import Place
from relsim.market.population import MONTHS_OF_A_YEAR
from relsim.questions.begin.answers import Interview
from relsim.questions.begin.ease import Ease, Turnover
from relsim.questions.begin.market import Sizes, contract_of, market_in, market_text
from relsim.questions.begin.templates import Template
from relsim.report.wording import number, percent, to_digits
from relsim.runs.evaluate import evaluate_or_fail
from relsim.runs.options import Runner
from relsim.runs.variant import Variant
from relsim.scenario.scenario import Scenario

TRIES = 9
"""How often the market is simulated at most."""

NEAR_ENOUGH = 0.03
"""A share by which the customers who come and leave may differ from what is wanted."""

WORTH_SAYING = 0.05
"""The share of themselves by which rivals may grow or shrink in the first year before that is said."""

NO_LUCK = 3.0
"""From how many standard errors on that is no luck."""

FEW_CUSTOMERS = 10.0
MISSED_BY = 0.1
"""How far they may be from what is wanted, in logarithms."""

MISSED_BY_IF_ROUGH = 0.4
"""The same where both are only reckoned from a log, which a fit holds the market against afterwards."""

ENOUGH_MOVING = 1600
"""How many customers should come, and leave, in all markets of a try together: luck then moves neither of
these counts by much more than `NEAR_ENOUGH`, so that no try is taken for its luck."""

LEAST_SHARE_SEARCHED = 0.05
"""The share of the market below which too few of those who are simulated are customers."""

FEWEST_SIMULATED, MOST_SIMULATED_IN_A_TRY = 1000, 12_000
FEWEST_MARKETS, MOST_MARKETS = 4, 32


@dataclass(frozen=True)
class SteadyStart:
    """What was found: how easily people come and leave, what a year brings then, and what was wanted."""

    ease: Ease
    seen: Turnover
    wanted: Turnover
    off: float
    known: tuple[str, str]
    """Whether the customers won, and those lost, were answered, counted in a list, or assumed."""
    allowed: float
    """How far they may be from it, in logarithms, before the market is none to fit."""

    @property
    def is_met(self) -> bool:
        """Whether a year brings and takes about as many as was wanted."""
        return self.off <= self.allowed

    @property
    def in_words(self) -> str:
        """How many come and leave in the first year, beside what should, and how rivals do."""
        return f"{self.flows_in_words}{self.drift_in_words}"

    @property
    def flows_in_words(self) -> str:
        """How many come and leave in the first year, beside what was answered or assumed."""
        parts = [
            f"{verb} {customers_counted(seen)} customers ({customers_counted(wanted)} {known})"
            for verb, seen, wanted, known in zip(
                ("wins", "loses"),
                (self.seen.won, self.seen.lost),
                (self.wanted.won, self.wanted.lost),
                self.known,
                strict=True,
            )
        ]
        return f"untouched, the firm {' and '.join(parts)} in the first year"

    @property
    def drift_in_words(self) -> str:
        """By how much rivals grow or shrink meanwhile; nothing where hardly."""
        share = self.seen.rivals_grow
        if abs(share) < WORTH_SAYING:
            return ""
        moves = "grow" if share > 0.0 else "shrink"
        return (
            f"; its rivals {moves} by {percent(abs(share))}, since nothing is known of what they win and "
            "lose: their start.share sets with how many they begin"
        )


def steady_start(
    answers: Interview,
    kind: Template,
    place: Place,
    counted: Collection[str] = (),
    *,
    is_rough: bool = False,
) -> SteadyStart:
    """How easily people come and leave in the market of these answers, some of them `counted` in a list, or
    reckoned from a log, which `is_rough`.

    Where the firm has a small share, it is sought in a smaller market: of so many times as many people each
    comes so many times more rarely, which is a difference of utility.
    """
    market_in(market_text(answers, kind), place)
    sizes = Sizes(answers, kind)
    customers, further = sizes.ours, 0.0
    if sizes.share < LEAST_SHARE_SEARCHED:
        answers = {**answers, "customers": customers, "market": round(customers / LEAST_SHARE_SEARCHED)}
        further = log((1.0 / sizes.share - 1.0) / (1.0 / LEAST_SHARE_SEARCHED - 1.0))
    wanted = Turnover.wanted(answers, kind, customers)
    aim = wanted.shares_of(customers)
    ease = Ease.usual(contract_of(answers, kind))
    tried: list[tuple[Ease, Turnover]] = []
    while len(tried) < TRIES:
        seen = first_year(market_in(market_text(answers, kind, ease), place), customers, aim)
        tried.append((ease, seen))
        if seen.off(aim) <= NEAR_ENOUGH:
            break
        ease = ease.towards(aim, seen)
    best, flows = min(tried, key=lambda one: one[1].off(aim))
    best = Ease(best.coming - further, best.leaving)
    known = [
        "counted" if name in counted else "assumed" if answers.get(name) is None else "answered"
        for name in ("won", "lost")
    ]
    seen = Turnover(flows.won * customers, flows.lost * customers, flows.rivals_grow)
    allowed = MISSED_BY_IF_ROUGH if is_rough else MISSED_BY
    return SteadyStart(best, seen, wanted, flows.off(aim), (known[0], known[1]), allowed)


def first_year(market: Scenario, customers: int, aim: Turnover) -> Turnover:
    """The customers won and lost in the first year, as shares of so many at the start.

    `aim` are the shares that should come and leave: the fewer, the more people are simulated.
    """
    moving = min(aim.won, aim.lost) * customers / market.customers
    people = int(min(MOST_SIMULATED_IN_A_TRY, ENOUGH_MOVING / FEWEST_MARKETS / moving))
    people = min(market.people, max(FEWEST_SIMULATED, people))
    markets = min(MOST_MARKETS, max(FEWEST_MARKETS, ceil(ENOUGH_MOVING / (moving * people))))
    tried = market.changed({"periods": round(MONTHS_OF_A_YEAR), "simulate": people})
    (rows,) = evaluate_or_fail(Runner.of({}), [Variant.of(tried)], markets)
    ours = rows[rows["firm"] == market.focal_firm]
    won, lost = float(ours["acquired"].mean()), float(ours["lost"].mean())
    return Turnover(won, lost, growth_of_rivals(tried, rows)).shares_of(customers)


def growth_of_rivals(market: Scenario, rows: DataFrame) -> float:
    """The share of themselves by which rivals together grow in a table of markets; 0 where it may be luck."""
    rivals = [name for name in market.firms if name != market.focal_firm]
    began = sum(market.firms[name].start.share for name in rivals) * market.customers
    if began <= 0.0:
        return 0.0
    ended = rows[rows["firm"].isin(rivals)].groupby("replication")["customers"].sum() / began
    growth, error = float(ended.mean()) - 1.0, float(ended.std(ddof=1)) / len(ended) ** 0.5
    return growth if abs(growth) > NO_LUCK * error else 0.0


def customers_counted(customers: float) -> str:
    """A number of customers; of few, which are means of several markets, two digits."""
    return number(customers) if customers >= FEW_CUSTOMERS else to_digits(customers, 2)
