"""The small numbers that lessons quote in digits: those of a page, of tables beside it, and of a file."""

import re
from itertools import combinations

from lesson_percents import PERCENTS, PRESENT, TABLES

import relsim
from relsim.questions.compare.page import findings
from relsim.questions.compare.subject import Subject
from relsim.report.wording import MINUS
from relsim.scenario.resolve.shipped import find_scenario

AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+")
"""A number of thousands, as texts and pages write it."""

CODE = re.compile(r"`[^`]*`")
DIGITS = re.compile(r"(?<![\w.,-])\d+(?:\.\d+)?(?![\w-])(?: million)?")
POINTS = re.compile(r"(\d+(?:\.\d+)?) points?\b")
"""What no file sets."""

WRITTEN = re.compile(r"(?<![\w.,-])\d+(?:\.\d+)?(?![\w,-])")
IN_CELL = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
WITH_ENDS = ("headlines", "firms")
"""The tables of a page of which lessons quote the ends of intervals as well."""


def told_by(name):
    """All that a lesson says after its run: the explanation, replies to answers, and hints."""
    lesson = relsim.load(name).learn
    findings = [lesson.predict.answer, *(one.answer for one in lesson.checked)]
    replies = [reply for finding in findings for reply in finding.wrong.values()]
    hints = [one.hint for one in lesson.checked if one.hint]
    return " ".join(" ".join([lesson.explanation, *replies, *hints]).split())


def small_numbers_in(text):
    """The numbers in digits of a text that are neither percents nor amounts of thousands nor of a command."""
    for other in (CODE, PERCENTS, AMOUNT):
        text = other.sub(" ", text)
    return list(dict.fromkeys(DIGITS.findall(text)))


def numbers_written(name):
    """The numbers that a file sets or cites outside of its explanation."""
    text = find_scenario(name).read_text(encoding="utf-8")
    before, _, rest = text.partition("  explanation:")
    _, _, after = rest.partition("\nsources:")
    return {float(one) for one in WRITTEN.findall(before + after)}


def numbers_of(comparison, name):
    """The numbers of a comparison's page, differences in a row of it, and those computed of its tables."""
    found = findings(Subject(comparison))
    numbers = [one for text in found["said"] for one in numbers_in(text)]
    for part in TABLES:
        for row in (row for table in found[part] for row in table.rows):
            cells = [numbers_in(cell) for cell in row[1:]]
            numbers += [one for cell in cells for one in (cell if part in WITH_ENDS else cell[:1])]
            numbers += [
                abs(one - other) for one, other in combinations([cell[0] for cell in cells if cell], 2)
            ]
    return [*numbers, *COMPUTED.get(name, lambda _: [])(comparison)]


def numbers_in(cell):
    """The numbers of a cell, with their signs."""
    plain = cell.replace(MINUS, "-")
    return [
        float(one[0].replace(",", "")) * (-1.0 if plain[: one.start()].endswith("-") else 1.0)
        for one in IN_CELL.finditer(plain)
    ]


def is_small_number_of(written, numbers):
    """Whether one of these numbers, rounded as a written one is, gives it."""
    plain, _, million = written.partition(" ")
    digits = len(plain.partition(".")[2])
    return any(round(abs(one) / (1e6 if million else 1.0), digits) == float(plain) for one in numbers)


def of_present_customers(comparison, policy=None):
    """Those who are customers of the firm in focus at the end, in the first replication."""
    people = comparison.customers
    own = people[(people["firm"] == comparison.firm) & people["rung"].isin(PRESENT)]
    return own[own["policy"] == (policy or comparison.baseline)]


def of_members(comparison):
    """The commitment of members of the club, of other clients, and of these members without the club."""
    people = of_present_customers(comparison, "club")
    members = people[people["community"] > 0]
    others = people[(people["community"] == 0) & (people["rung"] != "purchaser")]
    alone = comparison.customers
    alone = alone[(alone["firm"] == comparison.firm) & (alone["policy"] == comparison.baseline)]
    same = alone[alone["customer"].isin(members["customer"])]
    return [float(group["commitment"].mean()) for group in (members, others, same)]


def of_own_people(comparison):
    """How many of those for whom Balance stands are its customers, as it is and as a second Victory."""
    groups = (of_present_customers(comparison, policy)["segment"] for policy in (None, "copy"))
    return [int((segments == "finding themselves").sum()) for segments in groups]


def of_end_users(comparison):
    """The satisfaction of each group of customers."""
    people = of_present_customers(comparison)
    return people.groupby("segment", observed=True)["satisfaction"].mean().tolist()


def over_time(comparison, column, policy):
    """A column of the firm in focus under a policy, by period."""
    rows = comparison.periods[comparison.periods["firm"] == comparison.firm]
    return rows[rows["policy"] == policy].groupby("period")[column].mean()


def of_delight(comparison):
    """Satisfaction before, at its highest and at the end; at its lowest and without an extra; commitment."""
    delight, dropped, always = (
        over_time(comparison, "satisfaction", one)
        for one in ("delight-for-good", "delight-for-a-year", "as-always")
    )
    lowest = dropped.loc[24:].idxmin()
    ends = [over_time(comparison, "commitment", one).iloc[-1] for one in ("as-always", "know-the-guests")]
    return [delight[11], delight.loc[:20].max(), delight.iloc[-1], dropped[lowest], always[lowest], *ends]


def of_reviews(comparison):
    """The mean rating without asking, with it, and with it in the first year."""
    rows = comparison.periods[comparison.periods["firm"] == comparison.firm]
    rows = rows.assign(stars=rows["reviews"] * rows["review_rating"].fillna(0.0))
    for policy, months in ((comparison.baseline, 48), ("ask-for-reviews", 48), ("ask-for-reviews", 12)):
        sums = rows[(rows["policy"] == policy) & (rows["period"] < months)][["stars", "reviews"]].sum()
        yield sums["stars"] / sums["reviews"]


COMPUTED = {
    "co-creation": of_members,
    "shared-values": of_own_people,
    "steel-supplier": of_end_users,
    "delight-fades": of_delight,
    "speaking-up": of_reviews,
}
"""What lessons quote that no page prints, by lesson."""

BY_OTHER_ANSWERS = {
    "cost-ratios": {"150", "273", "92", "3.6", "2.7", "0.4"},
    "from-log-to-market": {"1.4"},
    "transactional-vs-relationship": {"1"},
}
"""Numbers that no comparison tells, and that the answers of lesson_answers.py do."""
