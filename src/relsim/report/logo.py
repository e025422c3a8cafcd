"""The logo of a report: a small picture beside the scenario file, embedded; if missing, left out."""

from base64 import b64encode

from relsim.errors import ScenarioError
from relsim.scenario.scenario import Scenario
from relsim.scenario.side_files import picture


def logo(scenario: Scenario) -> str | None:
    """The logo as a data address, or None; stored results may have lost theirs since they were run."""
    if not scenario.report.logo:
        return None
    try:
        kind, content = picture(scenario, scenario.report.logo)
    except ScenarioError:
        return None
    return f"data:{kind};base64,{b64encode(content).decode()}"
