"""How the results of a run or a comparison came about, and the command that repeats them."""

from pathlib import Path
from typing import Any

from relsim.command_lines import command_line
from relsim.errors import ScenarioError
from relsim.questions.compare.manifest import read_manifest
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.run import Result
from relsim.report.beside_file import MarketBesideFile
from relsim.report.provenance import (
    current_versions,
    file_of,
    origin,
    settings_of_command,
    versions_in_words,
)
from relsim.report.stopped import WITHOUT_HINGE
from relsim.report.wording import printable
from relsim.runs.fingerprints import fingerprint
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.scenario.scenario import Scenario


def provenance(results: Result | Comparison, folder: Path) -> dict[str, str]:
    """What to know to repeat the results, in words, in the order to be shown."""
    told = manifest_beside(results, folder)
    replications = f"{results.replications:,}" + stopped_early(results)
    facts = origin(results.scenario, results.job.seed, replications) | {
        "Driver": results.job.driver,
        "Own mechanisms": ", ".join(sorted(results.job.mechanisms)),
        "Versions": versions_in_words(told.get("versions") or current_versions()),
        "Machine": str(told.get("machine", "")),
        "Finished": str(told.get("finished_at", "")),
        "To repeat": command_again(results),
    }
    return {name: printable(text) for name, text in facts.items() if text}


def manifest_beside(results: Result | Comparison, folder: Path) -> dict[str, Any]:
    """The manifest that lies beside the report, if it is about these results."""
    try:
        told = read_manifest(folder / "manifest.json")
    except ScenarioError:
        return {}
    is_same = told["scenario_hash"] == fingerprint(results.scenario) and told["seed"] == results.job.seed
    return told if is_same else {}


def stopped_early(results: Result | Comparison) -> str:
    """A warning where an interrupt left fewer replications than were asked for."""
    if not isinstance(results, Comparison) or not results.interrupted:
        return ""
    what = WITHOUT_HINGE if results.lacks_its_hinge else "what had finished is shown"
    return f" (stopped early: {what})"


def name_or_file(scenario: Scenario) -> str:
    """What the command line calls a scenario: a shipped one by its name."""
    file = file_of(scenario)
    name = Path(file).stem
    return name if str(shipped_scenarios().get(name)) == file else file


def command_again(results: Result | Comparison) -> str:
    """The command that computes the same tables again."""
    is_comparison = isinstance(results, Comparison)
    words = ["relsim", "compare" if is_comparison else "run", name_or_file(results.scenario) or "SCENARIO"]
    if isinstance(results, Comparison) and set(results.policies) != set(results.scenario.policies):
        words += ["--policies", ",".join(results.policies)]
    if results.scenario.condition is not None:
        words += ["--condition", results.scenario.condition]
    words += settings_again(results.scenario)
    words += ["--seed", str(results.job.seed), "--replications", str(results.replications)]
    if results.job.driver != "compiled":
        words += ["--driver", results.job.driver]
    return command_line(words)


def settings_again(scenario: Scenario) -> list[str]:
    """The words of the command that set what the command line has set."""
    settings = settings_of_command(scenario)
    customers: list[str] = []
    if {"customers", "scale"} <= settings.keys() and MarketBesideFile(scenario).is_scaled:
        customers = ["--customers", settings.pop("customers")]
        del settings["scale"]
    return [word for path, value in settings.items() for word in ("--set", f"{path}={value}")] + customers
