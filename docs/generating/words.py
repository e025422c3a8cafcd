"""Meanings of words that code only names: columns of tables, and keys that hold other keys."""

from relsim.vocabulary import COUNTS, Group, Line

INDEX = {
    "replication": "Number of the repetition, from 0.",
    "policy": "Name of the policy; `as is` in a run without policies.",
    "firm": "Name of the firm.",
    "period": "Number of the period, from 0.",
    "rung": "Rung at the end of the period.",
    "from_rung": "Rung before the period.",
    "to_rung": "Rung after it.",
}
COLUMNS = (
    INDEX
    | {name: meaning for name, meaning in COUNTS.items() if not name.endswith("_ppm")}
    | {
        "customers": "Customers at the end of the period: purchasers to partners.",
        "prospects": "People who have never bought from the firm.",
        "lapsed": "Former customers.",
        "advocates_and_partners": "Customers on the two highest rungs.",
        "customers_at_start": "Customers at the start of the period, who may be lost in it.",
        "acquired": "Customers won, first-time or back.",
        "lost": "Customers lost.",
        "lapsed_at_start": "Former customers at the start of the period, who may return in it.",
        "returned": "Customers won who had been customers before.",
        "contribution": "Revenue after every cost but the fixed ones.",
        "profit": "Revenue after every cost.",
        "price": "What the firm asks for a unit, before anything is taken off.",
        "satisfaction": "Mean satisfaction of customers, 0 to 1.",
        "trust": "Mean trust of customers, 0 to 1.",
        "commitment": "Mean affective commitment of customers, 0 to 1.",
        "nps": "Net promoter score, -100 to 100.",
        "review_rating": "Mean stars of the reviews written in the period, 1 to 5.",
        "retention": "Share of the customers at the start who stayed through the period.",
        "market_share": "Share of all purchases in the market.",
        "share_of_wallet": "Share of its customers' purchases that the firm got.",
        "employees": "Employees who serve customers; 0 where staff is not modelled.",
        "staff_satisfaction": "Mean satisfaction of employees, 0 to 1.",
        "staff_skill": "Mean skill of employees, 0 to 1.",
        "staff_tenure": "Mean time of employees in the firm, in periods.",
        "staff_turnover": "Share of the employees of the last period who quit.",
    }
)
RELATIONSHIP = {
    "customer": "Number of the customer, from 0.",
    "segment": "Name of the segment.",
    "rung": "Rung at the end of the run.",
    "satisfaction": "Satisfaction, 0 to 1.",
    "expectation": "Expected quality, 0 to 1.",
    "trust": "Trust, 0 to 1.",
    "commitment": "Affective commitment, 0 to 1.",
    "bonds": "Switching cost, 0 to 1.",
    "attention": "Attention felt, in contacts.",
    "first_at": "Period of the first purchase ever.",
    "hearsay": "What was heard of the firm and not yet forgotten: praise less blame, in voices.",
    "encounters": "The part of attention that was felt in episodes and at touchpoints.",
    "grievance": "Unsettled anger, 0 to 1.",
    "remembered_price": "The price that seems normal.",
    "recruiter": "Number of the customer who recommended the firm when this one came; -1 if nobody did.",
    "teller": "Number of the customer whose praise was heard last; -1 if nobody's.",
    "purchases": "Purchases from the firm so far.",
    "acquired_at": "Period of becoming a customer; negative before the scenario began.",
    "last_purchase": "Period of the last purchase.",
    "ended_at": "Period in which the relationship ended.",
    "praised_at": "Period in which the customer last recommended the firm.",
    "approached_at": "Period of the firm's last contact or review that made the customer think of leaving.",
    "channel": "What brought the customer to the firm; founding for those of the start, and for prospects.",
    "reason": "Why the relationship ended.",
    "member": "1 for members of the loyalty programme, 2 for upper members.",
    "community": "1 for members of the firm's community.",
    "known": "1 for those who know the firm.",
    "praised": "1 for those who have ever praised the firm.",
    "failures": "Failures met.",
    "complaints": "Complaints made.",
    "profit": "What the customer paid, less all costs booked to the customer.",
    "need_rate": "Occasions of need per period.",
    "basket": "Units usually bought at once.",
    "price_sensitivity": "Weight of the price; 1 is ordinary.",
    "proneness": "Wish for a relationship at all, 0 to 1.",
    "values": "What the customer cares about, on a scale from 0 to 1.",
    "talkativeness": "Readiness to talk, 0 to 1.",
    "mobility": "Chance per period to move away.",
    "fickleness": "Lasting chance to leave, per renewal or per purchase, 0 to 1.",
    "restlessness": "How much more readily than others the customer leaves; 1 is ordinary.",
    "arrives": "Period of entering the market; 32000 for those who have moved away.",
    "needs_met_early": "How many needs somebody who went to a rival has met before they came up, 2 at most.",
}
DERIVED = {
    "year": "Year of the relationship, from 1; the last one is open.",
    "retention": "Share kept through that year.",
    "surviving": "Share of newcomers who would outlast it.",
    "cohort": "Year of the run in which they were won, from 1.",
    "age": "Years since then; 0 at the end of that year.",
    "won": "Customers won in that year, first-time or back.",
    "customers": "Those of them who are still there.",
    "remaining": "Their share of those won.",
    "buyers": "People who bought during the run.",
    "top_20_revenue": "Share of revenue from the best fifth of buyers.",
    "top_10_revenue": "Share of revenue from the best tenth.",
    "gini_revenue": "Gini coefficient of revenue: 0 when all bring the same.",
    "top_20_profit": "Share of profit from the most profitable fifth; above 1 where others cost more.",
    "top_10_profit": "Share of profit from the most profitable tenth.",
    "unprofitable_share": "Share of buyers who cost more than they brought.",
    "recency": "Periods since the last purchase.",
    "frequency": "Purchases a year since the first in the run.",
    "money": "Revenue a year since the first purchase in the run.",
    "basket": "Revenue per purchase.",
    "profit": "Profit a year since the first purchase in the run.",
    "r": "Fifth of recency; 5 is most recent.",
    "f": "Fifth of frequency; 5 is most frequent.",
    "m": "Fifth of revenue; 5 is highest.",
    "segment": "One of eleven names for the scores.",
    "group": "Basket and frequency against the firm's means, or everybody.",
    "line": "Line of the profitability table.",
    "amount": "Amount per customer and year; costs are negative.",
    "share_of_sales": "Amount as a share of sales.",
}
DIFFERENCES = {
    "policy": "The policy.",
    "measure": "The measure.",
    "mean": "Mean of the measure under the policy.",
    "difference": "Mean paired difference from the baseline.",
    "low": "Lower end of the 95 % interval of the difference; empty where it is too rare to tell.",
    "high": "Upper end of it.",
    "variance_reduction": "How many times the variance of the difference would be larger with "
    "independent luck.",
    "left_out": "Replications left out, since the measure was undefined under the policy or the baseline.",
    "too_rare": "Whether too few replications differ to say how sure the difference is.",
}
SUMS = {
    "rung": "The rung.",
    "profit": "What customers left on it, after all costs booked to them.",
    "recruits": "Customers who came on the word of somebody who stood on it.",
    "reached": "People who first bought during the run, and reached it before they ever left.",
    "waited": "Periods that these took together, from the first purchase.",
}
MOVES = {
    "begin": "How many periods had passed when the year began.",
    "end": "How many had passed at its end.",
    "from_rung": "Rung when the year began.",
    "to_rung": "Rung at its end.",
    "customers": "How many people.",
}
SHIFTS = {
    "policy": "The policy.",
    "from_rung": "Rung before the step.",
    "to_rung": "Rung after it.",
    "baseline": "How many take it a year under the baseline.",
    "mean": "How many do under the policy.",
    "difference": "Mean paired difference from the baseline.",
    "low": "Lower end of the 95 % interval of the difference.",
    "high": "Upper end of it.",
}
PARTS = {
    "customers_kept": "Revenue from staying longer, or less long.",
    "customers_at_start": "Revenue from having other customers when the run began.",
    "spend_per_customer": "Revenue from what a customer buys in a period, at unchanged prices.",
    "price_paid": "Revenue from the list price; what is taken off it stands in the cost lines.",
    "profit": "The whole difference in profit: the sum of the parts.",
}
LIFT = {
    "response": "How somebody responded to the policy.",
    "customers": "How many did.",
    "spending": "What was spent on them more than under the baseline: acquisition, retention, recovery, "
    "win-back.",
    "lift": "What profit they brought more than under the baseline.",
}
RESPONSES = {
    "persuadable": "A customer at the end only under the policy.",
    "sure thing": "A customer at the end under both.",
    "lost cause": "A customer at the end under neither.",
    "sleeping dog": "A customer at the end only under the baseline.",
}


