"""What each result that a lesson tells in words is in its run."""

from functools import cache, cached_property

from lesson_answers import marginal_costs_of
from lesson_percents import PRESENT
from lessons import retention_within

import relsim
import relsim.cli
from relsim.console.parsing import listed
from relsim.questions.compare.differences import payback_periods
from relsim.questions.lesson.runs import ExerciseCommand

RAISED = PRESENT[2:]
"""The rungs above a client's."""


@cache
def run_of(command):
    """What a command of a lesson compares, asked for claims."""
    read = ExerciseCommand.of(command)
    market = read.request.market()
    names = listed(read.policies, market.policies)
    comparison = relsim.compare(market, policies=names, replications=read.request.replications, hinge=False)
    return ClaimedRun(command.split()[2], comparison)


class ClaimedRun:
    """The numbers of a comparison, of the firm in focus and under the baseline unless told otherwise."""

    def __init__(self, name, comparison):
        self.name = name
        self.comparison = comparison
        self.scenario = comparison.scenario

    def rows(self, table, policy=None, firm=None):
        """The rows of one of the tables."""
        found = getattr(self.comparison, table)
        chosen = found["policy"] == (policy or self.comparison.baseline)
        return found[chosen & (found["firm"] == (firm or self.comparison.firm))]

    def of(self, measure, policy=None, firm=None):
        """The mean of a measure."""
        return float(self.rows("outcomes", policy, firm)[measure].mean())

    def gain(self, policy, measure="customer_equity", firm=None):
        """By how much a policy raises a measure."""
        return self.of(measure, policy, firm) - self.of(measure, None, firm)

    def gap(self, policy, other, measure="customer_equity"):
        """By how much more of a measure there is under one policy than under another."""
        return self.of(measure, policy) - self.of(measure, other)

    def added(self, column, policy):
        """By how much a policy raises the sum of a column."""
        return self.total(column, policy) - self.total(column)

    @cached_property
    def coupons(self):
        """Those who tried in the month of a coupon."""
        return Coupons(self)

    def asked(self, options):
        """The same lesson's comparison with other options."""
        return run_of(f"relsim compare {self.name} {options}")

    def lost_by(self, condition):
        """By how much customer equity is higher under a condition, under the baseline alone."""
        other = self.asked(f"--policies {self.comparison.baseline} --condition {condition}")
        return other.of("customer_equity") - self.of("customer_equity")

    def payback(self, policy):
        """After how many periods a policy has paid back."""
        paid = payback_periods(
            self.comparison.periods, self.comparison.policies, self.comparison.baseline, self.comparison.firm
        )
        return float(paid[policy] or "nan")

    def has_most(self, policy, measure="customer_equity", among=None):
        """Whether no other policy has as much of a measure."""
        values = {one: self.of(measure, one) for one in among or self.comparison.policies}
        return max(values, key=values.get) == policy

    def has_least(self, policy, measure="customer_equity"):
        """Whether no other policy has as little of a measure."""
        return min(self.comparison.policies, key=lambda one: self.of(measure, one)) == policy

    def total(self, column, policy=None, firm=None, months=None):
        """The sum of a column over months, or all of them, in a mean replication."""
        rows = self.rows("periods", policy, firm)
        chosen = rows if months is None else rows[rows["period"].isin(months)]
        return float(chosen[column].sum()) / rows["replication"].nunique()

    def times(self, column, policy, months=None):
        """How many times as much of a column there is under a policy as under the baseline."""
        return self.total(column, policy, None, months) / self.total(column, None, None, months)

    def part(self, column, whole, policy=None, firm=None):
        """Which share of one column another one is."""
        return self.total(column, policy, firm) / self.total(whole, policy, firm)

    def reason(self, name, policy=None):
        """Which share of those who leave does so for a reason."""
        return self.part(f"lost_to_{name}", "lost", policy)

    def at(self, column, month, policy=None, firm=None):
        """A column in one month, in a mean replication."""
        return self.total(column, policy, firm, [month])

    def kept(self, firm, months, policy=None):
        """Yearly retention within some months."""
        policy = policy or self.comparison.baseline
        return float(retention_within(self.comparison, policy, firm, months).mean())

    def people(self, policy=None, firm=None):
        """The customers that a firm has at the end."""
        rows = self.rows("customers", policy, firm)
        return rows[rows["rung"].isin(PRESENT)]

    def standing(self, rungs, policy=None, firm=None):
        """Which share of customers stands on some rungs at the end."""
        return float(self.people(policy, firm)["rung"].isin(rungs).mean())

    def set_by(self, path, policy=None):
        """A value of the firm in focus, as a policy sets it."""
        market = self.scenario.with_policy(policy) if policy else self.scenario
        value = market.firms[self.comparison.firm]
        for name in path.split("."):
            value = value[name] if isinstance(value, dict) else getattr(value, name)
        return value


