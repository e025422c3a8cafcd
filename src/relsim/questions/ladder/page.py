"""The ladder of a firm as a page: rung by rung, from year to year, and policy by policy."""

from dataclasses import replace
from functools import partial

from matplotlib.axes import Axes

from relsim.measures.measure import MEASURES
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
from relsim.report.unidentified import no_answer_yet
from relsim.report.wording import INTERVAL_WORDS, capitalised, replications_in_words
from relsim.runs.policies import deciding_measure


def note_of(ladders: Ladders) -> Note:
    """The page of a ladder."""
    facts = how_asked(ladders.scenario, ladders.seed, f"{ladders.replications:,}")
    policies = f"{len(ladders.policies)} policies" if len(ladders.policies) > 1 else "as it is"
    scope = f"{ladders.firm} · {policies} · {replications_in_words(ladders.replications)}"
    title = titled(ladders.scenario, "Who climbs the ladder, and what is that worth?")
    attempts = Attempts()
    sentences = [*no_answer_yet(ladders.scenario), *attempts.sentences("the answer", told_of, ladders)]
    tables = attempted(attempts, "The ladder", ladder_in_focus, ladders)
    pictures = [Picture("year-by-year", *YEARS, partial(by_year, ladders))]
    numbers = {"ladder": ladders.table, "moves": ladders.moves}
    if len(ladders.policies) > 1:
        tables += attempted(attempts, "Which policy moves whom", shifts_in_focus, ladders)
        numbers["shifts"] = ladders.shifts
    tables += attempted(attempts, "The ladders of the other firms", ladders_of_rivals, ladders)
    return Note(title, scope, sentences, pictures, tables, numbers, facts, attempts)


def by_year(ladders: Ladders) -> Axes:
    """The figure from year to year, under the baseline and the best of the other policies."""
    return year_by_year(
        ladders.moves,
        firm=ladders.firm,
        colours=policy_colours(list(ladders.scenario.policies) or ladders.policies, ladders.baseline),
        policies=titles_of(ladders, pair_of(ladders)),
        period=ladders.scenario.period,
    )


def pair_of(ladders: Ladders) -> list[str]:
    """The baseline, and the best of the other policies where there is any."""
    return list(dict.fromkeys([ladders.baseline, ladders.rival]))


def titles_of(ladders: Ladders, policies: list[str]) -> dict[str, str]:
    """Some policies with their titles."""
    return {policy: title_of_policy(ladders.scenario, policy) for policy in policies}


def told_of(ladders: Ladders) -> list[str]:
    """How far up people come, and how long that takes."""
    names = {policy: policy_in_sentence(ladders.scenario, policy) for policy in pair_of(ladders)}
    told = climb_told(ladders.table, ladders.firm, names, ladders.scenario.currency)
    shifts = [shift_told(ladders.shifts, policy, names[policy]) for policy in pair_of(ladders)[1:]]
    return list(filter(None, [*told, *shifts, which_policies(ladders), how_read(ladders)]))


def which_policies(ladders: Ladders) -> str:
    """Why one of several policies is told beside the baseline; nothing where there is no other."""
    if len(ladders.policies) <= 2:
        return ""
    rival = policy_in_sentence(ladders.scenario, ladders.rival)
    decides = MEASURES[deciding_measure(ladders.scenario, ladders.policies)].words
    return (
        f"{capitalised(rival)} is told since its mean {decides} is the highest of the policies beside the "
        "baseline; the table of the page tells of all which moves whom."
    )


def how_read(ladders: Ladders) -> str:
    """What the end is, what numbers are means of, and whom a market has none of from the start."""
    scenario = ladders.scenario
    nobody = f" Everybody is a customer of {ladders.firm} from the start, so that nobody is a prospect."
    everybody = scenario.firms[ladders.firm].start.share == 1.0
    return (
        f"The end is that of {scenario.period} {scenario.periods}; numbers are means over "
        f"{replications_in_words(ladders.replications)}, and after ± stands half the {INTERVAL_WORDS}."
        f"{nobody if everybody else ''}"
    )


def ladder_in_focus(ladders: Ladders) -> Table:
    """The ladder of the firm, under the baseline and the best of the other policies."""
    return of_policies(ladders, ladders.firm, pair_of(ladders))


def shifts_in_focus(ladders: Ladders) -> Table:
    """Which policy moves whom on the ladder of the firm."""
    return shifts_table(ladders.shifts, titles_of(ladders, ladders.policies), ladders.replications)


def ladders_of_rivals(ladders: Ladders) -> list[Table]:
    """The ladders of all other firms under the baseline."""
    others = [firm for firm in ladders.scenario.firms if firm != ladders.firm]
    tables = [of_policies(ladders, firm, [ladders.baseline]) for firm in others]
    return [*(replace(table, remark="") for table in tables[:-1]), *tables[-1:]]


def of_policies(ladders: Ladders, firm: str, policies: list[str]) -> Table:
    """The ladder of a firm under some policies."""
    under = (
        f" under {policy_in_sentence(ladders.scenario, policies[0])}"
        if len(policies) == 1 and len(ladders.policies) > 1
        else ""
    )
    caption = f"The ladder of {firm}{under}"
    titles = titles_of(ladders, policies)
    return ladder_of(ladders.table, titles, firm, ladders.scenario.currency, ladders.replications, caption)
