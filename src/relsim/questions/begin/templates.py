"""Templates: kinds of business, with ranges for what their owners often cannot say, all of them assumed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from relsim.questions.begin.plans import PLAIN_PLANS, PLANS, Plans

Extent = tuple[Any, Any]


@dataclass(frozen=True)
class Template:
    """A kind of business: what is usual in it, and the ranges in which unknown values may lie; `share` is
    that of all who could be customers, `lost` that of its customers which it loses in a year, `contact_cost`
    that of the price which a contact costs, `trouble` how it is asked how often something goes wrong, and
    `plans` what it may try."""

    title: str
    contract: bool
    price: Extent
    margin: Extent
    purchases: Extent
    failures: Extent
    neglect: Extent
    lost: Extent
    spend: Extent
    contacts: Extent
    contact_cost: Extent
    trouble: str
    plans: Plans
    product_type: str = "services"
    share: float = 0.3


TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        "saas": Template(
            "A software subscription",
            True,
            (20, 80),
            ("60%", "85%"),
            (4, 24),
            ("2%", "12%"),
            ("4% per year", "30% per year"),
            ("10%", "30%"),
            (500, 6000),
            ("1 per year", "12 per year"),
            ("1%", "8%"),
            "Of a hundred customers, how many have trouble in a month, such as a bug or a late answer (5%)?",
            PLANS["saas"],
        ),
        "mobile": Template(
            "A mobile operator",
            True,
            (10, 40),
            ("35%", "65%"),
            (4, 24),
            ("3%", "15%"),
            ("5% per year", "30% per year"),
            ("10%", "26%"),
            (1000, 8000),
            ("1 per year", "6 per year"),
            ("1%", "5%"),
            "Of a hundred customers, how many have trouble in a month, such as a wrong bill (5%)?",
            PLANS["mobile"],
        ),
        "supermarket": Template(
            "A supermarket with a card",
            False,
            (20, 60),
            ("15%", "35%"),
            (20, 60),
            ("2%", "10%"),
            ("3% per year", "20% per year"),
            ("10%", "30%"),
            (1000, 8000),
            ("4 per year", "24 per year"),
            ("0.2%", "2%"),
            "Of a hundred visits, in how many does something go wrong, such as an empty shelf (5%)?",
            PLANS["supermarket"],
            "consumer goods",
        ),
        "clinic": Template(
            "A clinic",
            False,
            (60, 200),
            ("30%", "60%"),
            (2, 6),
            ("3%", "12%"),
            ("4% per year", "25% per year"),
            ("10%", "30%"),
            (200, 3000),
            ("1 per year", "4 per year"),
            ("0.5%", "4%"),
            "Of a hundred visits, in how many does something go wrong, such as a long wait (5%)?",
            PLANS["clinic"],
        ),
        "charity": Template(
            "A charity with regular donors",
            False,
            (20, 80),
            ("60%", "85%"),
            (1, 6),
            ("1%", "6%"),
            ("8% per year", "40% per year"),
            ("20%", "40%"),
            (200, 3000),
            ("2 per year", "12 per year"),
            ("1%", "5%"),
            "Of a hundred gifts, with how many does something go wrong, such as no receipt (5%)?",
            PLANS["charity"],
        ),
        "supplier": Template(
            "A supplier of firms",
            False,
            (500, 4000),
            ("20%", "45%"),
            (4, 24),
            ("3%", "15%"),
            ("3% per year", "20% per year"),
            ("6%", "18%"),
            (500, 5000),
            ("4 per year", "24 per year"),
            ("0.5%", "4%"),
            "Of a hundred deliveries, with how many does something go wrong, such as being late (5%)?",
            PLANS["supplier"],
            "industrial goods",
        ),
        "gym": Template(
            "A gym",
            True,
            (20, 60),
            ("40%", "70%"),
            (4, 24),
            ("2%", "12%"),
            ("10% per year", "40% per year"),
            ("25%", "50%"),
            (300, 4000),
            ("1 per year", "12 per year"),
            ("1%", "6%"),
            "Of a hundred members, how many have trouble in a month, such as a full class (5%)?",
            PLANS["gym"],
        ),
    }
)
"""Kinds of business by name. None of their ranges has a study behind it."""

PLAIN = Template(
    "A firm",
    True,
    (10, 100),
    ("20%", "80%"),
    (1, 24),
    ("2%", "15%"),
    ("3% per year", "35% per year"),
    ("10%", "30%"),
    (200, 8000),
    ("1 per year", "12 per year"),
    ("0.5%", "8%"),
    "Of a hundred services or deliveries, in how many does something go wrong (5%)?",
    PLAIN_PLANS,
)
"""What is taken where no template is named."""


def written_share(text: str) -> float:
    """A share that is written with its sign."""
    return float(text.rstrip("%")) / 100.0