RETAINING = ("loyalty-programme", "attentive-contact", "complaint-recovery")
VISITS = '--policies letters --set "segments.cardholders.need_rate.mean=1.4 per month"'


class Coupons:
    """Those who tried in the month of the coupon, and the same people where nobody gets one."""

    def __init__(self, run):
        with_it, never = (run.rows("customers", one).set_index("customer") for one in ("half", "nobody"))
        tried = with_it[with_it["first_at"] == 1]
        self.came = tried[tried["channel"] == "coupon"]
        self.without = tried[tried["channel"] != "coupon"]
        self.otherwise = never.loc[self.came.index]
        self.is_brought = self.otherwise["first_at"] != 1
        self.brought = self.came[self.is_brought]

    def again(self):
        """The share who buy again of those who would have tried anyway, with a coupon and without."""
        both = [one[~self.is_brought]["purchases"] > 1 for one in (self.came, self.otherwise)]
        return [float(one.mean()) for one in both]

    def brought_alone(self):
        """The share whom only the coupon brought."""
        return float(self.is_brought.mean())

    def later(self):
        """The share of these who would have come later."""
        return float((self.otherwise[self.is_brought]["purchases"] > 0).mean())


def share_of_best(run, people):
    """Which share of people brings at least as much as the average customer."""
    return float((people["revenue"] >= run.people()["revenue"].mean()).mean())


def at_risk(run):
    """Customers who are dissatisfied or bear a grudge, as contacts to those at risk find them."""
    people, target = run.people(), run.scenario.firms[run.comparison.firm].targeting
    dissatisfied = people["satisfaction"] < target.risk_satisfaction
    return people[dissatisfied | (people["grievance"] > target.risk_grievance)]


def average_by_marginal(run):
    """What a new customer costs on average, by what one more costs."""
    return float(run.of("cost_to_acquire") / marginal_costs_of(run.name).loc["acquire", "marginal"])


def reached(run, amount):
    """Which share of those who ever bought of the firm in focus spent so much there."""
    rows = run.rows("customers")
    return float((rows[rows["purchases"] > 0]["revenue"] >= amount).mean())


def raised(run, policy=None):
    """How many advocates and partners there are under a policy at the end."""
    return run.of("advocates_share", policy) * run.of("customers", policy)


def falls(run, policy=None):
    """How often supporters became clients, in a mean replication."""
    flows = run.rows("flows", policy)
    fallen = flows[(flows["from_rung"] == "supporter") & (flows["to_rung"] == "client")]
    return float(fallen["customers"].sum())


def newcomers_on(run, rungs, policy=None):
    """Which share of those who first bought in three years stands on some rungs at the end."""
    rows = run.rows("customers", policy)
    return float(rows[rows["first_at"].between(0, 35) & (rows["purchases"] > 0)]["rung"].isin(rungs).mean())


def purchases_a_month(run, options=""):
    """How often a customer buys, by what people there want in a month."""
    found = run.asked(options) if options else run
    return found.scenario.segments[0].need_rate.mean.amount


def of_the_coupon(run):
    """Which share of families the coupon of the timeline reaches."""
    (event,) = run.scenario.timeline
    return run.scenario.changed(event.set).firms[run.comparison.firm].coupon.share


def after_entry(run, policy=None):
    """Which share of the customers before the rival's entry there is three years after."""
    return run.at("customers", 59, policy) / run.at("customers", 23, policy)


def cost_of_war(run, firm):
    """Which share of its value a firm loses where the other answers in kind and the price is answered."""
    war = run.asked("--condition price-war")
    return -war.gain("undercuts", firm=firm) / war.of("customer_equity", None, firm)


def own_people(run, policy=None):
    """How many of those for whom Balance stands are its customers."""
    return int((run.people(policy)["segment"] == "finding themselves").sum())


def revenue_of(run, segment):
    """Which share of revenue a segment brings."""
    sums = run.rows("customers").groupby("segment", observed=True)["revenue"].sum()
    return float(sums[segment] / sums.sum())


def visits_a_week(run, name):
    """How often a segment needs something in a week, as its file says."""
    (rate,) = (one.need_rate.mean for one in run.scenario.segments if one.name == name)
    assert rate.period == "week"
    return rate.amount


def tried(run, policy):
    """How many families try in the month of the coupon."""
    return int((run.rows("customers", policy)["first_at"] == 1).sum())


