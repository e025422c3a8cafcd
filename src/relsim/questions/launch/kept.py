"""A launch package in its file: once frozen, a forecast stays as it is."""

import os
from pathlib import Path

from relsim.console.destinations import refuse_standing
from relsim.errors import InputError, ScenarioError
from relsim.questions.compare.results import without_nan
from relsim.questions.launch.package import PACKAGE_TABLES, Package, by_series, open_package


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
