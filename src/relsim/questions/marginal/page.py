"""What the next customer costs, in words: averages and margins side by side."""

from math import isfinite
from typing import Any

from relsim.questions.marginal.question import AVERAGES, MarginalCosts
from relsim.report.attempts import Attempts
from relsim.report.names import name_of_value
from relsim.report.note import Note, titled
from relsim.report.omissions import omissions
from relsim.report.provenance import how_asked
from relsim.report.table import Table, attempted
from relsim.report.unidentified import no_answer_yet
from relsim.report.wording import (
    INTERVAL_WORDS,
    NO_VALUE,
    interval,
    money,
    number,
    replications_in_words,
)

DOES = {
    "acquire": ("acquire one customer", "acquiring customers", "nobody more came"),
    "retain": ("keep one customer for a year", "keeping customers", "nobody more stayed"),
    "win back": ("win back one former customer", "winning customers back", "nobody more returned"),
}
"""What each purpose is, what it is for, and what is said where more money for it did nothing."""


def note_of(costs: MarginalCosts) -> Note:
    """The page of average and marginal costs."""
    facts = how_asked(costs.scenario, costs.seed, f"{costs.replications:,}")
    scope = f"{costs.firm} · one lever moved at a time · {replications_in_words(costs.replications)}"
    title = titled(costs.scenario, "What does the next customer cost?")
    attempts = Attempts()
    sentences = [*no_answer_yet(costs.scenario), *attempts.sentences("the answer", marginal_sentences, costs)]
    tables = attempted(attempts, "What a customer costs", of_costs, costs)
    tables += attempted(attempts, "The steps, and what they change in a run", of_steps, costs)
    return Note(title, scope, sentences, [], tables, {"marginal": costs.table}, facts, attempts)


def marginal_sentences(costs: MarginalCosts) -> list[str]:
    """Where the next amount does most, and what becomes of the folklore."""
    return [best_use(costs), folklore(costs)]


def best_use(costs: MarginalCosts) -> str:
    """The lever through which the next amount most surely adds customer equity."""
    rows = [row for row in costs.table.to_dict("records") if row["spent_more"] > 0.0]
    if not rows:
        return "No step of a lever cost more than it saved elsewhere."
    best, currency = max(rows, key=lower_end), costs.scenario.currency
    if not lower_end(best) > 0.0:
        return (
            f"{replications_in_words(costs.replications)} do not show any lever through which the next "
            f"{currency} adds customer equity."
        )
    gain = money(best["equity_per_cost"], currency, 3)
    sure = f" ({INTERVAL_WORDS} {of_equity(best)})" if isfinite(best["equity_low"]) else ""
    return (
        f"Surest use of the next {currency}: {DOES[best['purpose']][1]}. It adds {gain} of customer equity"
        f"{sure}, if it raises {name_of_value(best['lever'])} beyond {best['before']}."
    )


def lower_end(row: dict[str, Any]) -> float:
    """The customer equity that each amount more adds, at the lower end of its interval if there is one."""
    return float(row["equity_low"] if isfinite(row["equity_low"]) else row["equity_per_cost"])


def of_equity(row: dict[str, Any]) -> str:
    """The interval of the customer equity that each amount more adds."""
    return interval(row["equity_low"], row["equity_high"], "money")


def folklore(costs: MarginalCosts) -> str:
    """The ratio that is often repeated, as it is here."""
    average, marginal = (costs.ratios[kind] for kind in ("average", "marginal"))
    margin = f"{number(marginal, 1)} times as much as one loss avoided at the margin"
    if not marginal > 0.0:
        margin = "at the margin there is no such ratio, since more money for one of them brought nobody"
    start = f"Acquiring costs {number(average, 1)} times as much as keeping for a year on average"
    if not average > 0.0:
        start = "On average the two cannot be compared, since one of them cost nothing or brought nobody"
    return (
        f"{start}, and {margin}. "
        "“Five times” is folklore: a ratio of averages, which says nothing about the next amount of money."
    )


def of_costs(costs: MarginalCosts) -> Table:
    """For each purpose what one customer costs on average, and what one more costs."""
    currency = costs.scenario.currency
    rows = []
    for row in costs.table.to_dict("records"):
        average = money(row["average"], "")
        rows.append([f"to {DOES[row['purpose']][0]}", average, *one_more(row), *for_each(row)])
    sure = INTERVAL_WORDS
    heads = ["cost", "on average", "one more", sure, f"equity for each {currency}", sure]
    remark = (
        f"The last columns are the customer equity that each {currency} more adds, or takes where it is "
        "negative. For keeping, one more is one loss avoided; what is spent on that customer later is not "
        "counted. A dash stands where replications do not tell."
    )
    counts = {str(row["purpose"]): int(row["left_out"]) for row in rows_by_purpose(costs)}
    without = {
        AVERAGES[row["purpose"]]: {"it": int(row["average_left_out"])} for row in rows_by_purpose(costs)
    }
    remark = f"{remark} {omissions({'customer_equity': counts} | without, costs.replications)}".strip()
    return Table(f"What a customer costs, {currency}", heads, rows, remark)


def rows_by_purpose(costs: MarginalCosts) -> list[dict[str, Any]]:
    """The table, row by row."""
    rows: list[dict[str, Any]] = costs.table.to_dict("records")
    return rows


def one_more(row: dict[str, Any]) -> list[str]:
    """What one more costs, with its interval."""
    if not row["extra_customers"] > 0.0:
        return [DOES[row["purpose"]][2], ""]
    if not row["extra_cost"] > 0.0:
        return ["nothing: less is spent", ""]
    sure = interval(row["low"], row["high"], "money") if isfinite(row["low"]) else NO_VALUE
    return [money(row["marginal"], ""), sure]


def for_each(row: dict[str, Any]) -> list[str]:
    """The customer equity that each amount more adds, where more is spent at all, with its interval."""
    if not row["spent_more"] > 0.0:
        return [NO_VALUE, ""]
    return [money(row["equity_per_cost"], "", 3, signed=True), of_equity(row)]


def of_steps(costs: MarginalCosts) -> Table:
    """Which lever was raised for each purpose, and what came of it in a whole run."""
    rows = [
        [
            f"to {DOES[row['purpose']][0]}",
            row["lever"],
            row["below"],
            row["after"],
            money(row["spent_more"], "", 3, signed=True),
            number(row["extra_customers"], 1, signed=True),
        ]
        for row in costs.table.to_dict("records")
    ]
    heads = ["step", "lever", "from", "to", f"spent more, {costs.scenario.currency}", "customers more"]
    return Table("The steps, and what they change in a run", heads, rows)
