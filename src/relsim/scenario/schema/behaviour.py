"""How customers behave: the parameters of the rules, grouped as the rules are."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from relsim.errors import InputError
from relsim.scenario.facts import Facts
from relsim.scenario.part import Part
from relsim.scenario.schema.buying import (
    Awareness,
    CategoryNeed,
    Choice,
    Contract,
    Messages,
    Recency,
    Spend,
)
from relsim.scenario.units.amounts import Exponent, Fraction, Number, Positive, Share
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import Chance, monthly, yearly


class Experience(Part):
    """Expectancy-disconfirmation (Oliver 1980)."""

    facts: ClassVar[Facts] = Facts(sources=("oliver1980", "anderson1993", "kahneman1979", "strandvik1994"))

    variability: Fraction = Field(0.12, description="Standard deviation of quality as met.")
    severity: Share = Field(0.45, description="Quality lost when something goes wrong.")
    gain: Fraction = Field(0.4, description="Weight of a pleasant surprise.")
    loss: Fraction = Field(0.9, description="Weight of a disappointment.")
    learning: Share = Field(0.15, description="Weight of one episode in satisfaction.")
    critical_learning: Share = Field(0.4, description="Weight of a critical episode.")
    adaptation: Share = Field(0.08, description="How fast expectations follow experience.")


class ComplaintBehaviour(Part):
    """What sufferers of a failure do and feel (TARP 1986)."""

    facts: ClassVar[Facts] = Facts(sources=("tarp1986", "maxham2002", "bitner1990"))

    chance: Share = Field(0.25, description="Share who complain without being invited.")
    silent: Share = Field(0.8, description="Grievance of who says nothing.")
    unresolved: Share = Field(0.7, description="Grievance after complaining in vain.")
    resolved: Share = Field(0.1, description="Grievance after being helped.")
    double_deviation: Share = Field(
        0.0,
        description="Share of satisfaction and trust that complaining in vain takes besides, and by which "
        "its grievance exceeds that of silence.",
    )
    repetition: Fraction = Field(0.0, description="How much more of a grievance a further failure leaves.")
    relief: Share = Field(0.3, description="Trust won by a first recovery.")
    amends: Share = Field(0.3, description="Satisfaction won by getting back all that was paid.")
    forgiving: Chance = Field(monthly(20), description="How fast a grievance fades.")


class AttitudeChange(Part):
    """What builds up and fades between episodes (Morgan and Hunt 1994)."""

    facts: ClassVar[Facts] = Facts(sources=("morgan1994", "dewulf2001", "burnham2003", "godfrey2011"))

    trust_gain: Annotated[Share, Facts(sources=("slovic1993",))] = Field(
        0.04, description="Trust won by an episode without failure."
    )
    trust_transfer: Annotated[Share, Facts(sources=("doney1997",))] = Field(
        0.6, description="Share of missing trust that a newcomer borrows from who recommended the firm."
    )
    trust_loss: Annotated[Share, Facts(sources=("slovic1993",))] = Field(
        0.16, description="Share of trust lost by a failure."
    )
    trust_quality: Annotated[Share, Facts(sources=("sirdeshmukh2002",))] = Field(
        0.0, description="How far trust follows the quality met: 0, not at all; 1, it is all that is trusted."
    )
    commitment_speed: Chance = Field(monthly(10), description="How fast commitment forms.")
    bond_speed: Chance = Field(monthly(6), description="How fast bonds form.")
    bond_loss: Chance = Field(monthly(6), description="How fast bonds go once switching costs less.")
    price_memory: Chance = Field(monthly(10), description="How fast a new price seems normal.")
    inflation: Annotated[Share, Facts(sources=("kahneman1986",))] = Field(
        1.0, description="How much of a change of prices that all firms make alike seems normal at once."
    )
    episode_attention: Fraction = Field(0.1, description="Attention felt in an episode.")
    episode_contact: Share = Field(
        0.0, description="How much of the attention felt in episodes counts as contact that may annoy."
    )
    attention_need: Positive = Field(0.6, description="Attention that feels like enough.")
    attention_fading: Chance = Field(monthly(35), description="How fast attention fades.")
    tolerance: Fraction = Field(4.0, description="Attention beyond which contact annoys.")
    annoyance: Chance = Field(monthly(1.2), description="Satisfaction that each contact in excess takes.")
    saturation: Fraction = Field(1.0, description="How much less each further contact in excess annoys.")
    annoyed: Share = Field(0.3, description="Satisfaction below which contact alone takes nobody.")
    settling: Annotated[Chance, Facts(sources=("oliver1981",))] = Field(
        monthly(0), description="How fast satisfaction returns to what is expected of the firm."
    )
    unfairness: Annotated[Chance, Facts(sources=("bolton2003", "homburg2005", "xia2004"))] = Field(
        monthly(5), description="Satisfaction that a price doubled over the remembered one takes."
    )


class Relating(Part):
    """What customers make of the finer levers; all assumed, in the direction that the levers' sources say."""

    facts: ClassVar[Facts] = Facts(sources=())

    fit: Fraction = Field(0.5, description="Attention a month that full personalisation is worth.")
    unease: Fraction = Field(0.1, description="Satisfaction it costs a month without any trust.")
    touchpoint: Share = Field(0.05, le=0.99, description="Weight of one touchpoint in satisfaction.")
    unreachable: Share = Field(0.03, description="Satisfaction lost by one try in vain.")
    bonding_purchases: Positive = Field(6.0, description="Purchases that half build a financial bond.")
    bonding_years: Positive = Field(2.0, description="Years that half build a structural bond.")
    laxity_years: Positive = Field(2.0, description="Years without review that bring half the laxity.")
    belonging: Fraction = Field(0.5, description="Commitment added by a community that meets often.")
    patience: Positive = Field(7.0, description="Days of waiting that undo most of a recovery.")
    manager: Share = Field(0.5, description="Share of a grievance that a manager's call takes away.")
    call: Fraction = Field(1.0, description="Attention that a manager's call is worth, in contacts.")
    review: Fraction = Field(1.0, description="Attention that an account review is worth, in contacts.")
    meeting: Fraction = Field(
        1.0, description="Attention that a meeting of the community is worth, in contacts."
    )
    stance: Annotated[Share, Facts(sources=("cialdini2001", "garnefeld2011"))] = Field(
        0.0, description="Commitment won by having recommended in public."
    )


