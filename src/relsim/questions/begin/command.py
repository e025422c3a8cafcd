"""`relsim begin`: from a dozen answers to a market."""

from pathlib import Path
from typing import Annotated

import typer

from relsim.console.options import new_file
from relsim.console.requests import BEGIN, command
from relsim.console.speech import say
from relsim.errors import InputError
from relsim.questions.begin.interview import questions_listed

NewFile = Annotated[Path, new_file("The file to write, which must be new.")]
AnswersFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help=f"A YAML file of answers, in place of the questions. {questions_listed()}"
    ),
]
TemplateName = Annotated[
    str | None,
    typer.Option(help="saas, mobile, supermarket, clinic, charity, supplier or gym: ranges to begin with."),
]
ListOfCustomers = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="A list of customers: start, end or nothing; it counts what is not answered, and tells when "
        "the market begins. May be repeated, for files that together are one list.",
    ),
]
LogOfPurchases = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE",
        help="A log of purchases: customer, date, amount; it tells how often people buy, what they pay, "
        "and without a list how many there are. May be repeated.",
    ),
]


@command(BEGIN)
def begin(
    out: NewFile,
    answers: AnswersFile = None,
    template: TemplateName = None,
    customers: ListOfCustomers = None,
    transactions: LogOfPurchases = None,
) -> None:
    """Begin a market of your own: about a dozen questions, each of which may be left open.

    What is not known gets a range, which relsim fit narrows.

    Example: relsim begin --template supermarket --transactions sales.csv --out my-shop.yaml
    """
    from relsim.console.destinations import refuse_standing
    from relsim.questions.begin.answers import answers_of_file, interview, template_of
    from relsim.questions.begin.in_file import BegunWith, write_market

    refuse_standing(out)
    kind = template_of(template)
    if answers is not None:
        given = answers_of_file(answers, say)
    else:
        say("Leave an answer empty where you do not know.")
        given = interview(answered, say, template)
    write_market(given, kind, answers or out, out, BegunWith(customers or (), transactions or ()))


def answered(words: str) -> str:
    """What is answered to a question; where nobody can answer, the answers may stand in a file."""
    try:
        return str(typer.prompt(words, default="", show_default=False))
    except typer.Abort:
        raise InputError(
            "stopped before the last answer, and nothing is written; --answers FILE takes answers from a file"
        ) from None
