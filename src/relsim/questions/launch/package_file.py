"""A launch package in its file, which stays as it was frozen, and the page that tracks it."""

import os
from pathlib import Path

from relsim.console.destinations import refuse_foreign, refuse_standing
from relsim.console.speech import say
from relsim.errors import InputError, ScenarioError
from relsim.questions.compare.results import without_nan
from relsim.questions.launch.package import PACKAGE_TABLES, Package, by_series, open_package

PAGE_OF_LAUNCH = "tracking.html"


def keep_package(package: Package, path: Path) -> None:
    """Write a package into a new file; one that keeps the same forecast already stays as it is.

    Raises:
        InputError: The file keeps another forecast, or is no package that can be read.
    """
    if not os.path.lexists(path):
        package.save(path)
        return
    try:
        standing = open_package(path)
    except ScenarioError:
        refuse_standing(path)
        raise
    if forecast_of(standing) != forecast_of(package):
        what = f"{standing.policy}, {standing.replications} replications"
        raise InputError(f"{path} keeps another forecast, {what}; choose another name for --out")


def forecast_of(package: Package) -> object:
    """Of whom and of what a package is the forecast, and the forecast itself."""
    told = package.manifest
    whose = [told[name] for name in ("scenario_hash", "seed", "replications")]
    tables = [by_series(getattr(package, name)) for name in PACKAGE_TABLES]
    return without_nan([package.policy, package.firm, *whose, tables])


TRACKED = '<h2 id="verdict">What came, against the forecast</h2>'
"""What a page that tracks a launch has, and no other page."""


def refuse_other_page(folder: Path) -> None:
    """Refuse a folder in which the page or the table of a launch would replace something else."""
    page = folder / PAGE_OF_LAUNCH
    refuse_foreign(page, lambda path: TRACKED in path.read_text(encoding="utf-8"), "--out")
    if not page.exists():
        refuse_foreign(folder / "figures" / "tracking.csv", None, "--out")


def tell_other_launch(package: Package, folder: Path) -> None:
    """Say that the page of another market's launch gives way."""
    page = folder / PAGE_OF_LAUNCH
    if page.exists() and package.manifest["scenario_hash"] not in page.read_text(encoding="utf-8"):
        say(f"relsim: replaces {page} of another launch", error=True)
