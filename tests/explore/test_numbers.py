"""Claims about every number on a page: wherever the sliders stand, it is that of the command line."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pytest
from explore.chromium import CHROMIUM, asked_of
from explore.test_every_lesson import Moved, any_settings, changed_by, put
from explore.test_in_browser import page_of, small

import relsim
from relsim.measures.cohorts import tenure_table
from relsim.measures.measure import MEASURES
from relsim.questions.compare.costs import overhead
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.verdict import verdict
from relsim.questions.explore.page import MEASURES_IN_PAGE
from relsim.questions.explore.sliders import sliders_of
from relsim.report.wording import difference, interval, measure_text, number
from relsim.scenario.resolve.course import course_lessons
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import BOOKED_PER_UNIT, Line, Reason, Rung, column_name, word

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

RUN = "relsim.run().then(() => 1)"
SHOWN = """({
  tables: [...document.querySelectorAll('#tables table')].map((one) => [
    one.caption.textContent,
    [...one.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent))]),
  answer: document.getElementById('answer').textContent,
  overhead: document.getElementById('overhead').textContent,
  unit: document.querySelector('#differences p.unit').textContent,
  differences: [...document.querySelectorAll('#differences p:not(.unit)')].map((one) => one.textContent),
  tenure: [...document.querySelectorAll('#tenure .mark-of')].map((one) => one.textContent),
})"""


def tables_of(subject: Subject) -> Iterator[tuple[str, list[list[str]]]]:
    """The tables of a page as the command line's results give them."""
    main, others = MEASURES_IN_PAGE, [name for name in MEASURES if name not in MEASURES_IN_PAGE]
    brackets = "and in brackets the difference from the first policy"
    yield f"Measures, {brackets}", [measured(subject, name) for name in main]
    yield f"Every other measure, {brackets}", [measured(subject, name) for name in others]
    firms = list(subject.scenario.firms)
    if len(firms) > 1:
        title = subject.title(subject.baseline)
        yield f"The firms side by side: {title}", [of_firms(subject, name, firms) for name in main]
    yield "The bucket: customers in and out", list(bucket(subject))
    reasons = [[word(one), *row(totals(subject, f"lost_to_{column_name(one)}"))] for one in tuple(Reason)[1:]]
    yield "Why customers left", reasons
    yield f"Money of the whole run, {subject.currency}", list(money_lines(subject))
    for policy in subject.policies:
        yield f"From rung (rows) to rung (columns): {subject.title(policy)}", list(flows(subject, policy))


def measured(subject: Subject, name: str) -> list[str]:
    """A measure under each policy as reports write it, with its difference from the baseline."""
    kind, rows = MEASURES[name].kind, subject.table("outcomes")
    cells = [words_of(name, subject)]
    for policy in subject.policies:
        level = measure_text(float(rows.loc[rows["policy"] == policy, name].mean()), kind)
        is_base = policy == subject.baseline
        gap = "" if is_base else f" ({difference(*subject.estimate(policy, name).gap, kind)})"
        cells.append(level + gap)
    return cells


def words_of(name: str, subject: Subject) -> str:
    """A measure by its name, with the currency where it is money."""
    money = f", {subject.currency}" if MEASURES[name].kind == "money" else ""
    return MEASURES[name].words + money


def of_firms(subject: Subject, name: str, firms: list[str]) -> list[str]:
    """A measure of every firm under the baseline."""
    rows = subject.results.outcomes
    own = rows[rows["policy"] == subject.baseline]
    means = [float(own.loc[own["firm"] == firm, name].mean()) for firm in firms]
    return [words_of(name, subject), *(measure_text(one, MEASURES[name].kind) for one in means)]


def totals(subject: Subject, column: str) -> list[float]:
    """The sum of a column over the run under each policy, mean of the replications; in whole units of what is
    booked, since half a digit is told as what it is, not as how it was summed."""
    rows = subject.table("periods")
    units = (
        (rows[column] * BOOKED_PER_UNIT).round().astype("int64").groupby(rows["policy"], observed=True).sum()
    )
    number = BOOKED_PER_UNIT * subject.results.replications
    return [int(units[policy]) / number for policy in subject.policies]


def row(values: Iterable[float]) -> list[str]:
    """Numbers with as many decimals each."""
    listed = list(values)
    known = [abs(one) for one in listed if np.isfinite(one)]
    largest = max(known, default=0.0)
    places = 0 if largest >= 100 or all(one.is_integer() for one in known) else 1 if largest >= 10 else 2
    return [number(one, places) for one in listed]


def bucket(subject: Subject) -> Iterator[list[str]]:
    """Customers at the end, won, and lost."""
    periods = subject.table("periods")
    last = periods[periods["period"] == periods["period"].max()]
    ends = last.groupby("policy", observed=True)["customers"].mean()
    yield ["customers at the end", *row(float(ends[policy]) for policy in subject.policies)]
    yield ["won", *row(totals(subject, "acquired"))]
    yield ["lost", *row(totals(subject, "lost"))]


def money_lines(subject: Subject) -> Iterator[list[str]]:
    """What was booked on each line that has anything, and profit."""
    for line in Line:
        name = column_name(line)
        cells = row(totals(subject, name if line is Line.REVENUE else f"line_{name}"))
        if any(cell != "0" for cell in cells):
            yield [line.words, *cells]
    yield ["profit", *row(totals(subject, "profit"))]


