"""Every measure that a log can tell, worked out anew from its tables; nothing of relsim is used.

`events`, `accounts` and `customers` are the tables that `relsim export --log` writes. `terms` are numbers
that stand in the scenario: `firms`, `periods`, `year` (periods in a year), `discount` of a period,
`dissatisfied` (satisfaction below which somebody leaves dissatisfied), `returns` (whether former customers
may return after the end), `tenured` (whether tenure tells how long customers stay) and `silence` (periods).
"""

from math import nan

import numpy as np
import pandas as pd

NO_FAULT_OF_THE_FIRM = {"moved", "fading need", "closed"}
RECOMMENDED = {"word of mouth", "referral"}
TOP_RUNGS = {"advocate", "partner"}
ACQUISITION = {"acquisition", "advertising"}
KEEPING = {"retention_cost", "programme_running", "crm", "recovery"}


def over(above, below):
    """A quotient, or nothing where there is nothing to divide by."""
    return above / below if below else nan


class Firm:
    """What the log says of one firm."""

    def __init__(self, name, log, terms):
        self.name, self.terms = name, terms
        self.events = log["events"][log["events"]["firm"] == name]
        self.accounts = log["accounts"][log["accounts"]["firm"] == name]
        self.end = log["customers"][log["customers"]["firm"] == name].set_index("customer")
        self.people = len(self.end)
        self.there, self.top = self.replayed()
        self.in_last_year = terms["periods"] - min(terms["periods"], round(terms["year"]))

    def replayed(self):
        """Who was a customer, and on a top rung, at the end of each period; 0 is before the run."""
        there = np.zeros((self.people, self.terms["periods"] + 1), bool)
        top = np.zeros(self.people, bool)
        for row in self.events.sort_values("period", kind="stable").itertuples():
            if row.event in ("before", "joined", "returned", "left"):
                is_in = row.event != "left" and not (row.event == "before" and row.detail == "lapsed")
                there[row.customer, row.period + 1 :] = is_in
                top[row.customer] = False
            if row.event in ("before", "climbed", "slid"):
                top[row.customer] = row.detail in TOP_RUNGS
        return there, top

    def named(self, *names):
        """The events of these names."""
        return self.events[self.events["event"].isin(names)]

    def times(self, name, since=0):
        """How many times an event happened."""
        found = self.named(name)
        return int(found.loc[found["period"] >= since, "times"].sum())

    def money(self, lines=None, *, without=(), since=0):
        """What was booked under some lines, or all of them, in each period."""
        rows = self.accounts[(self.accounts["period"] >= since) & ~self.accounts["line"].isin(without)]
        rows = rows if lines is None else rows[rows["line"].isin(lines)]
        return rows.groupby("period")["amount"].sum().reindex(range(self.terms["periods"]), fill_value=0.0)

    def left_over(self, *, without=()):
        """Revenue less every cost, in each period."""
        return 2.0 * self.money({"revenue"}) - self.money(without=without)


def customer_measures(firm):
    """Customers, won and lost, kept and silent."""
    there, terms = firm.there, firm.terms
    exposed, at_end = there[:, :-1].sum(), there[:, -1]
    won, lost, returned = (
        len(firm.named(*names)) for names in (("joined", "returned"), ("left",), ("returned",))
    )
    arrivals = firm.named("joined", "returned")
    recommended = int(arrivals["detail"].isin(RECOMMENDED).sum())
    praised = np.isin(np.arange(firm.people), firm.named("praised")["customer"])
    praised |= firm.end["praised"].to_numpy(bool)
    unhappy = firm.named("left")
    unhappy = unhappy[
        ~unhappy["detail"].isin(NO_FAULT_OF_THE_FIRM) & (unhappy["satisfaction"] < terms["dissatisfied"])
    ]
    spoke = firm.named("complained").groupby("customer")["period"].min()
    before = firm.end["complaints"].sub(
        firm.named("complained").groupby("customer")["times"].sum(), fill_value=0
    )
    spoke = spoke.reindex(firm.end.index).where(before == 0, -1)
    silent = [not spoke[row.customer] <= row.period for row in unhappy.itertuples()]
    return {
        "customers": at_end.sum(),
        "acquired": won,
        "new_customers": won - returned,
        "returning_customers": returned,
        "lost": lost,
        "yearly_retention": (1.0 - over(lost, exposed)) ** terms["year"],
        "cohort_retention": stayed_a_year(there, terms),
        "advocates_share": over((firm.top & at_end).sum(), at_end.sum()),
        "recommenders_share": over((praised & at_end).sum(), at_end.sum()),
        "recommended_share": over(recommended, won),
        "referral_r": over(recommended, lost),
        "order_cycle": over(12.0 / terms["year"] * exposed, firm.times("bought") - won),
        "silent_share": over(sum(silent), len(unhappy)),
        "silent_failures": 1.0 - over(firm.times("complained"), firm.times("failed")),
        "praise_to_blame": over(firm.times("praised"), firm.times("warned")),
        "inflow_per_outflow": over(won, lost),
    }


