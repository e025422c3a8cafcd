"""`relsim list`, `validate`, `show` and `schema`: scenarios as files."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relsim.command_lines import typed
from relsim.console.options import SourceArgument, new_file
from relsim.console.requests import BEGIN, command
from relsim.console.speech import say

if TYPE_CHECKING:
    from relsim.scenario.scenario import Scenario


@command(BEGIN, "list")
def list_scenarios() -> None:
    """The scenarios that ship with relsim, one line each."""
    from relsim.cli.listing import lines

    for line in lines():
        say(line)


@command(BEGIN)
def validate(
    files: Annotated[list[str], typer.Argument(help="Scenario files, or shipped names.")],
) -> None:
    """Check scenario files; every problem with file, line, column and the nearest valid name.

    Example: relsim validate my-market.yaml
    """
    if [file for file in files if not is_good(file)]:
        raise typer.Exit(2)


def is_good(file: str) -> bool:
    """Whether a scenario file can be used; what is to be said of it is said."""
    from relsim.console.option_names import with_options
    from relsim.errors import ScenarioError, counted
    from relsim.scenario.lint.scenario import warnings
    from relsim.scenario.load import load
    from relsim.scenario.vary.factors import factors_of

    try:
        scenario = load(file)
        factors_of(scenario, policies=tuple(scenario.policies))
        for warning in warnings(scenario):
            say(f"{warning} (warning)", error=True)
    except ScenarioError as error:
        for problem in error.problems:
            say(with_options(ScenarioError(problem)), error=True)
        return False
    periods = counted(scenario.periods, "period", "periods")
    say(f"{file}: good ({size_of_market(scenario)}, {periods})")
    return True


def size_of_market(scenario: "Scenario") -> str:
    """How many customers there could be, and how many people stand for them."""
    from relsim.errors import counted

    customers = counted(scenario.customers, "customer", "customers")
    if scenario.simulate is None:
        return customers
    stand_for = f"{scenario.stands_for:,.1f}".removesuffix(".0")
    if scenario.people == 1:
        return f"{customers}, 1 person simulated for {stand_for}"
    return f"{customers}, each of {scenario.people:,} people simulated for {stand_for}"


@command(BEGIN)
def show(
    scenario: SourceArgument,
    resolved: Annotated[
        bool, typer.Option("--resolved", help="Every value in force, each with where it comes from.")
    ] = False,
    out: Annotated[Path | None, new_file("The file to write, which must be new.")] = None,
) -> None:
    """Print or copy a scenario, to read it or to begin your own from it.

    Example: relsim show leaky-bucket --out my-market.yaml
    """
    from relsim.cli.show import scenario_text
    from relsim.console.destinations import write_new_file

    text = scenario_text(scenario, resolved)
    if out is None:
        say(text.rstrip("\n"))
    else:
        write_new_file(text, out)
        say(f"{out}: relsim validate {typed(out)} checks it, relsim run {typed(out)} runs it")


@command(BEGIN)
def schema() -> None:
    """The JSON Schema of scenario files, for editors that complete and check YAML.

    Example: relsim schema > relsim.schema.json
    """
    import json

    from relsim.scenario.scenario import Scenario

    say(json.dumps(Scenario.model_json_schema(), indent=2))
