"""`relsim explore`: a scenario as one page that simulates in the browser."""

from pathlib import Path
from typing import Annotated

import typer

from relsim.console.options import PoliciesOption, ReplicationsOption, new_file
from relsim.console.requests import TELL, MarketRequest, command
from relsim.console.speech import all_is_imported
from relsim.questions.explore.earlier import is_exploration, is_hashes


@command(TELL)
def explore(
    request: MarketRequest,
    out: Annotated[Path, new_file("The page to write.", is_exploration)],
    policies: PoliciesOption = None,
    sliders: Annotated[
        str | None,
        typer.Option(metavar="PATH,PATH", help="Only these values may be moved [as many as a page takes]."),
    ] = None,
    replications: ReplicationsOption = None,
    hashes: Annotated[
        Path | None,
        new_file("A JSON file with the hash of every array that the command line leaves.", is_hashes),
    ] = None,
) -> None:
    """Write one page that simulates the market in a browser, without network, with the same bits.

    Example: relsim explore who-stays --out who-stays.html
    """
    from relsim.console.parsing import listed
    from relsim.questions.explore.in_file import write_page_and_hashes
    from relsim.questions.explore.question import explore as asked_to_explore

    all_is_imported()
    market = request.market()
    exploration = asked_to_explore(
        market,
        policies=listed(policies, market.policies),
        sliders=listed(sliders, ()),
        replications=replications,
        seed=request.seed,
    )
    write_page_and_hashes(exploration, out, hashes)
