"""The percents that lessons quote: those of a page, of tables beside it, and those that a file sets."""

import re
from itertools import permutations
from math import isfinite

from lessons import retention_within

from relsim.market.population import periods_in_a_year
from relsim.questions.compare.page import findings
from relsim.questions.compare.subject import Subject
from relsim.report.wording import MINUS
from relsim.scenario.resolve.shipped import find_scenario

PERCENTS = re.compile(r"(?:\d+(?:,| and| to) )*\d+ %")
"""Whole percents as texts write them, several before one sign too."""

WRITTEN = re.compile(r"(\d+)\s?%")
SHARE_TOLD = re.compile(r"(\d+(?:\.\d+)?)\s(?:%|points)")
TABLES = ("headlines", "firms", "measures", "base", "portfolio")
PRESENT = ("purchaser", "client", "supporter", "advocate", "partner")


def percents_in(text):
    """The percents that a text names."""
    return [int(one) for row in PERCENTS.findall(text) for one in re.findall(r"\d+", row)]


def percents_written(name):
    """The percents that a file sets or cites, and those that its lesson asks about before the run."""
    text = find_scenario(name).read_text(encoding="utf-8")
    before, _, lesson = text.partition("\nlearn:")
    question, _, rest = lesson.partition("  look_at:")
    after = re.split(r"\n(?=\S)", rest, maxsplit=1)[-1]
    return {int(one) for one in WRITTEN.findall(before + question + after)}


def percents_of(comparison, name):
    """The percents that a comparison's page tells, and those that are computed of its tables."""
    found = findings(Subject(comparison))
    rows = [row for part in TABLES for table in found[part] for row in table.rows]
    texts = [*found["said"], *(cell for row in rows for cell in row)]
    told = [
        float(one) for text in texts for one in SHARE_TOLD.findall(text.replace("\N{NO-BREAK SPACE}", " "))
    ]
    own = COMPUTED.get(name, lambda _: [])
    known = [*told, *by_tenure(comparison), *gaps_between(rows), *own(comparison)]
    return [one for one in known if isfinite(one)]


def gaps_between(rows):
    """By how many percent the counts and amounts of a row differ from each other."""
    for row in rows:
        values = [float(one) for cell in row[1:] if (one := plain_number(cell))]
        for one, other in permutations(values, 2):
            yield 100.0 * abs(one / other - 1.0)


def plain_number(cell):
    """The number that is all of a cell, other than zero, or None."""
    plain = cell.replace(",", "").replace(MINUS, "-")
    return plain if re.fullmatch(r"\d+(\.\d+)?", plain) and float(plain) else None


def by_tenure(comparison):
    """The percent of customers of the firm in focus who stay a year, by year as a customer and policy."""
    rows = comparison.periods[comparison.periods["firm"] == comparison.firm]
    sums = rows.groupby("policy", observed=True).sum(numeric_only=True)
    year = periods_in_a_year(comparison.scenario)
    for number in range(1, 5):
        kept = 1.0 - sums[f"lost_in_year_{number}"] / sums[f"customers_in_year_{number}"]
        yield from 100.0 * kept**year


def around_the_law(comparison):
    """The percent whom both banks keep in the year before the law, and in the fifth year."""
    for firm in comparison.scenario.firms:
        for months in (range(18, 30), range(48, 60)):
            yield 100.0 * retention_within(comparison, comparison.baseline, firm, months).mean()


def of_newcomers(comparison):
    """Where those stand at the end, in percent, who first bought in the first three years."""
    people = of_baseline(comparison)
    rungs = people[people["first_at"].between(0, 35)]["rung"].value_counts(normalize=True) * 100.0
    return [*rungs, rungs["advocate"] + rungs["partner"]]


def of_segments(comparison):
    """The percent of purchases and revenue that each segment brings."""
    sums = of_baseline(comparison).groupby("segment", observed=True)[["purchases", "revenue"]].sum()
    return (100.0 * sums / sums.sum()).to_numpy().ravel()


def of_those_who_tried(comparison):
    """The percent who buy again of those who tried in the month of the coupon, with it and without."""
    people = of_baseline(comparison)
    tried = people[people["first_at"] == 1]
    again = (tried["purchases"] > 1).groupby(tried["channel"] == "coupon").mean()
    return 100.0 * again


def of_those_watched(comparison):
    """By how many percent a firm has fewer of each segment where it collects data in secret."""
    people = comparison.customers[comparison.customers["firm"] == comparison.firm]
    counts = people[people["rung"].isin(PRESENT)].groupby(["policy", "segment"], observed=True).size()
    return 100.0 * (1.0 - counts["watched"] / counts[comparison.baseline])


def of_baseline(comparison):
    """The people who ever dealt with the firm in focus under the baseline, in the first replication."""
    people = comparison.customers
    is_own = (people["firm"] == comparison.firm) & (people["policy"] == comparison.baseline)
    return people[is_own & (people["purchases"] > 0)]


COMPUTED = {
    "bank-inertia": around_the_law,
    "life-cycle": of_newcomers,
    "shop-regulars": of_segments,
    "coupon-puzzle": of_those_who_tried,
    "too-much-care": of_those_watched,
}
"""What lessons quote that no page prints, by lesson."""
