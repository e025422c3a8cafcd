"""Citing: the sources of exactly the mechanisms and levers that a scenario uses.

Rules name their sources in docstrings; what is in force is found by `report.in_force`.
"""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from relsim.errors import dotted
from relsim.market.network import DRAWN
from relsim.questions.cite.bibliography import Entry, bibliography, cited, key_of
from relsim.questions.cite.in_force import is_told, parts_pulled, rules_in_force, variants
from relsim.scenario.arguments import ScenarioLike, as_scenario
from relsim.scenario.resolve import presets
from relsim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Citations:
    """What a scenario rests on: `entries` of the bibliography, and for each key where it is `used`.

    `own` are the sources that the scenario itself names, `folklore` the values it marks as such.
    """

    title: str
    entries: list[Entry]
    used: dict[str, list[str]]
    own: dict[str, str]
    folklore: dict[str, str]

    @property
    def bibtex(self) -> str:
        """The entries for a reference manager."""
        return "\n\n".join(entry.bibtex for entry in self.entries)

    def __str__(self) -> str:
        """The sources as a list to be read."""
        lines = [f"Sources of “{self.title}”", "", "Rules and levers in force"]
        lines += [
            f"  {entry}\n    used in: {', '.join(sorted(self.used[entry.key]))}" for entry in self.entries
        ]
        if self.own:
            lines += ["", "The scenario's own sources"]
            lines += [f"  {name}: {source}" for name, source in self.own.items()]
        if self.folklore:
            lines += ["", "Folklore: often repeated, no study behind it that we found"]
            lines += [f"  {path} ({source})" for path, source in self.folklore.items()]
        return "\n".join(lines)


def cite(scenario: ScenarioLike) -> Citations:
    """The sources of the mechanisms and levers that a scenario uses in any policy or event.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.

    Returns
    -------
    Citations
        Sources by what they stand for; `bibtex` is for a reference manager.

    Examples
    --------
    >>> import relsim
    >>> "@" in relsim.cite(relsim.load("leaky-bucket")).bibtex
    True
    """
    scenario = as_scenario(scenario)
    used: dict[str, list[str]] = {}
    for chapter, text in texts_in_force(scenario):
        for author, year in cited(text):
            key = key_of(author, year)
            if key and chapter not in used.setdefault(key, []):
                used[key].append(chapter)
    entries = [entry for key, entry in bibliography().items() if key in used]
    notes = {dotted(path): note for path, note in scenario.document.notes.items()}
    named = {path: note.source for path, note in notes.items() if note.source}
    own = {path: source for path, source in named.items() if source not in scenario.sources}
    own = {name: " ".join(source.split()) for name, source in (scenario.sources | own).items()}
    folklore = {path: note.source or "no source" for path, note in notes.items() if note.folklore}
    return Citations(scenario.title, entries, used, own, folklore)


def texts_in_force(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Docstrings of all that a scenario uses, each with the name of its chapter."""
    pulled = parts_pulled(scenario)
    for variant in variants(scenario):
        chosen = dict(variant.mechanisms)
        in_force = list(rules_in_force(chosen, pulled))
        for rule in in_force:
            yield chapter(rule), inspect.getdoc(rule) or ""
        for module in dict.fromkeys(filter(None, map(inspect.getmodule, in_force))):
            if is_told(module, chosen):
                yield chapter(module), inspect.getdoc(module) or ""
        yield "network", inspect.getdoc(DRAWN.get(variant.network.kind)) or ""
        if variant.product_type or any(firm.strategy is not None for firm in variant.firms.values()):
            yield "presets", inspect.getdoc(presets) or ""


def chapter(thing: Any) -> str:
    """The name of the chapter of rules that something stands in."""
    name = thing.__name__ if isinstance(thing, ModuleType) else thing.__module__
    return str(name).rsplit(".", 1)[1].replace("_", " ")
