"""Commands that ask further: why, where it turns, what it depends on, what would be best."""

from pathlib import Path
from typing import Annotated

import typer

from relsim.console.options import (
    Cluster,
    Customers,
    Jobs,
    KeptIn,
    Measure,
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
def why(
    folder: Annotated[Path, typer.Argument(help="A folder that `relsim compare` wrote.")],
    policy: Annotated[str | None, typer.Option(help="The policy to explain [the best].")] = None,
) -> None:
    """Why a policy's profit differs: customers kept and won, spend, price, and every cost line.

    Example: relsim why results/retention-launch --policy attentive-contact
    """
    from relsim.cli.explaining import explain

    explain(folder, policy)


@app.command(rich_help_panel=PANEL)
def marginal(
    scenario: Source,
    firm: Annotated[str | None, typer.Option(help="Whose costs [the firm in focus].")] = None,
    policy: Annotated[str | None, typer.Option(help="Start from this policy [as it is].")] = None,
    levers: Annotated[
        list[str] | None,
        typer.Option("--lever", metavar="PURPOSE=PATH", help="Raise another lever; may be repeated."),
    ] = None,
    step: Annotated[float, typer.Option(help="By which share levers are raised.", min=0.001)] = 0.25,
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
    """What one more customer costs to acquire, to retain, to win back: averages and margins.

    Example: relsim marginal leaky-bucket --lever retain=complaints.resolution
    """
    from relsim.cli.asking import marginal_and_tell
    from relsim.console.parsing import settings_in
    from relsim.scenario.load import adjusted, load

    marginal_and_tell(
        adjusted(load(scenario), customers, periods, settings_in(settings or [])),
        scenario,
        levers or [],
        {
            "firm": firm,
            "policy": policy,
            "step": step,
            "replications": replications,
            "jobs": jobs,
            "seed": seed,
            "store": store,
            "on": on,
        },
        out,
    )


@app.command(rich_help_panel=PANEL)
def breakeven(
    scenario: Source,
    vary: Annotated[str, typer.Option(metavar="PATH", help="The value to vary, as a dotted path.")],
    between: Annotated[
        tuple[str, str], typer.Option(metavar="A B", help="From which value to which, in its own unit.")
    ],
    policy: Annotated[
        str | None, typer.Option(help="This policy against the baseline [the best at either end].")
    ] = None,
    measure: Annotated[str, typer.Option(help="What decides which policy is better.")] = "customer_equity",
    replications: Annotated[
        int | None, typer.Option(help="The most replications [those of the scenario].", min=2)
    ] = None,
    jobs: Jobs = None,
    seed: Seed = 1,
    customers: Customers = None,
    periods: Periods = None,
    settings: Settings = None,
    store: KeptIn = None,
    on: Cluster = None,
    out: Out = None,
) -> None:
    """When it turns: the value at which another policy becomes the better one, with an interval.

    Example: relsim breakeven retention-launch --vary firms.harbour.contact.cost --between 1 30
    --policy attentive-contact
    """
    from relsim.cli.asking import breakeven_and_tell
    from relsim.console.parsing import settings_in
    from relsim.scenario.load import adjusted, load

    market = adjusted(load(scenario), customers, periods, settings_in(settings or []))
    options = {
        "policy": policy,
        "measure": measure,
        "replications": replications,
        "jobs": jobs,
        "seed": seed,
        "store": store,
        "on": on,
    }
    breakeven_and_tell(market, scenario, vary, between, options, out)


@app.command(rich_help_panel=PANEL)
def stress(
    scenario: Source,
    conditions: Annotated[
        str | None, typer.Option(help="Only these conditions: A,B (the market as it is always runs).")
    ] = None,
    policies: Annotated[
        str | None, typer.Option(help="Only these policies: A,B (the baseline always runs).")
    ] = None,
    measure: Annotated[str, typer.Option(help="What decides; more of it is better.")] = "customer_equity",
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
    """Under which market: every policy under every condition; regret, worst case, share of conditions won.

    Example: relsim stress retention-launch --replications 50
    """
    from relsim.cli.asking import stress_and_tell
    from relsim.console.parsing import settings_in
    from relsim.scenario.load import adjusted, load

    stress_and_tell(
        adjusted(load(scenario), customers, periods, settings_in(settings or [])),
        scenario,
        {
            "conditions": conditions.split(",") if conditions else None,
            "policies": policies.split(",") if policies else None,
            "measure": measure,
            "replications": replications,
            "jobs": jobs,
            "seed": seed,
            "store": store,
            "on": on,
        },
        out,
    )


@app.command(rich_help_panel=PANEL)
def sensitivity(
    scenario: Source,
    policy: Annotated[str | None, typer.Option(help="Compare this one with the baseline [the best].")] = None,
    measure: Measure = "customer_equity",
    around: Annotated[
        str | None, typer.Option(help="Vary values with a source, but without a range, by this share: 20%.")
    ] = None,
    vary: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH[=LOW to HIGH]", help="Vary this value, too; may be repeated."),
    ] = None,
    trajectories: Annotated[int, typer.Option(help="Trajectories of the screening.", min=2)] = 10,
    samples: Annotated[int, typer.Option(help="Samples for shares, a power of two.", min=4)] = 64,
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
    """What it depends on: the values that move the difference, and whether the winner changes.

    Example: relsim sensitivity retention-launch --policy attentive-contact --around 20%
    """
    from relsim.cli.asking import sensitivity_and_tell
    from relsim.console.parsing import settings_in
    from relsim.scenario.load import adjusted, load

    sensitivity_and_tell(
        adjusted(load(scenario), customers, periods, settings_in(settings or [])),
        scenario,
        around,
        vary or [],
        {
            "policy": policy,
            "measure": measure,
            "trajectories": trajectories,
            "samples": samples,
            "replications": replications,
            "jobs": jobs,
            "seed": seed,
            "store": store,
            "on": on,
        },
        out,
    )
