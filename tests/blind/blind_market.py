"""The order of a period, told a second time from the documentation alone.

Arrays hold one row per customer and, for ties, one column per firm. Random numbers are NumPy's.
"""

from collections import defaultdict

import numpy as np
from blind_people import (
    ADVOCATE,
    CLIENT,
    LAPSED,
    NEVER,
    PARTNER,
    PROSPECT,
    PURCHASER,
    people,
    small_world,
    ties,
)
from blind_rates import chance, count, in_force, periods
from blind_rules import (
    REFERRAL,
    WIN_BACK,
    WORD_OF_MOUTH,
    answers,
    climbed,
    complained,
    departures,
    experienced,
    messages,
    pulled_by_rivals,
    settled,
    utility,
)

REASONS = ("price", "bad_handling", "neglect", "competitor", "fading_need")
FADING_NEED = REASONS.index("fading_need")


class Market:
    """A market in which everybody is targeted alike."""

    def __init__(self, scenario, seed: int):
        self.scenario, self.rng = scenario, np.random.default_rng(seed)
        self.traits = people(scenario, self.rng)
        self.tie = ties(scenario, self.traits, self.rng)
        town = scenario.network
        self.speakers, self.listeners = small_world(
            scenario.customers, int(town.neighbours), town.rewiring, self.rng
        )
        self.away = np.zeros(scenario.customers, bool)
        self.looking = np.zeros(scenario.customers, bool)
        self.said = np.zeros(self.tie["rung"].shape, int)
        prices = [firm.price for firm in scenario.firms.values()]
        self.normal_price = scenario.reference_price or np.mean(prices)

    def happens(self, p, shape=None):
        """Whether something of chance p happens, to each."""
        return self.rng.random(np.shape(p) if shape is None else shape) < p

    def run(self) -> list[dict[str, np.ndarray]]:
        """What is counted in each period: an amount per firm by name."""
        return [self.step(t) for t in range(self.scenario.periods)]

    def step(self, t: int) -> dict[str, np.ndarray]:
        """One period of everybody's life."""
        self.now = in_force(self.scenario, t)
        self.firms = list(self.now.firms.values())
        self.counts = defaultdict(lambda: np.zeros(len(self.firms)))
        self.budgets()
        self.move_away()
        began = self.customer()
        self.pressing = self.looking
        heard = self.listen()
        got = self.receive(t)
        self.shop(got)
        self.care(began)
        self.looking = np.zeros(len(self.away), bool)
        self.settle(began)
        self.stay_or_leave(began, heard, t)
        self.forgive()
        self.speak()
        self.be_counted()
        return dict(self.counts)

    def customer(self):
        """Which ties are those of a customer."""
        return (self.tie["rung"] > PROSPECT) & (self.tie["rung"] < LAPSED)

    def chance(self, rate):
        """A rate as a chance per period."""
        return chance(rate, self.now.period)

    def budgets(self):
        """Advertising is paid, and reaches a share of the market."""
        scale, n = self.now.scale, self.now.customers
        spend = np.array([firm.advertising.spend * scale for firm in self.firms])
        self.counts["cost"] += spend + [firm.loyalty.running_cost * scale for firm in self.firms]
        ceiling = np.array([firm.advertising.ceiling for firm in self.firms])
        response = np.array([firm.advertising.response for firm in self.firms])
        self.reach = ceiling * (1 - np.exp(-response * spend / n))

    def move_away(self):
        """Whoever moves is gone before anything else happens."""
        moves = ~self.away & self.happens(self.traits["mobility"])
        self.away |= moves
        lost = self.customer() & moves[:, None]
        self.lapse(lost, NEVER)
        self.counts["lost"] += lost.sum(axis=0)

    def lapse(self, lost, t: int):
        """The relationship ends."""
        self.tie["rung"][lost] = LAPSED
        self.tie["ended_at"][lost] = t
        self.tie["member"][lost] = False

    def listen(self):
        """Hear what neighbours said in the last period; returns the praise heard of each firm."""
        rules = self.now.behaviour.word_of_mouth
        self.tie["hearsay"] *= 1 - self.chance(rules.forgetting)
        praise = np.zeros(self.said.shape)
        awake = ~self.away[self.listeners]
        for j in range(len(self.firms)):
            words = self.said[self.speakers, j]
            p = np.where(words > 0, rules.hearing_praise, rules.hearing_blame)
            told = (words != 0) & awake & self.happens(p)
            good, bad = (
                np.bincount(self.listeners[told & (words == sign)], minlength=len(self.away))
                for sign in (1, -1)
            )
            praise[:, j] = good
            self.tie["hearsay"][:, j] += good - self.now.behaviour.messages.blame * bad
        self.counts["praise_heard"] += praise.sum(axis=0)
        return praise

    def receive(self, t: int):
        """Advertisements, coupons and win-back offers arrive, but not at captive customers."""
        shape, rung = self.said.shape, self.tie["rung"]
        open_ = np.repeat(~self.away[:, None], shape[1], axis=1)
        if self.now.mechanisms.choice == "captive":
            open_ &= ~self.customer().any(axis=1)[:, None]
        got = {"advertising": open_ & self.happens(self.reach, shape)}
        share = [firm.coupon.share for firm in self.firms]
        got["coupon"] = open_ & ~self.customer() & self.happens(share, shape)
        frequency = [self.chance(firm.win_back.frequency) for firm in self.firms]
        window = [periods(firm.win_back.window, self.now.period) for firm in self.firms]
        fresh = (rung == LAPSED) & (t - self.tie["ended_at"] <= window)
        got["win_back"] = open_ & fresh & self.happens(frequency, shape)
        self.pay(got["win_back"], [firm.win_back.cost for firm in self.firms])
        return got

    def pay(self, who, cost):
        """A firm pays a cost for each tie."""
        self.counts["cost"] += who.sum(axis=0) * np.asarray(cost)

    def shop(self, got):
        """Choose, buy and be served, on each occasion of need."""
        occasions, held = self.occasions()
        seen = self.all_messages(got)
        for k in range(occasions.max(initial=0)):
            buyers = np.flatnonzero(occasions > k)
            chosen = np.where(held[buyers] >= 0, held[buyers], self.choose(buyers, seen))
            for j in range(len(self.firms)):
                self.buy(buyers[chosen == j], j, seen[j])
            if self.now.mechanisms.choice == "captive":
                bound = self.customer()
                held = np.where(bound.any(axis=1), bound.argmax(axis=1), -1)

    def occasions(self):
        """How often each wants the category, and the firm that holds a captive, or -1."""
        rate = self.traits["need_rate"] * self.now.behaviour.season
        bound = self.customer()
        captive = bound.any(axis=1) & (self.now.mechanisms.choice == "captive")
        held = np.where(captive, bound.argmax(axis=1), -1)
        if self.now.mechanisms.need == "gamma-poisson":
            wanted = self.rng.poisson(rate)
        else:
            wanted = self.happens(np.minimum(1, rate)).astype(int)
        if self.now.mechanisms.need == "contract":
            wanted = np.where(captive | self.pressing, 1, wanted)
        return np.where(self.away, 0, wanted), held

    def column(self, j, who=slice(None)):
        """The ties of some customers with one firm."""
        return {name: values[who, j] for name, values in self.tie.items()}

    def all_messages(self, got):
        """For each firm: what messages add, the discount and the channel."""
        return [
            messages(
                self.column(j),
                self.traits,
                firm,
                {name: values[:, j] for name, values in got.items()},
                self.now.behaviour,
            )
            for j, firm in enumerate(self.firms)
        ]

    def choose(self, buyers, seen):
        """A firm for each buyer, or -1 for none: a multinomial logit."""
        traits = {name: values[buyers] for name, values in self.traits.items()}
        offers = [np.zeros(len(buyers))]
        for j, firm in enumerate(self.firms):
            own = utility(self.column(j, buyers), traits, firm, self.normal_price, self.now.behaviour.choice)
            offers.append(own + seen[j][0][buyers])
        total = np.stack(offers, axis=1)
        return (total + self.rng.gumbel(size=total.shape)).argmax(axis=1) - 1

    def buy(self, who, j, seen):
        """Money changes hands, and the episode is met."""
        firm, behaviour, rng = self.firms[j], self.now.behaviour, self.rng
        tie, n = self.column(j, who), len(who)
        won = (tie["rung"] == PROSPECT) | (tie["rung"] == LAPSED)
        units = self.traits["basket"][who] * (1 + behaviour.spend.growth * tie["commitment"])
        if self.now.mechanisms.spend == "lognormal":
            sigma = behaviour.spend.variation
            units = units * np.exp(sigma * rng.standard_normal(n) - sigma**2 / 2)
        revenue = firm.price * units
        self.win(won, j, revenue, seen[1][who], seen[2][who])
        tie["remembered_price"] = np.where(won, firm.price, tie["remembered_price"])
        tie["rung"] = np.where(won, np.where(tie["purchases"] == 0, PURCHASER, CLIENT), tie["rung"])
        failed = self.happens(firm.service.failures, n)
        noise = behaviour.experience.variability * rng.standard_normal(n)
        quality = np.clip(firm.service.quality + noise - behaviour.experience.severity * failed, 0, 1)
        experienced(tie, quality, failed, behaviour)
        rules, handling = behaviour.complaints, firm.complaints
        complains = failed & self.happens(rules.chance + (1 - rules.chance) * handling.invite, n)
        resolved = complains & self.happens(handling.resolution, n)
        complained(tie, failed, complains, resolved, rules)
        tie["purchases"] = tie["purchases"] + 1
        for name, values in tie.items():
            self.tie[name][who, j] = values
        costs = firm.unit_cost * units + firm.service.cost + firm.loyalty.reward * revenue * tie["member"]
        costs = costs + handling.cost * complains + handling.compensation * resolved
        costs = costs + firm.guarantee.cover * revenue * (won & failed)
        for name, amount in {
            "revenue": revenue,
            "cost": costs,
            "purchases": np.ones(n),
            "failures": failed,
            "complaints": complains,
            "recovered": resolved,
        }.items():
            self.counts[name][j] += amount.sum()

    def win(self, won, j, revenue, discount, channel):
        """Somebody becomes a customer, and it is booked what that took."""
        firm = self.firms[j]
        referred = won & (channel == REFERRAL)
        self.counts["acquired"][j] += won.sum()
        by_word = won & ((channel == REFERRAL) | (channel == WORD_OF_MOUTH))
        self.counts["acquired_by_recommendation"][j] += by_word.sum()
        self.counts["acquired_by_win_back"][j] += (won & (channel == WIN_BACK)).sum()
        self.counts["cost"][j] += referred.sum() * (firm.referral.giver + firm.referral.friend)
        self.counts["cost"][j] += (discount * revenue)[won & ~referred].sum()

    def care(self, began):
        """Firms contact their customers; members feel recognised; the prone join programmes."""
        for j, firm in enumerate(self.firms):
            often = count(firm.contact.frequency, self.now.period)
            whole = np.floor(often)
            contacts = began[:, j] * (whole + self.happens(often - whole, len(began)))
            self.counts["contacts"][j] += contacts.sum()
            self.counts["cost"][j] += contacts.sum() * firm.contact.cost
            recognised = began[:, j] & self.tie["member"][:, j]
            self.tie["attention"][:, j] += contacts + firm.loyalty.recognition * recognised
            client = began[:, j] & (self.tie["rung"][:, j] >= CLIENT)
            joins = self.happens(self.chance(firm.loyalty.enrolment) * self.traits["proneness"])
            self.tie["member"][:, j] |= client & joins

    def settle(self, began):
        """Commitment, bonds, attention and grievance move."""
        attitude = self.now.behaviour.attitude
        speed = {
            "commitment": self.chance(attitude.commitment_speed),
            "bonds": self.chance(attitude.bond_speed),
            "attention": self.chance(attitude.attention_fading),
            "price": self.chance(attitude.price_memory),
            "forgiving": self.chance(self.now.behaviour.complaints.forgiving),
        }
        for j, firm in enumerate(self.firms):
            who = np.flatnonzero(began[:, j])
            tie = self.column(j, who)
            settled(tie, {"proneness": self.traits["proneness"][who]}, firm, speed, attitude)
            for name, values in tie.items():
                self.tie[name][who, j] = values

    def stay_or_leave(self, began, praise, t: int):
        """Five reasons compete; who stays may climb or slide one rung."""
        behaviour = self.now.behaviour
        rate = {name: self.chance(getattr(behaviour.departure, name)) for name in REASONS}
        for j, firm in enumerate(self.firms):
            who = np.flatnonzero(began[:, j])
            tie = self.column(j, who)
            traits = {name: values[who] for name, values in self.traits.items()}
            of_rivals = praise[who].sum(axis=1) - praise[who, j]
            rivals = pulled_by_rivals(self.firms, j, self.reach, behaviour)
            chances = departures(tie, traits, firm, rivals, of_rivals, rate, behaviour)
            leaves = self.happens(1 - np.prod(1 - chances, axis=0))
            sums = np.cumsum(chances, axis=0)
            reason = (sums < self.rng.random(len(who)) * sums[-1]).sum(axis=0)
            angry = leaves & (reason != FADING_NEED)
            grievance = np.minimum(1, tie["grievance"] + behaviour.departure.estrangement)
            self.tie["grievance"][who[angry], j] = grievance[angry]
            self.looking[who[angry]] = True
            invited = self.happens(self.chance(firm.co_creation.invitation), len(who))
            stays = climbed(tie["rung"], tie["purchases"], tie["commitment"], invited, behaviour.ladder)
            self.tie["rung"][who, j] = stays
            self.counts["cost"][j] += firm.co_creation.cost * (~leaves & (stays == PARTNER)).sum()
            self.lapse((who[leaves], j), t)
            self.counts["lost"][j] += leaves.sum()
            for number, name in enumerate(REASONS):
                self.counts[f"lost_to_{name}"][j] += (leaves & (reason == number)).sum()

    def forgive(self):
        """Former customers forgive too, from the period in which they left."""
        lapsed = (self.tie["rung"] == LAPSED) & ~self.away[:, None]
        self.tie["grievance"][lapsed] *= 1 - self.chance(self.now.behaviour.complaints.forgiving)

    def speak(self):
        """Praise or warn, for neighbours to hear in the next period."""
        rules, rung = self.now.behaviour.word_of_mouth, self.tie["rung"]
        bitter = self.tie["satisfaction"] < rules.dissatisfied
        bitter |= (rung != LAPSED) & (self.tie["grievance"] > 0.5)
        ready = np.array([0, rules.client, rules.client, rules.supporter, rules.advocate, rules.advocate, 0])
        motivation = [1 + firm.referral.motivation for firm in self.firms]
        p = np.where(bitter, rules.complainer, ready[rung] * motivation)
        talks = self.happens(np.minimum(1, self.traits["talkativeness"][:, None] * p))
        talks &= (rung != PROSPECT) & ~self.away[:, None]
        self.said = np.where(talks, np.where(bitter, -1, 1), 0)
        self.counts["positive_speakers"] += (self.said > 0).sum(axis=0)
        self.counts["negative_speakers"] += (self.said < 0).sum(axis=0)

    def be_counted(self):
        """Where everybody stands at the end of the period."""
        customer = self.customer()
        noise = self.rng.standard_normal(customer.shape)
        score = answers(self.tie, noise, self.now.behaviour.answers)
        number = customer.sum(axis=0)
        self.counts["customers"] = number
        self.counts["advocates_and_partners"] = (customer & (self.tie["rung"] >= ADVOCATE)).sum(axis=0)
        self.counts["members"] = (customer & self.tie["member"]).sum(axis=0)
        self.counts["promoters"] = (customer & (score >= 9)).sum(axis=0)
        self.counts["detractors"] = (customer & (score <= 6)).sum(axis=0)
        for name in ("satisfaction", "trust", "commitment"):
            self.counts[name] = np.where(customer, self.tie[name], 0).sum(axis=0) / np.maximum(1, number)
