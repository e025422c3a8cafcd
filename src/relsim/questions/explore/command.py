"""`relsim explore`: a scenario as one page that simulates in the browser."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relsim.console.options import PoliciesOption, ReplicationsOption, new_file
from relsim.console.requests import TELL, MarketRequest, command
from relsim.console.speech import all_is_imported, say
from relsim.questions.explore.earlier import is_exploration, is_hashes

if TYPE_CHECKING:
    from relsim.questions.explore.question import Exploration


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
    from relsim.questions.explore.page import write_exploration
    from relsim.questions.explore.question import explore as asked_to_explore
    from relsim.report.template import write

    all_is_imported()
    market = request.market()
    exploration = asked_to_explore(
        market,
        policies=listed(policies, market.policies),
        sliders=listed(sliders, ()),
        replications=replications,
        seed=request.seed,
    )
    write_exploration(exploration, out)
    for line in page_in_lines(exploration, out):
        say(line)
    if hashes is not None:
        write(json.dumps(exploration.hashes(), indent=1) + "\n", hashes)
        say(f"{hashes}: hashes of every array")


def page_in_lines(exploration: "Exploration", out: Path) -> Iterator[str]:
    """How large a page is, what would make it smaller, and what cannot be moved on it."""
    from relsim.questions.explore.site import too_large
    from relsim.questions.explore.sliders import WHY_APART

    many, size = len(exploration.policies) * exploration.replications, out.stat().st_size
    yield f"{out}: {many} markets, {len(exploration.sliders.sliders)} sliders, {size:,} bytes"
    if larger := too_large(exploration, size):
        yield larger
    for reason in exploration.sliders.left_out:
        yield f"no slider for {reason}"
    for one, other in exploration.sliders.apart:
        yield f"{one} and {other} cannot be moved together"
    if exploration.sliders.apart:
        yield WHY_APART
