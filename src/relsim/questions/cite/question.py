"""Citing: the sources of exactly the mechanisms and levers that a scenario uses.

Alternatives, levers and settings say where they come from; `report.in_force` finds those that are used.
"""

from dataclasses import dataclass

from relsim.errors import dotted
from relsim.questions.cite.bibliography import BibliographyEntry, bibliography
from relsim.questions.cite.in_force import sources_in_force
from relsim.report.shown import in_short
from relsim.scenario.arguments import ScenarioLike, as_scenario


@dataclass(frozen=True, repr=False)
class Citations:
    """What a scenario rests on: `entries` of the bibliography, and for each key where it is `used`.

    `own` are the sources that the scenario itself names, `folklore` the values it marks as such.
    """

    title: str
    entries: list[BibliographyEntry]
    used: dict[str, list[str]]
    own: dict[str, str]
    folklore: dict[str, str]

    @property
    def bibtex(self) -> str:
        """The entries for a reference manager."""
        return "\n\n".join(entry.bibtex for entry in self.entries)

    def __repr__(self) -> str:
        return in_short(self, self.title)

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

    Raises
    ------
    ScenarioError
        There is no such scenario, or it is wrong.
    InputError
        What is given is no scenario.

    Examples
    --------
    >>> import relsim
    >>> "@" in relsim.cite(relsim.load("leaky-bucket")).bibtex
    True
    """
    scenario = as_scenario(scenario)
    used: dict[str, list[str]] = {}
    for user, keys in sources_in_force(scenario):
        for key in keys:
            if (words := user.replace("_", " ")) not in used.setdefault(key, []):
                used[key].append(words)
    entries = [entry for key, entry in bibliography().items() if key in used]
    notes = {dotted(path): note for path, note in scenario.document.notes.items()}
    named = {path: note.source for path, note in notes.items() if note.source}
    own = {path: source for path, source in named.items() if source not in scenario.sources}
    own = {name: " ".join(source.split()) for name, source in (scenario.sources | own).items()}
    folklore = {path: note.source or "no source" for path, note in notes.items() if note.folklore}
    return Citations(scenario.title, entries, used, own, folklore)
