"""What to compare first, and under which conditions: a few policies and conditions for each kind of business.

What they cost is in proportion to the price, so that any currency will do. Those that fit a kind of business
less are written as comments, ready to be tried.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from relsim.scenario.units.quantities import plain_decimal

CHEAPER, PRICE_OF_WAR = 0.9, 0.8
"""By how many times the firm lowers its price, and rivals theirs in a price war."""

LEAVING_MORE = 1.5
"""By how many times customers leave more readily where churn goes up."""

COMPENSATED, POINTS_COST = 0.1, 0.01
"""What makes up for a complaint, as a share of the price, and what points cost, as one of the revenue."""


@dataclass(frozen=True)
class Plans:
    """What a kind of business may try: how often in a year to keep in touch, and with which words; which
    plans are `tried`, and which stand there as comments."""

    touches: int
    touch: str
    complaint: str
    members: str
    tried: tuple[str, ...]
    noted: tuple[str, ...]


PLANS: Mapping[str, Plans] = MappingProxyType(
    {
        "saas": Plans(
            24,
            "A call or a message with advice",
            "Ask for complaints, and put them right",
            "Points and a better plan for those who stay",
            ("touch", "complaints", "cheaper"),
            ("loyalty",),
        ),
        "mobile": Plans(
            12,
            "A call or a message about the right tariff",
            "Ask for complaints, and put them right",
            "A programme for those who stay",
            ("touch", "complaints", "loyalty"),
            ("cheaper",),
        ),
        "supermarket": Plans(
            52,
            "A letter or a message with offers",
            "Ask for complaints, and put them right",
            "Points on the card",
            ("touch", "complaints", "loyalty"),
            ("cheaper",),
        ),
        "clinic": Plans(
            6,
            "A reminder or a question how it goes",
            "Ask patients what went wrong, and put it right",
            "A discount for those who come back",
            ("touch", "complaints", "cheaper"),
            ("loyalty",),
        ),
        "charity": Plans(
            24,
            "A letter on what gifts have done",
            "Ask donors what went wrong, and put it right",
            "A circle of regular donors",
            ("touch", "complaints", "loyalty"),
            ("cheaper",),
        ),
        "supplier": Plans(
            52,
            "A call or a visit",
            "Ask for complaints, and put them right",
            "A rebate on all that is bought",
            ("touch", "complaints", "loyalty"),
            ("cheaper",),
        ),
        "gym": Plans(
            24,
            "A message of the trainer",
            "Ask for complaints, and put them right",
            "A programme for those who stay",
            ("touch", "complaints", "loyalty"),
            ("cheaper",),
        ),
    }
)
"""What each kind of business may try, by the name of its template."""

PLAIN_PLANS = Plans(
    24,
    "A call or a message",
    "Ask for complaints, and put them right",
    "A programme for those who stay",
    ("touch", "complaints", "loyalty"),
    ("cheaper",),
)
"""What is taken where no template is named."""


@dataclass(frozen=True)
class OwnFirm:
    """For whom plans are written: the firm, its price, how much it takes in a month, its contacts in a year
    where these are answered, how readily customers leave, how many rivals there are, and how many months of
    the run are past, where it begins before today."""

    firm: str
    price: float
    revenue: float
    contacts: float | None
    leaving: float
    rivals: int
    past: int | None = None


def policies_in(plans: Plans, place: OwnFirm) -> str:
    """The policies as a part of a file, those that fit less as comments."""
    written = [since_today(WRITERS[name](plans, place), place.past) for name in plans.tried]
    comments = [
        "  # fits less often:",
        *(
            f"  # {line}"
            for name in plans.noted
            for line in since_today(WRITERS[name](plans, place), place.past)
        ),
    ]
    lines = ["policies:", "  as-is:", "    title: As it is"]
    lines += [f"  {line}" for policy in written for line in policy]
    return "\n".join([*lines, *comments]) + "\n"


def since_today(policy: list[str], past: int | None) -> list[str]:
    """A policy that is in force when so many months are past, since what is past does not change."""
    if not past:
        return policy
    place = policy.index("  set:")
    event = ["  set:", "    timeline:", f"      - at: {past} months", "        set:"]
    return [*policy[:place], *event, *(f"      {line}" for line in policy[place + 1 :])]


def touch(plans: Plans, place: OwnFirm) -> list[str]:
    """Keep in touch more often than is done."""
    often = plans.touches if place.contacts is None else max(plans.touches, round(2 * place.contacts))
    return [
        "keep-in-touch:",
        f"  title: Keep in touch {often} times a year",
        f"  note: {plans.touch}.",
        "  set:",
        f"    firms.{place.firm}.contact.frequency: {often} per year",
    ]


def complaints(plans: Plans, place: OwnFirm) -> list[str]:
    """Invite complaints and put them right."""
    amount = amount_in_file(COMPENSATED * place.price)
    return [
        "settle-complaints:",
        "  title: Settle complaints",
        f"  note: {plans.complaint}; {amount} make up for each.",
        "  set:",
        f"    firms.{place.firm}.complaints: {{invite: 60%, resolution: 90%, compensation: {amount}}}",
    ]


def cheaper(plans: Plans, place: OwnFirm) -> list[str]:
    """Lower the price."""
    return [
        "cheaper:",
        "  title: Ten percent cheaper",
        "  set:",
        f"    firms.{place.firm}.price: {amount_in_file(CHEAPER * place.price)}",
    ]


def loyalty(plans: Plans, place: OwnFirm) -> list[str]:
    """A programme with points."""
    return [
        "loyalty-programme:",
        "  title: Loyalty programme",
        f"  note: {plans.members}.",
        "  set:",
        f"    firms.{place.firm}.loyalty:",
        "      enrolment: 10% per month",
        "      reward: 3%",
        "      recognition: 0.2",
        "      bond: 30%",
        f"      running_cost: {amount_in_file(POINTS_COST * place.revenue)} per month",
    ]


WRITERS = {"touch": touch, "complaints": complaints, "cheaper": cheaper, "loyalty": loyalty}
"""How each plan is written."""


def conditions_in(place: OwnFirm) -> str:
    """Conditions as a part of a file, under which a policy may turn out to be the wrong one."""
    leaving = amount_in_file(LEAVING_MORE * place.leaving)
    lines = [
        "# Markets that may come instead: relsim stress tries every policy under each of them.",
        "conditions:",
    ]
    if place.rivals:
        price = amount_in_file(PRICE_OF_WAR * place.price)
        lines += ["  price-war:", "    title: Rivals start a price war", "    set:"]
        lines += [f"      firms.rival-{one + 1}.price: {price}" for one in range(place.rivals)]
    lines += [
        "  recession:",
        "    title: Recession",
        "    note: More people leave over the price, or find that they can do without.",
        "    set:",
        "      behaviour.departure.price: 15% per year",
        "      behaviour.departure.fading_need: 6% per year",
        "  churn-up:",
        "    title: Customers leave half as readily again",
        "    set:",
        f"      segments.everybody.restlessness.mean: {leaving}",
    ]
    return "\n".join(lines) + "\n"


def amount_in_file(value: float) -> str:
    """An amount in a file, to at most six digits."""
    return plain_decimal(float(f"{value:.6g}"))
