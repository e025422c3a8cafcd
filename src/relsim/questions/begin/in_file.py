"""What `relsim begin` writes: a market that answers describe; and what it says of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from relsim.command_lines import command_line, typed
from relsim.console.destinations import write_new_file
from relsim.console.speech import say
from relsim.errors import Place
from relsim.questions.begin import steady
from relsim.questions.begin.answers import Interview, refuse_contradictions
from relsim.questions.begin.customer_list import read_list, with_list
from relsim.questions.begin.market import Sizes, market_text
from relsim.questions.begin.purchase_log import read_log
from relsim.questions.begin.spending import unused_answer
from relsim.questions.begin.templates import Template
from relsim.report.wording import capitalised


@dataclass(frozen=True)
class BegunWith:
    """The tables with which a market is begun: files of a list of customers, and of a log of purchases."""

    customers: Sequence[Path] = ()
    transactions: Sequence[Path] = ()

    @property
    def options(self) -> list[str]:
        """How a fit is told of them."""
        named = (("--customers", self.customers), ("--transactions", self.transactions))
        return [word for option, files in named for one in files for word in (option, str(one))]


def write_market(
    answers: Interview, kind: Template, source: Path, out: Path, tables: BegunWith = BegunWith()
) -> None:
    """Write the market of some answers, which stand in a source, with a steady start; say how to go on.

    A list of customers gives answers that are open, and tells when the market begins; a log of purchases
    tells what is paid and how often, and without a list who is there, too.

    Where no steady start is found, the best one is written, says so at its top, and the command fails (1), so
    that no script goes on to fit a market which is not the one that was answered.
    """
    listed = read_list(tables.customers, answers) if tables.customers else None
    if tables.transactions:
        of_log = read_log(tables.transactions, kind)
        kind, listed = of_log.kind, listed or of_log.customers
    if listed is not None:
        answers, listed, told = with_list(answers, listed)
        for sentence in told:
            say(sentence)
        refuse_contradictions(answers)
    say("Looking for a steady start: the first year is simulated a few times.", error=True)
    is_rough = listed is not None and listed.is_rough
    counted = listed.taken if listed else ()
    start = steady.steady_start(answers, kind, Place(str(source)), counted, is_rough=is_rough)
    text = market_text(answers, kind, start.ease, listed)
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
    say(f"{out}: relsim validate {typed(out)} checks it, {how_to_fit(out, text, tables)}")


def how_to_fit(out: Path, text: str, tables: BegunWith) -> str:
    """How the market is fitted: to its tables, to what was answered, or to a table where neither is there."""
    fit = command_line(["relsim", "fit", str(out)])
    if named := tables.options:
        return f"{fit} {command_line(named)} narrows what is not known"
    if "\nevidence:" in text:
        return (
            f"{fit} narrows what is not known, by what you answered alone; a table tells it more, as with "
            "--customers FILE or --transactions FILE"
        )
    return f"{fit} --transactions FILE narrows what is not known; without a table it has no figure"


def not_steady(start: steady.SteadyStart) -> str:
    """What stands at the top of a market for which no steady start was found."""
    return (
        "# NOT YET A MARKET TO FIT: no start was found that wins and loses what it should.\n"
        f"# {capitalised(start.flows_in_words)}.\n"
        "# Look at the answers again, or set behaviour.choice.intercept and restlessness by hand.\n#\n"
    )
