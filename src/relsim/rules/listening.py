"""Listening: what a customer hears from neighbours, who spoke in the period before."""

from typing import Any

from relsim.draws import HEARING, OVERHEARD_BLAME, OVERHEARD_PRAISE, PARTNER
from relsim.luck import uniform
from relsim.rules.state import Parameters, Rows, Tie, is_customer
from relsim.rules.word_of_mouth import BLAMING, PRAISING, next_hearsay

NOBODY = -1
SILENCE, SEVERAL = 0, -1
"""Nobody to listen to, and more than one; else the number of the one to listen to, counted from 1."""


def listen(i: int, key: int, town: Rows, behaviour: Parameters, desk: Rows) -> None:
    """Count the praise and blame heard of every firm, and remember who praised it."""
    for f in range(len(desk)):
        desk[f].praise = 0
        desk[f].blame = 0
        desk[f].teller = NOBODY
    if town.meetings[0] > 0:
        meet(town.meetings[0], desk)
        for meeting in range(town.meetings[0]):
            stranger = int(uniform(key, PARTNER, meeting) * len(town.voices))
            if stranger != i:
                hear(stranger, town.voices[stranger] + 0, key, behaviour, desk)
        return
    told = town.told[i] + 0
    if told != SILENCE:
        town.told[i] = SILENCE
        meet(town.first[i + 1] - town.first[i], desk)
        if told != SEVERAL:
            hear(told - 1, town.voices[told - 1] + 0, key, behaviour, desk)
        else:
            for place in range(town.first[i], town.first[i + 1]):
                neighbour = town.neighbours[place] + 0
                hear(neighbour, town.voices[neighbour] + 0, key, behaviour, desk)


def meet(others: int, desk: Rows) -> None:
    """Keep in mind how many people there were to hear."""
    for f in range(len(desk)):
        desk[f].others = others


def overhear(key: int, standings: Rows, behaviour: Parameters, desk: Rows) -> None:
    """Hear what everybody on average said of every firm, in whole voices rounded by luck."""
    for f in range(len(desk)):
        well = standings[f].praising * behaviour.word_of_mouth_hearing_praise
        badly = standings[f].blaming * behaviour.word_of_mouth_hearing_blame
        desk[f].praise = int(behaviour.neighbours * well + uniform(key, OVERHEARD_PRAISE, f))
        desk[f].blame = int(behaviour.neighbours * badly + uniform(key, OVERHEARD_BLAME, f))
        desk[f].teller = NOBODY
        desk[f].others = int(behaviour.neighbours)


def carry(i: int, town: Rows) -> None:
    """Let what customer `i` said be heard in the next period, and tell the neighbours to whom to listen."""
    said = town.speaking[i] + 0
    town.voices[i] = said
    if said != 0:
        for place in range(town.first[i], town.first[i + 1]):
            neighbour = town.neighbours[place] + 0
            town.told[neighbour] = i + 1 if town.told[neighbour] == SILENCE else SEVERAL


def hear(j: int, voices: int, key: int, behaviour: Parameters, desk: Rows) -> None:
    """Take in what neighbour `j` says of each firm, if the two happen to talk."""
    if voices == 0:
        return
    u = uniform(key, HEARING, j)
    for f in range(len(desk)):
        voice = (voices >> (2 * f)) & 3
        if voice == PRAISING and u < behaviour.word_of_mouth_hearing_praise:
            desk[f].praise += 1
            desk[f].teller = j
        elif voice == BLAMING and u < behaviour.word_of_mouth_hearing_blame:
            desk[f].blame += 1


def remember(tie: Tie, behaviour: Parameters, heard: Any) -> None:
    """Keep what was heard of one firm in mind, and who praised it last to somebody not its customer.

    A customer whom nobody sent remembers it too: the praise may bring back somebody who left.
    """
    tie.hearsay = next_hearsay(tie.hearsay + 0.0, heard.praise + 0, heard.blame + 0, behaviour)
    if heard.praise > 0 and (tie.recruiter == NOBODY or not is_customer(tie.rung)):
        tie.recruiter = heard.teller


def praise_of_rivals(f: int, desk: Rows) -> int:
    """How many recommendations of other firms were heard."""
    heard = 0
    for rival in range(len(desk)):
        if rival != f:
            heard += desk[rival].praise
    return heard
