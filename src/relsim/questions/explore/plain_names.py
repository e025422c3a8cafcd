"""What pages call the values that sliders move, in words that need no knowledge of the file."""

from collections.abc import Mapping
from types import MappingProxyType

PLAIN_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "adapts": "Rules by which the firm reacts",
        "advertising.spend": "Money spent on advertising",
        "attitude.commitment_speed": "How fast commitment forms",
        "attitude.trust_quality": "How far trust follows the quality met",
        "bonds.structural.level": "Effort of switching once ties are fully built",
        "category": "How settled the category is",
        "choice.congruence": "Weight of shared values in a choice",
        "choice.habit": "Pull of habit towards the present firm",
        "community.invitation": "Chance that a most willing customer joins the community",
        "complaints.compensation": "Money given when a complaint is put right",
        "complaints.days": "Days until a complaint is answered",
        "complaints.double_deviation": "Satisfaction and trust lost by complaining in vain",
        "complaints.invite": "Silent customers who complain because they are asked to",
        "complaints.repetition": "How much more a further failure is held against the firm",
        "complaints.resolution": "Complaints that are put right",
        "contact.cost": "Cost of one contact",
        "contact.frequency": "Contacts with each customer",
        "coupon.discount": "Part of the price that the coupon takes off",
        "crm.insight": "Errors about customers that the system puts right",
        "departure.bad_handling": "Customers who leave when a failure is not put right",
        "departure.bond_shield": "How strongly the effort of switching keeps customers from leaving",
        "departure.commitment_shield": "How strongly commitment keeps customers from leaving",
        "departure.neglect": "Customers who leave when nobody keeps in touch",
        "departure.price": "Customers who leave for a lower price",
        "enters": "When the firm enters the market",
        "experience.adaptation": "How fast expectations follow experience",
        "experience.learning": "Weight of the latest experience in satisfaction",
        "guarantee.cover": "Part of the price that the guarantee refunds",
        "leaves": "When the firm gives up",
        "loyalty.enrolment": "Chance that a most willing customer joins the programme",
        "loyalty.recognition": "Attention that members get in a month, in contacts",
        "loyalty.reward": "Part of spending that members get back",
        "price": "Price of one unit",
        "referral.giver": "Reward for a customer who brings another",
        "referral.motivation": "How much more readily customers recommend",
        "relating.belonging": "Commitment added by a community that meets often",
        "relating.stance": "Commitment won by having recommended in public",
        "relating.unease": "Satisfaction that attention costs who has no trust",
        "relating.unreachable": "Satisfaction lost by one try in vain",
        "restlessness.spread": "How much people differ in how readily they leave",
        "reviews.request": "Buyers who are asked for a review in a month",
        "season": "How much people need, times the usual",
        "service.failures": "Services in which something goes wrong",
        "service.quality": "Quality of ordinary service",
        "staff.empowerment": "Authority of staff to put things right on the spot",
        "staff.motivation": "Recognition and support of staff",
        "staff.training": "Training of staff",
        "staff.transfer": "Training that unmotivated staff apply",
        "staff.wage": "Wage of one employee",
        "strategy": "Strategy, from transactional to relationship",
        "targeting.contact": "Who is contacted",
        "targeting.error": "Errors about who is to be contacted",
        "touchpoints.*.frequency": "How often a customer tries the {}",
        "touchpoints.*.quality": "Quality that customers meet at the {}",
        "touchpoints.*.reachability": "Tries to reach the {} that succeed",
        "unit_cost": "Cost of one unit",
        "values": "What the firm stands for, on the customers' scale from 0 to 1",
        "win_back.frequency": "Chance that a former customer gets an offer to come back",
        "word_of_mouth.forgetting": "How fast what was heard fades",
    }
)
"""By the path of a value below its firm, its segment or behaviour; a star is the name of one of several."""


def plain_name(steps: tuple[str, ...]) -> str | None:
    """The plain name of the value at a path below its owner, or None where it has none."""
    if len(steps) == 3 and (known := PLAIN_NAMES.get(f"{steps[0]}.*.{steps[2]}")):
        return known.format(steps[1])
    return PLAIN_NAMES.get(".".join(steps))
