"""Further figures that would narrow values which data have not told, in sentences and as a table."""

from collections.abc import Sequence

from relsim.measures.kinds_of_figures import SURVEYED
from relsim.questions.fit.question import Fit
from relsim.questions.fit.would_tell import WouldTell
from relsim.report.names import name_of_value
from relsim.report.table import Table
from relsim.report.wording import capitalised, words

WHAT_IT_MEANS = (
    "Found in the drawn markets, in which all these figures are known: R2 is the share of a value's variance "
    "that is told on held-out markets, by what was measured alone and with these figures beside it. "
    f"They are taken to be of the same time, and surveys to ask {SURVEYED} people."
)


def further_in_words(fit: Fit) -> list[str]:
    """Which figures would narrow which values, each kind in a sentence, and which values none would."""
    if not fit.further:
        return []
    best = best_by_value(fit.further)
    said = []
    for kind in dict.fromkeys(one.kind for one in fit.further):
        ours = [number for number, one in best.items() if one is not None and one.kind is kind]
        if not ours:
            continue
        names = names_of_values(fit, ours)
        said.append(
            f"{capitalised(kind.words)} ({kind.given}) would narrow {names}."
            if kind is not None
            else f"Only several kinds of further figures together would narrow {names}."
        )
    if nothing := [number for number, one in best.items() if one is None]:
        stay = "it stays an assumption" if len(nothing) == 1 else "they stay assumptions"
        said.append(
            f"No further figures of the same time would narrow {names_of_values(fit, nothing)}: {stay}."
        )
    return said


def best_by_value(found: Sequence[WouldTell]) -> dict[int, WouldTell | None]:
    """For each value the kind of figures that tells most of it, all of them together only where no single one
    is enough; None where nothing is."""
    best: dict[int, WouldTell | None] = dict.fromkeys(one.number for one in found)
    for one in sorted(found, key=lambda each: (each.kind is not None, each.then)):
        if one.is_enough:
            best[one.number] = one
    return best


def names_of_values(fit: Fit, numbers: Sequence[int]) -> str:
    """Values of a fit as a sentence names them."""
    return words([name_of_value(fit.asked.factors[number].name) for number in numbers])


def further_table(fit: Fit) -> Table:
    """Every kind of figures that would narrow a value, the most telling first."""
    enough = sorted((one for one in fit.further if one.is_enough), key=lambda one: (one.number, -one.then))
    rows = [
        [
            name_of_value(fit.asked.factors[one.number].name),
            one.kind.words if one.kind else "all of them together",
            one.kind.given.replace("`", "") if one.kind else "",
            f"{one.now:.2f}",
            f"{one.then:.2f}",
        ]
        for one in enough
    ]
    heads = ["value", "would be narrowed by", "given as", "R2 now", "R2 with it"]
    return Table("What would tell more", heads, rows, WHAT_IT_MEANS)
