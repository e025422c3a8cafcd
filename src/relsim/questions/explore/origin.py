"""How the market of a page differs from that of its file: the command that asks about it, and what a text on
the market of the file has to be read with."""

import os
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from relsim.console.requests import options_in_words
from relsim.errors import RelsimError, counted
from relsim.questions.explore.question import Exploration
from relsim.report.names import condition_in_sentence
from relsim.report.provenance import has_budgets_in_proportion, settings_of_command
from relsim.report.wording import replications_in_words, words
from relsim.runs.stored_place import source_file
from relsim.scenario.load import load
from relsim.scenario.scenario import Scenario

SIZES = ("customers", "periods")


@dataclass(frozen=True)
class PageOrigin:
    """The market of a page beside that of its file."""

    exploration: Exploration

    @cached_property
    def in_file(self) -> Scenario | None:
        """The market of the file; None where it was read from none that is still there."""
        source = source_file(self.exploration.scenario)
        try:
            return load(source) if os.path.isfile(source) else None
        except RelsimError:
            return None

    @cached_property
    def settings(self) -> dict[str, str]:
        """What was set on the way from the file, but for its sizes."""
        known = {*SIZES, "scale"} if self.is_scaled else {"periods"}
        told = settings_of_command(self.exploration.scenario)
        return {path: value for path, value in told.items() if path not in known}

    @cached_property
    def is_scaled(self) -> bool:
        """Whether the firms' budgets are in proportion to the customers, as `--customers` has them."""
        own, there = self.exploration.scenario, self.in_file
        return there is not None and has_budgets_in_proportion(own, there)

    def sizes(self) -> dict[str, int]:
        """The sizes that differ from those of the file, as the page has them."""
        own, there = self.exploration.scenario, self.in_file
        return {
            name: getattr(own, name)
            for name in SIZES
            if there is not None and getattr(own, name) != getattr(there, name)
        }

    def command(self, source: str) -> str:
        """The command that compares the policies of the page's market; nothing where no command can."""
        if self.in_file is None or self.exploration.job.mechanisms:
            return ""
        scenario, sizes = self.exploration.scenario, self.sizes()
        if not self.is_scaled:
            sizes.pop("customers", None)
        settings = [f"--set={path}={value}" for path, value in self.settings.items()]
        options = options_in_words(**sizes, condition=scenario.condition, seed=self.exploration.job.seed)
        return shlex.join(["relsim", "compare", source, *settings, *options])

    def made_with(self) -> str:
        """In what the market of the page differs from that of the file, in words."""
        if self.in_file is None:
            return ""
        return words([*sizes_in_words(self.exploration.scenario, self.sizes()), *self._others()])

    def beside_text(self) -> str:
        """What a text on the market of the file has to be read with; nothing where the page has the same."""
        own, there, others = self.exploration.scenario, self.in_file, list(self._others())
        if there is None:
            return ""
        number = replications_in_words(self.exploration.replications)
        usual = replications_in_words(there.replications)
        if not self.made_with():
            text = f"The numbers in this text come from {usual}, those of this page from {number}"
            return f"{text}: they may differ a little." if number != usual else ""
        runs = ([number], [usual]) if number != usual else ([], [])
        on_page = words([*sizes_in_words(own, self.sizes()), *runs[0], *others])
        in_file = words([*sizes_in_words(there, self.sizes()), *runs[1]])
        of_file = f": {in_file}" if in_file else ""
        text = f"The numbers in this text are of the market as its file has it{of_file}."
        return f"{text} This page has {on_page}, so its own numbers differ."

    def _others(self) -> Iterator[str]:
        """What else is other on the page than in the file."""
        scenario = self.exploration.scenario
        if scenario.condition is not None:
            yield f"the condition {condition_in_sentence(scenario, scenario.condition)}"
        if self.settings:
            yield "other values"
        if self.exploration.job.mechanisms:
            yield "other rules"


def sizes_in_words(market: Scenario, names: Iterable[str]) -> list[str]:
    """Sizes of a market in words: those with these names."""
    told = {
        "customers": f"{market.customers:,} customers",
        "periods": counted(market.periods, market.period, f"{market.period}s"),
    }
    return [told[name] for name in names]
