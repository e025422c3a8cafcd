"""Listening: what a customer hears from others, who spoke in the period before."""

from relsim.draws import HEARING, HEARING_AGAIN, OVERHEARD_BLAME, OVERHEARD_PRAISE, PARTNER
from relsim.luck import deeper, uniform
from relsim.rules.records import Desk, Heard, Standing, Tie
from relsim.rules.settings import Behaviour
from relsim.rules.state import FirmRows, Town
from relsim.rules.word_of_mouth import BLAMING, PRAISING, PRAISING_TWICE, next_hearsay, passed_on

NOBODY = -1
MOST_VOICES = 65_000
"""More is not told apart."""
MOST_MEETINGS, MOST_ATTEMPTS = 1_000, 200
"""Meetings of a period, and how often a stranger is looked for at each where few people are there yet."""


def has_come(i: int, t: int, town: Town) -> bool:
    """Whether a customer is there by period `t`, or has been."""
    return bool(len(town.since) == 0 or town.since[i] <= t)


def listen(i: int, t: int, town: Town, desk: FirmRows[Desk]) -> None:
    """Take in what neighbours said in the last period, which then has been heard."""
    heard = town.heard[i]
    for f in range(len(desk)):
        desk[f].praise = heard[f].praise + 0
        desk[f].blame = heard[f].blame + 0
        if desk[f].praise + desk[f].blame > 0:
            desk[f].teller = heard[f].teller + 0
            desk[f].others = neighbours_come(i, t, town)
            heard[f].praise = 0
            heard[f].blame = 0


def neighbours_come(i: int, t: int, town: Town) -> int:
    """How many of a customer's neighbours have come by period `t`."""
    if len(town.since) == 0:
        return int(town.first[i + 1] - town.first[i])
    there = 0
    for place in range(town.first[i], town.first[i + 1]):
        there += int(has_come(town.neighbours[place] + 0, t, town))
    return there


def mingle(i: int, t: int, key: int, town: Town, behaviour: Behaviour, desk: FirmRows[Desk]) -> None:
    """Meet strangers, and hear what they said in the last period."""
    share = passed_on(town.meetings[0] + 0.0, behaviour)
    for f in range(len(desk)):
        desk[f].others = town.meetings[0]
    for meeting in range(town.meetings[0]):
        stranger = stranger_met(meeting, t, key, town)
        if stranger != i and stranger != NOBODY:
            hear(stranger, town.voices[stranger] + 0, share, key, behaviour, desk)


def stranger_met(meeting: int, t: int, key: int, town: Town) -> int:
    """A stranger who has come by period `t`, or NOBODY if next to nobody has."""
    for attempt in range(MOST_ATTEMPTS):
        stranger = int(uniform(key, PARTNER, meeting + attempt * MOST_MEETINGS) * len(town.voices))
        if has_come(stranger, t, town):
            return stranger
    return NOBODY


def overhear(key: int, standings: FirmRows[Standing], behaviour: Behaviour, desk: FirmRows[Desk]) -> None:
    """Hear what everybody on average said of every firm, in whole voices rounded by luck."""
    listeners = behaviour.neighbours * passed_on(behaviour.neighbours, behaviour)
    for f in range(len(desk)):
        well = standings[f].praising * behaviour.word_of_mouth_hearing_praise
        badly = standings[f].blaming * behaviour.word_of_mouth_hearing_blame
        desk[f].praise = int(listeners * well + uniform(key, OVERHEARD_PRAISE, f))
        desk[f].blame = int(listeners * badly + uniform(key, OVERHEARD_BLAME, f))
        desk[f].teller = NOBODY
        desk[f].others = int(behaviour.neighbours)


def hear(j: int, voices: int, share: float, key: int, behaviour: Behaviour, heard: FirmRows[Heard]) -> None:
    """Take in what `j` says of each firm, if the two happen to talk, for which there is a share of time."""
    if voices == 0:
        return
    u = uniform(key, HEARING, j)
    good, bad = share * behaviour.word_of_mouth_hearing_praise, share * behaviour.word_of_mouth_hearing_blame
    for f in range(len(heard)):
        voice = (voices >> (2 * f)) & 3
        praise = int((voice & PRAISING) and u < good)
        if voice == PRAISING_TWICE:
            again = uniform(key, HEARING_AGAIN, j)
            praise += int(again < good)
        blame = int(voice == BLAMING and u < bad)
        heard[f].praise = min(MOST_VOICES, heard[f].praise + praise)
        heard[f].blame = min(MOST_VOICES, heard[f].blame + blame)
        if praise:
            heard[f].teller = j


def carry(i: int, t: int, key: int, town: Town, behaviour: Behaviour) -> None:
    """Carry what customer `i` said to the neighbours, who hear it in period `t`, the next, which has this
    key."""
    said = town.speaking[i] + 0
    town.voices[i] = said
    if said != 0 and behaviour.mean_field <= 0.0:
        share = 1.0
        if behaviour.word_of_mouth_audience > 0.0:
            share = passed_on(neighbours_come(i, t, town) + 0.0, behaviour)
        for place in range(town.first[i], town.first[i + 1]):
            neighbour = town.neighbours[place] + 0
            hear(i, said, share, deeper(key, neighbour), behaviour, town.heard[neighbour])


def remember(tie: Tie, behaviour: Behaviour, heard: Desk) -> None:
    """Keep what was heard of one firm in mind, and who praised it last.

    Customers remember it too: the praise may bring back somebody who left.
    """
    tie.hearsay = next_hearsay(tie.hearsay + 0.0, heard.praise + 0, heard.blame + 0, behaviour)
    if heard.praise > 0:
        tie.teller = heard.teller


def praise_of_rivals(f: int, desk: FirmRows[Desk]) -> int:
    """How many recommendations of other firms were heard."""
    heard = 0
    for rival in range(len(desk)):
        if rival != f:
            heard += desk[rival].praise
    return heard
