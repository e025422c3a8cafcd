"""How results were computed: what somebody else needs to get the same numbers."""

import json
import platform
import shlex
from importlib.metadata import version
from pathlib import Path
from typing import Any

from relsim.experiments.comparing import Comparison
from relsim.experiments.fingerprints import fingerprint
from relsim.experiments.running import Result
from relsim.experiments.storing import PACKAGES
from relsim.report.assumptions import leaves
from relsim.report.wording import printable
from relsim.scenario.problems import COMMAND_LINE, dotted


def provenance(results: Result | Comparison, folder: Path) -> dict[str, str]:
    """What to know to repeat the results, in words, in the order to be shown."""
    told = remembered(results, folder)
    versions = told.get("versions") or current_versions()
    facts = {
        "Scenario file": file_of(results) or "none",
        "Scenario hash": fingerprint(results.scenario),
        "Seed": str(results.job.seed),
        "Replications": f"{results.replications:,}" + stopped_early(results),
        "Market": market(results),
        "Driver": results.job.driver,
        "Own mechanisms": ", ".join(sorted(results.job.mechanisms)),
        "Versions": ", ".join(f"{name} {number}" for name, number in versions.items()),
        "Machine": str(told.get("machine", "")),
        "Finished": str(told.get("finished_at", "")),
        "To repeat": command(results),
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


def stopped_early(results: Result | Comparison) -> str:
    """A warning where an interrupt left fewer replications than were asked for."""
    interrupted = isinstance(results, Comparison) and results.interrupted
    return " (stopped early: what had finished is shown)" if interrupted else ""


def market(results: Result | Comparison) -> str:
    """The size of what was simulated."""
    scenario = results.scenario
    return (
        f"{scenario.customers:,} potential customers, {len(scenario.firms)} firms, "
        f"{scenario.periods:,} periods of one {scenario.period}"
    )


def file_of(results: Result | Comparison) -> str:
    """The file the scenario was read from."""
    return results.scenario.document.place(()).file


def settings(results: Result | Comparison) -> dict[str, str]:
    """The values that the command line has set; stored results do not remember them apart."""
    document = results.scenario.document
    values = leaves(document.data)
    return {
        dotted(path): str(values[path])
        for path, place in document.places.items()
        if place == COMMAND_LINE and path in values
    }


def command(results: Result | Comparison) -> str:
    """The command that computes the same tables again."""
    is_comparison = isinstance(results, Comparison)
    words = ["relsim", "compare" if is_comparison else "run", file_of(results) or "SCENARIO"]
    if isinstance(results, Comparison) and set(results.policies) != set(results.scenario.policies):
        words += ["--policies", ",".join(results.policies)]
    for path, value in settings(results).items():
        words += ["--set", f"{path}={value}"]
    words += ["--seed", str(results.job.seed), "--replications", str(results.replications)]
    if results.job.driver != "compiled":
        words += ["--driver", results.job.driver]
    return shlex.join([*words, "--out", "results"])
