"""Tracking: a page that holds what came after a launch against its forecast."""

from functools import partial
from pathlib import Path

from relsim.measures.forecast import Tracking
from relsim.questions.launch.figures import forecast_and_actuals
from relsim.questions.launch.judgement import judgement, outside_table
from relsim.questions.launch.package import Package
from relsim.report.attempts import Attempts
from relsim.report.names import title_of_policy
from relsim.report.note import titled
from relsim.report.picture import Picture, pictures_on_page
from relsim.report.provenance import versions_in_words
from relsim.report.table import attempted
from relsim.report.template import explained, write
from relsim.report.wording import number, printable
from relsim.runs.cells import csv_of

LOOK_AT = (
    "The line is the median of the simulated markets, the darker band holds 80 % of them, the paler one "
    "95 %. Dots are what came; red ones lie outside."
)

DAY = len("2026-01-31")
"""Characters of a time that say the day."""


def write_tracking(
    package: Package, tracking: Tracking, folder: Path, attempts: Attempts | None = None
) -> Path:
    """Write `figures/tracking.csv`, `figures/tracking.svg` and `tracking.html`; returns the path of the page.

    `attempts` remembers which parts could not be made.
    """
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    write(
        csv_of(tracking.table) or "",
        folder / "figures" / "tracking.csv",
    )
    path = folder / "tracking.html"
    write(page(package, tracking, folder, attempts or Attempts()), path)
    return path


def page(package: Package, tracking: Tracking, folder: Path, attempts: Attempts) -> str:
    """The page as HTML; its figure is drawn into the folder."""
    picture = Picture("tracking", "Month by month", LOOK_AT, partial(forecast_and_actuals, package, tracking))
    told, policy = package.manifest, title_of_policy(package.scenario, package.policy)
    content = {
        "title": printable(titled(package.scenario, "Did it come as forecast?")),
        "scope": f"{package.firm} · {policy} · {number(package.replications)} simulated markets · "
        f"frozen on {told['finished_at'][:DAY]}",
        "sentences": attempts.sentences("the judgement", judgement, package, tracking),
        "pictures": pictures_on_page([picture], folder, attempts),
        "outside": attempted(attempts, "Values outside the forecast", outside_table, package, tracking),
        "facts": {
            "Scenario hash": told["scenario_hash"],
            "Seed": told["seed"],
            "Versions": versions_in_words(told["versions"]),
        },
    }
    return explained("tracking.html.j2", content)
