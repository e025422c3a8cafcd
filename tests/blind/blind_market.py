"""The order of a period, told a second time by somebody who had not read relsim's rules.

Arrays hold one row per customer and, for ties, one column per firm. Random numbers are NumPy's.
"""

from collections import defaultdict

import numpy as np
from blind_people import ADVOCATE, CLIENT, LAPSED, NEVER, PARTNER, PROSPECT, people, small_world, ties
from blind_rates import chance, count, crowding, in_force, periods
from blind_rules import answers, best_known_rival, climbed, departures, pulled_by_rivals, settled
from blind_shop import Shop

REASONS = ("price", "bad_handling", "neglect", "competitor", "fading_need")
FADING_NEED = REASONS.index("fading_need")
OVER_TO_A_RIVAL = [REASONS.index("price"), REASONS.index("competitor")]


class Market(Shop):
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
        self.met_early = np.zeros(scenario.customers, int)
        self.drawn_away = np.zeros(scenario.customers, bool)
        self.left = np.zeros(self.tie["rung"].shape, bool)
        self.paused_until = np.full(scenario.customers, NEVER)
        self.staying = np.array([1 - chance(kind.mobility, scenario.period) for kind in scenario.segments])
        self.segment_shares = np.array([kind.share for kind in scenario.segments])
        self.contacts = None
        self.said = np.zeros(self.tie["rung"].shape, int)
        prices = scenario.founding_prices
        chosen = [price for name, price in prices.items() if scenario.firms[name].start.share > 0]
        self.normal_price = scenario.reference_price or np.mean(chosen or list(prices.values()))

    def happens(self, p, shape=None):
        """Whether something of chance p happens, to each."""
        return self.rng.random(np.shape(p) if shape is None else shape) < p

    def run(self) -> list[dict[str, np.ndarray]]:
        """What is counted in each period: an amount per firm by name."""
        return [self.step(t) for t in range(self.scenario.periods)]

    def step(self, t: int) -> dict[str, np.ndarray]:
        """One period of everybody's life."""
        self.t, self.now = t, in_force(self.scenario, t)
        self.firms = list(self.now.firms.values())
        self.counts = defaultdict(lambda: np.zeros(len(self.firms)))
        self.budgets(t)
        self.gather_ideas(t)
        self.move_away()
        began = self.customer()
        self.pressing = self.looking
        heard = self.listen()
        got = self.receive(t)
        self.shop(got)
        self.care(began)
        self.looking = np.zeros(len(self.away), bool)
        self.drawn_away = np.zeros(len(self.away), bool)
        self.left = np.zeros(began.shape, bool)
        self.settle(began)
        self.forgive()
        self.stay_or_leave(began, heard, t)
        self.speak(t)
        self.be_counted()
        return dict(self.counts)

    def customer(self):
        """Which ties are those of a customer."""
        return (self.tie["rung"] > PROSPECT) & (self.tie["rung"] < LAPSED)

    def chance(self, rate):
        """A rate as a chance per period."""
        return chance(rate, self.now.period)

    def budgets(self, t: int):
        """Advertising is paid, and reaches a share of those who are there on average, now and later."""
        scale = self.now.scale
        n = len(self.away) * np.dot(self.segment_shares, self.staying ** (t + 1))
        spend = np.array([count(firm.advertising.spend, self.now.period) * scale for firm in self.firms])
        programmes = [firm.loyalty for firm in self.firms]
        running = [
            count(each.running_cost, self.now.period) * (each.enrolment.amount > 0) for each in programmes
        ]
        self.counts["cost"] += spend + scale * np.array(running)
        cost = np.array([firm.advertising.contact_cost for firm in self.firms])
        response = np.array([firm.advertising.response for firm in self.firms])
        fresh = np.where(cost > 0, 1 / np.where(cost > 0, cost, 1), response) * spend / n
        forgetting = np.array([self.chance(firm.advertising.forgetting) for firm in self.firms])
        if self.contacts is None:
            self.contacts = fresh / forgetting
        else:
            self.contacts = fresh + (1 - forgetting) * self.contacts
        ceiling = np.array([firm.advertising.ceiling for firm in self.firms])
        self.exposure, self.reach = (ceiling * (1 - np.exp(-k)) for k in (fresh, self.contacts))

    def gather_ideas(self, t: int):
        """The ideas of those who were partners at the end of the last period better the quality."""
        self.quality = np.array([firm.service.quality for firm in self.firms])
        if t > 0:
            partners = (self.tie["rung"] == PARTNER).sum(axis=0) / np.maximum(1, self.customer().sum(axis=0))
            enough = [firm.co_creation.enough for firm in self.firms]
            used = np.array([firm.co_creation.ideas for firm in self.firms]) * partners / (partners + enough)
            self.quality = self.quality + (1 - self.quality) * used

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
        self.talked_of = np.zeros(self.said.shape, bool)
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
            self.talked_of[:, j] = good + bad > 0
            self.tie["hearsay"][:, j] += good - self.now.behaviour.messages.blame * bad
        self.counts["praise_heard"] += praise.sum(axis=0)
        return praise

    def receive(self, t: int):
        """Advertisements, coupons and win-back offers arrive, but not at captive customers."""
        shape, rung = self.said.shape, self.tie["rung"]
        open_ = np.repeat(~self.away[:, None], shape[1], axis=1)
        if self.now.mechanisms.choice == "captive":
            open_ &= ~self.customer().any(axis=1)[:, None]
        luck = self.rng.random(shape)
        self.remind(luck < self.exposure)
        got = {"advertising": open_ & (luck < self.reach)}
        share = [firm.coupon.share for firm in self.firms]
        got["coupon"] = open_ & ~self.customer() & self.happens(share, shape)
        frequency = [self.chance(firm.win_back.frequency) for firm in self.firms]
        window = [periods(firm.win_back.window, self.now.period) for firm in self.firms]
        fresh = (rung == LAPSED) & (t - self.tie["ended_at"] <= window)
        got["win_back"] = open_ & fresh & self.happens(frequency, shape)
        self.pay(got["win_back"], [firm.win_back.cost for firm in self.firms])
        return got

    def remind(self, advertised):
        """Customers, and those who hear of a firm or meet its advertising, know it; others may forget it."""
        reminded = self.customer() | self.talked_of | advertised
        forgets = self.happens(self.chance(self.now.behaviour.awareness.forgetting), reminded.shape)
        self.tie["known"] = reminded | (self.tie["known"] & ~forgets)

    def pay(self, who, cost):
        """A firm pays a cost for each tie."""
        self.counts["cost"] += who.sum(axis=0) * np.asarray(cost)

    def care(self, began):
        """Firms contact their customers; members feel recognised; the prone join programmes."""
        for j, firm in enumerate(self.firms):
            often = count(firm.contact.frequency, self.now.period)
            whole = np.floor(often)
            contacts = began[:, j] * (whole + self.happens(often - whole, len(began)))
            self.tie["approached_at"][contacts > 0, j] = self.t
            self.counts["contacts"][j] += contacts.sum()
            self.counts["cost"][j] += contacts.sum() * firm.contact.cost
            recognised = began[:, j] & self.tie["member"][:, j]
            left = 1 / crowding(self.now.behaviour.attitude.attention_fading, self.now.period)
            self.tie["attention"][:, j] += left * (contacts + firm.loyalty.recognition * recognised)
            client = began[:, j] & (self.tie["rung"][:, j] >= CLIENT)
            joins = self.happens(self.chance(firm.loyalty.enrolment) * self.traits["proneness"])
            self.tie["member"][:, j] |= client & joins

    def settle(self, began):
        """Commitment, bonds, attention and grievance move."""
        attitude = self.now.behaviour.attitude
        speed = {
            "commitment": self.chance(attitude.commitment_speed),
            "bonds": self.chance(attitude.bond_speed),
            "bond_loss": self.chance(attitude.bond_loss),
            "unfairness": self.chance(attitude.unfairness),
            "attention": self.chance(attitude.attention_fading),
            "annoyance": self.chance(attitude.annoyance),
            "tolerance": attitude.tolerance,
            "price": self.chance(attitude.price_memory),
            "forgiving": self.chance(self.now.behaviour.complaints.forgiving),
        }
        for j, firm in enumerate(self.firms):
            who = np.flatnonzero(began[:, j])
            tie = self.column(j, who)
            traits = {name: self.traits[name][who] for name in ("proneness", "price_sensitivity")}
            settled(tie, traits, firm, speed, attitude)
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
            rivals = self.compared(j, who)
            asleep = t - tie["approached_at"] >= periods(behaviour.departure.waking_time, self.now.period)
            awake = np.where(asleep, 1, 1 + behaviour.departure.waking)
            chances = departures(tie, traits, firm, rivals, of_rivals, awake, rate, behaviour)
            leaves = self.happens(1 - np.prod(1 - chances, axis=0))
            sums = np.cumsum(chances, axis=0)
            reason = (sums < self.rng.random(len(who)) * sums[-1]).sum(axis=0)
            angry = leaves & (reason != FADING_NEED)
            grievance = np.minimum(1, tie["grievance"] + behaviour.departure.estrangement)
            self.tie["grievance"][who[angry], j] = grievance[angry]
            self.looking[who[angry]] = True
            switches = leaves & np.isin(reason, OVER_TO_A_RIVAL)
            switches &= self.happens(behaviour.departure.switching, len(who))
            self.drawn_away[who[switches]] = True
            self.left[who[leaves], j] = True
            pause = t + periods(behaviour.departure.pause, self.now.period)
            self.paused_until[who[leaves & (reason == FADING_NEED)]] = pause
            invited = self.happens(self.chance(firm.co_creation.invitation), len(who))
            asked = periods(behaviour.ladder.spoken, self.now.period)
            silent = (asked > 0) & (t - tie["praised_at"] > asked)
            stays = climbed(
                tie["rung"], tie["purchases"], tie["commitment"], invited, silent, behaviour.ladder
            )
            self.tie["rung"][who, j] = stays
            self.counts["cost"][j] += (
                count(firm.co_creation.cost, self.now.period) * (~leaves & (stays == PARTNER)).sum()
            )
            self.lapse((who[leaves], j), t)
            self.counts["lost"][j] += leaves.sum()
            for number, name in enumerate(REASONS):
                self.counts[f"lost_to_{name}"][j] += (leaves & (reason == number)).sum()

    def compared(self, j, who):
        """How the offer of firm j compares with those of rivals, for these customers of it."""
        if self.now.behaviour.departure.rivals == "average":
            return pulled_by_rivals(self.firms, j, self.quality, self.reach, self.now.behaviour)
        expected, known = self.tie["expectation"][who], self.tie["known"][who]
        return best_known_rival(self.firms, j, expected, known, self.reach, self.now.behaviour)

    def forgive(self):
        """Those who were lapsed before forgive too."""
        lapsed = (self.tie["rung"] == LAPSED) & ~self.away[:, None]
        self.tie["grievance"][lapsed] *= 1 - self.chance(self.now.behaviour.complaints.forgiving)

    def speak(self, t: int):
        """Praise or warn, for neighbours to hear in the next period."""
        rules, rung = self.now.behaviour.word_of_mouth, self.tie["rung"]
        bitter = self.tie["satisfaction"] < rules.dissatisfied
        bitter |= (rung != LAPSED) & (self.tie["grievance"] > rules.aggrieved)
        ready = np.array([0, rules.client, rules.client, rules.supporter, rules.advocate, rules.advocate, 0])
        motivation = np.array([1 + firm.referral.motivation for firm in self.firms])
        giver = np.array([firm.referral.giver for firm in self.firms])
        usual = np.array([firm.price for firm in self.firms]) * self.traits["basket"][:, None]
        p = np.where(
            bitter, rules.complainer, ready[rung] * (motivation + rules.reward * giver / (giver + usual))
        )
        talks = self.happens(np.minimum(1, self.traits["talkativeness"][:, None] * p))
        talks &= (rung != PROSPECT) & ~self.away[:, None]
        self.said = np.where(talks, np.where(bitter, -1, 1), 0)
        self.tie["praised_at"][self.said > 0] = t
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
