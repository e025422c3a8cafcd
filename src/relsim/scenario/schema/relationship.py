"""Levers that work on standing relationships, each with its costs, bounds and adverse side."""

from typing import Literal

from pydantic import Field

from relsim.scenario.part import Entry, Part
from relsim.scenario.units.amounts import Fraction, Money, Share
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.rates import Chance, Frequency

NEVER = Chance(0.0, "year")
SELDOM = Frequency(0.0, "year")


class Bond(Part):
    """One kind of bond."""

    level: Share = Field(0.0, description="Switching cost once it is fully built, 0 to 1.")
    cost: Money = Field(0.0, description="Cost per customer and period (line: bonds upkeep).")


class Bonds(Part):
    """What it would cost a customer to switch, apart from any feeling (Berry and Parasuraman 1991).

    Financial bonds build up with purchases, social ones with attention, structural ones with time.
    """

    level: Share = Field(0.0, description="Switching cost that is there whatever happens, 0 to 1.")
    financial: Bond = Bond()
    social: Bond = Bond()
    structural: Bond = Bond()


class Upper(Part):
    """What the best members get on top."""

    reward: Share = Field(0.0, description="Further share of spending given back.")
    recognition: Fraction = Field(0.0, description="Further attention per period, in contacts.")
    bond: Share = Field(0.0, description="Further switching cost.")


class Loyalty(Part):
    """A loyalty programme: permanent, a mini one for the best, or both (lines: programme, programme running).

    `targeting.best_from` says who is among the best, period by period.
    """

    type: Literal["permanent", "mini", "both"] = Field(
        "permanent",
        description="Open to all clients; to the best only, all of them upper; or to all, the best upper.",
    )
    enrolment: Chance = Field(NEVER, description="Chance that a fully prone client joins.")
    reward: Share = Field(0.0, description="Share of spending given back to members.")
    recognition: Fraction = Field(0.0, description="Attention per period, in contacts.")
    bond: Share = Field(0.0, description="Switching cost that points and status add.")
    upper: Upper = Upper()
    running_cost: Money = Field(0.0, description="Fixed cost per period, while customers can join.")


class Personalisation(Part):
    """Offers and talk fitted to what is known of a customer (line: personalisation).

    It suits the prone, and makes those uneasy who do not trust the firm (Aguirre et al. 2015).
    """

    depth: Share = Field(0.0, description="How much of what is known of customers is used.")
    openness: Share = Field(0.0, description="How openly it is collected; open collection worries nobody.")
    cost: Money = Field(0.0, description="Cost per customer and period.")


class Touchpoint(Entry):
    """One place where customers meet the firm between purchases (line: touchpoints)."""

    frequency: Frequency = Field(description="How often a customer tries it.")
    quality: Share = Field(0.7, description="Quality met there, 0 to 1.")
    reachability: Share = Field(1.0, description="Share of tries that get through; others annoy.")
    cost: Money = Field(0.0, description="Cost of each that gets through.")


class Community(Part):
    """Customers who meet each other under the firm's roof (line: community) and may become partners."""

    invitation: Chance = Field(NEVER, description="Chance that a fully prone client joins.")
    meetings: Frequency = Field(SELDOM, description="Meetings a member attends; without them none belongs.")
    participation: Chance = Field(NEVER, description="Chance that a member who is an advocate turns partner.")
    cost: Money = Field(0.0, description="Cost of one member at one meeting.")


class AccountReview(Part):
    """Regular review of each relationship, against laxity (line: account reviews)."""

    every: Duration = Field(Duration(0), description="Time between two reviews; 0 means never.")
    cost: Money = Field(0.0, description="Cost of reviewing one relationship.")


class Solicitation(Part):
    """Asking buyers for public reviews (line: review requests)."""

    request: Share = Field(0.0, description="Share of buyers who are asked in a period.")
    cost: Money = Field(0.0, description="Cost of asking one.")


class Crm(Part):
    """A customer relationship management system (line: crm); whether it pays back is a result."""

    insight: Share = Field(0.0, description="Share of `targeting.error` that it avoids.")
    speed: Share = Field(0.0, description="Share of the answer time of complaints that it saves.")
    purchase: Money = Field(0.0, description="Paid once, in the first period in which this is above 0.")
    running_cost: Money = Field(0.0, description="Fixed cost per period.")
