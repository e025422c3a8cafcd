"""The classic models beside their targets, measured by the functions of their tests."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import relsim

TESTS = Path(__file__).parents[2] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "classics")]

import test_classic_behaviour as behaviour  # noqa: E402
import test_classic_budgets as budgets  # noqa: E402
import test_classic_contracts as contracts  # noqa: E402
import test_classic_diffusion as diffusion  # noqa: E402
import test_classic_purchases as purchases  # noqa: E402
import test_sears as sears  # noqa: E402
from worlds import classic, finished  # noqa: E402

from relsim.vocabulary import BOOKED_PER_UNIT  # noqa: E402


@dataclass(frozen=True)
class Row:
    """One known answer, and what the engine gives; `relative` says in which way they are compared."""

    mark: str
    what: str
    target: float
    result: float
    relative: bool = False
    form: str = "{:.3f}"

    @property
    def deviation(self) -> str:
        """The difference, or the relative difference in percent."""
        if self.relative:
            return f"{100.0 * (self.result / self.target - 1.0):+.1f} %"
        return f"{self.result - self.target:+.3f}"

    def line(self) -> str:
        """The row of the table."""
        target, result = self.form.format(self.target), self.form.format(self.result)
        return f"| {self.mark} | {self.what} | {target} | {result} | {self.deviation} |"


def bass() -> Iterator[Row]:
    """Diffusion in continuous time and in whole years."""
    share = diffusion.adopters(classic("bass-diffusion"), replications=3)
    for year in (1, 5, 10, 15):
        found = share[round(year * diffusion.WEEKS) - 1]
        yield Row("D1", f"Bass, adopters after {year} years", diffusion.closed_form(year), found)
    share = diffusion.adopters(classic("bass-diffusion-yearly"), replications=20)
    for year in (1, 5, 10, 15):
        expected = diffusion.in_steps(year)[-1]
        yield Row("D2", f"Bass in yearly steps, after {year} years", expected, share[year - 1])


def lifetime_values() -> Iterator[Row]:
    """Values of contracts, with constant and with differing churn."""
    for retention in (0.6, 0.7, 0.8, 0.9):
        found = contracts.value(1.0 - retention)
        yield Row("M1", f"lifetime value at r = {retention}", retention / (1.12 - retention), found, True)
    revenue, promotion = contracts.by_period(classic("berger-nasr"), 20, "revenue", "retention_cost")
    t = np.arange(11)
    found = (revenue / 1.2**t - promotion / 1.2 ** (t - 0.5)).sum()
    yield Row("M3", "Berger and Nasr, case 1", 568.78, found, True, "{:.2f}")
    for retention, elasticity in ((0.8, 3.50), (0.9, 5.09)):
        less, more = (contracts.value(1 - retention * f, replications=50) for f in (0.98, 1.02))
        found = np.log(more / less) / np.log(1.02 / 0.98)
        yield Row("S4", f"elasticity of value to retention, r = {retention}", elasticity, found)


def churn() -> Iterator[Row]:
    """Shares under switching, and survival with differing churn."""
    settings = {"firms.one.churn": "10% per year", "firms.two.churn": "20% per year"}
    rungs = finished(classic("share-or-lost", settings), seed=7).columns.rung[:, 0]
    yield Row("M4", "always a share, 10 % against 20 %", 2 / 3, ((rungs >= 1) & (rungs <= 5)).mean())
    (customers,) = contracts.by_period(classic("shifted-beta-geometric"), 10, "customers")
    t = np.arange(1, 13)
    survival = np.cumprod((1.182 + t - 1) / (0.704 + 1.182 + t - 1))
    for year in (1, 4, 12):
        expected, found = survival[year - 1], customers[year - 1]
        yield Row("F1", f"shifted beta-geometric, survival of year {year}", expected, found)
        data = contracts.REGULAR[year - 1] / 100
        yield Row("F1", f"the same against the data, year {year}", data, found)


def equity() -> Iterator[Row]:
    """Blattberg and Deighton's optimum."""
    found, _ = budgets.simulated(*budgets.BEST, replications=24)
    yield Row("S1", "customer equity at the optimum", budgets.equity(budgets.BEST), found, True)
    winning, keeping = np.array([5.0, 7.5, 10.0, 12.5, 15.0]), np.array([9.0, 12.5, 16.0, 19.5, 23.0])
    equities = [budgets.simulated(spend, budgets.BEST[1], 3)[0] for spend in winning]
    yield Row("S1", "best acquisition budget", budgets.BEST[0], budgets.peak(winning, equities), True)
    equities = [budgets.simulated(budgets.BEST[0], spend, 3)[0] for spend in keeping]
    yield Row("S1", "best retention budget", budgets.BEST[1], budgets.peak(keeping, equities), True)


