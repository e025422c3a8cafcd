"""Commands that try many points: experiment files, corners where a policy fails, best levers."""

from pathlib import Path
from typing import Annotated

import typer

from relsim.console.options import (
    Cluster,
    Customers,
    Jobs,
    KeptIn,
    Out,
    Periods,
    Replications,
    Seed,
    Settings,
    Source,
    app,
)

PANEL = "Ask further"


@app.command(rich_help_panel=PANEL)
def sweep(
    file: Annotated[Path, typer.Argument(help="An experiment file: what to vary in which scenario.")],
    jobs: Jobs = None,
    store: KeptIn = None,
    on: Cluster = None,
    out: Out = None,
) -> None:
    """Run a scenario at many points of its values: one table of outcomes, and which policy is best where.

    Example: relsim sweep experiments/contact-and-neglect.yaml
    """
    from relsim.cli.asking import sweep_and_tell

    sweep_and_tell(file, jobs, store, on, out)


@app.command(rich_help_panel=PANEL)
def discover(
    file: Annotated[Path, typer.Argument(help="An experiment file: what may vary in which scenario.")],
    policy: Annotated[str, typer.Option(help="The policy that may fail.")],
    against: Annotated[str | None, typer.Option(help="Fails against this policy [the baseline].")] = None,
    measure: Annotated[str, typer.Option(help="What decides; more of it is better.")] = "customer_equity",
    jobs: Jobs = None,
    store: KeptIn = None,
    on: Cluster = None,
    out: Out = None,
) -> None:
    """Where a policy fails: the corner of all that may vary in which it is worse than another.

    Needs the extra relsim[discovery].

    Example: relsim discover experiments/when-attention-fails.yaml --policy attentive-contact
    """
    from relsim.cli.asking import discover_and_tell

    discover_and_tell(
        file, policy, {"against": against, "measure": measure, "jobs": jobs, "store": store, "on": on}, out
    )


@app.command(rich_help_panel=PANEL)
def optimise(
    scenario: Source,
    policy: Annotated[str | None, typer.Option(help="Start from this policy [as it is].")] = None,
    trials: Annotated[int, typer.Option(help="How many points of the levers to try.", min=1)] = 100,
    replications: Replications = None,
    jobs: Jobs = None,
    seed: Seed = 1,
    customers: Customers = None,
    periods: Periods = None,
    settings: Settings = None,
    store: KeptIn = None,
    on: Cluster = None,
    out: Out = None,
) -> None:
    """What would be best: lever values within a budget, as the scenario's `optimise` block says.

    Example: relsim optimise retention-launch --trials 200
    """
    from relsim.cli.asking import optimise_and_tell
    from relsim.console.parsing import settings_in
    from relsim.scenario.load import adjusted, load

    optimise_and_tell(
        adjusted(load(scenario), customers, periods, settings_in(settings or [])),
        scenario,
        {
            "policy": policy,
            "trials": trials,
            "replications": replications,
            "jobs": jobs,
            "seed": seed,
            "store": store,
            "on": on,
        },
        out,
    )
