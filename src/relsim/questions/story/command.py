"""`relsim story`: the life of one customer."""

import re
from typing import Annotated

import typer

from relsim.console.requests import TELL, MarketRequest, command
from relsim.console.speech import all_is_imported, say


@command(TELL)
def story(
    request: MarketRequest,
    customer: Annotated[str, typer.Option(help="A customer's number, or a word.")] = "typical",
    policy: Annotated[str | None, typer.Option(help="Live under this policy.")] = None,
) -> None:
    """Tell the life of one customer: rungs, purchases, failures, contacts, who brought whom.

    Words for customers of the firm in focus: most-valuable, least-valuable, most-recruiting,
    most-disappointed, typical.

    Example: relsim story clinic-referrals --customer most-recruiting
    """
    from relsim.questions.story import question

    all_is_imported()
    number = int(customer) if re.fullmatch("-?[0-9]{1,18}", customer) else customer
    say(question.story(request.market(), number, policy=policy, seed=request.seed).text)
