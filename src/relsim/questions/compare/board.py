"""The board page: question, verdict, stakes and what would change the answer, on two printed pages."""

from typing import Any

from relsim.questions.compare.certainty import certainty
from relsim.questions.compare.diversion import sources_told
from relsim.questions.compare.figures.people import CHANNELS
from relsim.questions.compare.figures.spans import per_year
from relsim.questions.compare.grounds import grounds
from relsim.questions.compare.horizon import best_within, beyond, turn
from relsim.questions.compare.provenance import command_again
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.risk import stakes_table
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.turns import turns
from relsim.questions.compare.verdict import rival_in_run, verdict
from relsim.report.beside_file import MarketBesideFile
from relsim.report.table import attempted
from relsim.report.wording import adding_up, percent, words
from relsim.scenario.scenario import Scenario

LEAST_CHANNEL = 0.05
"""A channel that brings a smaller share of the customers won is not named."""

WHOLE_PERCENT = 0.01
"""To what shares are rounded that add up to a whole."""


def board(subject: Subject) -> dict[str, Any]:
    """What stands on the board page besides its figure."""
    attempt = subject.attempts.sentences
    return {
        "question": question_in_words(subject.scenario),
        "beside_text": beside_text(subject) if subject.scenario.learn else "",
        "said": [
            *attempt("the verdict", verdict, subject),
            *attempt("the sentence on residual value", beyond, subject),
            *attempt("the sentences on what the verdict rests on", grounds, subject),
            *attempt("the sentence on the strongest rival", rival_in_run, subject),
            *attempt("the sentence on how sure the verdict is", certainty, subject),
        ],
        "tables": attempted(subject.attempts, "What is at stake", stakes_table, subject),
        "customers": [
            *attempt("the sentence on what brings customers", channels_told, subject),
            *attempt("the sentence on where the purchases come from", sources_told, subject),
        ],
        "changes": [
            *attempt("the sentence on what turns the verdict", turns, subject),
            *attempt("the sentence on payback", turn, subject),
            *attempt("the sentence on which policy brings most within the run", best_within, subject),
        ],
        "ask": ask_next(subject),
    }


def question_in_words(scenario: Scenario) -> str:
    """What is asked: the question of the lesson, or else what the scenario says of itself."""
    return scenario.learn.question if scenario.learn else scenario.summary


def beside_text(subject: Subject) -> str:
    """What the explanation of a lesson has to be read with, where this market is not that of its file."""
    results = subject.results
    return MarketBesideFile(results.scenario, results.replications, results.job.mechanisms).of_text()


def channels_told(subject: Subject) -> str:
    """What brings the customers who are won, under the baseline and under its closest rival."""
    won = per_year(subject.table("periods"), list(CHANNELS), subject.firm, subject.scenario.period)
    told = []
    for policy in reversed(subject.pair):
        total = float(won.loc[policy].sum())
        if not total > 0.0:
            continue
        shares = (won.loc[policy] / total).sort_values(ascending=False, kind="stable")
        kept = max(1, int((shares >= LEAST_CHANNEL).sum()))
        names = [*(CHANNELS[name] for name in shares.index[:kept]), "by other ways"]
        parts = adding_up([*shares.iloc[:kept], float(shares.iloc[kept:].sum())], WHOLE_PERCENT)
        named = [f"{percent(share, 0)} {name}" for share, name in zip(parts, names, strict=True) if share]
        told.append((policy, words(named)))
    if not told:
        return f"Nobody was won as a customer of {subject.firm}."
    if not subject.is_comparison:
        return f"What brings the customers of {subject.firm}: {told[0][1]}."
    listed = "; ".join(f"under {subject.named(policy)} {text}" for policy, text in told)
    return f"What brings the customers of {subject.firm}: {listed}."


def ask_next(subject: Subject) -> dict[str, str]:
    """A command that tells more of what would change the answer, and what it tells."""
    results = subject.results
    if isinstance(results, Comparison):
        if not subject.is_comparison or (results.hinge is not None and results.hinge.complete):
            return {}
        which = "assumed values" if results.hinge is None else "other assumed values"
        return {
            "what": f"To find {which} that would turn the verdict:",
            "command": f"{command_again(results)} --hinge",
        }
    if len(subject.scenario.policies) < 2:
        return {}
    again = command_again(results).replace("relsim run", "relsim compare", 1)
    return {"what": "How the policies of the scenario differ from this, and how surely:", "command": again}
