"""What channels add, in words: who is credited to them beside who would not have come without them."""

from math import isfinite
from typing import Any

from relsim.measures.records import share_of
from relsim.questions.incremental.channels import channels_in_use
from relsim.questions.incremental.question import Increments
from relsim.report.attempts import Attempts
from relsim.report.names import policy_in_sentence
from relsim.report.note import Note, titled
from relsim.report.omissions import omissions
from relsim.report.provenance import how_asked
from relsim.report.table import Table, attempted
from relsim.report.unidentified import no_answer_yet
from relsim.report.wording import (
    INTERVAL_WORDS,
    NO_VALUE,
    TOO_RARE,
    difference,
    interval,
    money,
    number,
    percent,
    replications_in_words,
    sure,
)


def note_of(increments: Increments) -> Note:
    """The page of what each channel is credited with, and what it adds."""
    facts = how_asked(increments.scenario, increments.seed, f"{increments.replications:,}")
    often = replications_in_words(increments.replications)
    scope = f"{increments.firm} · {under_which(increments)} · one channel switched off at a time · {often}"
    title = titled(increments.scenario, "Whom do the channels bring who would not have come anyway?")
    attempts = Attempts()
    sentences = [
        *no_answer_yet(increments.scenario),
        *attempts.sentences("the answer", channel_sentences, increments),
        *attempts.sentences("the sentence on customer equity", worth_in_words, increments),
    ]
    tables = attempted(attempts, "Customers won", of_customers, increments)
    tables += attempted(attempts, "What a customer won costs", of_channel_costs, increments)
    tables += attempted(attempts, "What the channels add", of_worth, increments)
    return Note(title, scope, sentences, [], tables, {"incremental": increments.table}, facts, attempts)


def under_which(increments: Increments) -> str:
    """Under which policy that is, or that it is the market as it is."""
    if increments.policy is None:
        return f"in the market as it is{', under no policy' if increments.scenario.policies else ''}"
    return f"under {policy_in_sentence(increments.scenario, increments.policy)}"


def channel_rows(increments: Increments) -> list[dict[str, Any]]:
    """The table, row by row."""
    return [{str(name): value for name, value in row.items()} for row in increments.table.to_dict("records")]


def channel_sentences(increments: Increments) -> list[str]:
    """Of every channel, how many are credited to it and how many it adds; and what that means."""
    told = [sentence_on(row, increments.replications) for row in channel_rows(increments)]
    return [
        *told,
        "Credit is not cause: whoever heard several messages is credited to the strongest, and many would "
        "have come without it. What is added is known from the same market with the channel switched off.",
    ]


def worth_in_words(increments: Increments) -> list[str]:
    """Which channels surely add to customer equity, or take from it, their cost taken off; who is won says it
    for no channel that brings others, or keeps them longer."""
    told = []
    for row in channel_rows(increments) if increments.replications > 1 else ():
        low, high = row["customer_equity_low"], row["customer_equity_high"]
        if not isfinite(low) or low <= 0.0 <= high:
            continue
        gap = difference(row["customer_equity"], low, high, "money", increments.scenario.currency)
        told.append(f"{row['channel']} {gap} ({INTERVAL_WORDS} {interval(low, high, 'money')})")
    if not told:
        return []
    return [f"What channels surely change of customer equity, their cost taken off: {'; '.join(told)}."]


def sentence_on(row: dict[str, Any], replications: int) -> str:
    """How many are credited to one channel, and how many it adds."""
    channel, credited = str(row["channel"]), number(row["credited"], 1)
    being = "are" if channel.endswith("s") else "is"
    if not row["won"] > 0.0:
        return f"Nobody was won, by {channel} or otherwise."
    if row["credited"] == row["added_low"] == row["added_high"] == 0.0:
        return f"{channel.capitalize()} brought nobody, in any replication."
    start = (
        f"{channel.capitalize()} {being} credited with {credited} of {number(row['won'], 1)} customers won "
        f"({percent(row['credited_share'], 0)})"
    )
    if not isfinite(row["added_low"]) or row["added_low"] <= 0.0 <= row["added_high"]:
        return f"{start}; {not_shown(row, replications)}."
    fewer = f"{number(abs(row['added']), 1)} {'fewer' if row['added'] > 0.0 else 'more'}"
    share = percent(abs(row["added_share"]), 0)
    sure_of = f"{share}; {INTERVAL_WORDS} of what it adds {interval_of(row)}"
    return f"{start}; without this channel {fewer} would have been won ({sure_of})."