class Ladder(Part):
    """Commitment needed for the upper rungs (Payne et al. 1995)."""

    facts: ClassVar[Facts] = Facts(sources=("payne1995", "dick1994"))

    supporter: Share = Field(0.35, description="Commitment that makes a supporter.")
    advocate: Share = Field(0.54, description="Commitment that makes an advocate.")
    slack: Share = Field(0.05, description="How far commitment may fall before a slide.")
    spoken: Annotated[Duration, Facts(sources=("payne1995",))] = Field(
        Duration(12, "month"),
        description="How long ago an advocate last spoke for the firm at most; 0: any time.",
    )


REASONS_CLAIMED = Facts(
    sources=("keaveney1995",),
    claims={
        None: "as many customers leave for reasons of no ready mix",
        "textbook": "as many customers leave for the reasons that textbooks repeat without a study",
        "keaveney": "as many customers leave for the reasons that a study of switching found",
    },
)
"""What the ready mixes say of why customers leave."""


class Departure(Part):
    """Chance of each reason for an ordinary customer (after Keaveney 1995), and what shields."""

    facts: ClassVar[Facts] = Facts(sources=("keaveney1995",))

    mix: Annotated[Literal["textbook", "keaveney"] | None, REASONS_CLAIMED] = Field(
        None, description="Ready mix of reasons; sets all chances, and mobility, that are not given."
    )
    total: Chance = Field(yearly(20), description="With a mix: chance of leaving for an ordinary customer.")
    price: Chance = Field(yearly(3), description="Leaves for a lower price.")
    bad_handling: Chance = Field(yearly(45), description="Leaves at a full grievance.")
    neglect: Chance = Field(yearly(18), description="Leaves when wholly forgotten.")
    competitor: Chance = Field(yearly(4), description="Leaves for an average rival.")
    fading_need: Chance = Field(yearly(2), description="Does not need it any more.")
    satisfaction_shield: Exponent = Field(3.0, description="Effect of satisfaction (log).")
    contentment: Share = Field(0.6, description="Satisfaction at which it neither shields nor exposes.")
    commitment_shield: Exponent = Field(2.0, description="Effect of commitment (log).")
    bond_shield: Exponent = Field(1.2, description="Effect of switching cost (log).")
    price_elasticity: Annotated[Exponent, Facts(sources=())] = Field(
        4.0, description="Effect of dearer than rivals."
    )
    tolerated_rise: Annotated[Share, Facts(sources=("thaler1985",))] = Field(
        0.05, description="Price rise that goes unpunished."
    )
    price_rise: Annotated[Fraction, Facts(sources=("thaler1985",))] = Field(
        20.0, description="Effect of a rise beyond that."
    )
    rival_quality: Annotated[Exponent, Facts(sources=())] = Field(
        3.0, description="Pull of a better rival (log)."
    )
    rival_advertising: Annotated[Fraction, Facts(sources=())] = Field(
        0.7, description="Pull of a rival's advertising."
    )
    rival_praise: Fraction = Field(0.5, description="Effect of hearing rivals praised.")
    rivals: Annotated[
        Literal["average", "best known", "best as a whole"],
        Facts(sources=("thibaut1959", "rusbult1980", "ping1993")),
    ] = Field(
        "best known",
        description="What customers compare their firm with: the best of the rivals they know, as they "
        "expect it to be, or the average of all as they are; seen as a whole, a dear rival draws less by its "
        "quality, and a bad one less by its price.",
    )
    switching: Annotated[Share, Facts(sources=("keaveney1995",))] = Field(
        0.9,
        description="Share of those leaving over price or for a competitor who meet their next need at a "
        "rival, at once; nobody, unless it is said, where customers leave without a reason, as in classic "
        "models.",
    )
    pause: Annotated[Duration, Facts(sources=())] = Field(
        Duration(6, "month"), description="How long somebody whose need faded buys nowhere."
    )
    company: Annotated[Fraction, Facts(sources=("nitzan2011", "vandenbulte2018"))] = Field(
        0.5, description="How far friends' praise holds, and blame drives out: a fresh warning by 80 %."
    )
    missed: Annotated[Share, Facts(sources=("nitzan2011",))] = Field(
        0.0,
        description="Share of those who leave a firm of their own will and say nothing whose friends notice "
        "it, and take it as a warning.",
    )
    company_most: Annotated[Fraction, Facts(sources=())] = Field(
        0.0, description="How much more, at most, talk makes likelier to stay or to leave; 0: without limit."
    )
    waking: Annotated[Fraction, Facts(sources=("ascarza2016",))] = Field(
        0.0,
        description="How much likelier to leave, unless their need fades, those are whom the firm has lately "
        "contacted, or whose relationship it has reviewed: 0.7 where 10 % leave in place of 6 %.",
    )
    waking_time: Annotated[
        Duration, Facts(sources=("ascarza2016",), needs={"departure.waking": "nobody is woken by contact"})
    ] = Field(Duration(3, "month"), description="For how long a contact does so.")
    dissatisfied: Annotated[Share, Facts(sources=())] = Field(
        0.5, description="Satisfaction below which who leaves is counted as dissatisfied."
    )
    silence: Annotated[Duration, Facts(sources=("pfeifer2000",))] = Field(
        Duration(12, "month"), description="Recency: silence after which a customer counts as lost."
    )
    estrangement: Annotated[Share, Facts(sources=())] = Field(
        0.5, description="Grievance that leaving itself leaves."
    )


