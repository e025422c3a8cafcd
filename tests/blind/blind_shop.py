"""Shopping: need, choice, purchase and episode, for all customers at once."""

import numpy as np
from blind_people import CLIENT, LAPSED, PARTNER, PROSPECT, PURCHASER
from blind_rates import periods
from blind_rules import (
    REFERRAL,
    WIN_BACK,
    WORD_OF_MOUTH,
    complained,
    experienced,
    messages,
    utility,
)


class Shop:
    """What a market does when its customers need the category."""

    def shop(self, got):
        """Choose, buy and be served, on each occasion of need."""
        occasions, held, early = self.occasions()
        self.expect_to_stay()
        seen = self.all_messages(got)
        for j in range(len(self.firms)):
            offered = got["coupon"][:, j] | got["win_back"][:, j]
            self.tie["known"][:, j] |= (occasions > 0) & (held < 0) & offered
        for k in range(occasions.max(initial=0)):
            buyers = np.flatnonzero(occasions > k)
            goes = self.drawn_away if k == 0 else np.zeros(len(self.away), bool)
            chosen = np.where(held[buyers] >= 0, held[buyers], self.choose(buyers, goes[buyers], seen))
            met = (chosen >= 0) & ~goes[buyers] & (self.met_early[buyers] > 0)
            chosen[met] = -1
            self.met_early[buyers[met]] -= 1
            if k == 0:
                self.met_early[buyers] += early[buyers] & (chosen >= 0)
            for j in range(len(self.firms)):
                self.buy(buyers[chosen == j], j, seen[j])
            if self.now.mechanisms.choice == "captive":
                bound = self.customer()
                held = np.where(bound.any(axis=1), bound.argmax(axis=1), -1)

    def occasions(self):
        """How often each wants the category, the firm that holds a captive, or -1, and who meets a need
        early, to go to a rival."""
        rate = self.traits["need_rate"] * self.now.behaviour.season
        bound = self.customer()
        captive = bound.any(axis=1) & (self.now.mechanisms.choice == "captive")
        held = np.where(captive, bound.argmax(axis=1), -1)
        if self.now.mechanisms.need == "gamma-poisson":
            wanted = self.rng.poisson(rate)
        else:
            wanted = self.happens(np.minimum(1, rate)).astype(int)
        if self.now.mechanisms.need == "contract":
            wanted = np.where(bound.any(axis=1) | self.pressing, 1, wanted)
        wanted = np.where(self.away | (self.t <= self.paused_until), 0, wanted)
        self.drawn_away &= ~(captive | self.away | (self.t <= self.paused_until) | self.left.all(axis=1))
        early = self.drawn_away & (wanted == 0) & (self.met_early < 2)
        return wanted + early, held, early

    def expect_to_stay(self):
        """How many purchases, at least one, each expects to make while committed as a newcomer."""
        commitment = periods(self.now.behaviour.messages.commitment, self.now.period)
        per_period = 1.0 if self.now.mechanisms.need == "contract" else self.traits["need_rate"]
        self.stay = np.maximum(1, commitment * per_period * np.ones(len(self.away)))

    def column(self, j, who=slice(None)):
        """The ties of some customers with one firm."""
        return {name: values[who, j] for name, values in self.tie.items()}

    def all_messages(self, got):
        """For each firm: what messages add, the discount not yet used, the channel, and whether a friend's
        reward is the discount."""
        return [
            messages(
                self.column(j),
                self.traits,
                firm,
                {name: values[:, j] for name, values in got.items()},
                self.now.behaviour,
                self.stay,
            )
            for j, firm in enumerate(self.firms)
        ]

    def choose(self, buyers, goes, seen):
        """A known firm for each buyer, or -1 for none: a multinomial logit, nested in a mature category. Who
        goes to a rival now chooses one for certain that was not left as well."""
        traits = {name: values[buyers] for name, values in self.traits.items()}
        offers = []
        for j, firm in enumerate(self.firms):
            choice = self.now.behaviour.choice
            own = utility(self.column(j, buyers), traits, firm, self.normal_price, choice, self.stay[buyers])
            cheaper = (
                -choice.sacrifice
                * traits["price_sensitivity"]
                * np.log1p(-seen[j][1][buyers] / self.stay[buyers])
            )
            offers.append(own + seen[j][0][buyers] + cheaper)
        total = np.stack(offers, axis=1)
        considered = self.tie["known"][buyers] & ~(goes[:, None] & self.left[buyers])
        total = np.where(considered, total, -np.inf)
        taste = self.rng.gumbel(size=total.shape)
        best, highest = (total + taste).argmax(axis=1), (total + taste).max(axis=1)
        goes_without = ~goes & self.goes_without(total, highest)
        return np.where(goes_without | np.isneginf(highest), -1, best)

    def goes_without(self, total, highest):
        """Whether a need stays unmet, given the utilities of the known firms and the highest with taste."""
        category = self.now.behaviour.category
        if category.maturity == 0:
            return self.rng.gumbel(size=len(total)) > highest
        inclusive = np.log(np.maximum(np.exp(total).sum(axis=1), np.finfo(float).tiny))
        outside = category.outside - (1 - category.maturity) * inclusive
        return self.happens(1 / (1 + np.exp(-outside)))

    def buy(self, who, j, seen):
        """Money changes hands, and the episode is met."""
        firm, behaviour, rng = self.firms[j], self.now.behaviour, self.rng
        tie, n = self.column(j, who), len(who)
        won, partner = (tie["rung"] == PROSPECT) | (tie["rung"] == LAPSED), tie["rung"] == PARTNER
        units = self.traits["basket"][who] * (1 + behaviour.spend.growth * tie["commitment"])
        if self.now.mechanisms.spend == "lognormal":
            sigma = behaviour.spend.variation
            units = units * np.exp(sigma * rng.standard_normal(n) - sigma**2 / 2)
        revenue = firm.price * units
        taken_off = self.win(won, j, revenue, seen[1][who], seen[2][who], seen[3][who])
        paid = revenue * (1 - firm.loyalty.reward * tie["member"]) - taken_off
        seen[1][who[won]] = 0
        tie["remembered_price"] = np.where(won, firm.price, tie["remembered_price"])
        told = won & (tie["purchases"] == 0) & np.isin(seen[2][who], (REFERRAL, WORD_OF_MOUTH))
        lent = behaviour.attitude.trust_transfer * (1 - tie["trust"])
        tie["trust"] = np.where(told, tie["trust"] + lent, tie["trust"])
        tie["rung"] = np.where(won, np.where(tie["purchases"] == 0, PURCHASER, CLIENT), tie["rung"])
        failed = self.happens(firm.service.failures, n)
        rules, handling = behaviour.complaints, firm.complaints
        complains = failed & self.happens(rules.chance + (1 - rules.chance) * handling.invite, n)
        resolved = complains & self.happens(handling.resolution, n)
        lacking = failed & ~(resolved & (tie["failures"] == 0))
        noise = behaviour.experience.variability * rng.standard_normal(n)
        quality = np.clip(self.quality[j] + noise - behaviour.experience.severity * lacking, 0, 1)
        experienced(tie, quality, failed, behaviour)
        complained(tie, failed, complains, resolved, handling.compensation / paid, rules)
        tie["purchases"] = tie["purchases"] + 1
        for name, values in tie.items():
            self.tie[name][who, j] = values
        served = firm.service.cost * (1 - firm.co_creation.savings * partner)
        costs = firm.unit_cost * units + served + firm.loyalty.reward * revenue * tie["member"]
        costs = costs + handling.cost * complains + handling.compensation * resolved
        costs = costs + firm.guarantee.cover * paid * (won & failed)
        for name, amount in {
            "revenue": revenue,
            "cost": costs,
            "purchases": np.ones(n),
            "failures": failed,
            "complaints": complains,
            "recovered": resolved,
        }.items():
            self.counts[name][j] += amount.sum()

    def win(self, won, j, revenue, discount, channel, friends):
        """Somebody becomes a customer, and it is booked what that took; what is taken off for each."""
        firm = self.firms[j]
        referred = won & (channel == REFERRAL)
        self.counts["acquired"][j] += won.sum()
        by_word = won & ((channel == REFERRAL) | (channel == WORD_OF_MOUTH))
        self.counts["acquired_by_recommendation"][j] += by_word.sum()
        self.counts["acquired_by_win_back"][j] += (won & (channel == WIN_BACK)).sum()
        rewarded = np.minimum(firm.referral.friend, 0.95 * revenue)
        taken_off = np.where(won, np.where(friends, rewarded, discount * revenue), 0.0)
        self.counts["cost"][j] += referred.sum() * firm.referral.giver + taken_off.sum()
        return taken_off
