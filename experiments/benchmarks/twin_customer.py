"""A customer of the Mesa twin: an ordinary agent with attributes and methods."""

from math import exp, log
from typing import TYPE_CHECKING

import mesa
from twin_numbers import draw_positive, draw_share
from twin_relationship import NOT_OUR_FAULT, Relationship

from relsim.vocabulary import COMPETITOR, FADING_NEED, LAPSED, MOVED, PRICE, PROSPECT

if TYPE_CHECKING:
    from types import SimpleNamespace

    from mesa_twin import TwinMarket

Said = tuple[tuple[int, bool], ...]
NOTHING: Said = ()


class Customer(mesa.Agent):  # type: ignore[misc]
    """Somebody who needs the category, and one relationship with each firm."""

    model: "TwinMarket"

    def __init__(self, model: "TwinMarket", segment: "SimpleNamespace") -> None:
        super().__init__(model)
        luck = self.random
        self.need_rate = draw_positive(segment.need_rate, luck)
        self.basket = draw_positive(segment.basket, luck)
        self.price_sensitivity = draw_positive(segment.price_sensitivity, luck)
        self.proneness = draw_share(segment.proneness, luck)
        self.values = draw_share(segment.values, luck)
        self.talkativeness = draw_share(segment.talkativeness, luck)
        self.restlessness = draw_positive(segment.restlessness, luck)
        self.mobility = segment.mobility
        expectation = draw_share(segment.expectation, luck)
        self.ties = [Relationship(firm, expectation) for firm in model.firms]
        self.supplier: Relationship | None = None
        self.neighbours: list[Customer] = []
        self.away = False
        self.voices = self.speaking = NOTHING

    def join(self, number: int, price: float, year: float) -> None:
        """Begin as a client of a firm, at the price that it had before the start."""
        luck = self.random
        tenure = min(luck.expovariate(1.0) * 4.0 * year, 30.0 * year)
        self.supplier = self.ties[number]
        self.supplier.found(tenure, luck.random(), self.proneness, price)

    def step(self) -> None:
        """Live through one period, hearing what neighbours said in the last one."""
        self.speaking = NOTHING
        if self.away:
            return
        if self.random.random() < self.mobility:
            self.move_away()
            return
        self.listen()
        supplier = self.supplier
        if supplier is None:
            self.look_around()
        else:
            self.buy(supplier)
            self.relate(supplier)
        self.speak()

    def move_away(self) -> None:
        """Leave the market for good."""
        self.away = True
        if self.supplier is not None:
            self.supplier.leave(self.model.period, MOVED, self.model.behaviour)
            self.supplier = None

    def advance(self) -> None:
        """Make this period's words audible, and be counted."""
        self.voices = self.speaking
        for tie in self.ties:
            tie.firm.rungs[tie.rung] += 1

    def listen(self) -> None:
        """Count praise and blame of every firm, and keep them in mind."""
        ties, supplier = self.ties, self.supplier
        for tie in ties:
            tie.praise = tie.blame = 0
        behaviour = self.model.behaviour
        for neighbour in self.neighbours:
            if neighbour.voices:
                u = self.random.random()
                for number, praising in neighbour.voices:
                    if not praising:
                        ties[number].blame += u < behaviour.word_of_mouth_hearing_blame
                    elif u < behaviour.word_of_mouth_hearing_praise:
                        ties[number].praise += 1
                        if ties[number] is not supplier:
                            ties[number].recruiter = neighbour
        kept = 1.0 - behaviour.word_of_mouth_forgetting
        for tie in ties:
            news = tie.praise - behaviour.messages_blame * tie.blame
            tie.hearsay = kept * tie.hearsay + news

    def look_around(self) -> None:
        """Receive offers; when the need arises, weigh the firms and perhaps choose one."""
        model, luck, ties = self.model, self.random, self.ties
        t, behaviour = model.period, model.behaviour
        invited_back = [tie.gets_win_back_offer(t, luck) for tie in ties]
        if self.pauses(t):
            return
        if not self.just_left(t) and luck.random() >= self.need_rate * behaviour.season:
            return
        for tie, invited in zip(ties, invited_back, strict=True):
            tie.weigh_messages(invited, self.price_sensitivity, self.basket, behaviour, luck)
        chosen = self.choose(t)
        if chosen is not None:
            self.supplier = chosen
            self.buy(chosen)

    def choose(self, t: int) -> Relationship | None:
        """A firm, in proportion to the exponentials of utilities, or none: the need may stay unmet."""
        behaviour, luck = self.model.behaviour, self.random
        left = self.left_for_a_rival(t)
        considered = [tie for tie in self.ties if tie is not left]
        if not considered:
            return None
        weights = [exp(tie.utility(self.values, self.price_sensitivity, behaviour)) for tie in considered]
        if left is None:
            maturity = behaviour.category_maturity
            outside = behaviour.category_outside if maturity > 0.0 else 0.0
            if luck.random() < 1.0 / (1.0 + exp((1.0 - maturity) * log(sum(weights)) - outside)):
                return None
        return luck.choices(considered, weights)[0]

    def left_for_a_rival(self, t: int) -> Relationship | None:
        """The firm that was left in the last period by somebody who now goes to another (Keaveney 1995)."""
        for tie in self.ties:
            if tie.rung == LAPSED and tie.ended_at == t - 1 and tie.reason in (PRICE, COMPETITOR):
                return tie if self.random.random() < self.model.behaviour.departure_switching else None
        return None

    def pauses(self, t: int) -> bool:
        """Whether the need faded, which ended a relationship, and has not come back yet."""
        return any(
            tie.rung == LAPSED
            and tie.reason == FADING_NEED
            and t - tie.ended_at <= self.model.behaviour.departure_pause
            for tie in self.ties
        )

    def just_left(self, t: int) -> bool:
        """Whether a supplier was left in the last period for a reason that calls for another."""
        return any(
            tie.rung == LAPSED and tie.ended_at == t - 1 and tie.reason not in NOT_OUR_FAULT
            for tie in self.ties
        )

    def buy(self, tie: Relationship) -> None:
        """Pay for a basket and meet the service."""
        model, luck = self.model, self.random
        behaviour = model.behaviour
        units = self.basket * (1.0 + behaviour.spend_growth * tie.commitment)
        if model.numbers.baskets_vary:
            spread = behaviour.spend_variation
            units *= exp(spread * luck.gauss(0.0, 1.0) - 0.5 * spread * spread)
        paid = tie.pay(model.period, units, behaviour)
        newcomer = tie.acquired_at == model.period
        tie.be_served(newcomer, paid, behaviour, luck)

    def relate(self, tie: Relationship) -> None:
        """Be cared for, feel, and leave or stay."""
        model, luck = self.model, self.random
        t, behaviour = model.period, model.behaviour
        tie.be_cared_for(t, self.proneness, luck)
        tie.settle(self.proneness, self.price_sensitivity, behaviour)
        rivals = [rival for rival in self.ties if rival is not tie]
        pull, pressure = tie.beside(rivals, behaviour)
        pull *= 1.0 + behaviour.departure_rival_praise * sum(rival.praise for rival in rivals)
        reason = tie.reason_to_leave(
            self.price_sensitivity, self.restlessness, pull, pressure, behaviour, luck
        )
        if reason:
            tie.leave(t, reason, behaviour)
            self.supplier = None
        else:
            tie.climb(t, behaviour, luck)

    def speak(self) -> None:
        """Praise or blame firms, answer surveys; grievances with former suppliers fade."""
        behaviour, luck = self.model.behaviour, self.random
        for number, tie in enumerate(self.ties):
            if tie.rung == PROSPECT:
                continue
            said = tie.said(self.talkativeness, self.basket, behaviour, luck)
            if said is not None:
                self.speaking += ((number, said),)
                tie.praised = tie.praised or said
                if said:
                    tie.praised_at = self.model.period
            if tie.rung != LAPSED:
                tie.answer_survey(behaviour, luck)
            elif tie.ended_at < self.model.period:
                tie.grievance *= 1.0 - behaviour.complaints_forgiving
