"""Narration: a life in words, one paragraph for every eventful period and for every quiet stretch."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from relsim.console.paragraphs import filled_text
from relsim.market.population import periods_in_a_year
from relsim.measures.customers import profit_of
from relsim.questions.story.sentences import account, calendar, pace, paragraph, portrait, standing_at_end
from relsim.vocabulary import BOOKED_PER_UNIT

if TYPE_CHECKING:
    from relsim.questions.story.question import Story

ROUTINE = {"bought", "contacted", "rewarded", "praised", "warned", "offered"}
"""Events that are told together with those of neighbouring periods."""

TEXT_WIDTH = 84
INDENT = 16


def narrated(story: "Story") -> str:
    """The whole life: who it is, year by year, and what came of it."""
    title = f"Customer {story.customer} of “{story.scenario.title}” (seed {story.seed})"
    parts = [title, filled_text(portrait(story), TEXT_WIDTH)]
    for year, lines in groupby(chapters(story), lambda line: line[0]):
        parts.append("\n".join([f"Year {year}", *(entry(label, text) for _, label, text in lines)]))
    parts.append("\n".join(["What came of it", *end_of_story(story)]))
    return "\n\n".join(parts)


def chapters(story: "Story") -> Iterator[tuple[int, str, str]]:
    """Year, label and text of every stretch in which anything happened."""
    unit, year = story.scenario.period, round(periods_in_a_year(story.scenario))
    for events in stretches(story.events, year):
        first, last = int(events["period"].min()), int(events["period"].max())
        text = paragraph(events, story.scenario.currency)
        yield first // year + 1, calendar(first % year + 1, last % year + 1, unit), text


def stretches(events: pd.DataFrame, year: int) -> Iterator[pd.DataFrame]:
    """The events of single eventful periods, and of routine periods between them within a year."""
    stretch: list[pd.DataFrame] = []
    for period, rows in events.groupby("period", sort=True):
        is_routine = set(rows["event"]) <= ROUTINE
        begins_anew = stretch and int(stretch[-1]["period"].iloc[0]) // year != int(str(period)) // year
        if stretch and (not is_routine or begins_anew):
            yield pd.concat(stretch)
            stretch = []
        if is_routine:
            stretch.append(rows)
        else:
            yield rows
    if stretch:
        yield pd.concat(stretch)


def entry(label: str, text: str) -> str:
    """A paragraph with its label in the margin."""
    return filled_text(text, TEXT_WIDTH, begin=f"  {label:<{INDENT - 2}}", margin=" " * INDENT)


def end_of_story(story: "Story") -> Iterator[str]:
    """Where the customer stands with each firm at the end, and what each firm was left."""
    for f, firm in enumerate(story.scenario.firms):
        tie: Any = story.last[f]
        brought = story.events.query("event == 'recruited' and firm == @firm")["other"].unique()
        texts = [standing_at_end(tie, story.scenario), *pace(story, f, firm)]
        if tie["purchases"]:
            texts.append(account(tie, profit_of(tie) / BOOKED_PER_UNIT, story.scenario.currency))
        if len(brought):
            numbers = ", ".join(map(str, brought))
            texts.append(f"Brought {len(brought)} other customer{'s' * (len(brought) > 1)}: {numbers}.")
        yield entry(firm, " ".join(texts))
