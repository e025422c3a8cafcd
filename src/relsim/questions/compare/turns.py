"""What a verdict hinges on, in words: the assumed values that turn it, each alone."""

from typing import Any

from relsim.questions.compare.certainty import gap_between
from relsim.questions.compare.hinge import Hinge
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.subject import Subject
from relsim.report.assumptions import value_for_table
from relsim.report.names import name_of_value
from relsim.report.values import named_with_meaning
from relsim.report.wording import money, replications_in_words, words
from relsim.scenario.vary.claims import words_of_claims

NOT_LOOKED_FOR = (
    "Whether a value that nobody has measured would turn this was not looked at: relsim compare --hinge does."
)
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
    tried = how_tried(told, subject)
    next_best = turned_to_the_next(told, subject)
    if not told.turns:
        nothing = "No assumed value that was tried" if told.tried else "Nothing that was tried"
        lead = f"{nothing} turns the lead over {subject.named(subject.baseline)}."
        return " ".join(filter(None, [lead, next_best, tried]))
    lead = turns_in_sentences(told, subject, "The verdict turns", "The verdict may turn")
    return " ".join(filter(None, [lead, next_best, tried]))


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
        ahead = f"ahead of {best}{few}"
        return turns_in_sentences(told, subject, f"{other} is {ahead}", f"{other} may be {ahead}")
    return f"None of them puts {other} ahead of {best}." if told.tried == hinge.tried else ""


def turns_in_sentences(told: Hinge, subject: Subject, surely: str, perhaps: str) -> str:
    """What turns a lead: what surely does, and what chance alone may explain, at length where nothing surely
    does."""
    clear = [one for one in told.turns if is_clear_turn(one)]
    unsure = [one for one in told.turns if not is_clear_turn(one)]
    if not clear:
        return f"{perhaps}, which chance alone may explain, if {listed_turns(unsure, told, subject)}."
    sure = f"{surely} if {listed_turns(clear, told, subject)}."
    if not unsure:
        return sure
    return (
        f"{sure} {perhaps}, which chance alone may explain, with {words(distinct_paths(unsure))} elsewhere."
    )


def listed_turns(turned: list[dict[str, Any]], told: Hinge, subject: Subject) -> str:
    """The strongest turns in words, and of how many others."""
    named, others = turned[:MOST_NAMED], turned[MOST_NAMED:]
    more = f"; or with {words(distinct_paths(others))}" if others else ""
    return f"{'; or if '.join(turn_in_words(one, told, subject) for one in named)}{more}"


def distinct_paths(turned: list[dict[str, Any]]) -> list[str]:
    """Which values turn a lead, as many as are named, and how many others do."""
    return few_of(list(dict.fromkeys(str(one["path"]) for one in turned)))


def few_of(names: list[str]) -> list[str]:
    """As many names as are told, and how many others there are."""
    rest = len(names) - MOST_NAMED
    return [*names[:MOST_NAMED], *([f"{rest} others" if rest > 1 else "one other"] if rest > 0 else [])]


def how_tried(hinge: Hinge, subject: Subject) -> str:
    """What was tried, how far each value was moved, and on how many replications."""
    which = f"All {hinge.tried}" if hinge.complete else f"The {hinge.tried} likeliest"
    were = "One assumed value was" if hinge.tried == 1 else f"{which} assumed values were"
    numbers = (
        f"{were} tried, one at a time, at both ends of the range that the file gives, "
        "or where it gives none at half and at one and a half times as much."
    )
    choices = words([named_with_meaning(subject.scenario, path) for path in hinge.choices])
    others = f"{'So' if hinge.tried else 'Tried'} was all else that {choices} may be."
    again = f"{tried_again(hinge)}{'' if hinge.complete else more_to_try(hinge)}"
    return " ".join([numbers] * bool(hinge.tried) + [others] * bool(hinge.choices) + [again])


def tried_again(hinge: Hinge) -> str:
    """Which values were tried again, and which were not though they took much of a lead."""
    further = hinge.next_best.not_again if hinge.next_best else []
    rest = list(dict.fromkeys([*hinge.not_again, *further]))
    which = (
        "Of those that took much of the lead, the strongest" if rest else "Those that took much of the lead"
    )
    again = f"{which} were tried again in {replications_in_words(hinge.replications)}"
    if not rest:
        return f"{again}."
    verb = "was" if len(rest) == 1 else "were"
    return f"{again}; {words(few_of([name_of_value(path) for path in rest]))} {verb} not."


def more_to_try(hinge: Hinge) -> str:
    """Which option looks further."""
    return f" --hinge tries {'the others, too' if hinge.tried else 'all assumed values, too'}."


def turn_in_words(one: dict[str, Any], told: Hinge, subject: Subject) -> str:
    """One value that turns the verdict, and which policy is then how far ahead of which other."""
    pair = [subject.named(policy) for policy in (told.policy, told.baseline)]
    ahead, behind = pair if one["difference"] > 0.0 else pair[::-1]
    gap = f"{ahead} then leads {behind} by {money(abs(one['difference']), subject.currency, 3)}"
    at, value = ("left open" if one[end] is None else value_for_table(one[end]) for end in ("at", "value"))
    # The words are for reading, the path is for asking again with `--set`.
    if claimed := words_of_claims(one["path"]):
        return f"{claimed[one['at']]} ({one['path']} is {at} rather than {value}; {gap})"
    name = named_with_meaning(subject.scenario, one["path"])
    return f"{name} is {at} rather than {value} ({one['path']}; {gap})"


def is_clear_turn(one: dict[str, Any]) -> bool:
    """Whether the difference at a value that turns it is on the other side as surely as can be told."""
    low, high = one["low"], one["high"]
    return low is not None and high is not None and low * high > 0.0
