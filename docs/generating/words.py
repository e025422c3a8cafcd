"""Meanings of words that code only names: members of the vocabulary, columns of tables, measures."""

RUNGS = {
    "PROSPECT": "Has never bought from the firm.",
    "PURCHASER": "Has bought once.",
    "CLIENT": "Buys again, for whatever motive: liking, habit or switching cost.",
    "SUPPORTER": "Is committed to the firm, but passive.",
    "ADVOCATE": "Is strongly committed and recommends the firm.",
    "PARTNER": "Creates value together with the firm; invited as an advocate.",
    "LAPSED": "Was a customer, is none now, and remembers.",
}
REASONS = {
    "NONE": "The relationship has not ended.",
    "MOVED": "Left the region, and with it the market.",
    "PRICE": "Dearer than rivals, or dearer than remembered.",
    "BAD_HANDLING": "A failure that was not put right.",
    "NEGLECT": "Felt forgotten.",
    "COMPETITOR": "A rival's offer was better, louder or praised.",
    "FADING_NEED": "Does not need the category any more.",
    "CLOSED": "The firm left the market.",
}
CHANNELS = {
    "FOUNDING": "Was a customer when the scenario began.",
    "ADVERTISING": "An advertisement was the strongest message.",
    "COUPON": "A coupon was the strongest message.",
    "WORD_OF_MOUTH": "A recommendation was the strongest message, without a reward.",
    "REFERRAL": "A recommendation was the strongest message, with a reward for the newcomer.",
    "WIN_BACK": "Came back after a win-back offer.",
    "WALK_IN": "No message arrived.",
}
GROUPS = {
    "REVENUE": "What customers paid.",
    "GOODS": "Cost of what was sold.",
    "SERVICE": "Cost of serving it.",
    "ACQUISITION": "Cost of winning customers for the first time.",
    "RETENTION_COST": "Cost of keeping customers.",
    "RECOVERY": "Cost of putting failures right.",
    "WIN_BACK": "Cost of winning former customers back.",
    "FIXED": "Costs that no single customer causes.",
    "STAFF": "Cost of the people who serve, which no single customer causes.",
}
LINES = {
    "REVENUE": "What the customer paid.",
    "GOODS": "What the goods cost.",
    "SERVICE": "What serving the customer cost.",
    "COUPONS": "What coupons took off first purchases.",
    "GUARANTEES": "What guarantees refunded.",
    "REFERRAL_REWARDS": "Rewards for both sides of a recommendation.",
    "CONTACTS_COST": "What keeping in touch cost.",
    "PROGRAMME": "What the loyalty programme gave back.",
    "CO_CREATION": "What working with partners cost.",
    "RECOVERY": "What handling complaints cost.",
    "COMPENSATION": "What was given to make up for failures.",
    "WIN_BACK_OFFERS": "What win-back offers cost, and took off the price.",
    "ADVERTISING": "The advertising budget.",
    "PROGRAMME_RUNNING": "The fixed cost of the loyalty programme.",
    "OVERHEAD": "The firm's fixed cost.",
    "RETENTION_SPENDING": "What was spent at renewals on keeping customers.",
    "STAFF": "Pay, training, motivation and empowerment of the staff.",
    "HIRING": "What filling empty posts cost.",
    "PERSONALISATION": "What personal treatment cost.",
    "TOUCHPOINTS": "What touchpoints between purchases cost.",
    "BONDS_UPKEEP": "What keeping up bonds cost.",
    "COMMUNITY": "What the meetings of the community cost.",
    "ACCOUNT_REVIEWS": "What reviewing relationships cost.",
    "REVIEW_REQUESTS": "What asking for reviews cost.",
    "CRM": "Purchase and running of the customer relationship management system.",
}
INDEX = {
    "replication": "Number of the repetition, from 0.",
    "policy": "Name of the policy; `as is` in a run without policies.",
    "firm": "Name of the firm.",
    "period": "Number of the period, from 0.",
    "rung": "Rung at the end of the period.",
    "from_rung": "Rung before the period.",
    "to_rung": "Rung after it.",
}
COUNTS = {
    "purchases": "Purchases made.",
    "first_purchases": "Purchases by somebody who had never bought from the firm.",
    "second_purchases": "Purchases by somebody who had bought from the firm once.",
    "failures": "Service episodes in which something went wrong.",
    "complaints": "Failures that were complained of.",
    "recovered": "Complaints that were put right.",
    "contacts": "Proactive contacts made.",
    "members": "Customers who are in the loyalty programme.",
    "community_members": "Customers who belong to the firm's community.",
    "reviews": "Reviews written.",
    "stars": "Stars given in all of them.",
    "promoters": "Customers who would answer 9 or 10 when asked for a recommendation.",
    "passives": "Customers who would answer 7 or 8.",
    "detractors": "Customers who would answer 6 or less.",
    "positive_speakers": "People who praised the firm.",
    "negative_speakers": "People who warned of the firm.",
    "praise_heard": "Recommendations heard.",
    "blame_heard": "Warnings heard.",
    "category_purchases": "Purchases at any firm by this firm's customers.",
    "recommenders": "Customers who have ever praised the firm.",
    "offers_made": "Win-back offers made.",
    "dissatisfied_leavers": "Customers who left dissatisfied, other than by moving or fading need.",
    "silent_leavers": "Those of them who never complained.",
    "referred_customers": "Customers at the start of the period who came by recommendation.",
    "referred_lost": "Those of them who left.",
}
COLUMNS = (
    INDEX
    | COUNTS
    | {
        "customers": "Customers at the end of the period: purchasers to partners.",
        "prospects": "People who have never bought from the firm.",
        "lapsed": "Former customers.",
        "advocates_and_partners": "Customers on the two highest rungs.",
        "customers_at_start": "Customers at the start of the period, who may be lost in it.",
        "acquired": "Customers won, first-time or back.",
        "lost": "Customers lost.",
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
    "grievance": "Unsettled anger, 0 to 1.",
    "remembered_price": "The price that seems normal.",
    "recruiter": "Number of the customer whose praise was heard; -1 if nobody's.",
    "purchases": "Purchases from the firm so far.",
    "acquired_at": "Period of becoming a customer; negative before the scenario began.",
    "last_purchase": "Period of the last purchase.",
    "ended_at": "Period in which the relationship ended.",
    "channel": "What brought the customer to the firm.",
    "reason": "Why the relationship ended.",
    "member": "1 for members of the loyalty programme, 2 for upper members.",
    "community": "1 for members of the firm's community.",
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
}
MEASURES = {
    "customer_equity": "Discounted contribution of all periods, plus the discounted residual value "
    "of the customers at the end.",
    "equity_lead": "Customer equity less that of the rival with the highest.",
    "profit": "Sum of profit, not discounted.",
    "revenue_growth": "Growth of revenue a year, from the first year of the run to the last.",
    "yearly_retention": "Share kept per period, over all periods, raised to a year.",
    "advocates_share": "Advocates and partners among the customers at the end.",
    "customers": "Customers at the end.",
    "revenue": "Sum of revenue.",
    "acquired": "Customers won, first-time or back.",
    "lost": "Customers lost.",
    "market_share": "Share of all purchases in the last year.",
    "share_of_wallet": "Share of its customers' purchases (not money) in the last year.",
    "nps": "Promoters less detractors, in points of a hundred, over the last year.",
    "recommended_share": "Share of the customers won who came by word of mouth or referral.",
    "recommenders_share": "Share of the customers at the end who have ever praised the firm.",
    "referral_r": "Customers won by recommendation for each customer lost.",
    "cost_to_acquire": "Acquisition cost for each customer won other than by win-back: an average.",
    "cost_to_retain": "Retention cost of one customer for a year: an average.",
    "cost_to_win_back": "Win-back cost for each customer won back: an average.",
    "lifetime_value": "Expected value of a present customer at the last year's margin and retention, the "
    "first margin after one more period.",
    "silent_share": "Share of dissatisfied leavers who never complained.",
    "praise_to_blame": "People who praised for each one who warned.",
    "inflow_per_outflow": "Customers won for each one lost.",
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
    "low": "Lower end of the 95 % interval of the difference.",
    "high": "Upper end of it.",
    "variance_reduction": "How many times the variance of the difference would be larger with "
    "independent luck.",
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
        return f"Less, or more, spent. {LINES.get(name.removeprefix('line_').upper(), '')}"
    return PARTS.get(name, "")


def lift(name: str) -> str:
    """What a column of the table of lift holds."""
    return LIFT.get(name, "")


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
        return LINES.get(name.removeprefix("line_").upper(), "")
    return COLUMNS.get(name) or GROUPS.get(name.upper(), "")


def derived(name: str) -> str:
    """What a column of a table made from the stored ones holds."""
    return DERIVED.get(name) or INDEX.get(name) or RELATIONSHIP.get(name, "")


def relationship(name: str) -> str:
    """What a column of the table of customers holds."""
    return RELATIONSHIP.get(name) or GROUPS.get(name.upper(), "") or INDEX.get(name, "")


ALTERNATIVES = {
    ("choice", "captive"): "Customers do not choose at all while their relationship lasts; others "
    "choose by logit.",
    ("departure", "before opportunity"): "Before each opportunity to buy customers leave with a lasting "
    "chance of their own (BG/BB); the same rule as `beta`.",
    ("word_of_mouth", "mean field"): "People speak as on a network, and everybody hears the average of "
    "all voices.",
}
"""What an alternative does where its function is that of another."""

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
    "mechanisms.need": "When customers want the category.",
    "mechanisms.choice": "How they pick a firm.",
    "mechanisms.spend": "How much they take.",
    "mechanisms.experience": "What an episode leaves behind.",
    "mechanisms.ladder": "How they climb and slide.",
    "mechanisms.departure": "Why they leave.",
    "mechanisms.word_of_mouth": "Whether they talk.",
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
