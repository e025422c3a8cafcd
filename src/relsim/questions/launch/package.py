"""Launch packages: what was decided and what was forecast, in one file, to be held against what comes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from relsim.errors import InputError, alternatives, counted, value_in_words
from relsim.measures.forecast import (
    REPLICATIONS_FOR_A_BAND,
    SERIES,
    Tracking,
    bands_table,
    excursions_table,
    tracked,
)
from relsim.questions.compare.manifest import remembered_scenario
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.results import manifest, without_nan, write_json
from relsim.questions.compare.run import Result
from relsim.questions.launch.form import HASH, KIND, content_hash, read_package
from relsim.report.provenance import current_versions
from relsim.report.shown import in_short
from relsim.runs.policies import known_policy
from relsim.runs.variant import AS_IS
from relsim.scenario.arguments import path_argument as path_of
from relsim.scenario.scenario import Scenario


@dataclass(frozen=True, repr=False, eq=False)
class Package:
    """A launch: how the forecast came about, the policy, and the forecast itself.

    `bands` has one row per series and period, `excursions` one per series, replication and period in
    which a simulated market lay outside the 95 % band.
    """

    manifest: dict[str, Any]
    policy: str
    firm: str
    bands: pd.DataFrame
    excursions: pd.DataFrame
    file: Path = field(default=Path("launch.json"), compare=False)

    def __repr__(self) -> str:
        return in_short(self, self.scenario.title)

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that was simulated."""
        return remembered_scenario(self.manifest, self.file)

    @property
    def other_versions(self) -> dict[str, tuple[str, str]]:
        """The versions with which it was frozen and those that run now, where they differ."""
        now = current_versions()
        frozen: dict[str, str] = self.manifest["versions"]
        return {
            name: (number, now[name]) for name, number in frozen.items() if now.get(name, number) != number
        }

    @property
    def replications(self) -> int:
        """How many markets the forecast rests on."""
        return int(self.manifest["replications"])

    @property
    def periods(self) -> int:
        """How many periods are forecast."""
        return int(self.bands["period"].max()) + 1

    def track(self, actuals: pd.DataFrame) -> Tracking:
        """Hold what came against the forecast; `actuals` has the columns series, period and actual."""
        refuse_no_actuals(actuals)
        return tracked(self.bands, self.excursions, actuals, self.replications)

    def save(self, path: Path | str) -> None:
        """Write everything into one file, with a hash of it."""
        path = Path(path_of("path", path))
        content = {"kind": KIND, "policy": self.policy, "firm": self.firm, "manifest": self.manifest}
        content = without_nan(content | {name: by_series(getattr(self, name)) for name in PACKAGE_TABLES})
        write_json(content | {HASH: content_hash(content)}, path)


def refuse_no_actuals(actuals: object) -> None:
    """Refuse what is no table of actual values."""
    columns = ("series", "period", "actual")
    if not isinstance(actuals, pd.DataFrame) or not {*columns} <= {*actuals.columns}:
        found = (
            alternatives(actuals.columns) if isinstance(actuals, pd.DataFrame) else value_in_words(actuals)
        )
        raise InputError(f"actuals: expected a table with the columns {', '.join(columns)}, found {found}")


PACKAGE_TABLES = ("bands", "excursions")


def freeze(results: Result | Comparison, policy: str | None = None) -> Package:
    """The launch package of a policy: scenario, seed, versions and forecast, to be held against what comes.

    Parameters
    ----------
    results : Result or Comparison
        Stored or fresh results.
    policy : str, optional
        The policy to launch [the baseline; of a run there is only one].

    Returns
    -------
    Package
        What was decided and what was forecast; its `save` writes one file.

    Raises
    ------
    InputError
        Replications are too few for a 95 % band, or the policy was not compared.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("leaky-bucket").changed({"periods": 6}).scaled_to(100)
    >>> relsim.freeze(relsim.run(market, replications=40)).policy
    'as is'
    """
    if not isinstance(results, Result | Comparison):
        raise InputError(f"results: expected those of a run or a comparison, found {value_in_words(results)}")
    compared = results.policies if isinstance(results, Comparison) else [AS_IS]
    name = known_policy(compared[0] if policy is None else policy, compared)
    if results.replications < REPLICATIONS_FOR_A_BAND:
        raise InputError(
            f"{counted(results.replications, 'replication is', 'replications are')} too few for a 95 % band; "
            f"repeat at least {REPLICATIONS_FOR_A_BAND} times"
        )
    firm = results.scenario.focal_firm
    rows = results.periods[(results.periods["firm"] == firm) & (results.periods["policy"] == name)]
    bands = bands_table(rows)
    return Package(manifest(results, None), name, firm, bands, excursions_table(rows))


def by_series(table: pd.DataFrame) -> dict[str, dict[str, list[float]]]:
    """A table as lists of numbers by series and column."""
    columns = [name for name in table if name != "series"]
    return {
        series: {str(name): table.loc[table["series"] == series, name].tolist() for name in columns}
        for series in SERIES
    }


def of_series(content: dict[str, dict[str, list[float]]]) -> pd.DataFrame:
    """The table that `by_series` has written."""
    parts = [pd.DataFrame({"series": series} | columns) for series, columns in content.items()]
    return pd.concat(parts, ignore_index=True)


def open_package(path: Path | str) -> Package:
    """A launch package as it was saved.

    Parameters
    ----------
    path : Path or str
        A file that `relsim freeze` or `Package.save` wrote.

    Returns
    -------
    Package
        What was decided and what was forecast.

    Raises
    ------
    ScenarioError
        The file holds no launch package, or a changed one.

    Examples
    --------
    >>> import relsim
    >>> from pathlib import Path
    >>> market = relsim.load("leaky-bucket").changed({"periods": 6}).scaled_to(100)
    >>> relsim.freeze(relsim.run(market, replications=40)).save(Path("launch.json"))
    >>> relsim.open_package(Path("launch.json")).firm
    'cask'
    """
    path = Path(path_of("path", path))
    told = read_package(path)
    tables = {name: of_series(told[name]) for name in PACKAGE_TABLES}
    return Package(told["manifest"], told["policy"], told["firm"], **tables, file=path)


def differing(versions: Mapping[str, tuple[str, str]]) -> str:
    """The versions with which a package was frozen that are others here."""
    return ", ".join(f"{name} {then} (here {now})" for name, (then, now) in versions.items())
