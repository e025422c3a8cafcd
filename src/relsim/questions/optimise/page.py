"""The best lever values, in words: what they are worth on fresh luck, and what one step more would bring."""

from functools import partial
from typing import Any

from relsim.measures.measure import MEASURES
from relsim.questions.optimise.figures import frontier, steps_drawn
from relsim.questions.optimise.question import Optimum, set_options
from relsim.report.assumptions import value_for_table
from relsim.report.attempts import Attempts
from relsim.report.names import name_of_value, policy_in_sentence
from relsim.report.note import Note, titled
from relsim.report.omissions import omissions
from relsim.report.picture import Picture
from relsim.report.provenance import how_asked
from relsim.report.table import Table, attempted, with_unit
from relsim.report.unidentified import no_answer_yet
from relsim.report.wording import (
    INTERVAL_WORDS,
    NO_VALUE,
    capitalised,
    difference,
    measure_text,
    money,
    number,
    percent,
    replications_in_words,
    sure,
    words,
)


def note_of(optimum: Optimum) -> Note:
    """The page of a search for the best lever values."""
    pictures = [
        Picture(
            "trials",
            "What money buys",
            "Each dot is a trial, hollow where it spent more than the budget. Look whether the cloud still "
            "rises at the budget: what lies beyond is what more money would buy.",
            partial(frontier, optimum),
        ),
        Picture(
            "steps",
            "One step of a lever",
            "What changes when one lever alone is moved, with its interval. A line that crosses zero "
            "decides nothing.",
            partial(steps_drawn, optimum),
        ),
    ]
    trials = f"{len(optimum.trials)} trials of {replications_in_words(optimum.replications)}"
    scope = f"{optimum.firm} · {trials} · winner on {optimum.fresh} fresh ones"
    fresh = (
        f"{optimum.replications:,} for each trial, {optimum.fresh:,} fresh ones for finalists and winner each"
    )
    facts = how_asked(optimum.scenario, optimum.seed, fresh, "optuna")
    numbers = {"trials": optimum.trials, "finalists": optimum.finalists, "margins": optimum.margins}
    title = titled(optimum.scenario, "What would be best?")
    attempts = Attempts()
    sentences = [
        *no_answer_yet(optimum.scenario),
        *attempts.sentences("the answer", optimum_sentences, optimum),
    ]
    tables = attempted(attempts, "One step of a lever", steps, optimum)
    tables += attempted(attempts, "Finalists on fresh luck", finalists, optimum)
    return Note(title, scope, sentences, pictures, tables, numbers, facts, attempts)


def optimum_sentences(optimum: Optimum) -> list[str]:
    """What was found, how sure that is, what it spends, and how to run it."""
    told = [winner_sentence(optimum), *pretences(optimum), promise(optimum), spending(optimum)]
    return [*told, to_run(optimum), *filter(None, [unseen_fresh(optimum)])]


def pretences(optimum: Optimum) -> list[str]:
    """Which of the best values cost nothing, move nobody, or have reached their ceiling."""
    told = [f"Beware: {doubt}" for doubt in optimum.doubts]
    for lever, step in optimum.margins.groupby("lever", sort=False)[["difference", "low", "high"]]:
        if (step.fillna(0.0) == 0.0).all(axis=None):
            told.append(f"Beware: moving {name_of_value(str(lever))} a step changes nothing at all.")
    return [text if text.endswith((".", "?")) else f"{text}." for text in told]


def winner_sentence(optimum: Optimum) -> str:
    """The best values, and what they are worth on luck that chose nothing."""
    what, kind = MEASURES[optimum.measure].words, MEASURES[optimum.measure].kind
    gain = optimum.difference
    better = difference(gain["difference"], gain["low"], gain["high"], kind, optimum.scenario.currency)
    span = sure(gain["difference"], gain["low"], gain["high"], kind, optimum.fresh)
    values = [
        f"{name_of_value(path)} = {value_for_table(value)} ({before(optimum, path)})"
        for path, value in optimum.best.items()
    ]
    return (
        f"Best of what was tried: {words(values)}. It changes {what} by {better} ({INTERVAL_WORDS} {span})."
    )


def unseen_fresh(optimum: Optimum) -> str:
    """In how many fresh replications there was nothing to measure, and why."""
    return omissions({optimum.measure: {"winner": int(optimum.difference["left_out"])}}, optimum.fresh)


