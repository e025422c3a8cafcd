"""Who spoke of which firm in the period that is just over, and how often: praise, and warnings."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from relsim.engine.agents import Record
from relsim.engine.market import Market
from relsim.luck import deeper
from relsim.market.columns import BOOKS, rows
from relsim.rules.word_of_mouth import BLAMING, PRAISING, PRAISING_TWICE
from relsim.vocabulary import LAPSED

Times = Any
"""How often [customer, firm]."""


def spoken(market: Market) -> Iterator[tuple[str, Times]]:
    """How often everybody praised each firm, and warned of it."""
    heard = said_of(market)
    yield "praised", (heard == PRAISING).astype(np.int64) + 2 * (heard == PRAISING_TWICE)
    yield "warned", (heard == BLAMING) & ~missed_in_silence(market, heard)


def said_of(market: Market) -> Any:
    """What neighbours hear from everybody of each firm [customer, firm]."""
    voices = np.asarray(market.state.town.voices).astype(np.int64)[:, np.newaxis]
    return (voices >> (2 * np.arange(market.state.firms))) & PRAISING_TWICE


def missed_in_silence(market: Market, heard: Any) -> Any:
    """Who left and said nothing [customer, firm], though friends who noticed take it for a warning."""
    t, ties = market.period - 1, market.state.columns.ties
    missed = np.zeros(heard.shape, bool)
    if market.state.plan.behaviour["departure_missed"][t] > 0.0:
        candidates = (heard == BLAMING) & (ties["rung"] == LAPSED) & (ties["ended_at"] == t)
        for i, f in np.argwhere(candidates):
            missed[i, f] = not warns(market, t, int(i), int(f))
    return missed


def warns(market: Market, t: int, i: int, f: int) -> bool:
    """Whether a customer who has left a firm in period `t` warned of it, by the rule of the market."""
    state = market.state
    voice = next(rule for rule in state.rulebook.told if rule.__name__ == "voice")
    books, tie = np.zeros(1, BOOKS), state.columns.ties[i, f : f + 1].copy()
    firm, behaviour = Record(state.plan.firms[t, f]), Record(state.plan.behaviour[t])
    key = deeper(deeper(state.root, t + 1), i)
    voice(f, t, key, rows(state.columns.people)[i], rows(tie)[0], firm, behaviour, rows(books)[0])
    return bool(books["negative_speakers"][0] > 0)
