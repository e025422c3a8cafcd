"""Levers that work on standing relationships, each with its costs, bounds and adverse side."""

from typing import Annotated, ClassVar

from pydantic import Field

from relsim.rules import bonds, care, complaints, laxity, personalising, reviews, touchpoints
from relsim.scenario.facts import Effect, Lever, a_cost
from relsim.scenario.part import NamedPart, Part
from relsim.scenario.units.amounts import Money, Share
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import FREE_OF_COST, Frequency, Spending
from relsim.vocabulary import Line


class Bond(Part):
    """One kind of bond."""

    level: Annotated[
        Share,
        Lever(
            price="cost",
            switch=True,
            effect=Effect("yearly_retention", "up", "Switching costs hold.", 0, 0.8),
        ),
    ] = Field(0.0, description="Switching cost once it is fully built, 0 to 1.")
    cost: Annotated[Spending, Lever(effect=a_cost("1 per month", "{part} bonds"))] = Field(
        FREE_OF_COST, description="Cost per customer."
    )


class Bonds(Part):
    """What it would cost a customer to switch, apart from any feeling (Berry and Parasuraman 1991).

    Financial bonds build up with purchases, social ones with attention, structural ones with time.
    """

    facts: ClassVar[Lever] = Lever(
        by=(bonds.switching_cost, bonds.built), sources=("berry1991", "burnham2003"), line=Line.BONDS_UPKEEP
    )

    level: Annotated[
        Share,
        Lever(
            by=(bonds.switching_cost,),
            free="It is there whatever a firm does.",
            effect=Effect("yearly_retention", "up", "Switching costs hold.", 0, 0.8),
        ),
    ] = Field(0.0, description="Switching cost that is there whatever happens, 0 to 1.")
    financial: Bond = Bond()
    social: Bond = Bond()
    structural: Bond = Bond()


class Personalisation(Part):
    """Offers and talk fitted to what is known of a customer.

    It suits the prone, and makes those uneasy who do not trust the firm (Aguirre et al. 2015).
    """

    facts: ClassVar[Lever] = Lever(
        by=(personalising.after_personalisation,), sources=("aguirre2015",), line=Line.PERSONALISATION
    )

    depth: Annotated[
        Share,
        Lever(
            price="cost",
            switch=True,
            effect=Effect(
                "lost_to_neglect", "down", "Offers that fit feel like attention.", 0, 1, "no contact"
            ),
        ),
    ] = Field(0.0, description="How much of what is known of customers is used.")
    openness: Annotated[
        Share,
        Lever(
            effect=Effect("satisfaction", "up", "Open collection worries nobody.", 0, 1, "personal treatment")
        ),
    ] = Field(0.0, description="How openly it is collected; open collection worries nobody.")
    cost: Annotated[Spending, Lever(effect=a_cost("1 per month", "personal treatment"))] = Field(
        FREE_OF_COST, description="Cost per customer."
    )


class Touchpoint(NamedPart):
    """One place where customers meet the firm between purchases."""

    facts: ClassVar[Lever] = Lever(
        by=(touchpoints.journey_weight, touchpoints.after_touchpoints),
        sources=("lemon2016",),
        line=Line.TOUCHPOINTS,
    )

    frequency: Annotated[
        Frequency,
        Lever(
            effect=Effect(
                "satisfaction",
                "up",
                "A touchpoint better than the rest pleases.",
                "0 per year",
                "4 per month",
                "touchpoints",
            )
        ),
    ] = Field(description="How often a customer tries it.")
    quality: Annotated[
        Share,
        Lever(
            outcome=True,
            effect=Effect(
                "satisfaction", "up", "Quality satisfies at every touchpoint.", 0.2, 1, "touchpoints"
            ),
        ),
    ] = Field(0.7, description="Quality met there, 0 to 1.")
    reachability: Annotated[
        Share, Lever(effect=Effect("satisfaction", "up", "A try in vain annoys.", 0.2, 1, "touchpoints"))
    ] = Field(1.0, description="Share of tries that get through; others annoy.")
    cost: Annotated[Money, Lever(effect=a_cost(2, "touchpoints"))] = Field(
        0.0, description="Cost of each that gets through."
    )


class AccountReview(Part):
    """Regular review of each relationship, against laxity."""

    facts: ClassVar[Lever] = Lever(
        by=(laxity.unreviewed,), sources=("anderson2005",), line=Line.ACCOUNT_REVIEWS
    )

    every: Annotated[
        Duration,
        Lever(
            price="cost",
            switch=True,
            needs={"service.laxity": "there is no laxity that a review could mend"},
            effect=Effect(
                "satisfaction",
                "down",
                "Laxity grows between reviews.",
                "3 months",
                "36 months",
                "long laxity",
            ),
        ),
    ] = Field(Duration(0), description="Time between two reviews; 0 means never.")
    cost: Annotated[Money, Lever(effect=a_cost(10, "reviewed yearly"))] = Field(
        0.0, description="Cost of reviewing one relationship."
    )


class Solicitation(Part):
    """Asking buyers for public reviews."""

    facts: ClassVar[Lever] = Lever(
        by=(reviews.asks, reviews.writes_review, reviews.push_of_rating),
        sources=("hu2009", "chevalier2006"),
        line=Line.REVIEW_REQUESTS,
    )

    request: Annotated[
        Share,
        Lever(
            price="cost",
            switch=True,
            effect=Effect("acquired", "up", "Reviews of good service win strangers.", 0, 0.5, "good service"),
        ),
    ] = Field(0.0, description="Share of buyers who are asked in a month.")
    cost: Annotated[Money, Lever(effect=a_cost(2, "reviews asked for"))] = Field(
        0.0, description="Cost of asking one."
    )


class Crm(Part):
    """A customer relationship management system; whether it pays back is a result."""

    facts: ClassVar[Lever] = Lever(by=(care.error_left,), sources=("mithas2005",), line=Line.CRM)

    insight: Annotated[
        Share,
        Lever(
            price="running_cost",
            switch=True,
            needs={"targeting.error": "there is no error that insight could avoid"},
            effect=Effect(
                "contacts", "down", "Fewer who are not at risk are contacted.", 0, 1, "misjudgement"
            ),
        ),
    ] = Field(0.0, description="Share of `targeting.error` that it avoids.")
    speed: Annotated[
        Share,
        Lever(
            by=(complaints.promptness,),
            sources=("smith1999",),
            price="running_cost",
            switch=True,
            needs={"complaints.days": "complaints are answered at once anyway"},
            effect=Effect("satisfaction", "up", "Faster answers.", 0, 1, "late answers"),
        ),
    ] = Field(0.0, description="Share of the answer time of complaints that it saves.")
    purchase: Annotated[Money, Lever(whole=True, effect=a_cost(5000))] = Field(
        0.0, description="Paid once, in the first period in which this is above 0."
    )
    running_cost: Annotated[Spending, Lever(whole=True, effect=a_cost("500 per month"))] = Field(
        FREE_OF_COST, description="Fixed cost."
    )
