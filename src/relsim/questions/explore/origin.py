"""The command line's question about the market of a page."""

from typing import TYPE_CHECKING

from relsim.command_lines import command_line
from relsim.console.requests import options_in_words
from relsim.report.beside_file import MarketBesideFile

if TYPE_CHECKING:
    from relsim.questions.explore.question import Exploration


def beside_file(exploration: "Exploration") -> MarketBesideFile:
    """The market of a page beside that of its file."""
    job = exploration.job
    return MarketBesideFile(exploration.scenario, exploration.replications, job.mechanisms)


def command_of(exploration: "Exploration", source: str) -> str:
    """The command that compares the policies of the page's market; nothing where no command can."""
    beside, scenario = beside_file(exploration), exploration.scenario
    if beside.in_file is None or beside.mechanisms:
        return ""
    sizes = beside.sizes()
    if not beside.is_scaled:
        sizes.pop("customers", None)
    settings = [f"--set={path}={value}" for path, value in beside.settings.items()]
    options = options_in_words(**sizes, condition=scenario.condition, seed=exploration.job.seed)
    return command_line(["relsim", "compare", source, *settings, *options])