class WordOfMouth(Part):
    """Who talks, and who hears (Anderson 1998; East, Hammond and Wright 2007)."""

    facts: ClassVar[Facts] = Facts(sources=("anderson1998", "east2007"))

    client: Share = Field(0.12, description="Readiness of clients to recommend.")
    supporter: Share = Field(0.16, description="Readiness of supporters.")
    advocate: Share = Field(0.6, description="Readiness of advocates and partners.")
    complainer: Share = Field(0.7, description="Readiness of the dissatisfied to warn.")
    reward: Annotated[Fraction, Facts(sources=("ryu2007",))] = Field(
        1.0, description="How much more readily those recommend who get a large reward for it."
    )
    forgetting: Chance = Field(monthly(30), description="How fast what was heard fades.")
    dissatisfied: Share = Field(0.25, description="Satisfaction below which people warn.")
    aggrieved: Share = Field(0.4, description="Grievance above which people warn, however satisfied.")
    hearing_praise: Share = Field(0.5, description="Share of neighbours told good news.")
    hearing_blame: Share = Field(0.5, description="Share of neighbours told bad news.")
    audience: Annotated[Fraction, Facts(sources=())] = Field(
        0.0,
        description="With how many of their neighbours people talk of firms at most; 0: with all of them.",
    )
    blame_half_life: Annotated[Duration, Facts(sources=("gregoire2009",))] = Field(
        Duration(0, "month"),
        description="Time after leaving in which half of the warnings end; 0: they never do.",
    )


class Reviews(Part):
    """Who writes public reviews, and what strangers make of them; the numbers are assumed."""

    facts: ClassVar[Facts] = Facts(sources=())

    unasked: Annotated[Share, Facts(sources=("hu2009", "chevalier2006"))] = Field(
        0.0, description="Chance that the delighted or furious write after buying."
    )
    asked: Share = Field(0.15, description="Chance that somebody who is asked writes.")
    convincing: Positive = Field(
        20.0, description="Reviews that are half believed, at the size the scenario is written for."
    )
    usual: Annotated[Number, Field(ge=1, le=5)] = Field(3.5, description="Stars that say nothing.")
    weight: Fraction = Field(0.5, description="Utility of one star more.")
    blame: Fraction = Field(1.6, description="How much more a star less weighs.")


class Answers(Part):
    """How attitudes become an answer from 0 to 10 (Reichheld 2003)."""

    facts: ClassVar[Facts] = Facts(sources=("reichheld2003",))

    leniency: Share = Field(0.32, description="How far answers lean to the upper end.")
    trust: Fraction = Field(0.3, description="Weight of trust.")
    commitment: Fraction = Field(0.25, description="Weight of commitment.")
    noise: Fraction = Field(1.0, description="Standard deviation of the answer, in points.")


