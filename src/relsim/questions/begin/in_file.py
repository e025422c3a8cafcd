"""What `relsim begin` writes: a market that answers describe; and what it says of it."""

from pathlib import Path

from relsim.console.destinations import write_new_file
from relsim.console.speech import say
from relsim.errors import Place
from relsim.questions.begin import steady
from relsim.questions.begin.answers import Interview
from relsim.questions.begin.market import Sizes, market_text, unused_answer
from relsim.questions.begin.templates import Template
from relsim.report.wording import capitalised


def write_market(answers: Interview, kind: Template, source: Path, out: Path) -> None:
    """Write the market of some answers, which stand in a source, with a steady start; say how to go on.

    Where no steady start is found, the best one is written, says so at its top, and the command fails (1), so
    that no script goes on to fit a market which is not the one that was answered.
    """
    say("Looking for a steady start: the first year is simulated a few times.", error=True)
    start = steady.steady_start(answers, kind, Place(str(source)))
    text = market_text(answers, kind, start.ease)
    write_new_file(text if start.is_met else f"{not_steady(start)}{text}", out)
    if more := Sizes(answers, kind).many_in_words:
        say(more)
    say(start.in_words)
    if unused := unused_answer(answers):
        say(unused)
    if not start.is_met:
        say(f"relsim: no start was found that does so; look at the answers again, or at {out}", error=True)
        say(f"{out}: written, but not yet a market to fit: it does not win and lose what was answered")
        raise SystemExit(1)
    say(f"{out}: relsim validate {out} checks it, {how_to_fit(out, text)}")


def how_to_fit(out: Path, text: str) -> str:
    """How the market is fitted: to what was answered, or to a table where that is no evidence."""
    if "\nevidence:" in text:
        return f"relsim fit {out} narrows what is not known"
    return f"relsim fit {out} --transactions FILE narrows what is not known; without a table it has no figure"


def not_steady(start: steady.SteadyStart) -> str:
    """What stands at the top of a market for which no steady start was found."""
    return (
        "# NOT YET A MARKET TO FIT: no start was found that wins and loses what it should.\n"
        f"# {capitalised(start.flows_in_words)}.\n"
        "# Look at the answers again, or set behaviour.choice.intercept and restlessness by hand.\n#\n"
    )