def not_shown(row: dict[str, Any], replications: int) -> str:
    """That a channel is not shown to add anybody, and how sure that is."""
    if row["added_low"] == row["added_high"] == 0.0:
        return "without this channel as many would have been won, in every replication"
    added = number(row["added"], 1, signed=True)
    if replications == 1:
        return f"that this channel adds any is not shown ({added} in one replication)"
    how_sure = f"{INTERVAL_WORDS} {interval_of(row)}" if isfinite(row["added_low"]) else TOO_RARE
    return f"that this channel adds any is not shown ({added} on average, {how_sure})"


def interval_of(row: dict[str, Any]) -> str:
    """The interval of the number of customers that a channel adds."""
    return interval(row["added_low"], row["added_high"], "count")


def of_customers(increments: Increments) -> Table:
    """Customers credited to each channel and added by it: in a run, of all won, for each one lost."""
    rows = [
        [
            row["channel"],
            number(row["credited"], 1),
            difference(row["added"], row["added_low"], row["added_high"], "count"),
            sure(row["added"], row["added_low"], row["added_high"], "count", increments.replications),
            percent(row["credited_share"]),
            percent(row["added_share"]),
            number(row["credited_per_lost"], 2),
            number(row["added_per_lost"], 2),
        ]
        for row in channel_rows(increments)
    ]
    rows += beside_channels(increments)
    heads = ["channel", "credited", "added", INTERVAL_WORDS, "credited, of all won", "added, of all won"]
    heads += ["credited, for each lost", "added, for each lost"]
    remark = (
        "Whoever walks in came by no channel that could be switched off to see what it adds. "
        "Where several channels reach the same people, what they add need not sum up: without one of them "
        "another brings some. For each customer lost is, of recommendation, how many recruits a customer "
        "brings in a lifetime."
    )
    caption = f"Customers of {increments.firm} won in a run, by channel, {under_which(increments)}"
    return Table(caption, heads, rows, remark)


def beside_channels(increments: Increments) -> list[list[str]]:
    """A row of those who were won by none of the channels told, and one of all who were won."""
    told = channel_rows(increments)
    won, lost = told[0]["won"], told[0]["lost"]
    rest = max(0.0, won - sum(row["credited"] for row in told))
    used = channels_in_use(increments.scenario, increments.firm)
    by_themselves = set(used) <= {row["channel"] for row in told}
    names = ("walked in by themselves" if by_themselves else "any other way, or walked in", "all won")
    return [
        [
            name,
            number(many, 1),
            "",
            "",
            percent(float(share_of(many, won))),
            "",
            number(float(share_of(many, lost)), 2),
            "",
        ]
        for name, many in zip(names, (rest, won), strict=True)
    ]


def of_channel_costs(increments: Increments) -> Table:
    """What was booked for each channel, over the customers credited and over those added."""
    rows = [
        [
            row["channel"],
            money(row["cost"], ""),
            money(row["cost_per_credited"], ""),
            money(row["cost_per_added"], ""),
            interval(row["cost_per_added_low"], row["cost_per_added_high"], "money")
            if isfinite(row["cost_per_added"])
            else NO_VALUE,
        ]
        for row in channel_rows(increments)
    ]
    heads = ["channel", "cost in a run", "per customer credited", "per customer added", INTERVAL_WORDS]
    return Table(f"What a customer won costs, {increments.scenario.currency}", heads, rows)


def of_worth(increments: Increments) -> Table:
    """What each channel adds to customers at the end, to profit and to customer equity."""
    rows = []
    for row in channel_rows(increments):
        cells = [row["channel"]]
        for name, kind in (("customers", "count"), ("profit", "money"), ("customer_equity", "money")):
            gap = row[name], row[f"{name}_low"], row[f"{name}_high"]
            cells += [difference(*gap, kind), sure(*gap, kind, increments.replications)]
        rows.append(cells)
    currency = increments.scenario.currency
    heads = ["channel", "customers at the end", INTERVAL_WORDS, f"profit, {currency}", INTERVAL_WORDS]
    heads += [f"customer equity, {currency}", INTERVAL_WORDS]
    counts = {str(row["channel"]): int(row["left_out"]) for row in channel_rows(increments)}
    remark = omissions({"customer_equity": counts}, increments.replications)
    return Table("What each channel adds, its cost taken off", heads, rows, remark)
