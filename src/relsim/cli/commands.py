"""The commands of `relsim`; each reads its words, calls the library, and says what came of it."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from relsim.cli.speaking import failing_politely, say

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help=(
        "Simulate customers, firms and the relationships between them; compare retention "
        "policies before launch.\n\n"
        "[bold]First five minutes[/bold]\n\n"
        "  relsim list\n\n"
        "  relsim run leaky-bucket\n\n"
        "  relsim compare retention-launch --replications 50\n\n"
        "[bold]What if[/bold]\n\n"
        "  relsim run leaky-bucket --set firms.sieve.contact.frequency='6 per year'"
    ),
)

Source = Annotated[str, typer.Argument(help="A shipped scenario's name or a YAML file.")]
Seed = Annotated[int, typer.Option(help="The seed of all luck.", min=0)]
Replications = Annotated[int | None, typer.Option(help="How often to repeat.", min=1)]
Customers = Annotated[int | None, typer.Option(help="Scale the market to this many customers.")]
Periods = Annotated[int | None, typer.Option(help="How many periods to run.")]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change one value; may be repeated."),
]
Jobs = Annotated[int | None, typer.Option(help="Cores to use [all].", min=1)]
KeptIn = Annotated[
    Path | None,
    typer.Option("--store", help="Folder of finished tasks, which experiments may share [tasks in --out]."),
]
Cluster = Annotated[str | None, typer.Option(help="A Dask scheduler to run on: tcp://HOST:PORT.")]
Measure = Annotated[str, typer.Option(help="Which measure of an outcome counts.")]
Out = Annotated[Path | None, typer.Option(help="Folder for results [results/NAME].")]


@app.command("list")
def list_scenarios() -> None:
    """The scenarios that ship with relsim, one line each."""
    from relsim.cli.listing import lines

    for line in lines():
        say(line)


@app.command()
def validate(
    files: Annotated[list[str], typer.Argument(help="Scenario files, or shipped names.")],
) -> None:
    """Check scenario files; every problem with file, line, column and the nearest valid name.

    Example: relsim validate my-market.yaml
    """
    from relsim.scenario.linting import warnings
    from relsim.scenario.problems import ScenarioError
    from relsim.scenario.reading import load

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


@app.command()
def schema() -> None:
    """The JSON Schema of scenario files, for editors that complete and check YAML.

    Example: relsim schema > relsim.schema.json
    """
    import json

    from relsim.scenario.schema import Scenario

    say(json.dumps(Scenario.model_json_schema(), indent=2))


@app.command()
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


@app.command()
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


@app.command()
def sweep(
    file: Annotated[Path, typer.Argument(help="An experiment file: what to vary in which scenario.")],
    jobs: Jobs = None,
    store: KeptIn = None,
    on: Cluster = None,
    out: Out = None,
) -> None:
    """Run a scenario at many points of its values: one table of outcomes, begun again where it stopped.

    Example: relsim sweep experiments/contact-and-neglect.yaml
    """
    from relsim.cli.running import sweep_and_tell

    sweep_and_tell(file, jobs, store, on, out)


@app.command()
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
    from relsim.cli.running import parsed
    from relsim.scenario.reading import adjusted, load

    market = adjusted(load(scenario), customers, periods, parsed(settings or []))
    options: dict[str, Any] = {
        "policy": policy,
        "measure": measure,
        "replications": replications,
        "jobs": jobs,
    }
    options |= {"jobs": jobs, "seed": seed, "store": store, "on": on}
    breakeven_and_tell(market, scenario, vary, between, options, out)


@app.command()
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
    from relsim.cli.running import parsed
    from relsim.scenario.reading import adjusted, load

    stress_and_tell(
        adjusted(load(scenario), customers, periods, parsed(settings or [])),
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


@app.command()
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


@app.command()
def story(
    scenario: Source,
    customer: Annotated[str, typer.Option(help="A customer's number, or a word.")] = "typical",
    policy: Annotated[str | None, typer.Option(help="Live under this policy.")] = None,
    seed: Seed = 1,
    customers: Customers = None,
    periods: Periods = None,
    settings: Settings = None,
) -> None:
    """Tell the life of one customer: rungs, purchases, failures, contacts, who brought whom.

    Words for customers of the firm in focus: most-valuable, least-valuable, most-recruiting,
    most-disappointed, typical.

    Example: relsim story clinic-referrals --customer most-recruiting
    """
    from relsim.cli.running import parsed
    from relsim.report.story import story as told
    from relsim.scenario.reading import adjusted, load

    market = adjusted(load(scenario), customers, periods, parsed(settings or []))
    number = int(customer) if customer.removeprefix("-").isdecimal() else customer
    say(told(market, number, policy=policy, seed=seed).text)


@app.command()
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
) -> None:
    """What one more customer costs to acquire, to retain, to win back: averages and margins.

    Example: relsim marginal leaky-bucket --lever retain=complaints.resolution
    """
    from relsim.cli.running import parsed
    from relsim.cli.speaking import watched
    from relsim.experiments.marginal import marginal_costs
    from relsim.report.thrift import told
    from relsim.scenario.reading import adjusted, load

    costs = marginal_costs(
        adjusted(load(scenario), customers, periods, parsed(settings or [])),
        firm=firm,
        policy=policy,
        levers={purpose: str(path) for purpose, path in parsed(levers or [], "--lever").items()},
        step=step,
        replications=replications,
        seed=seed,
        jobs=jobs,
        progress=watched,
    )
    say(told(costs))


@app.command()
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
    """Tell what the difference between a policy and the baseline depends on, and whether the winner changes.

    Example: relsim sensitivity retention-launch --policy attentive-contact --around 20%
    """
    from relsim.cli.exploring import sensitivity_and_tell

    sensitivity_and_tell(
        scenario,
        policy,
        measure,
        around,
        vary or [],
        trajectories,
        samples,
        replications,
        seed,
        jobs,
        customers,
        periods,
        settings or [],
        store,
        on,
        out,
    )


@app.command()
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
    """Search the lever values that are best within a budget, as the scenario's `optimise` block says.

    Example: relsim optimise market.yaml --trials 200
    """
    from relsim.cli.exploring import optimise_and_tell

    optimise_and_tell(
        scenario,
        policy,
        trials,
        replications,
        seed,
        jobs,
        customers,
        periods,
        settings or [],
        store,
        on,
        out,
    )


@app.command()
def cite(
    scenario: Source,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="For a reference manager.")] = False,
) -> None:
    """The sources of exactly the mechanisms and levers that a scenario uses, and its own.

    Example: relsim cite leaky-bucket --bibtex > leaky-bucket.bib
    """
    from relsim.report.citing import cite as sources_of
    from relsim.scenario.reading import load

    sources = sources_of(load(scenario))
    say(sources.bibtex if bibtex else str(sources))


@app.command()
def why(
    folder: Annotated[Path, typer.Argument(help="A folder that `relsim compare` wrote.")],
    policy: Annotated[str | None, typer.Option(help="The policy to explain [the best].")] = None,
) -> None:
    """Why a policy's profit differs: customers kept and won, spend, price, and every cost line.

    Example: relsim why results/retention-launch --policy attentive-contact
    """
    from relsim.cli.explaining import explain

    explain(folder, policy)


@app.command()
def freeze(
    folder: Annotated[Path, typer.Argument(help="A folder that --out received.")],
    policy: Annotated[str | None, typer.Option(help="The policy to launch [the best].")] = None,
    out: Annotated[Path | None, typer.Option(help="The file to write [FOLDER/launch.json].")] = None,
) -> None:
    """Keep scenario, seed, versions and forecast of a policy in one file, to track its launch by.

    Example: relsim freeze results/retention-launch --policy attentive-contact
    """
    from relsim.cli.launching import freeze_results

    freeze_results(folder, policy, out or folder / "launch.json")


@app.command()
def track(
    package: Annotated[Path, typer.Argument(help="A file that `relsim freeze` wrote.")],
    actuals: Annotated[Path, typer.Argument(help="A CSV file: period, and what came of each series.")],
    out: Annotated[Path | None, typer.Option(help="Folder for the page [that of the package].")] = None,
) -> None:
    """Draw what came into the forecast, and say when reality left it.

    Example: relsim track results/retention-launch/launch.json actuals.csv
    """
    from relsim.cli.launching import track_launch

    track_launch(package, actuals, out or package.parent)


@app.command()
def export(
    scenario: Source,
    transactions: Annotated[Path, typer.Option(help="The CSV file to write: customer, date, amount.")],
    policy: Annotated[str | None, typer.Option(help="The policy to run under [as it is].")] = None,
    firm: Annotated[str | None, typer.Option(help="Whose purchases [the firm in focus].")] = None,
    start: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day.")] = datetime(
        2025, 1, 1
    ),
    seed: Seed = 1,
    customers: Customers = None,
    periods: Periods = None,
    settings: Settings = None,
) -> None:
    """Write simulated purchases as a log, to try models of customer lifetime where the truth is known.

    Example: relsim export leaky-bucket --transactions purchases.csv
    """
    from relsim.cli.exporting import export_transactions

    export_transactions(
        scenario, transactions, policy, firm, start.date(), seed, customers, periods, settings or []
    )


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(help="A folder that --out received.")],
) -> None:
    """Rebuild the page and the figures of stored results.

    Example: relsim report results/retention-launch
    """
    from relsim.experiments.storing import open_results
    from relsim.report.page import write_report

    say(str(write_report(open_results(folder), folder)))


def main(arguments: Any = None) -> None:
    """Run the command line: 0 done, 1 the run failed, 2 bad input."""
    with failing_politely():
        app(arguments)
