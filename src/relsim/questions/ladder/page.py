"""The ladder of a firm as a page: rung by rung, from year to year, and policy by policy."""

from functools import partial

from matplotlib.axes import Axes

from relsim.questions.ladder.question import Ladders
from relsim.report.alluvial import YEARS, year_by_year
from relsim.report.attempts import Attempts
from relsim.report.names import policy_in_sentence, title_of_policy
from relsim.report.note import Note, titled
from relsim.report.picture import Picture
from relsim.report.provenance import how_asked
from relsim.report.rungs import climb_told, ladder_of
from relsim.report.shifts import shift_told, shifts_table
from relsim.report.style import policy_colours
from relsim.report.table import Table, attempted
from relsim.report.wording import replications_in_words


def note_of(found: Ladders) -> Note:
    """The page of a ladder."""
    facts = how_asked(found.scenario, found.seed, f"{found.replications:,}")
    policies = f"{len(found.policies)} policies" if len(found.policies) > 1 else "as it is"
    scope = f"{found.firm} · {policies} · {replications_in_words(found.replications)}"
    title = titled(found.scenario, "Who climbs the ladder, and what is that worth?")
    attempts = Attempts()
    sentences = attempts.sentences("the answer", told_of, found)
    tables = attempted(attempts, "The ladder", ladder_in_focus, found)
    pictures = [Picture("year-by-year", *YEARS, partial(by_year, found))]
    numbers = {"ladder": found.table, "moves": found.moves}
    if len(found.policies) > 1:
        tables += attempted(attempts, "Which policy moves whom", shifts_in_focus, found)
        numbers["shifts"] = found.shifts
    tables += attempted(attempts, "The ladders of the other firms", ladders_of_rivals, found)
    return Note(title, scope, sentences, pictures, tables, numbers, facts, attempts)


def by_year(found: Ladders) -> Axes:
    """The figure from year to year, under the baseline and the best of the other policies."""
    return year_by_year(
        found.moves,
        firm=found.firm,
        colours=policy_colours(list(found.scenario.policies) or found.policies, found.baseline),
        policies=titles_of(found, pair_of(found)),
        period=found.scenario.period,
    )


def pair_of(found: Ladders) -> list[str]:
    """The baseline, and the best of the other policies where there is any."""
    return list(dict.fromkeys([found.baseline, found.rival]))


def titles_of(found: Ladders, policies: list[str]) -> dict[str, str]:
    """Some policies with their titles."""
    return {policy: title_of_policy(found.scenario, policy) for policy in policies}


def told_of(found: Ladders) -> list[str]:
    """How far up people come, and how long that takes."""
    names = {policy: policy_in_sentence(found.scenario, policy) for policy in pair_of(found)}
    told = climb_told(found.table, found.firm, names, found.scenario.currency)
    return [*told, *(shift_told(found.shifts, policy, names[policy]) for policy in pair_of(found)[1:])]


def ladder_in_focus(found: Ladders) -> Table:
    """The ladder of the firm, under the baseline and the best of the other policies."""
    return of_policies(found, found.firm, pair_of(found))


def shifts_in_focus(found: Ladders) -> Table:
    """Which policy moves whom on the ladder of the firm."""
    return shifts_table(found.shifts, titles_of(found, found.policies), found.replications)


def ladders_of_rivals(found: Ladders) -> list[Table]:
    """The ladders of all other firms under the baseline."""
    others = [firm for firm in found.scenario.firms if firm != found.firm]
    return [of_policies(found, firm, [found.baseline]) for firm in others]


def of_policies(found: Ladders, firm: str, policies: list[str]) -> Table:
    """The ladder of a firm under some policies."""
    under = (
        f" under {policy_in_sentence(found.scenario, policies[0])}"
        if len(policies) == 1 and len(found.policies) > 1
        else ""
    )
    caption = f"The ladder of {firm}{under}"
    titles = titles_of(found, policies)
    return ladder_of(found.table, titles, firm, found.scenario.currency, found.replications, caption)
