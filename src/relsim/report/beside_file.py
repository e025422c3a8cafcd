"""How the market of a page differs from that of its file, and what a text on that has to be read with."""

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from relsim.errors import RelsimError, counted
from relsim.report.names import condition_in_sentence
from relsim.report.provenance import has_budgets_in_proportion, settings_of_command
from relsim.report.wording import replications_in_words, words
from relsim.runs.stored_place import source_file
from relsim.scenario.load import load
from relsim.scenario.scenario import Scenario

SIZES = ("customers", "periods")


@dataclass(frozen=True)
class MarketBesideFile:
    """A market that was run in so many replications, with rules of one's own, beside that of its file."""

    scenario: Scenario
    replications: int = 1
    mechanisms: Collection[str] = ()

    @cached_property
    def in_file(self) -> Scenario | None:
        """The market of the file; None where it was read from none that is still there."""
        source = source_file(self.scenario)
        try:
            return load(source) if os.path.isfile(source) else None
        except RelsimError:
            return None

    @cached_property
    def settings(self) -> dict[str, str]:
        """What was set on the way from the file, but for its sizes."""
        known = {*SIZES, "scale"} if self.is_scaled else {"periods"}
        told = settings_of_command(self.scenario)
        return {path: value for path, value in told.items() if path not in known}

    @cached_property
    def is_scaled(self) -> bool:
        """Whether the firms' budgets are in proportion to the customers, as `--customers` has them."""
        own, there = self.scenario, self.in_file
        return there is not None and has_budgets_in_proportion(own, there)

    def sizes(self) -> dict[str, int]:
        """The sizes that differ from those of the file, as the page has them."""
        own, there = self.scenario, self.in_file
        return {
            name: getattr(own, name)
            for name in SIZES
            if there is not None and getattr(own, name) != getattr(there, name)
        }

    def made_with(self) -> str:
        """In what the market of the page differs from that of the file, in words."""
        if self.in_file is None:
            return ""
        return words([*sizes_in_words(self.scenario, self.sizes()), *self._others()])

    def of_text(self, here: str = "page") -> str:
        """What a text on the market of the file has to be read with; nothing where the page has the same.

        `here` is what has the numbers beside it: a page, or a run on the terminal.
        """
        own, there, others = self.scenario, self.in_file, list(self._others())
        if there is None:
            return ""
        number = replications_in_words(self.replications)
        usual = replications_in_words(there.replications)
        if not self.made_with():
            text = f"The numbers in this text come from {usual}, those of this {here} from {number}"
            return f"{text}: they may differ a little." if number != usual else ""
        runs = ([number], [usual]) if number != usual else ([], [])
        on_page = words([*sizes_in_words(own, self.sizes()), *runs[0], *others])
        in_file = words([*sizes_in_words(there, self.sizes()), *runs[1]])
        of_file = f": {in_file}" if in_file else ""
        text = f"The numbers in this text are of the market as its file has it{of_file}."
        return f"{text} This {here} has {on_page}, so its own numbers differ."

    def _others(self) -> Iterator[str]:
        """What else is other on the page than in the file."""
        scenario = self.scenario
        if scenario.condition is not None:
            yield f"the condition {condition_in_sentence(scenario, scenario.condition)}"
        if self.settings:
            yield "other values"
        if self.mechanisms:
            yield "other rules"


def sizes_in_words(market: Scenario, names: Iterable[str]) -> list[str]:
    """Sizes of a market in words: those with these names."""
    told = {
        "customers": counted(market.customers, "customer", "customers"),
        "periods": counted(market.periods, market.period, f"{market.period}s"),
    }
    return [told[name] for name in names]
