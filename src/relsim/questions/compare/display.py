"""Results as a notebook shows them: the verdict and one figure, and all other figures by name."""

from functools import cached_property
from html import escape
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, cast

from relsim.errors import counted
from relsim.report.picture import Picture
from relsim.report.stopped import WITHOUT_HINGE, how_far
from relsim.scenario.arguments import ByName, path_argument

if TYPE_CHECKING:
    from relsim.questions.compare.question import Comparison
    from relsim.questions.compare.run import Result

FIRST_FIGURE = {True: "differences", False: "ladder"}
"""The figure that a comparison shows, and the one that a run shows."""


class Figures(ByName[Picture]):
    """The figures of a report by name, each drawn when it is first looked at."""

    def __init__(self, pictures: list[Picture]) -> None:
        super().__init__("figure", {one.name: one for one in pictures})

    def __repr__(self) -> str:
        return f"<figures: {', '.join(self)}>"


class Displayed:
    """What a notebook shows of results, and their page."""

    @cached_property
    def figures(self) -> Figures:
        """The figures of the report by name; a notebook shows the one that is asked for."""
        from relsim.questions.compare.pictures import pictures
        from relsim.questions.compare.subject import Subject

        return Figures(list(pictures(Subject(self._results))))

    @property
    def verdict(self) -> str:
        """What the results say, in one sentence."""
        from relsim.questions.compare.subject import Subject
        from relsim.questions.compare.verdict import verdict

        return verdict(Subject(self._results))

    def report(self, path: str | Path) -> Path:
        """Write the results and their page into a folder.

        Parameters
        ----------
        path : str or Path
            The folder, which is made where there is none; results that it holds are replaced.

        Returns
        -------
        Path
            The page, `report.html`.

        Raises
        ------
        InputError
            That is no path.
        StoreError
            The folder cannot be written.

        Examples
        --------
        >>> import relsim, tempfile
        >>> market = relsim.load("leaky-bucket").changed({"periods": 2}).scaled_to(60)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     relsim.run(market).report(folder).name
        'report.html'
        """
        from relsim.questions.compare.page import write_report
        from relsim.questions.compare.results import save

        folder = Path(path_argument("path", path))
        save(self._results, folder)
        return write_report(self._results, folder)

    def __repr__(self) -> str:
        """What these are the results of, in one line."""
        results = self._results
        scenario = results.scenario
        policies = getattr(results, "policies", [])
        what = f"{counted(len(policies), 'policy', 'policies')} of " if policies else ""
        many = counted(scenario.customers, "potential customer", "potential customers")
        length = counted(scenario.periods, scenario.period, f"{scenario.period}s")
        replications = counted(results.replications, "replication", "replications")
        title = shorten(scenario.title, 120, placeholder="…")
        return (
            f"<{type(self).__name__}: {what}{title!r}, {many}, {length}, "
            f"{replications}{self._stopped_in_words(', ')}>"
        )

    def _stopped_in_words(self, before: str) -> str:
        """How far a comparison came that was stopped early, after some text; nothing of any other."""
        results = self._results
        if not getattr(results, "interrupted", False):
            return ""
        without = f", {WITHOUT_HINGE}" if getattr(results, "lacks_its_hinge", False) else ""
        return f"{before}{how_far(results.replications, getattr(results, 'asked', None))}{without}"

    def _repr_html_(self) -> str:
        """The verdict and one figure."""
        first = self.figures[FIRST_FIGURE[bool(getattr(self._results, "policies", []))]]
        stopped = f"<p>{escape(early)}</p>" if (early := self._stopped_in_words("")) else ""
        return f"<p><strong>{escape(self.verdict)}</strong></p>{stopped}{first._repr_html_()}"

    @property
    def _results(self) -> "Result | Comparison":
        return cast("Result | Comparison", self)
