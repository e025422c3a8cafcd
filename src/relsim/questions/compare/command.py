"""`relsim run`, `compare`, `report` and `why`: a market as it is, its policies, and what differs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from relsim.console.options import NameOption, OutOption, PoliciesOption, ReplicationsOption, ResultsArgument
from relsim.console.requests import ASK, BEGIN, MarketRequest, QuestionRequest, command
from relsim.console.speech import say

if TYPE_CHECKING:
    from relsim.engine.driver import DriverName

HingeOption = Annotated[
    bool | None,
    typer.Option(
        "--hinge/--no-hinge",
        help="Look for all assumed values that turn the verdict, one at a time, or for none [for the "
        "likeliest, where half as many runs more are enough].",
    ),
]
PlayerOption = Annotated[
    bool,
    typer.Option(
        "--explore", help="Put a page that simulates the market beside the report, which links to it."
    ),
]


@command(BEGIN)
def run(
    request: MarketRequest,
    replications: ReplicationsOption = None,
    driver: Annotated[str, typer.Option(help="compiled or agents.")] = "compiled",
    out: OutOption = None,
    name: NameOption = None,
) -> None:
    """Run one scenario as it is and write its report.

    Example: relsim run leaky-bucket --seed 7 --set firms.sieve.price=9
    """
    from relsim.console.folders import Destination, results_folder
    from relsim.console.lesson_question import market_of_lesson
    from relsim.questions.compare.in_folder import run_in_folder

    market = market_of_lesson(request, replications)
    to, changes = Destination(out, name), request.changes()
    with results_folder(to, request.scenario, "run", changes, seed=request.seed) as folder:
        run_in_folder(market, folder, request.seed, replications or 1, cast("DriverName", driver))
    if (number := len(market.policies)) > 1:
        say(f"Next: relsim compare {request.said_again()} tells how its {number} policies differ.")


@command(BEGIN)
def compare(
    request: QuestionRequest,
    policies: PoliciesOption = None,
    until: Annotated[
        str | None,
        typer.Option(
            metavar="WIDTH",
            help="Repeat until the difference is known to within this, a share of the baseline's customer "
            "equity such as 1%, or an amount; --replications is then the most.",
        ),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the folder's policies; refuse another scenario.")
    ] = False,
    hinge: HingeOption = None,
    explore: PlayerOption = False,
) -> None:
    """Compare a scenario's policies on the same luck: how much better, and how sure.

    Example: relsim compare retention-launch --replications 200 --policies attentive-contact
    """
    from relsim.console.lesson_question import market_of_lesson
    from relsim.console.parsing import listed
    from relsim.questions.compare.in_store import is_said_again
    from relsim.questions.compare.standing_answer import ComparisonRequest
    from relsim.runs.policies import chosen_policies

    market = market_of_lesson(request, request.replications)
    names = tuple(chosen_policies(market, listed(policies, market.policies)))
    question = ComparisonRequest(market, request.seed, request.replications, names, until, hinge, explore)
    with request.results_folder("compare", goes_on=resume) as folder:
        if not is_said_again(question, None if resume else request.store, folder):
            from relsim.questions.compare.in_folder import compare_in_folder

            compare_in_folder(request, question, folder, resume)


@command(BEGIN)
def report(
    folder: ResultsArgument,
    short: Annotated[
        bool,
        typer.Option("--short", help="Write the first two pages alone, and a PDF if a browser is there."),
    ] = False,
) -> None:
    """Rebuild the page and the figures of stored results.

    Example: relsim report results/retention-launch
    """
    from relsim.questions.compare.finish import write_and_tell, write_short_and_tell
    from relsim.questions.compare.results import open_results
    from relsim.questions.compare.standing_answer import drop_changed_answer
    from relsim.runs.sole_writer import sole_writer_if_there

    with sole_writer_if_there(folder):
        drop_changed_answer(folder)
        (write_short_and_tell if short else write_and_tell)(open_results(folder), folder)


@command(ASK)
def why(
    folder: Annotated[Path, typer.Argument(help="A folder that `relsim compare` wrote.")],
    policy: Annotated[str | None, typer.Option(help="The policy to explain [the best].")] = None,
) -> None:
    """Why a policy's profit differs: customers kept and won, spend, price, and every cost line.

    Example: relsim why results/retention-launch --policy attentive-contact
    """
    from relsim.errors import InputError
    from relsim.questions.compare.results import open_results
    from relsim.questions.compare.subject import Subject
    from relsim.questions.compare.why import why_lines
    from relsim.runs.policies import known_policy

    subject = Subject(open_results(folder))
    if not subject.is_comparison:
        raise InputError(f"{folder} holds nothing to compare; expected what `relsim compare` wrote")
    chosen = known_policy(policy or subject.rival, subject.policies)
    for line in why_lines(subject, chosen):
        say(line)
