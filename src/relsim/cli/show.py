"""What `relsim show` does: a scenario as text, and a copy of it to begin from."""

from relsim.scenario.load import load
from relsim.scenario.origins import resolved_yaml
from relsim.scenario.resolve.shipped import find_scenario
from relsim.scenario.yaml.text import text_of


def scenario_text(source: str, resolved: bool) -> str:
    """The file of a scenario as it is written, or every value in force."""
    scenario = load(source)
    return resolved_yaml(scenario) if resolved else text_of(find_scenario(source), source)
