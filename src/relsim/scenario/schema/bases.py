"""What default values of behaviour rest on, where it is anything; all others are chosen.

Sources of a rule say that it works, and seldom how much: that is what this tells. Of what was tuned, the
default market stays within ranges that are this project's own, as a check of common sense.
"""

from collections.abc import Mapping
from types import MappingProxyType

CHOSEN = "nothing: chosen"
"""What most default values rest on."""

DIRECTION_ONLY = "of a study the direction alone; how much is chosen"
TUNED_TO_RETENTION = (
    "chosen, and tuned for each product type so that 80 to 92 % stay a year with the "
    "relationship firm, 55 to 75 % with the transactional one"
)
TUNED_TO_PRAISE = (
    "chosen, and tuned so that two to five praise for each who blames; of 15 studies the mean is three "
    "(East, Hammond and Wright 2007)"
)

TUNED_TO_ADVOCATES = "chosen, and tuned so that 3 to 15 % are advocates or partners of the relationship firm"

BASES: Mapping[str, str] = MappingProxyType(
    {
        "departure.neglect": f"{TUNED_TO_RETENTION}: 11 to 29 % a year when wholly forgotten",
        "departure.bad_handling": f"{TUNED_TO_RETENTION}: 17 to 60 % a year at a full grievance",
        "departure.competitor": f"{TUNED_TO_RETENTION}: 13 to 20 % a year",
        "departure.price": f"{TUNED_TO_RETENTION}: 5 to 21 % a year",
        "departure.company": "each friend who left made leaving 80 % likelier (Nitzan and Libai 2011); one "
        "fresh warning does so",
        "departure.rival_advertising": "chosen, and set so that retention stayed in its range when "
        "advertising was made to reach more people",
        "departure.waking": "off; 0.7 gives 10 % in three months in place of 6 % (Ascarza, Iyengar and "
        "Schleicher 2016)",
        "departure.waking_time": "the three months in which Ascarza, Iyengar and Schleicher (2016) counted",
        "departure.tolerated_rise": DIRECTION_ONLY,
        "departure.price_rise": DIRECTION_ONLY,
        "complaints.chance": "that most of the dissatisfied do not complain (TARP 1986); tuned between 15 "
        "and 35 % so that half of the dissatisfied leavers and more never did",
        "experience.loss": "that losses weigh more than gains (Kahneman and Tversky 1979); how much more is "
        "chosen",
        "experience.gain": "that gains weigh less than losses (Kahneman and Tversky 1979); how much less is "
        "chosen",
        "experience.severity": "chosen, and tuned between 0.35 and 0.5",
        "experience.critical_learning": "chosen, and tuned between 0.25 and 0.5",
        "attitude.trust_gain": "that trust is won more slowly than it is lost (Slovic 1993); chosen as a "
        "quarter of the loss",
        "attitude.trust_transfer": "chosen, and set so that customers who were recommended are worth about "
        "16 % more (Schmitt, Skiera and Van den Bulte 2011)",
        "attitude.trust_loss": "that trust is lost faster than it is won (Slovic 1993); tuned between 0.1 "
        "and 0.25",
        "attitude.annoyance": "chosen, and tuned between 0.5 and 3 % a month",
        "attitude.saturation": "chosen, and tuned between 0.3 and 2",
        "attitude.attention_need": "chosen, and tuned for each product type: 0.07 to 0.6",
        "attitude.unfairness": DIRECTION_ONLY,
        "messages.blame": "studies that disagree: that bad news weighs more (Mizerski 1982), or no more "
        "(East, Hammond and Lomax 2008)",
        "messages.advertising": "chosen, and set with the ceiling of advertising so that its elasticities "
        "lie near the published ones, .12 soon and .24 in the long run (Sethuraman, Tellis and Briesch 2011)",
        "messages.praise": "chosen, and tuned between 0.4 and 1.2",
        "word_of_mouth.client": TUNED_TO_PRAISE,
        "word_of_mouth.supporter": TUNED_TO_PRAISE,
        "word_of_mouth.advocate": TUNED_TO_PRAISE,
        "word_of_mouth.complainer": TUNED_TO_PRAISE,
        "word_of_mouth.hearing_praise": "chosen, and set so that 20 to 50 % of new customers are recommended",
        "word_of_mouth.blame_half_life": "off; grudges are held for long (Grégoire, Tripp and Legoux 2009), "
        "and no half-life was measured",
        "ladder.supporter": TUNED_TO_ADVOCATES,
        "ladder.advocate": TUNED_TO_ADVOCATES,
        "answers.leniency": "chosen, and tuned so that scores lie between -10 and 60",
    }
)
"""What the default value at a path of behaviour rests on."""


def basis_of(path: str) -> str:
    """What the default value of a setting of behaviour rests on."""
    return BASES.get(path, CHOSEN)