def too_small(run):
    """Which share of accounts earns less in a year than twelve visits cost."""
    people = run.people()
    years = run.scenario.periods / 12
    cost = 12 * run.set_by("contact.cost")
    return float(((people["revenue"] - people["goods"] - people["service"]) / years < cost).mean())


def members(run, policy):
    """How many members there are at the end, beside those of the permanent programme."""
    return run.at("members", run.scenario.periods - 1, policy) / run.at(
        "members", run.scenario.periods - 1, "permanent"
    )


def gone(run, segment):
    """Which share of a segment's customers is missing where data are collected in secret."""
    watched, measured = (
        (run.people(one)["segment"].str.contains(segment)).sum() for one in ("watched", None)
    )
    return float(1.0 - watched / measured)


def eaten(run):
    """Which share of profit far more than expected costs."""
    return -run.gain("red-carpet", "profit") / run.of("profit")


def mended(run):
    """Which share of the harm of taking customers for granted a yearly review mends."""
    return run.gap("reviewed", "old-friends") / -run.gain("old-friends")


def failures_in_mixes(run):
    """How many times as many leave after failures with the reasons of the study as with the textbook's."""
    folklore = run.asked("--policies as-it-is --condition textbook")
    return run.reason("bad_handling") / folklore.reason("bad_handling")


def left_when_failures_are_mended(run):
    """By how much the shares of prices and of neglect in the reasons grow once failures are put right."""
    return [run.reason(name, "fewer-failures") / run.reason(name) for name in ("price", "neglect")]


