"""Figures under `evidence` that a backtest sets aside, since it takes a log alone."""

from typing import Any

import pandas as pd

from relsim.errors import counted
from relsim.report.figure_words import noun_of
from relsim.report.wording import words
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.evidence import MeasuredFigure

MOST_FIGURES_NAMED = 6
"""How many of the figures that are set aside a sentence names; the figures for programs have all of them."""


def figures_set_aside(scenario: Scenario) -> list[dict[str, Any]]:
    """The figures under `evidence` of a market, in plain numbers."""
    return [
        {"evidence": one.label, "source": one.source or "evidence", "data": one.value}
        for one in scenario.evidence
    ]


def evidence_set_aside_in_words(scenario: Scenario, until: pd.Timestamp) -> list[str]:
    """Which figures a backtest does not use, and why; nothing where there are none."""
    figures = scenario.evidence
    if not figures:
        return []
    named = [named_figure(one) for one in figures[:MOST_FIGURES_NAMED]]
    if rest := len(figures) - len(named):
        named.append(f"{rest} more")
    is_are = "is" if len(figures) == 1 else "are"
    return [
        f"Not used: {counted(len(figures), 'figure', 'figures')} under `evidence` {is_are} set aside "
        f"({words(named)}). A backtest fits to what was bought up to {until.date()} alone: a figure of a "
        "longer time, or of a later one, would tell what is to be foretold. relsim fit uses them."
    ]


def named_figure(one: MeasuredFigure) -> str:
    """A figure as a sentence names it: what was measured, of whom, and when."""
    about = ", ".join(filter(None, [one.firm, one.segment]))
    whose = f" of {about}" if about else ""
    return f"{noun_of(one.measure)}{whose}{when_measured(one.period)}"


def when_measured(period: str | None) -> str:
    """When a figure was measured: ` in period 7`, ` in periods 7 to 12` or ` in the last year`."""
    if period is None or period[0].isdigit():
        return f" in period{'s' if ' to ' in period else ''} {period}" if period else ""
    return f" in the {period}"
