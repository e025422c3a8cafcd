"""Commands for the first five minutes: list, validate, schema, run, compare, report."""

from contextlib import nullcontext
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
from relsim.console.speech import say

PANEL = "Begin here"


@app.command("list", rich_help_panel=PANEL)
def list_scenarios() -> None:
    """The scenarios that ship with relsim, one line each."""
    from relsim.cli.listing import lines

    for line in lines():
        say(line)


@app.command(rich_help_panel=PANEL)
def validate(
    files: Annotated[list[str], typer.Argument(help="Scenario files, or shipped names.")],
) -> None:
    """Check scenario files; every problem with file, line, column and the nearest valid name.

    Example: relsim validate my-market.yaml
    """
    from relsim.errors import ScenarioError
    from relsim.scenario.lint.scenario import warnings
    from relsim.scenario.load import load

    wrong = 0
    for file in files:
        try:
            scenario = load(file)
            for warning in warnings(scenario):
                say(f"{warning} (warning)", error=True)
            say(f"{file}: good ({scenario.customers:,} customers, {scenario.periods} periods)")
        except ScenarioError as error:
            wrong += 1
            for problem in error.problems:
                say(str(problem), error=True)
    if wrong:
        raise typer.Exit(2)


@app.command(rich_help_panel=PANEL)
def show(
    scenario: Source,
    resolved: Annotated[
        bool, typer.Option("--resolved", help="Every value in force, each with where it comes from.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="The file to write, which must be new.")] = None,
) -> None:
    """Print or copy a scenario, to read it or to begin your own from it.

    Example: relsim show leaky-bucket --out my-market.yaml
    """
    from relsim.cli.show import copied, shown

    text = shown(scenario, resolved)
    if out is None:
        say(text.rstrip("\n"))
    else:
        copied(text, out)
        say(f"{out}: relsim validate {out} checks it, relsim run {out} runs it")


@app.command(rich_help_panel=PANEL)
def schema() -> None:
    """The JSON Schema of scenario files, for editors that complete and check YAML.

    Example: relsim schema > relsim.schema.json
    """
    import json

    from relsim.scenario.scenario import Scenario

    say(json.dumps(Scenario.model_json_schema(), indent=2))


@app.command(rich_help_panel=PANEL)
def run(
    scenario: Source,
    seed: Seed = 1,
    replications: Replications = None,
    customers: Customers = None,
    periods: Periods = None,
    settings: Settings = None,
    driver: Annotated[str, typer.Option(help="compiled or agents.")] = "compiled",
    out: Out = None,
) -> None:
    """Run one scenario as it is and write its report.

    Example: relsim run leaky-bucket --seed 7 --set firms.sieve.price=9
    """
    from relsim.cli.running import run_and_report

    run_and_report(scenario, seed, replications or 1, customers, periods, settings or [], driver, out)


@app.command(rich_help_panel=PANEL)
def compare(
    scenario: Source,
    policies: Annotated[
        str | None, typer.Option(help="Only these policies: A,B (the baseline always runs).")
    ] = None,
    replications: Replications = None,
    jobs: Jobs = None,
    seed: Seed = 1,
    customers: Customers = None,
    periods: Periods = None,
    settings: Settings = None,
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
    store: KeptIn = None,
    on: Cluster = None,
    out: Out = None,
) -> None:
    """Compare a scenario's policies on the same luck: how much better, and how sure.

    Example: relsim compare retention-launch --replications 200 --policies attentive-contact
    """
    from relsim.cli.running import compare_and_report

    compare_and_report(
        scenario,
        policies.split(",") if policies else None,
        replications,
        jobs,
        seed,
        customers,
        periods,
        settings or [],
        until,
        resume,
        store,
        on,
        out,
    )


@app.command(rich_help_panel=PANEL)
def report(
    folder: Annotated[Path, typer.Argument(help="A folder that --out received.")],
) -> None:
    """Rebuild the page and the figures of stored results.

    Example: relsim report results/retention-launch
    """
    from relsim.cli.running import write_and_tell
    from relsim.questions.compare.results import open_results
    from relsim.runs.sole_writer import sole_writer

    # Where there is no folder, none is made.
    with sole_writer(folder) if folder.is_dir() else nullcontext():
        write_and_tell(open_results(folder), folder, answer=False)