def stayed_a_year(there, terms):
    """Of those who were customers a year before, who was one all the time; over all years."""
    year = round(terms["year"])
    ends = range(year, terms["periods"] + 1)
    stayed = sum(there[:, end - year : end + 1].all(axis=1).sum() for end in ends)
    return over(stayed, sum(there[:, end - year].sum() for end in ends))


def base_measures(firm, firms):
    """Who of the base is silent, whose their spending is, and who is there a year later."""
    there, terms = firm.there, firm.terms
    at_end = firm.end.index[there[:, -1]]
    bought = firm.named("bought").groupby("customer")["period"].max()
    since = terms["periods"] - 1 - bought.reindex(at_end).fillna(-1)
    spent = sum(one.accounts[one.accounts["line"] == "revenue"].groupby("customer")["amount"].sum()
                .reindex(at_end, fill_value=0.0).sum() for one in firms)  # fmt: skip
    own = firm.accounts[firm.accounts["line"] == "revenue"].groupby("customer")["amount"].sum()
    year = round(terms["year"])
    begins = range(0, terms["periods"] - year + 1, year)
    still = sum((there[:, begin] & there[:, begin + year]).sum() for begin in begins)
    return {
        "silent_customers": over((since > terms["silence"]).sum(), len(at_end)),
        "wallet_by_value": over(own.reindex(at_end, fill_value=0.0).sum(), spent),
        "kept_or_back": over(still, sum(there[:, begin].sum() for begin in begins)),
    }


def share_measures(firm, firms):
    """Shares of the market and of wallets in the last year, by number and by value."""
    since = firm.in_last_year
    bought = firm.times("bought", since)
    paid = {one.name: one.money({"revenue"}, since=since).sum() for one in firms}
    everywhere = pd.concat([one.named("bought") for one in firms])
    everywhere = everywhere[everywhere["period"] >= since]
    own = set(map(tuple, firm.named("bought")[["customer", "period"]].to_numpy()))
    category = sum(
        row.times
        for row in everywhere.itertuples()
        if firm.there[row.customer, row.period + 1] or (row.customer, row.period) in own
    )
    return {
        "market_share": over(bought, sum(one.times("bought", since) for one in firms)),
        "market_share_by_value": over(paid[firm.name], sum(paid.values())),
        "share_of_wallet": over(bought, category),
    }


def money_measures(firm):
    """Profit, equity, and what it costs to win and to keep."""
    terms, there = firm.terms, firm.there
    revenue, year = firm.money({"revenue"}), round(terms["year"])
    arrivals = firm.named("joined", "returned")
    back = int((arrivals["detail"] == "win back").sum())
    years = terms["periods"] / year
    grown = over(revenue.iloc[-year:].sum(), revenue.iloc[:year].sum()) if years >= 2.0 else nan
    to_retain = terms["year"] * over(firm.money(KEEPING).sum(), there[:, :-1].sum())
    each, equity = equity_of(firm, firm.left_over(without={"overhead"}))
    return {
        "customer_equity": equity,
        "equity_after_overhead": equity_of(firm, firm.left_over())[1],
        "profit": firm.left_over().sum(),
        "revenue": revenue.sum(),
        "revenue_growth": grown ** (1.0 / (years - 1.0)) - 1.0 if years >= 2.0 else nan,
        "cost_to_acquire": over(firm.money(ACQUISITION).sum(), len(arrivals) - back),
        "cost_to_retain": to_retain,
        "cost_per_retained": over(to_retain, stayed_a_year(there, terms)),
        "cost_to_win_back": over(firm.money({"win_back"}).sum(), back),
        "lifetime_value": each,
    }