def flows(subject: Subject, policy: str) -> Iterator[list[str]]:
    """From which rung to which people went."""
    rows = subject.table("flows")
    own = rows[rows["policy"] == policy].groupby(["from_rung", "to_rung"], observed=True)["customers"].sum()
    many = subject.results.replications
    for before in map(word, Rung):
        moves = [
            float("nan") if after == before else float(own.get((before, after), 0)) / many
            for after in map(word, Rung)
        ]
        yield [before, *row(moves)]


def told_beside(subject: Subject) -> Iterator[str]:
    """Each policy with its difference from the baseline."""
    for policy in subject.challengers:
        gap = subject.estimate(policy, subject.measure).gap
        values = subject.equities
        own, base = (values[:, subject.policies.index(name)] for name in (policy, subject.baseline))
        if (own == base).all():
            yield f"{subject.title(policy)} makes no difference"
            continue
        sure = f" (95\xa0% interval {interval(*gap[1:], 'money')})" if np.isfinite(gap[1]) else ""
        yield f"{subject.title(policy)} {difference(*gap, 'money', subject.currency)}{sure}"


def kept_by_tenure(subject: Subject) -> Iterator[str]:
    """Which share is kept for another year, by year as a customer, policy by policy."""
    table = tenure_table(subject.table("periods"), subject.scenario.period)
    for policy in subject.policies:
        kept = table[table["policy"] == policy].sort_values("year")["retention"]
        shares = [f"{number(100.0 * one, 1)}\xa0%" if np.isfinite(one) else number(one) for one in kept]
        years = [*map(str, range(1, len(shares))), f"{len(shares)}+"]
        said = [f"{share} in year {year}" for share, year in zip(shares, years, strict=True)]
        yield f"{subject.title(policy)}: {', '.join(said)}"


def shown_at(market: Any, settings: list[Moved], folder: Any, **options: Any) -> list[tuple[list[str], Any]]:
    """At each setting the sliders that went back to the file, and what a page shows."""
    expressions: list[str] = []
    for moved in settings:
        expressions += [*(put(one.path, stop.value) for one, stop in moved), RUN, SHOWN]
        expressions += [put(one.path, one.stops[one.own].value) for one, _ in moved]
    told = iter(asked_of(page_of(market, folder, **options), *expressions))
    found = []
    for moved in settings:
        back = [path for _ in moved for path in next(told)]
        next(told)
        found.append((back, next(told)))
        for _ in moved:
            next(told)
    return found


def compare_page_with_command_line(name: str, folder: Any) -> None:
    """Hold all that a page of a lesson shows at random settings against results of the command line."""
    market = small(name)
    settings = any_settings(sliders_of(market, list(market.policies)).sliders, f"numbers of {name}")
    hold_against_command_line(market, settings, folder)


def hold_against_command_line(market: Scenario, settings: list[Moved], folder: Any) -> list[str]:
    """Hold all that a page shows against the command line at each setting; gives what decides there."""
    options = {"replications": 2}
    deciding = []
    for moved, (back, shown) in zip(settings, shown_at(market, settings, folder, **options), strict=True):
        subject = Subject(relsim.compare(changed_by(market, moved, back), seed=3, jobs=1, **options))
        for (caption, rows), (expected, known) in zip(shown["tables"], tables_of(subject), strict=True):
            assert (caption, rows) == (expected, known), moved
        assert shown["answer"] == verdict(subject), moved
        assert shown["overhead"] == overhead(subject), moved
        assert shown["unit"].startswith(f"Difference in {subject.equity} from “"), moved
        assert shown["differences"] == list(told_beside(subject)), moved
        assert shown["tenure"] == list(kept_by_tenure(subject)), moved
        deciding.append(subject.measure)
    return deciding


OVERHEAD, CONTACT = "firms.gym.overhead", "firms.gym.contact.frequency"
PAID = {OVERHEAD: ["700 per month", "900 per month", "1100 per month"], CONTACT: ["0 per year", "1 per year"]}


@pytest.mark.slow
def test_a_page_decides_after_overhead_wherever_policies_do_not_pay_the_same(tmp_path):
    dear = {CONTACT: "3 per year", OVERHEAD: "1100 per month"}
    market = small("who-stays").changed(
        {OVERHEAD: "900 per month", "policies.contact.set": dear, "explore.sliders": PAID}
    )
    paid, contact = sliders_of(market, list(market.policies)).sliders
    lower, _, higher = ((paid, stop) for stop in paid.stops)
    settings = [Moved(), Moved([lower]), Moved([higher]), Moved([(contact, contact.stops[1]), higher])]
    before, after = "customer_equity", "equity_after_overhead"
    assert hold_against_command_line(market, settings, tmp_path) == [after, after, before, before]


@pytest.mark.parametrize(
    "name", ["who-stays", "leaky-bucket", pytest.param("complaints-welcome", marks=pytest.mark.slow)]
)
def test_every_number_shown_is_that_of_the_command_line_at_ten_random_settings(name, tmp_path):
    compare_page_with_command_line(name, tmp_path)


@pytest.mark.exhaustive
@pytest.mark.slow
@pytest.mark.parametrize("name", [one.name for one in course_lessons()])
def test_every_number_of_every_lesson_is_that_of_the_command_line_at_ten_random_settings(name, tmp_path):
    compare_page_with_command_line(name, tmp_path)