CLAIMS = {
    "bank-inertia": {
        "nine in ten of Vault's customers are clients and no more": lambda run: run.asked(
            "--periods 30"
        ).standing(PRESENT[:2]),
        "Garden's, six in ten are supporters or above": lambda run: run.asked("--periods 30").standing(
            RAISED, firm="garden"
        ),
        "it saves a quarter of the value that the law costs": lambda run: (
            run.gain("new-ties") / run.lost_by("no-law")
        ),
        "Decent service, from the start, saves over half": lambda run: (
            run.gain("real-care") / run.lost_by("no-law")
        ),
    },
    "broken-journey": {
        "answering nine calls in ten lifts": lambda run: run.set_by(
            "touchpoints.hotline.reachability", "answer-the-phone"
        ),
        "Most people who ring up are answered": lambda run: run.set_by(
            "touchpoints.hotline.reachability", "answer-the-phone"
        ),
        "Two in three calls are in vain": lambda run: 1.0 - run.set_by("touchpoints.hotline.reachability"),
    },
    "car-buyer": {
        "one in forty reaches 200,000": lambda run: reached(run, 200_000.0),
        "over six in ten of those who leave do so": lambda run: run.reason("neglect"),
        "takes more than twice as long to pay": lambda run: (
            run.payback("workshop") / run.payback("stay-in-touch")
        ),
        "Most who leave do so because nobody ever wrote": lambda run: run.reason("neglect"),
    },
    "clinic-referrals": {
        "one patient in three recommends": lambda run: run.of("recommenders_share"),
    },
    "co-creation": {
        "of the three it lifts retention most": lambda run: run.has_most(
            "magazine", "yearly_retention", ("magazine", "club", "workshop")
        ),
        "the workshop loses two fifths of its advocates": lambda run: (
            1.0 - raised(run, "workshop-poor-service") / raised(run, "workshop")
        ),
    },
    "complaints-welcome": {
        "Most dissatisfied customers leave without a word": lambda run: run.part(
            "silent_leavers", "dissatisfied_leavers"
        ),
        "six in ten of the dissatisfied who leave have never complained": lambda run: run.part(
            "silent_leavers", "dissatisfied_leavers"
        ),
        "makes them more than three times as many": lambda run: run.times("complaints", "welcome"),
        "twice as much as the sum": lambda run: (
            run.gain("welcome") / (run.gain("asking") + run.gain("put-right"))
        ),
        "nearly doubles the cost of recovery": lambda run: (
            run.total("recovery", "manager-calls") / run.total("recovery", "welcome")
        ),
        "Most of the dissatisfied leave without a word": lambda run: run.part(
            "silent_leavers", "dissatisfied_leavers"
        ),
    },
    "cost-ratios": {
        "more than four times as much": lambda run: run.of("cost_to_acquire") / run.of("cost_to_retain"),
        "116, thirteen times as much as keeping": lambda run: (
            run.of("cost_to_win_back") / run.of("cost_to_retain")
        ),
        "adds two fifths of what advertising does": lambda run: run.gain("keep") / run.gain("win"),
        "most of them would have done so anyway": lambda run: 1.0 - average_by_marginal(run),
        "So advertising adds most as a": lambda run: run.has_most("win"),
        "adds a little, and advertising adds most": lambda run: run.has_most("win"),
    },
    "coupon-puzzle": {
        "with a coupon twice as many try": lambda run: tried(run, "everybody") / tried(run, "nobody"),
        "are, more than three times as much": lambda run: (
            run.coupons.brought["price_sensitivity"].mean() / run.coupons.without["price_sensitivity"].mean()
        ),
        "often either way, about nine in ten": lambda run: run.coupons.again(),
        "Those whom only the coupon brought, over half": lambda run: run.coupons.brought_alone(),
        "four in ten of them would have come later": lambda run: run.coupons.later(),
        "Half of the families never got one": lambda run: 1.0 - of_the_coupon(run),
    },
    "crm-payback": {
        "One that is four times as dear": lambda run: (
            run.total("line_crm", "grand") / run.total("line_crm", "system")
        ),
        "costs four times as much": lambda run: (
            run.total("line_crm", "grand") / run.total("line_crm", "system")
        ),
    },
    "from-log-to-market": {
        "worth less than half of what the guesses say": lambda run: (
            run.asked(VISITS).of("customer_equity") / run.of("customer_equity")
        ),
        "comes half as often as was guessed": lambda run: (
            purchases_a_month(run, VISITS) / purchases_a_month(run)
        ),
    },
    "growing-market": {
        "Net has more than three times as many customers": lambda run: (
            run.at("customers", 23, firm="net") / run.at("customers_at_start", 0, firm="net")
        ),
        "it loses about a third of them every year": lambda run: 1.0 - run.kept("net", range(36)),
        "leaves Anchor with most customers": lambda run: run.has_most("chases", "customers"),
        "costs two fifths as much again": lambda run: (
            -min(run.gain("cuts"), run.gain("chases")) / run.lost_by("no-recession")
        ),
    },
    "hold-watch-let-go": {
        "earns a quarter more than the whole profit": lambda run: (
            float(run.rows("concentration", "everybody")["top_20_profit"].iloc[0]) - 1.0
        ),
        "not the right ones either, most of them being small": lambda run: (
            1.0 - share_of_best(run, at_risk(run))
        ),
        "Most of those at risk are small": lambda run: 1.0 - share_of_best(run, at_risk(run)),
        "They are a fifth of the customers": lambda run: share_of_best(run, run.people()),
        "where one customer in three is misjudged": lambda run: run.set_by(
            "targeting.error", "four-groups-misjudged"
        ),
    },
    "leaky-bucket": {
        "over a third of its new customers come by recommendation": lambda run: run.of("recommended_share"),
        "over half of its dissatisfied leavers never complained": lambda run: run.part(
            "silent_leavers", "dissatisfied_leavers", firm="sieve"
        ),
    },
    "life-cycle": {
        "Where one visit in eight goes wrong": lambda run: run.set_by("service.failures", "slips"),
        "nearly twice as many supporters fall back": lambda run: falls(run, "slips") / falls(run),
        "less than half as many climb so far": lambda run: (
            newcomers_on(run, RAISED, "no-contact") / newcomers_on(run, RAISED)
        ),
        "most stop, or leave as if": lambda run: newcomers_on(run, ("client", "lapsed"), "no-contact"),
        "brings seven tenths more advocates": lambda run: raised(run, "closer") / raised(run) - 1.0,
    },
    "price-rise": {
        "only half of the rise is paid": lambda run: (
            (run.at("price", 23, "thirty-in-steps") - run.at("price", 0, "thirty-in-steps"))
            / (run.at("price", 30, "thirty-in-steps") - run.at("price", 0, "thirty-in-steps"))
        ),
        "the second half of the rise comes": lambda run: (
            (run.at("price", 30, "thirty-in-steps") - run.at("price", 23, "thirty-in-steps"))
            / (run.at("price", 30, "thirty-in-steps") - run.at("price", 0, "thirty-in-steps"))
        ),
        "add over a third of what the first added": lambda run: (
            run.gap("sixty", "thirty") / run.gain("thirty")
        ),
        "a quarter fewer customers than without": lambda run: (
            1.0 - run.of("customers", "sixty") / run.of("customers", "no-rise")
        ),
    },
    "retention-launch": {
        "put right halve the losses to bad handling": lambda run: run.times(
            "lost_to_bad_handling", "complaint-recovery"
        ),
        "less than a quarter as many leave for that reason": lambda run: run.times(
            "lost_to_neglect", "attentive-contact"
        ),
        "two thirds of what Harbour gains by these three, Summit loses": lambda run: (
            -sum(run.gain(one, firm="summit") for one in RETAINING) / sum(map(run.gain, RETAINING))
        ),
    },
    "rival-arrives": {
        "loses nearly a quarter of its customers a year": lambda run: 1.0 - run.kept("incumbent", range(24)),
        "over a third of them are gone within three years": lambda run: 1.0 - after_entry(run),
        "costs Incumbent over two fifths": lambda run: cost_of_war(run, "incumbent"),
        "and Challenger three quarters": lambda run: cost_of_war(run, "challenger"),
        "keeps more than eight in ten of its customers each year": lambda run: run.kept(
            "incumbent", range(72), "early"
        ),
        "has a fifth fewer after three years": lambda run: 1.0 - after_entry(run, "early"),
    },
    "service-profit-chain": {
        "nearly five times the sum of the two": lambda run: (
            run.gain("train-and-motivate") / (run.gain("train") + run.gain("motivate"))
        ),
    },
    "shared-values": {
        "a third of all it is worth": lambda run: -run.gain("copy") / run.of("customer_equity"),
        "a seventh of its own people": lambda run: 1.0 - own_people(run, "middle") / own_people(run),
    },
    "shop-regulars": {
        "Who comes twice a week buys": lambda run: visits_a_week(run, "twice a week"),
        "once a month brings half the revenue": lambda run: revenue_of(run, "once a month"),
        "Counted by money they are half of the shop": lambda run: revenue_of(run, "once a month"),
        "10,800 a year and add most of all": lambda run: run.has_most("everybody"),
    },
    "speaking-up": {
        "reviews brings thirty times as many": lambda run: run.times("reviews", "ask-for-reviews"),
        "customer equity by over six tenths": lambda run: (
            -run.gain("both-with-poor-service") / run.of("customer_equity")
        ),
    },
    "steel-supplier": {
        "customer equity, the most of all": lambda run: run.has_most("claims"),
        "most accounts are too small to pay for a monthly visit": lambda run: too_small(run),
        "It keeps most and costs more": lambda run: run.has_most("all-accounts", "yearly_retention"),
        "It is worth most, and keeps fewer": lambda run: run.has_most("claims"),
    },
    "three-programmes": {
        "The mini programme has a seventh of the members": lambda run: members(run, "mini"),
        "its running cost is most of what it costs": lambda run: run.part(
            "line_programme_running", "retention_cost", "mini"
        ),
        "Both at once bring most": lambda run: run.has_most("both"),
        "three times the attention": lambda run: (
            run.set_by("loyalty.upper.recognition", "both") / run.set_by("loyalty.recognition", "both")
        ),
        "A seventh of the members": lambda run: members(run, "mini"),
    },
    "too-much-care": {
        "data collected in secret cost most": lambda run: run.has_least("watched"),
        "those who keep their distance most": lambda run: gone(run, "distant") > gone(run, "close"),
        "although that costs twice as much": lambda run: (
            run.set_by("personalisation.cost.amount", "open-book")
            / run.set_by("personalisation.cost.amount", "watched")
        ),
        "who cost seven times as much to keep": lambda run: (
            run.of("cost_to_retain", "over-contact") / run.of("cost_to_retain")
        ),
        "a price that eats over three fifths of the profit": lambda run: eaten(run),
        "A little more than expected is worth most of all": lambda run: run.has_most("extra-mile"),
        "Most of those who leave for it go to rivals": lambda run: (
            run.added("lost_to_competitor", "old-friends") / run.added("lost", "old-friends")
        ),
        "A yearly review mends about half of it": lambda run: mended(run),
        "in customer equity it is worth most of all": lambda run: run.has_most("extra-mile"),
        "The yearly review mends about half of the harm": lambda run: mended(run),
        "a price that eats most of the profit": lambda run: eaten(run),
    },
    "two-strategies": {
        "is worth most for two of the four product types": lambda run: all(
            one.has_most("relationship") for one in (run, run.asked("--condition industrial-goods"))
        ),
    },
    "why-they-leave": {
        "because most are said to leave for want of it": lambda run: run.asked(
            "--policies as-it-is --condition textbook"
        ).reason("neglect"),
        "failures weigh about three times as much": lambda run: failures_in_mixes(run),
        "are nearly twice as large a part": lambda run: left_when_failures_are_mended(run),
        "over half had never complained": lambda run: run.part("silent_leavers", "dissatisfied_leavers"),
    },
}
