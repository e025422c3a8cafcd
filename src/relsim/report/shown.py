"""Answers as a prompt or a notebook shows them: in one short line, however much they hold."""

from textwrap import shorten

from relsim.scenario.scenario import Scenario

LONGEST_TITLE = 120


class ShownInShort:
    """An answer about a market, shown by what it is and by the market's title."""

    scenario: Scenario

    def __repr__(self) -> str:
        return in_short(self, self.scenario.title)


def in_short(answer: object, title: str) -> str:
    """What an answer is, and the title of what it is about, in one line."""
    return f"<{type(answer).__name__}: {shorten(title, LONGEST_TITLE, placeholder='…')!r}>"
