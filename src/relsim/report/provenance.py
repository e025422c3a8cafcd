"""How results were computed: what somebody else needs to get the same numbers."""

import json
import platform
import shlex
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from relsim.experiments.comparing import Comparison
from relsim.experiments.fingerprints import fingerprint
from relsim.experiments.running import Result
from relsim.experiments.storing import PACKAGES
from relsim.report.wording import printable
from relsim.scenario.document import FLOW
from relsim.scenario.factors import value_at
from relsim.scenario.problems import COMMAND_LINE, dotted
from relsim.scenario.schema import Scenario


def provenance(results: Result | Comparison, folder: Path) -> dict[str, str]:
    """What to know to repeat the results, in words, in the order to be shown."""
    told = remembered(results, folder)
    replications = f"{results.replications:,}" + stopped_early(results)
    facts = origin(results.scenario, results.job.seed, replications) | {
        "Driver": results.job.driver,
        "Own mechanisms": ", ".join(sorted(results.job.mechanisms)),
        "Versions": in_words(told.get("versions") or current_versions()),
        "Machine": str(told.get("machine", "")),
        "Finished": str(told.get("finished_at", "")),
        "To repeat": command(results),
    }
    return {name: printable(text) for name, text in facts.items() if text}


def origin(scenario: Scenario, seed: int, replications: str) -> dict[str, str]:
    """The scenario and the luck that all numbers come from."""
    return {
        "Scenario file": file_of(scenario) or "none",
        "Scenario hash": fingerprint(scenario),
        "Seed": str(seed),
        "Replications": replications,
        "Market": market(scenario),
    }


def how_asked(scenario: Scenario, seed: int, replications: str, *packages: str) -> dict[str, str]:
    """How a question about a scenario was answered, with the versions of `packages` that helped."""
    asked = ", ".join(f"{path}={value}" for path, value in settings(scenario).items())
    facts = origin(scenario, seed, replications) | {
        "Changed for this question": asked,
        "Versions": in_words(current_versions() | {name: version(name) for name in packages}),
    }
    return {name: printable(text) for name, text in facts.items() if text}


def remembered(results: Result | Comparison, folder: Path) -> dict[str, Any]:
    """The manifest that lies beside the report, if it is about these results."""
    try:
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        is_same = told["scenario_hash"] == fingerprint(results.scenario)
        is_same &= told["seed"] == results.job.seed and isinstance(told["versions"], dict)
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return told if is_same else {}


def current_versions() -> dict[str, str]:
    """The versions that run now."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def in_words(versions: Mapping[str, str]) -> str:
    """Versions in one line."""
    return ", ".join(f"{name} {number}" for name, number in versions.items())


def stopped_early(results: Result | Comparison) -> str:
    """A warning where an interrupt left fewer replications than were asked for."""
    interrupted = isinstance(results, Comparison) and results.interrupted
    return " (stopped early: what had finished is shown)" if interrupted else ""


def market(scenario: Scenario) -> str:
    """The size of what was simulated."""
    return (
        f"{scenario.customers:,} potential customers, {len(scenario.firms)} firms, "
        f"{scenario.periods:,} periods of one {scenario.period}"
    )


def file_of(scenario: Scenario) -> str:
    """The file the scenario was read from."""
    return scenario.document.place(()).file


def settings(scenario: Scenario) -> dict[str, str]:
    """The values that the command line has set; stored results do not remember them apart."""
    document = scenario.document
    paths = [path for path, place in document.places.items() if place == COMMAND_LINE]
    around = {path[:length] for path in paths for length in range(len(path))}
    return {dotted(path): in_flow(value_at(document.data, path)) for path in paths if path not in around}


def in_flow(value: Any) -> str:
    """A value as the command line takes it."""
    is_plain = isinstance(value, str) and not value.startswith(FLOW)
    return str(value) if is_plain else json.dumps(value, ensure_ascii=False)


def command(results: Result | Comparison) -> str:
    """The command that computes the same tables again."""
    is_comparison = isinstance(results, Comparison)
    words = ["relsim", "compare" if is_comparison else "run", file_of(results.scenario) or "SCENARIO"]
    if isinstance(results, Comparison) and set(results.policies) != set(results.scenario.policies):
        words += ["--policies", ",".join(results.policies)]
    for path, value in settings(results.scenario).items():
        words += ["--set", f"{path}={value}"]
    words += ["--seed", str(results.job.seed), "--replications", str(results.replications)]
    if results.job.driver != "compiled":
        words += ["--driver", results.job.driver]
    return shlex.join([*words, "--out", "results"])