def unmeasured_of(optimum: Optimum, names: Any, counts: Any) -> str:
    """In how many fresh replications a row of a table had nothing to measure, and why."""
    of = {str(name): int(count) for name, count in zip(names, counts, strict=True)}
    return omissions({optimum.measure: of}, optimum.fresh)


def before(optimum: Optimum, path: str) -> str:
    """What a value was before."""
    was, now = value_for_table(optimum.now[path]), value_for_table(optimum.best[path])
    return "as it is" if was == now else f"now {was}"


def promise(optimum: Optimum) -> str:
    """The value on fresh luck beside what the search promised."""
    what, kind = MEASURES[optimum.measure].words, MEASURES[optimum.measure].kind
    currency = optimum.scenario.currency
    return (
        f"{capitalised(what)} is then {measure_text(optimum.value, kind, currency)} on fresh luck "
        f"({replications_in_words(optimum.fresh)}); on the luck of the search it seemed to be "
        f"{measure_text(optimum.promised, kind, currency)}."
    )


def spending(optimum: Optimum) -> str:
    """What the best values cost, and what the budget is."""
    currency = optimum.scenario.currency
    now, best = (money(optimum.spent[name], currency) for name in ("now", "best"))
    start = policy_in_sentence(optimum.scenario, optimum.start)
    if optimum.limit is None:
        return f"It spends {best} in a run, {start} {now}; there is no budget."
    share = percent(optimum.spent["best"] / optimum.limit, 0) if optimum.limit else NO_VALUE
    limit = money(optimum.limit, currency)
    return f"It spends {best} in a run, {share} of the budget of {limit}; {start} spends {now}."


def to_run(optimum: Optimum) -> str:
    """The options of the command line that set the best values."""
    return f"To try it, add to any command: `{' '.join(set_options(optimum.best))}`"


def finalists(optimum: Optimum) -> Table:
    """The finalists on luck that found none of them, the best first."""
    rows = [
        [
            capitalised(", ".join(value_for_table(row[path]) for path in optimum.best)),
            *gain(row, optimum),
            money(row["spent"], "", 4),
        ]
        for row in optimum.finalists.to_dict("records")
    ]
    unit = with_unit(optimum.measure, optimum.scenario.currency)
    start = policy_in_sentence(optimum.scenario, optimum.start)
    caption = f"Finalists on fresh luck, against {start}: {unit}"
    heads = [
        "values, in the order of the levers",
        "difference",
        INTERVAL_WORDS,
        f"spent, {optimum.scenario.currency}",
    ]
    numbers = [f"finalist {place + 1}" for place in range(len(rows))]
    missing = unmeasured_of(optimum, numbers, optimum.finalists["left_out"])
    remark = "The first is the winner, which was measured once more for the answer above."
    return Table(caption, heads, rows, f"{remark} {missing}".strip())


def gain(row: dict[str, Any], optimum: Optimum) -> list[str]:
    """A difference and its interval as cells."""
    kind = MEASURES[optimum.measure].kind
    return [
        difference(row["difference"], row["low"], row["high"], kind),
        sure(row["difference"], row["low"], row["high"], kind, optimum.fresh),
    ]


def steps(optimum: Optimum) -> Table:
    """What every step of a lever changes, and what an amount more brings through it."""
    currency = optimum.scenario.currency
    rows = [
        [
            row["lever"],
            row["from"],
            row["to"],
            *gain(row, optimum),
            money(row["extra_spent"], "", 3, signed=True),
            returned(row, optimum),
        ]
        for row in optimum.margins.to_dict("records")
    ]
    unit = with_unit(optimum.measure, currency)
    heads = [
        "lever",
        "from",
        "to",
        "change",
        INTERVAL_WORDS,
        f"spent more, {currency}",
        f"for each {currency} more",
    ]
    caption = f"One step of a lever from the best values, on the same luck: {unit}"
    told = optimum.margins
    named = told["lever"] + " to " + told["to"]
    return Table(caption, heads, rows, unmeasured_of(optimum, named, told["left_out"]))


def returned(row: dict[str, Any], optimum: Optimum) -> str:
    """What an amount more brings through a lever; nothing where the step spends less or counts no money."""
    if MEASURES[optimum.measure].kind != "money" or not row["extra_spent"] > 0.0:
        return NO_VALUE
    return number(row["return"], 2, signed=True)
