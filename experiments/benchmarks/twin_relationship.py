"""One customer's relationship with one firm, as the Mesa twin keeps it."""

from math import log
from random import Random
from typing import TYPE_CHECKING

from twin_feelings import Feelings, Settings, clamp

from relsim.vocabulary import (
    ADVERTISING,
    ADVOCATE,
    CLIENT,
    COUPON,
    FADING_NEED,
    FOUNDING,
    LAPSED,
    MOVED,
    PARTNER,
    PROSPECT,
    PURCHASER,
    REFERRAL,
    STILL_HERE,
    SUPPORTER,
    WALK_IN,
    WIN_BACK,
    WORD_OF_MOUTH,
)

if TYPE_CHECKING:
    from mesa_twin import Firm
    from twin_customer import Customer

LONG_AGO = -30_000
LARGEST_DISCOUNT = 0.95
BEST, AT_RISK = 1.0, 2.0
SILENT, UNRESOLVED, RESOLVED = "silent", "unresolved", "resolved"
NOT_OUR_FAULT = (MOVED, FADING_NEED)


def spread_over_stay(share: float, behaviour: Settings) -> float:
    """What is taken off one payment, as a share of all that a newcomer under contract expects to make."""
    return share / max(1.0, behaviour.messages_commitment)


class Relationship(Feelings):
    """Standing, feelings, dates and account of one customer with one firm."""

    __slots__ = (
        "acquired_at",
        "acquisition",
        "blame",
        "channel",
        "complaints",
        "discount",
        "discounter",
        "ended_at",
        "failures",
        "goods",
        "last_purchase",
        "message",
        "praise",
        "praised",
        "purchases",
        "push",
        "reason",
        "recovery",
        "recruiter",
        "retention",
        "revenue",
        "service",
        "win_back",
    )

    def __init__(self, firm: "Firm", expectation: float) -> None:
        self.firm = firm
        self.rung, self.channel, self.reason, self.member = PROSPECT, FOUNDING, STILL_HERE, False
        self.expectation = expectation
        self.satisfaction, self.trust, self.praised = 0.5, 0.3, False
        self.commitment = self.bonds = self.attention = self.encounters = self.grievance = 0.0
        self.remembered_price = self.hearsay = 0.0
        self.acquired_at = self.last_purchase = self.ended_at = self.praised_at = LONG_AGO
        self.purchases = self.failures = self.complaints = self.praise = self.blame = 0
        self.push, self.discount, self.message, self.discounter = 0.0, 0.0, WALK_IN, WALK_IN
        self.recruiter: Customer | None = None
        self.revenue = self.goods = self.service = self.acquisition = 0.0
        self.retention = self.recovery = self.win_back = 0.0

    def found(self, tenure: float, feeling: float, proneness: float, price: float) -> None:
        """Begin the scenario as a client of that tenure."""
        self.rung, self.purchases, self.last_purchase = CLIENT, 2, -1
        self.acquired_at = -1 - int(tenure)
        self.satisfaction = 0.45 + 0.35 * feeling
        self.trust = 0.35 + 0.4 * feeling
        self.commitment = proneness * (0.15 + 0.4 * feeling)
        self.attention, self.remembered_price = 0.2, price

    def gets_win_back_offer(self, t: int, luck: Random) -> bool:
        """Whether the firm tries to win this former customer back, which costs money."""
        offer = self.firm.offer
        if self.rung != LAPSED or offer.win_back_frequency <= 0.0:
            return False
        if t - self.ended_at > offer.win_back_window or luck.random() >= offer.win_back_frequency:
            return False
        if offer.targeting_win_back == BEST:
            known = max(1, 1 + self.ended_at - max(0, self.acquired_at))
            if self.revenue / known < offer.targeting_best_from * self.firm.average_revenue:
                return False
        self.win_back += offer.win_back_cost
        self.firm.books.win_back += offer.win_back_cost
        return True

    def weigh_messages(
        self,
        invited_back: bool,
        sensitivity: float,
        basket: float,
        behaviour: Settings,
        luck: Random,
    ) -> None:
        """Set push, channel and the largest discount from everything heard of the firm this period."""
        offer = self.firm.offer
        push = strongest = discount = 0.0
        channel = discounter = WALK_IN
        if luck.random() < offer.advertising_reach:
            push = strongest = behaviour.messages_advertising
            channel = ADVERTISING
        if offer.coupon_share > 0.0 and luck.random() < offer.coupon_share:
            discount, discounter = offer.coupon_discount, COUPON
            spread = spread_over_stay(discount, behaviour)
            appeal = -behaviour.choice_sacrifice * sensitivity * log(1.0 - spread)
            if appeal > strongest:
                strongest, channel = appeal, COUPON
        if self.hearsay > 0.0:
            appeal = behaviour.messages_praise * log(1.0 + self.hearsay)
            push += appeal
            if appeal > strongest:
                channel = WORD_OF_MOUTH
                if offer.referral_friend > 0.0 or offer.referral_giver > 0.0:
                    channel = REFERRAL
                    for_friend = min(LARGEST_DISCOUNT, offer.referral_friend / (offer.price * basket))
                    if for_friend > discount:
                        discount, discounter = for_friend, REFERRAL
        if invited_back:
            if offer.win_back_discount > discount:
                discount, discounter = offer.win_back_discount, WIN_BACK
            push += behaviour.messages_win_back
            channel = WIN_BACK
        if self.hearsay < 0.0:
            push -= behaviour.messages_praise * log(1.0 - self.hearsay)
        self.push, self.message, self.discount, self.discounter = push, channel, discount, discounter

    def utility(self, values: float, sensitivity: float, behaviour: Settings) -> float:
        """How attractive the firm is to somebody who is not its customer (McFadden 1974)."""
        offer = self.firm.offer
        price = offer.relative_price + log(1.0 - spread_over_stay(self.discount, behaviour))
        sacrifice = sensitivity * (price + behaviour.choice_unfairness * self.rise())
        worth = (
            behaviour.choice_intercept
            + behaviour.choice_benefit * (self.expectation - 0.5)
            + behaviour.choice_congruence * (0.5 - abs(values - offer.values))
            - behaviour.choice_sacrifice * sacrifice
            + self.push
        )
        if self.rung == LAPSED:
            return worth + behaviour.choice_memory * (self.satisfaction - 0.5 - self.grievance)
        return worth - behaviour.choice_risk * (1.0 - spread_over_stay(offer.guarantee_cover, behaviour))

    def begin(self, t: int, paid: float, behaviour: Settings) -> float:
        """Win or regain the customer, book what it cost, and return what is taken off the first purchase."""
        offer, books = self.firm.offer, self.firm.books
        self.channel, self.acquired_at, self.reason = self.message, t, STILL_HERE
        self.rung = CLIENT if self.purchases else PURCHASER
        self.remembered_price = offer.price
        if self.channel not in (REFERRAL, WORD_OF_MOUTH):
            self.recruiter = None
        elif self.purchases == 0:
            self.trust += behaviour.attitude_trust_transfer * (1.0 - self.trust)
        taken_off = paid * self.discount
        if self.discounter == REFERRAL:
            taken_off = min(offer.referral_friend, LARGEST_DISCOUNT * paid)
        if self.discounter == WIN_BACK:
            self.win_back += taken_off
            books.win_back += taken_off
        cost = 0.0 if self.discounter == WIN_BACK else taken_off
        if self.channel == REFERRAL:
            cost += offer.referral_giver
        self.acquisition += cost
        books.acquisition += cost
        return taken_off

    def pay(self, t: int, units: float, behaviour: Settings) -> float:
        """Book one purchase, and return what is left to pay once rewards and discounts are taken off."""
        offer, books = self.firm.offer, self.firm.books
        paid = units * offer.price
        goods, service = units * offer.unit_cost, offer.service_cost
        if self.rung == PARTNER:
            service *= 1.0 - offer.co_creation_savings
        self.revenue += paid
        self.goods += goods
        self.service += service
        books.revenue += paid
        books.goods += goods
        books.service += service
        books.purchases += 1
        if self.member:
            self.retention += paid * offer.loyalty_reward
            books.retention += paid * offer.loyalty_reward
            paid -= paid * offer.loyalty_reward
        if not PURCHASER <= self.rung <= PARTNER:
            paid -= self.begin(t, paid, behaviour)
        self.purchases += 1
        self.last_purchase = t
        return paid

    def be_served(self, newcomer: bool, paid: float, behaviour: Settings, luck: Random) -> None:
        """Meet the service, compare it with what was expected, remember (Oliver 1980)."""
        offer = self.firm.offer
        failed = luck.random() < offer.service_failures
        outcome = self.outcome_of_failure(behaviour, luck) if failed else None
        met = self.firm.quality + behaviour.experience_variability * luck.gauss(0.0, 1.0)
        if failed and not (outcome == RESOLVED and self.failures == 0):
            met -= behaviour.experience_severity
        met = clamp(met)
        gap = met - self.expectation
        weight = behaviour.experience_gain if gap > 0.0 else behaviour.experience_loss
        learning = behaviour.experience_learning
        if failed:
            learning = behaviour.experience_critical_learning
            self.trust *= 1.0 - behaviour.attitude_trust_loss
        else:
            self.trust += behaviour.attitude_trust_gain * (1.0 - self.trust)
        self.satisfaction += learning * (clamp(met + weight * gap) - self.satisfaction)
        self.expectation += behaviour.experience_adaptation * gap
        self.attention += behaviour.attitude_episode_attention * met
        self.encounters += behaviour.attitude_episode_attention * met
        if outcome is not None:
            self.suffer(newcomer, paid, outcome, behaviour)

    def outcome_of_failure(self, behaviour: Settings, luck: Random) -> str:
        """Keep silent about a failure, complain in vain, or be helped."""
        offer = self.firm.offer
        if luck.random() < (1.0 - behaviour.complaints_chance) * (1.0 - offer.complaints_invite):
            return SILENT
        return RESOLVED if luck.random() < offer.complaints_resolution else UNRESOLVED

    def suffer(self, newcomer: bool, paid: float, outcome: str, behaviour: Settings) -> None:
        """Bear a grudge, or be won back, and cost the firm what it promised."""
        offer, books = self.firm.offer, self.firm.books
        books.failures += 1
        if newcomer and offer.guarantee_cover > 0.0:
            self.acquisition += paid * offer.guarantee_cover
            books.acquisition += paid * offer.guarantee_cover
        grievance = behaviour.complaints_silent
        if outcome != SILENT:
            books.complaints += 1
            self.complaints += 1
            cost = offer.complaints_cost
            grievance = behaviour.complaints_unresolved
            if outcome == RESOLVED:
                books.recovered += 1
                cost += offer.complaints_compensation
                grievance = behaviour.complaints_resolved
                if self.failures == 0:
                    self.trust += behaviour.complaints_relief * (1.0 - self.trust)
                    made_up = behaviour.complaints_amends * min(1.0, offer.complaints_compensation / paid)
                    self.satisfaction += made_up * (1.0 - self.satisfaction)
            self.recovery += cost
            books.recovery += cost
        self.grievance = clamp(self.grievance + grievance)
        self.failures += 1

    def is_targeted(self, t: int) -> bool:
        """Whether retention money is meant for this customer."""
        offer = self.firm.offer
        if offer.targeting_contact == BEST:
            revenue = self.revenue / (t + 1 - max(0, self.acquired_at))
            return revenue >= offer.targeting_best_from * self.firm.average_revenue
        if offer.targeting_contact == AT_RISK:
            return (
                self.satisfaction < offer.targeting_risk_satisfaction
                or self.grievance > offer.targeting_risk_grievance
                or t - self.last_purchase > offer.targeting_risk_silence
            )
        return True

    def be_cared_for(self, t: int, proneness: float, luck: Random) -> None:
        """Be contacted, recognised as a member, or enrolled."""
        offer, books = self.firm.offer, self.firm.books
        if offer.contact_frequency > 0.0 and self.is_targeted(t):
            number = int(offer.contact_frequency)
            if luck.random() < offer.contact_frequency - number:
                number += 1
            self.attention += number
            self.retention += number * offer.contact_cost
            books.contacts += number
            books.retention += number * offer.contact_cost
        if self.member:
            self.attention += offer.loyalty_recognition
        elif self.rung >= CLIENT and offer.loyalty_enrolment > 0.0:
            self.member = luck.random() < offer.loyalty_enrolment * proneness

    def leave(self, t: int, reason: int, behaviour: Settings) -> None:
        """End the relationship."""
        if reason not in NOT_OUR_FAULT:
            self.grievance = clamp(self.grievance + behaviour.departure_estrangement)
        self.rung, self.reason, self.ended_at, self.member = LAPSED, reason, t, False
        self.firm.books.lost[reason] += 1

    def climb(self, t: int, behaviour: Settings, luck: Random) -> None:
        """Move up or down one rung, or stay; working with partners costs money."""
        offer, rung, commitment = self.firm.offer, self.rung, self.commitment
        if rung == PURCHASER:
            self.rung = CLIENT if self.purchases >= 2 else PURCHASER
        elif rung == CLIENT:
            if commitment >= behaviour.ladder_supporter:
                self.rung = SUPPORTER
        elif rung == SUPPORTER:
            if commitment >= behaviour.ladder_advocate:
                self.rung = ADVOCATE
            elif commitment < behaviour.ladder_supporter - behaviour.ladder_slack:
                self.rung = CLIENT
        elif rung == ADVOCATE and luck.random() < offer.co_creation_invitation:
            self.rung = PARTNER
        elif commitment < behaviour.ladder_advocate - behaviour.ladder_slack:
            self.rung = rung - 1
        if self.rung == ADVOCATE and 0.0 < behaviour.ladder_spoken < t - self.praised_at:
            self.rung = SUPPORTER
        if self.rung == PARTNER:
            self.retention += offer.co_creation_cost
            self.firm.books.retention += offer.co_creation_cost

    def said(self, talkativeness: float, basket: float, behaviour: Settings, luck: Random) -> bool | None:
        """True for praise, False for blame, None for nothing."""
        rung, offer = self.rung, self.firm.offer
        if self.satisfaction < behaviour.word_of_mouth_dissatisfied or (
            self.grievance > behaviour.word_of_mouth_aggrieved and rung != LAPSED
        ):
            chance, praising = talkativeness * behaviour.word_of_mouth_complainer, False
        elif rung == LAPSED:
            return None
        else:
            eager = behaviour.word_of_mouth_client
            if rung >= ADVOCATE:
                eager = behaviour.word_of_mouth_advocate
            elif rung == SUPPORTER:
                eager = behaviour.word_of_mouth_supporter
            reward = offer.referral_giver / (offer.referral_giver + offer.price * basket)
            moved = 1.0 + offer.referral_motivation + behaviour.word_of_mouth_reward * reward
            chance = talkativeness * eager * moved
            praising = True
        return praising if luck.random() < chance else None

    def answer_survey(self, behaviour: Settings, luck: Random) -> None:
        """Answer "would you recommend us?" from 0 to 10 (Reichheld 2003)."""
        books = self.firm.books
        liking = (
            self.satisfaction
            + behaviour.answers_trust * (self.trust - 0.5)
            + behaviour.answers_commitment * self.commitment
        )
        liking = behaviour.answers_leniency + (1.0 - behaviour.answers_leniency) * liking
        score = 10.0 * liking + behaviour.answers_noise * luck.gauss(0.0, 1.0) + 0.5
        if score >= 9.0:
            books.promoters += 1
        elif score < 7.0:
            books.detractors += 1
        books.satisfaction += self.satisfaction
        books.recommenders += self.praised
