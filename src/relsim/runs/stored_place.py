"""The place of a scenario that results remember, and the file that it was first read from."""

from dataclasses import dataclass

from relsim.errors import Place
from relsim.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class StoredPlace(Place):
    """The place of a scenario that results remember.

    It is that of the file `origin` in every respect but one: files that it names lie beside the results.
    """

    origin: str = ""

    def __eq__(self, other: object) -> bool:
        there = other.origin if isinstance(other, StoredPlace) else getattr(other, "file", None)
        return isinstance(other, Place) and (there, other.line, other.column) == self._known

    def __hash__(self) -> int:
        return hash(self._known)

    @property
    def _known(self) -> tuple[str, int, int]:
        return self.origin, self.line, self.column


def source_file(scenario: Scenario) -> str:
    """The file that a scenario was first read from."""
    place = scenario.document.place(())
    return place.origin if isinstance(place, StoredPlace) else place.file
