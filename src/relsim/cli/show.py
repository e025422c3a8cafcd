"""What `relsim show` does: a scenario as text, and a copy of it to begin from."""

from pathlib import Path

from relsim.errors import InputError
from relsim.scenario.load import load
from relsim.scenario.origins import resolved_yaml
from relsim.scenario.resolve.shipped import find_scenario
from relsim.scenario.yaml.text import text_of


def scenario_text(source: str, resolved: bool) -> str:
    """The file of a scenario as it is written, or every value in force."""
    scenario = load(source)
    return resolved_yaml(scenario) if resolved else text_of(find_scenario(source), source)


def write_new_file(text: str, out: Path) -> None:
    """Write a new file; one that is there is never written over.

    Raises:
        InputError: The file is there already, or cannot be written.
    """
    try:
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(f"{out} is there already; choose another name for --out") from None
    except OSError as error:
        raise InputError(f"{out} cannot be written: {error.strerror or error}") from None
