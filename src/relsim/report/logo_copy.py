"""A copy of the logo among the results, so that their page can be made again wherever the scenario is."""

from base64 import b64decode
from pathlib import Path

from relsim.report.logo import logo
from relsim.scenario.scenario import Scenario


def keep_logo(scenario: Scenario, folder: Path) -> None:
    """Put the logo of a scenario into the folder of its results, under the name that the scenario gives it.

    The results remember their scenario, and look for its logo there and nowhere else.
    """
    address = logo(scenario)
    if address is None:
        return
    content = b64decode(address.partition(",")[2])
    path = (folder / (scenario.report.logo or "")).resolve()
    is_kept = path.is_file() and path.read_bytes() == content
    if path.is_relative_to(folder.resolve()) and not is_kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
