"""Sentences: how each event of a life is said."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from relsim.market.population import periods_in_a_year
from relsim.report.wording import number, with_currency
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import BOOKED_PER_UNIT, CUSTOMER_GROUPS, Group, Rung, column_name, word

if TYPE_CHECKING:
    from relsim.questions.story.question import Story

CAME = {
    "advertising": ", drawn by an advertisement",
    "coupon": ", drawn by a coupon",
    "word of mouth": ", by word of mouth",
    "referral": ", recommended for a reward",
    "win back": ", after an offer to come back",
    "walk in": ", unasked",
}
LEFT = {
    "moved": "Moved away and left {}.",
    "price": "Left {} because of the price.",
    "bad handling": "Left {} over something that was never put right.",
    "neglect": "Left {}, feeling forgotten.",
    "competitor": "Left {} for a competitor.",
    "fading need": "Left {}, needing it no more.",
    "closed": "Had to leave {}, which gave up.",
}
TIMES = ("never", "once", "twice", "three times", "four times", "five times", "six times")
A_RUNG = {rung: ("an " if rung == Rung.ADVOCATE else "a ") + word(rung) for rung in Rung}
COST_NAMES = {Group.RETENTION_COST: "retention", Group.WIN_BACK: "win-back", Group.RECOVERY: "recovery"}

Sentences = Iterator[str]


def portrait(story: "Story") -> str:
    """Who the customer is, and with whom the story begins."""
    traits, scenario = story.traits, story.scenario
    segment = scenario.segments[traits["segment"]]
    price, prone, talks = (
        number(traits[name], 2) for name in ("price_sensitivity", "proneness", "talkativeness")
    )
    texts = [
        f"Segment {segment.name}. {need_told(traits, scenario)}",
        f"Price sensitivity {price} (1 is ordinary), proneness to relationships {prone}, "
        f"talkativeness {talks}.",
    ]
    if scenario.mechanisms.departure == "competing" and segment.restlessness.spread > 0.0:
        texts.append(restlessness_told(traits["restlessness"]))
    for f, firm in enumerate(scenario.firms):
        if 1 <= story.first[f]["rung"] <= Rung.PARTNER:
            since = lasting(-int(story.first[f]["acquired_at"]), scenario)
            texts.append(f"When the story begins, a customer of {firm} for {since}.")
    return " ".join(texts)


def need_told(traits: dict[str, Any], scenario: Scenario) -> str:
    """How often somebody buys, and how much: by contract, or whenever a need arises."""
    units = f"usually takes {number(traits['basket'], 2)} units"
    times = number(traits["need_rate"] * round(periods_in_a_year(scenario)), 1)
    if scenario.mechanisms.need == "contract":
        return (
            f"Buys under a contract: pays every bill while a customer, and {units} for it; without a "
            f"contract, looks for one {times} times a year."
        )
    return f"Needs the category {times} times a year, and {units}."


def restlessness_told(restlessness: float) -> str:
    """How readily somebody leaves a firm, beside an ordinary person."""
    kind = "A settled" if restlessness < 1.0 else "A restless"
    return f"{kind} person: restlessness {number(restlessness, 2)} (1 is ordinary)."


def calendar(first: int, last: int, unit: str) -> str:
    """`month 4`, or `months 5–9`; nothing where a period is a year."""
    if unit == "year":
        return ""
    return f"{unit} {first}" if first == last else f"{unit}s {first}–{last}"


def paragraph(events: pd.DataFrame, currency: str) -> str:
    """What happened in one stretch of time, firm by firm."""
    return " ".join(
        sentence[0].upper() + sentence[1:]
        for firm, rows in events.groupby("firm", sort=False)
        for tell in CHAPTERS_OF_A_STORY
        for sentence in tell(str(firm), rows, currency)
    )


def offers(firm: str, rows: pd.DataFrame, currency: str) -> Sentences:
    """Win-back offers."""
    if made := total(rows, "offered"):
        yield (
            f"{firm} asked {times_in_words(made)} to come back."
            if made > 1
            else f"{firm} asked to come back."
        )


def purchases_told(firm: str, rows: pd.DataFrame, currency: str) -> Sentences:
    """Arrivals and purchases."""
    bought, paid = total(rows, "bought"), given(rows, "bought", currency)
    came = rows[rows["event"].isin(["joined", "returned"])]
    for arrival in came.itertuples():
        how = CAME[str(arrival.detail)]
        if int(str(arrival.other)) >= 0:
            how = f", on the word of customer {arrival.other}"
        verb = "First went to" if arrival.event == "joined" else "Went back to"
        yield f"{verb} {firm}{how}" + (
            f", and bought {times_in_words(bought)} for {paid}." if bought else "."
        )
    if bought and came.empty:
        yield f"Bought {times_in_words(bought)} from {firm} for {paid}."


def what_went_wrong(firm: str, rows: pd.DataFrame, currency: str) -> Sentences:
    """What went wrong, and what came of it."""
    failed, complained, righted = (total(rows, event) for event in ("failed", "complained", "put right"))
    if not failed:
        return
    opening = "Something went wrong" if failed == 1 else f"Something went wrong {times_in_words(failed)}"
    if not complained:
        yield f"{opening}, and {firm} never heard of it."
    elif not righted:
        yield f"{opening}; complained in vain."
    elif failed == complained == righted == 1:
        yield f"{opening}; complained, and {firm} put it right{compensation_given(rows, currency)}."
    else:
        what = f"complained {times_in_words(complained)}, was helped {times_in_words(righted)}"
        yield f"{opening}; {what}{compensation_given(rows, currency)}."


def care(firm: str, rows: pd.DataFrame, currency: str) -> Sentences:
    """What the firm did of its own accord."""
    if total(rows, "refunded"):
        yield f"The guarantee paid {given(rows, 'refunded', currency)}."
    if contacts := total(rows, "contacted"):
        yield f"{firm} got in touch {times_in_words(contacts)}." if contacts > 1 else f"{firm} got in touch."
    if total(rows, "enrolled"):
        yield f"Joined the programme of {firm}."
    if total(rows, "rewarded"):
        yield f"The programme gave back {given(rows, 'rewarded', currency)}."


def rungs(firm: str, rows: pd.DataFrame, currency: str) -> Sentences:
    """Steps on the ladder, and the last one."""
    for move in rows[rows["event"].isin(["climbed", "slid", "left"])].itertuples():
        if move.event == "left":
            yield LEFT[str(move.detail)].format(firm)
        else:
            article = "an" if str(move.detail) == "advocate" else "a"
            verb = "Rose to be" if move.event == "climbed" else "Slid back to"
            yield f"{verb} {article} {move.detail} of {firm}."


def talk_told(firm: str, rows: pd.DataFrame, currency: str) -> Sentences:
    """What the customer said, and whom it moved."""
    if praised := total(rows, "praised"):
        yield f"Recommended {firm}." if praised == 1 else f"Recommended {firm} {times_in_words(praised)}."
    if warned := total(rows, "warned"):
        yield (
            f"Warned others of {firm}."
            if warned == 1
            else f"Warned others of {firm} {times_in_words(warned)}."
        )
    moved = [str(other) for other in rows.loc[rows["event"] == "recruited", "other"]]
    if moved:
        who = f"customer {moved[0]}" if len(moved) == 1 else f"customers {' and '.join(moved)}"
        yield f"On this word {who} went to {firm}."


CHAPTERS_OF_A_STORY: tuple[Callable[[str, pd.DataFrame, str], Sentences], ...] = (
    offers,
    purchases_told,
    what_went_wrong,
    care,
    rungs,
    talk_told,
)
"""What is told of a stretch of time, in order."""


def standing_at_end(tie: Any, scenario: Scenario) -> str:
    """Where a customer stands with a firm at the end."""
    rung = Rung(int(tie["rung"]))
    if rung == Rung.PROSPECT:
        return "Never a customer."
    if rung == Rung.LAPSED:
        return f"A former customer, for {lasting(scenario.periods - int(tie['ended_at']), scenario)}."
    return (
        f"{A_RUNG[rung].capitalize()}, for {lasting(scenario.periods - int(tie['acquired_at']), scenario)}."
    )


def pace(story: "Story", f: int, firm: str) -> Sentences:
    """How fast somebody who came during the run rose in a first relationship, and how fast others did."""
    rows = story.events[story.events["firm"] == firm]
    joined, left = (rows.loc[rows["event"] == event, "period"] for event in ("joined", "left"))
    if joined.empty:
        return
    until = left.min() if len(left) else story.scenario.periods
    rose = rows[(rows["event"] == "climbed") & (rows["period"] < until)]
    rung = max((each for each in Rung if word(each) in set(rose["detail"])), default=Rung.PURCHASER)
    if rung <= Rung.CLIENT:
        return
    took = int(rose.loc[rose["detail"] == word(rung), "period"].min()) - int(joined.iloc[0])
    usual = lasting(round(float(story.paces[f, rung])), story.scenario)
    yield (
        f"Rose to {word(rung)} {lasting(took, story.scenario)} after the first purchase; those who rose so "
        f"far took {usual} on average."
    )


def account(tie: Any, profit: float, currency: str) -> str:
    """What the customer paid in all, what that cost the firm, and what was left."""
    costs = [
        f"{COST_NAMES.get(group, word(group))} {number(tie[column_name(group)] / BOOKED_PER_UNIT, 2)}"
        for group in CUSTOMER_GROUPS[Group.GOODS :]
        if tie[column_name(group)]
    ]
    paid = with_currency(number(tie["revenue"] / BOOKED_PER_UNIT, 2), currency)
    left = with_currency(number(profit, 2), currency)
    return f"Paid {paid}; costs: {', '.join(costs) or 'none'}; left {left}."


def total(rows: pd.DataFrame, event: str) -> int:
    """How often an event happened."""
    return int(rows.loc[rows["event"] == event, "times"].sum())


def given(rows: pd.DataFrame, event: str, currency: str) -> str:
    """The money that changed hands with an event."""
    return with_currency(number(rows.loc[rows["event"] == event, "money"].sum(), 2), currency)


def compensation_given(rows: pd.DataFrame, currency: str) -> str:
    """What was given besides help, where anything was."""
    righted = rows[rows["event"] == "put right"]
    return f", with {given(rows, 'put right', currency)} to make up" if righted["money"].any() else ""


def times_in_words(count: int) -> str:
    """Once, twice, seven times."""
    return TIMES[count] if count < len(TIMES) else f"{count} times"


def lasting(periods: int, scenario: Scenario) -> str:
    """A length of time: `3 years`, or in periods where it is shorter than two years."""
    year = round(periods_in_a_year(scenario))
    count, unit = (periods // year, "year") if periods >= 2 * year else (periods, scenario.period)
    return f"{count} {unit}{'' if count == 1 else 's'}"