def equity_of(firm, amounts):
    """What a present customer is worth, and what all are; worth of former ones where they may return."""
    terms, there, since = firm.terms, firm.there, firm.in_last_year
    discount = terms["discount"]
    factors = (1.0 + discount) ** -np.arange(1.0, terms["periods"] + 1.0)
    won = firm.money(ACQUISITION)
    margin = over((amounts + won).iloc[since:].sum(), there[:, since + 1 :].sum())
    left = int((firm.named("left")["period"] >= since).sum())
    stays = 1.0 - over(left, there[:, since:-1].sum())
    former = np.zeros(firm.people, bool)
    former[firm.named("before")["customer"]] = True
    ever = former[:, np.newaxis] | np.logical_or.accumulate(there, axis=1)
    lapsed = ever & ~there
    returned = int((firm.named("returned")["period"] >= since).sum())
    comes_back = over(returned, lapsed[:, since:-1].sum()) if terms["returns"] else 0.0
    # Worth of a customer and of a former one, from the two equations of the chain.
    chain = np.array([[stays, 1.0 - stays], [comes_back, 1.0 - comes_back]])
    if not np.isfinite(margin) or not np.isfinite(stays):
        return margin * stays, (amounts.to_numpy() * factors).sum()
    worth = np.linalg.solve((1.0 + discount) * np.eye(2) - chain, chain[:, 0] * margin)
    if terms["tenured"]:
        worth = np.array([margin * renewals_to_come(firm), 0.0])
    residual = worth[0] * there[:, -1].sum() + worth[1] * lapsed[:, -1].sum()
    return worth[0], (amounts.to_numpy() * factors).sum() + residual * factors[-1]


def renewals_to_come(firm):
    """Discounted renewals still to come from a customer at the end; chances to leave are beta distributed,
    with the shapes for which the losses of each period are likeliest, over all who came before it."""
    came = np.append(firm.there[:, 0].sum(), per_period(firm, "joined", "returned")).astype(float)
    at_risk, lost = firm.there[:, :-1].sum(axis=0), per_period(firm, "left")
    place, step = np.array([-3.0, -3.0]), 0.5
    while step > 1e-5:
        around = [
            place + step * np.array(way)
            for way in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1))
        ]
        best = max(range(len(around)), key=lambda n: likelihood(*around[n], came, at_risk, lost))
        place, step = around[best], step if best else step / 2.0
    a, b = shapes_of(*place)
    still_there = came * survival(a, b, len(came))[::-1]
    later = 30_000
    to_come = 0.0
    for periods, number in enumerate(still_there[::-1]):
        kept = (
            (b + periods + np.arange(later))
            / (a + b + periods + np.arange(later))
            / (1.0 + firm.terms["discount"])
        )
        to_come += number * np.cumprod(kept).sum()
    return to_come / still_there.sum()


def per_period(firm, *names):
    """How many events of these names there were in each period of the run."""
    found = firm.named(*names)["period"]
    return np.bincount(found[found >= 0], minlength=firm.terms["periods"])


def shapes_of(x, y):
    """The shapes of a beta distribution with mean 1 / (1 + exp(-x)) and sum exp(-y)."""
    return np.exp(-y) / (1.0 + np.exp(-x)), np.exp(-y) / (1.0 + np.exp(x))


def survival(a, b, renewals):
    """The share that is left after 0, 1, 2, ... renewals."""
    gone_by = np.arange(renewals - 1)
    return np.append(1.0, np.cumprod((b + gone_by) / (a + b + gone_by)))


def likelihood(x, y, came, at_risk, lost):
    """Logarithm of how likely the losses are."""
    left = survival(*shapes_of(x, y), len(came))
    total = 0.0
    for period in np.flatnonzero(at_risk):
        there = (came[: period + 1] * left[period::-1]).sum()
        leaving = 1.0 - (came[: period + 1] * left[period + 1 : 0 : -1]).sum() / there
        total += lost[period] * np.log(leaving) + (at_risk[period] - lost[period]) * np.log(1.0 - leaving)
    return total


def recomputed(log, terms):
    """Every measure by firm, as two tables by name: of outcomes, and of the base."""
    firms = [Firm(name, log, terms) for name in terms["firms"]]
    found = {
        one.name: customer_measures(one) | share_measures(one, firms) | money_measures(one) for one in firms
    }
    for one in firms:
        rivals = [found[other.name]["customer_equity"] for other in firms if other is not one]
        found[one.name]["equity_lead"] = found[one.name]["customer_equity"] - max(rivals, default=nan)
    return pd.DataFrame(found), pd.DataFrame({one.name: base_measures(one, firms) for one in firms})