def part(name: str) -> str:
    """What a part of a difference in profit holds."""
    if name.startswith("acquired_by_"):
        channel = name.removeprefix("acquired_by_").replace("_", " ")
        return f"Revenue from winning more, or fewer, customers by {channel}."
    if name.startswith("line_"):
        return f"Less, or more, spent. {line(name)}"
    return PARTS.get(name, "")


def line(column: str) -> str:
    """What the column of a cost line holds."""
    name = column.removeprefix("line_").upper()
    return Line[name].meaning if name in Line.__members__ else ""


def group(column: str) -> str:
    """What the column of a group of the statement holds."""
    return Group[column.upper()].meaning if column.upper() in Group.__members__ else ""


def lift(name: str) -> str:
    """What a column of the table of lift holds."""
    return LIFT.get(name, "")


def rung_sum(name: str) -> str:
    """What a column of the table of rungs holds."""
    return SUMS.get(name) or INDEX.get(name, "")


def column(name: str) -> str:
    """What a column of the table of periods holds; empty where nobody has said so."""
    for prefix, words in (
        ("acquired_by_", "Customers won by {}."),
        ("lost_to_", "Customers lost; reason: {}."),
        ("customers_in_year_", "Customers at the start in year {} of their relationship."),
        ("lost_in_year_", "Customers lost in year {} of their relationship."),
    ):
        if name.startswith(prefix):
            rest = name.removeprefix(prefix).replace("_", " ")
            return words.format(f"{rest} or later" if rest == "6" else rest)
    if name.startswith("line_"):
        return line(name)
    return COLUMNS.get(name) or group(name)


