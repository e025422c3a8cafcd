"""The parts that a sentence tells of add up to the whole that it tells."""

import re

import pytest
from worlds import world

import relsim
from relsim.questions.compare.board import channels_told
from relsim.questions.compare.costs import cost
from relsim.questions.compare.diversion import sources_told
from relsim.questions.compare.subject import Subject
from relsim.report.wording import MINUS, SPACE

BESIDE = {
    "firms.harbour.coupon": {"share": "5%", "discount": "30%"},
    "firms.harbour.win_back": {"frequency": "5% per month", "cost": 2},
    "firms.harbour.referral": {"giver": 5, "friend": 5},
    "firms.harbour.complaints": {"cost": 7, "compensation": 11},
}
POLICIES = {
    "as-is": {},
    "dear": {"set": {"firms.harbour.contact.frequency": "6 per year", "firms.harbour.contact.cost": 9}},
    "cheap": {"set": {"firms.harbour.price": 27}},
    "bad": {"set": {"firms.harbour.service.quality": 0.5}},
    "good": {"set": {"firms.harbour.service.quality": 0.95, "firms.harbour.contact.cost": 2}},
    "loud": {"set": {"firms.harbour.advertising": {"spend": "300 per month", "ceiling": 0.8}}},
}
CHALLENGERS = [policy for policy in POLICIES if policy != "as-is"]


@pytest.fixture(scope="module", params=CHALLENGERS)
def subject(request: pytest.FixtureRequest) -> Subject:
    market = world(BESIDE, customers=300, periods=24, policies=POLICIES)
    return Subject(relsim.compare(market, policies=["as-is", request.param], replications=6, hinge=False))


def signed(found: list[tuple[str, str]]) -> list[float]:
    """Numbers with their signs."""
    return [float(many.replace(",", "")) * (-1.0 if sign == MINUS else 1.0) for sign, many in found]


def test_purchases_are_as_many_as_come_from_all_sources(subject: Subject) -> None:
    told = sources_told(subject)
    if not told:
        return
    whole = re.search(r"has ([\d,.]+) (more|fewer) purchases", told)
    parts = re.findall(r"([\d,.]+) (others are no|are no|come from|go to|would|others would)", told)
    against = re.findall(r"has ([\d,.]+) (?:more|fewer) as well", told)
    assert whole is not None
    sum_of = sum(float(many.replace(",", "")) * (-1 if "others" in how else 1) for many, how in parts)
    sum_of -= sum(float(many.replace(",", "")) for many in against)
    assert float(whole[1].replace(",", "")) == pytest.approx(sum_of)


def test_the_lines_named_make_up_the_extra_cost(subject: Subject) -> None:
    whole = re.search(
        rf"costs EUR{SPACE}([\d,.]+) (more|less) a year than [^:]*: (.*?)\.(?: It|$)", cost(subject)
    )
    if whole is None:
        return
    sum_of = sum(signed(re.findall(rf"([+{MINUS}])([\d,]+(?:\.\d+)?)", whole[3])))
    assert float(whole[1].replace(",", "")) * (1 if whole[2] == "more" else -1) == pytest.approx(sum_of)


def test_shares_of_channels_make_up_all_who_were_won(subject: Subject) -> None:
    told = channels_told(subject)
    for one in told.split(";"):
        shares = [float(share) for share in re.findall(rf"(\d+){SPACE}%", one)]
        assert sum(shares) == 100.0, one
