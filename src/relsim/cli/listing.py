"""What `relsim list` says; it reads titles without the weight of full validation."""

from collections.abc import Iterator

from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.scenario.yaml.document import read_document


def lines() -> Iterator[str]:
    """One line per shipped scenario: its name and what it is about."""
    scenarios = shipped_scenarios()
    width = max(map(len, scenarios), default=0)
    for name, path in scenarios.items():
        data = read_document(path).data
        yield f"{name:<{width}}  {data.get('summary') or data.get('title', '')}"