def derived(name: str) -> str:
    """What a column of a table made from the stored ones holds."""
    return DERIVED.get(name) or INDEX.get(name) or RELATIONSHIP.get(name, "")


def relationship(name: str) -> str:
    """What a column of the table of customers holds."""
    return RELATIONSHIP.get(name) or group(name) or INDEX.get(name, "")


KEYS = {
    "title": "What the scenario is called.",
    "summary": "What the scenario is about, in one line.",
    "currency": "The currency of all amounts of money.",
    "period": "What one period is.",
    "periods": "How many periods the scenario lasts.",
    "customers": "How many potential customers there ever are, customers or not.",
    "discount": "Rate at which later money counts for less.",
    "product_type": "Sets the market side; see presets.",
    "replications": "How often a comparison repeats the market, unless asked otherwise.",
    "sources": "Sources by a short name, listed in the report.",
    "network": "Who talks with whom.",
    "population": "How many people come and go.",
    "segments": "Groups of customers; their shares sum to 1.",
    "mechanisms": "Which alternative of each mechanism is in force.",
    "behaviour": "Parameters of the rules.",
    "firms": "The competitors, by name.",
    "policies": "Named patches of the scenario, to be compared.",
    "timeline": "Interventions and shocks.",
    "learn": "The lesson that goes with the scenario.",
    "report": "How the report looks.",
    "network.kind": "Shape of the network; in a complete one customers meet random others.",
    "segments.SEGMENT.name": "What the segment is called, in paths and tables.",
    "segments.SEGMENT.share": "Share of the customers who belong to it.",
    "segments.SEGMENT.need_rate": "Occasions on which a customer wants the category.",
    "segments.SEGMENT.price_sensitivity": "Weight of the price; 1 is ordinary.",
    "segments.SEGMENT.talkativeness": "Readiness to talk about firms.",
    "segments.SEGMENT.expectation": "Quality expected before any experience.",
    "firms.FIRM.adapts.NUMBER.rule": "What the lever follows.",
    "firms.FIRM.strategy": "Sets every lever that the file does not; a number mixes the two.",
    "firms.FIRM.touchpoints": "Places where customers meet the firm between purchases, by name.",
    "firms.FIRM.targeting.groups": "What `contact: groups` does about each group.",
    "firms.FIRM.targeting.contact": "Who gets proactive contact.",
    "firms.FIRM.targeting.win_back": "Who gets win-back offers.",
    "policies.POLICY.title": "What the policy is called in reports.",
    "policies.POLICY.note": "Why one might choose it.",
    "policies.POLICY.set": "Dotted paths and the values they get.",
    "timeline.NUMBER.title": "What the event is called.",
    "timeline.NUMBER.at": "When it begins.",
    "timeline.NUMBER.until": "When it ends; never, if not given.",
    "timeline.NUMBER.set": "Dotted paths and the values they have meanwhile.",
    "learn.question": "What to ask before the run.",
    "learn.look_at": "What to look at in the report.",
    "learn.explanation": "Why it came about.",
    "learn.exercises": "What to try next.",
    "learn.minutes": "How long the lesson takes.",
    "report.title": "Title of the report, instead of the scenario's.",
    "mean": "Mean over customers.",
    "distribution": "Shape of the distribution.",
}
"""Meanings of keys that say nothing themselves; parts within a part say it in their own section."""
