"""Tracking: a page that holds what came after a launch against its forecast."""

from pathlib import Path

from relsim.measures.forecast import Tracking
from relsim.questions.launch.figures import forecast_and_actuals
from relsim.questions.launch.judgement import judgement, outside_table
from relsim.questions.launch.package import Package
from relsim.report.picture import Picture, embedded
from relsim.report.provenance import in_words
from relsim.report.svg import svg_of
from relsim.report.template import rendered, write
from relsim.report.wording import number, printable

LOOK_AT = (
    "The line is the median of the simulated markets, the darker band holds 80 % of them, the paler one "
    "95 %. Dots are what came; red ones lie outside."
)


def write_tracking(package: Package, tracking: Tracking, folder: Path) -> Path:
    """Write `figures/tracking.svg` and `tracking.html` into a folder; returns the path of the page."""
    picture = Picture("tracking", "Month by month", LOOK_AT, svg_of(forecast_and_actuals(package, tracking)))
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    write(picture.svg, folder / "figures" / "tracking.svg")
    path = folder / "tracking.html"
    write(page(package, tracking, picture), path)
    return path


def page(package: Package, tracking: Tracking, picture: Picture) -> str:
    """The page as HTML."""
    told = package.manifest
    content = {
        "title": printable(package.scenario.title),
        "scope": f"{package.firm} · {package.policy} · {number(package.replications)} simulated markets · "
        f"frozen {told['finished_at']}",
        "sentences": judgement(package, tracking),
        "picture": embedded(picture),
        "outside": outside_table(package, tracking),
        "facts": {
            "Scenario hash": told["scenario_hash"],
            "Seed": told["seed"],
            "Versions": in_words(told["versions"]),
        },
    }
    return rendered("tracking.html.j2", content)