class StaffBehaviour(Part):
    """The service-profit chain (Heskett et al. 1994; Rucci, Kirn and Quinn 1998)."""

    facts: ClassVar[Facts] = Facts(sources=())

    climate: Share = Field(0.5, description="How good an ordinary firm is to work for.")
    pay: Fraction = Field(0.3, description="Effect of relative pay (log) on it.")
    motivation: Fraction = Field(0.25, description="Effect of motivation on it.")
    empowerment: Fraction = Field(0.1, description="Effect of empowerment on it.")
    strain: Fraction = Field(0.5, description="Effect of too much work on it.")
    adjustment: Chance = Field(monthly(15), description="How fast satisfaction follows.")
    turnover: Chance = Field(yearly(20), description="Chance to quit of somebody half satisfied.")
    loyalty: Exponent = Field(2.5, description="Effect of satisfaction on quitting (log).")
    practice: Share = Field(0.55, description="Skill that practice alone leads to.")
    training: Fraction = Field(0.4, description="Skill that full training adds.")
    transfer: Share = Field(0.15, description="Share of training that the unmotivated apply.")
    learning: Chance = Field(monthly(8), description="How fast skill is learnt.")
    novice: Share = Field(0.3, description="Skill of newly hired employees.")
    mood_to_quality: Fraction = Field(0.2, description="Effect of satisfaction on quality met.")
    skill_to_quality: Fraction = Field(0.3, description="Effect of skill on quality met.")
    strain_to_quality: Fraction = Field(0.5, description="Effect of too much work on quality.")
    skill_to_failures: Exponent = Field(1.5, description="Effect of skill on failures (log).")
    strain_to_failures: Exponent = Field(2.0, description="Effect of too much work (log).")
    recovery: Share = Field(0.6, description="Unresolved complaints that full empowerment resolves.")


class Strangers(Part):
    """What people feel about a firm that they do not know; assumed."""

    facts: ClassVar[Facts] = Facts(sources=())

    satisfaction: Share = Field(0.5, description="Satisfaction before any episode.")
    trust: Share = Field(0.3, description="Trust before any episode.")


class Founders(Part):
    """How those who are a firm's customers when the scenario begins feel about it; assumed.

    Of each feeling the coolest have the least, and the warmest the whole range more.
    """

    facts: ClassVar[Facts] = Facts(sources=())

    years: Fraction = Field(4.0, description="Mean time that they have been customers, in years.")
    longest: Fraction = Field(30.0, description="The longest time, in years.")
    purchasers: Share = Field(0.0, description="Share who have bought once so far: those who came last.")
    satisfaction: Share = Field(0.45, description="The least satisfaction.")
    satisfaction_range: Share = Field(0.35, description="How much more the most satisfied have.")
    trust: Share = Field(0.35, description="The least trust.")
    trust_range: Share = Field(0.4, description="How much more the most trusting have.")
    commitment: Share = Field(0.15, description="The least commitment of the fully prone.")
    commitment_range: Share = Field(0.4, description="How much more the most committed have.")
    attention: Fraction = Field(0.2, description="Attention that they feel, in contacts.")

    @model_validator(mode="after")
    def _within_one(self) -> Self:
        for feeling in ("satisfaction", "trust", "commitment"):
            most = getattr(self, feeling) + getattr(self, f"{feeling}_range")
            if most > 1.0 + 1e-9:
                message = f"{feeling} and its range sum to {most:.6g}, expected at most 1"
                raise InputError(message, None, (f"{feeling}_range",))
        return self


class Behaviour(Part):
    """All parameters of customer behaviour."""

    season: Fraction = Field(1.0, description="Multiplier of need, for shocks.")
    seasons: Annotated[list[Fraction], Field(max_length=53)] = Field(
        [], description="Seasonal index: further multipliers of need, one for each equal part of a year."
    )
    strangers: Strangers = Strangers()
    founders: Founders = Founders()
    recency: Recency = Recency()
    contract: Contract = Contract()
    choice: Choice = Choice()
    category: CategoryNeed = CategoryNeed()
    awareness: Awareness = Awareness()
    messages: Messages = Messages()
    spend: Spend = Spend()
    experience: Experience = Experience()
    complaints: ComplaintBehaviour = ComplaintBehaviour()
    attitude: AttitudeChange = AttitudeChange()
    relating: Relating = Relating()
    ladder: Ladder = Ladder()
    departure: Departure = Departure()
    word_of_mouth: WordOfMouth = WordOfMouth()
    reviews: Reviews = Reviews()
    answers: Answers = Answers()
    staff: StaffBehaviour = StaffBehaviour()
