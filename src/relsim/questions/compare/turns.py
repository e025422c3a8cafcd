"""What a verdict hinges on, in words: the assumed values that turn it, each alone."""

from typing import Any

from relsim.questions.compare.certainty import gap_between
from relsim.questions.compare.hinge import Hinge
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.subject import Subject
from relsim.report.assumptions import value_for_table
from relsim.report.names import name_of_value
from relsim.report.wording import money, replications_in_words, words
from relsim.scenario.vary.claims import words_of_claims

NOT_LOOKED_FOR = "Whether a value that nobody has measured would turn this was not looked at: --hinge does."
"""What a verdict says of its hinge where there is none."""

MOST_NAMED = 4
"""How many values are named that turn a verdict."""


def turns(subject: Subject) -> str:
    """What would turn the verdict, or that this was not looked for."""
    results = subject.results
    if not isinstance(results, Comparison) or not subject.is_comparison:
        return ""
    if results.hinge is None:
        return NOT_LOOKED_FOR if has_a_lead(subject) else ""
    told = results.hinge
    tried = how_tried(told)
    next_best = turned_to_the_next(told, subject)
    if not told.turns:
        nothing = "No assumed value that was tried" if told.tried else "Nothing that was tried"
        lead = f"{nothing} turns the lead over {subject.named(subject.baseline)}."
        return " ".join(filter(None, [lead, next_best, tried]))
    listed = listed_turns(told, subject)
    return " ".join(filter(None, [f"The verdict turns if {listed}.", next_best, tried]))


def has_a_lead(subject: Subject) -> bool:
    """Whether there is a difference with an interval, which a value might turn."""
    return gap_between(subject, subject.rival, subject.baseline).is_clear


def turned_to_the_next(hinge: Hinge, subject: Subject) -> str:
    """What puts the next best policy ahead of the best, where that was looked for."""
    told = hinge.next_best
    if told is None:
        return ""
    other, best = subject.named(told.baseline), subject.named(told.policy)
    if told.turns:
        few = (
            f" in {replications_in_words(told.replications)}"
            if told.replications < hinge.replications
            else ""
        )
        return f"{other} is ahead of {best}{few} if {listed_turns(told, subject)}."
    return f"None of them puts {other} ahead of {best}." if told.tried == hinge.tried else ""


def listed_turns(told: Hinge, subject: Subject) -> str:
    """The strongest turns in words, and how many others there are."""
    named = told.turns[:MOST_NAMED]
    rest = len(told.turns) - len(named)
    more = f"; and with {rest} others" if rest > 1 else "; and with one other" if rest else ""
    return f"{'; or if '.join(turn_in_words(one, told, subject) for one in named)}{more}"


def how_tried(hinge: Hinge) -> str:
    """What was tried, how far each value was moved, and on how many replications."""
    which = f"All {hinge.tried}" if hinge.complete else f"The {hinge.tried} likeliest"
    were = "One assumed value was" if hinge.tried == 1 else f"{which} assumed values were"
    numbers = (
        f"{were} tried, one at a time, at both ends of the range that the file gives, "
        "or where it gives none at half and at one and a half times as much."
    )
    choices = words([name_of_value(path) for path in hinge.choices])
    others = f"{'So' if hinge.tried else 'Tried'} was all else that {choices} may be."
    again = (
        "Those that took much of the lead were tried again in "
        f"{replications_in_words(hinge.replications)}.{'' if hinge.complete else more_to_try(hinge)}"
    )
    return " ".join([numbers] * bool(hinge.tried) + [others] * bool(hinge.choices) + [again])


def more_to_try(hinge: Hinge) -> str:
    """Which option looks further."""
    return f" --hinge tries {'the others, too' if hinge.tried else 'all assumed values, too'}."


def turn_in_words(one: dict[str, Any], hinge: Hinge, subject: Subject) -> str:
    """One value that turns the verdict, and the difference there."""
    gap = money(one["difference"], subject.currency, 3, signed=True)
    at, value = ("left open" if one[end] is None else value_for_table(one[end]) for end in ("at", "value"))
    name = name_of_value(one["path"])
    # The words are for reading, the path is for asking again with `--set`.
    unsure = "" if is_clear_turn(one) else ", which chance alone may explain"
    if claimed := words_of_claims(one["path"]):
        return f"{claimed[one['at']]} ({one['path']} is {at} rather than {value}; {gap}{unsure})"
    return f"{name} is {at} rather than {value} ({one['path']}; {gap}{unsure})"


def is_clear_turn(one: dict[str, Any]) -> bool:
    """Whether the difference at a value that turns it is on the other side as surely as can be told."""
    low, high = one["low"], one["high"]
    return low is not None and high is not None and low * high > 0.0