def repeat_buying() -> Iterator[Row]:
    """Brands, donors, baskets and concentration."""
    markets = [finished(classic("nbd-dirichlet"), seed=7, replication=r) for r in range(24)]
    bought = np.concatenate([purchases.purchases_in(market) for market in markets])
    for brand, share in ((0, 0.25), (2, 0.10), (7, 0.02)):
        buyers = bought[bought[:, brand] > 0]
        own, total = buyers[:, brand], buyers.sum(axis=1)
        found = len(buyers) / len(bought), own.mean(), own.sum() / total.sum(), (own == total).mean()
        words = "penetration", "purchases per buyer", "share of requirements", "sole buyers"
        for word, target, value in zip(words, purchases.PUBLISHED[share], found, strict=True):
            yield Row("L1", f"brand of {100 * share:.0f} %: {word}", target, value, word != "penetration")
    donors = finished(classic("bg-bb", {"customers": 11_104}), seed=7)
    none = (purchases.purchases_in(donors) == 0).mean()
    yield Row("F5", "BG/BB, never again, by formula", purchases.never_repeating(6), none)
    yield Row("F5", "BG/BB, never again, in the data", 0.312, none)
    baskets = finished(classic("gamma-gamma", {"customers": 80_000, "periods": 1}), seed=7)
    mean = baskets.columns.revenue[:, 0].mean() / BOOKED_PER_UNIT
    yield Row("F4", "Gamma-Gamma, mean basket", 6.25 * 15.45 / 2.745, mean, True, "{:.2f}")
    for shape in ("lognormal-67", "lognormal-80", "gamma-67", "gamma-80"):
        scenario = classic("concentration", {"customers": 200_000})
        if shape in scenario.conditions:
            scenario = scenario.under_condition(shape)
        revenue = np.sort(finished(scenario, seed=7).columns.revenue[:, 0])[::-1]
        found = revenue[:40_000].sum() / revenue.sum()
        yield Row("L3", f"share of the best fifth, {shape[:-3]}", float(shape[-2:]) / 100, found)


def conduct() -> Iterator[Row]:
    """Complaints, discounts and staff."""
    targets = {"silent": 0.37, "unresolved": 0.46, "resolved": 0.70, "resolved quickly": 0.95}
    for (name, target), found in zip(targets.items(), behaviour.buying_again(), strict=True):
        yield Row("R1", f"buying again, {name}", target, found)
    worth = behaviour.acquired(1.0)["profit"]
    yield Row("R4", "value of couponed customers, relative", 0.5, worth["coupon"] / worth["walk in"])
    store = relsim.compare(relsim.load(sears.SEARS), replications=16, seed=1)
    periods = store.periods.query("firm == 'store'")
    means = periods.groupby("policy", observed=True)[["staff_satisfaction", "satisfaction"]].mean() * 100
    gains = means.loc["better-place"] - means.loc["as-is"]
    growth = store.differences.set_index(["measure", "policy"])["difference"]
    grown = 100 * growth["revenue_growth", "better-place"]
    yield Row("R3", "Sears: customers' impression, points", 1.3, gains["satisfaction"], True)
    yield Row("R3", "Sears: revenue growth, points", 0.5, grown, True)


GROUPS: tuple[Callable[[], Iterator[Row]], ...] = (
    bass,
    lifetime_values,
    churn,
    equity,
    repeat_buying,
    conduct,
)


def table() -> str:
    """All known answers as a Markdown table."""
    lines = ["| | known answer | target | result | deviation |", "| --- | --- | --- | --- | --- |"]
    lines += [row.line() for group in GROUPS for row in group()]
    return "\n".join(lines)
