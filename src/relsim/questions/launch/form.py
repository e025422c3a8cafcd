"""The form of a launch package, which may come from anybody: its hash and its content are checked."""

import hashlib
import json
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from relsim.errors import Place, fault
from relsim.measures.forecast import LIMITS, REPLICATIONS_FOR_A_BAND, SERIES
from relsim.questions.compare.manifest import checked_manifest, remembered_scenario
from relsim.runs.stored_json import Told, held_against, read_json, refuse_unknown_entry
from relsim.runs.variant import AS_IS

KIND = "launch package"
HASH = "sha256"
PACKAGE_EXPECTED = "expected a file that `relsim freeze` wrote"

Counts = list[Annotated[int, Field(ge=0)]]


class Bands(Told):
    """The limits of one series, period by period."""

    period: Annotated[Counts, Field(min_length=1)]
    low_95: list[float]
    low_80: list[float]
    median: list[float]
    high_80: list[float]
    high_95: list[float]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.period != list(range(len(self.period))):
            raise ValueError("periods do not count from 0")
        limits = [getattr(self, name) for name in LIMITS]
        if {len(limit) for limit in limits} != {len(self.period)}:
            raise ValueError("columns are not of one length")
        return self


class Excursions(Told):
    """The replications and periods in which a market lay outside the others' band."""

    replication: Counts
    period: Counts

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if len(self.replication) != len(self.period):
            raise ValueError("columns are not of one length")
        return self


class PackageTold(Told):
    """What a launch package says; its manifest has a form of its own."""

    kind: Literal["launch package"]
    policy: str
    firm: str
    manifest: dict[str, Any]
    bands: dict[str, Bands]
    excursions: dict[str, Excursions]
    sha256: str

    @model_validator(mode="after")
    def _of_one_piece(self) -> Self:
        for table in (self.bands, self.excursions):
            if list(table) != list(SERIES):
                raise ValueError(f"series are not {', '.join(SERIES)}")
        if len({len(bands.period) for bands in self.bands.values()}) != 1:
            raise ValueError("series are not of one length")
        return self


def content_hash(content: Any) -> str:
    """The hash of what a package says, however its JSON is laid out."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def read_package(path: Path) -> dict[str, Any]:
    """What a launch package says; raises ScenarioError where the file is none, or was changed."""
    told, place = read_json(path, PACKAGE_EXPECTED), Place(str(path))
    if not isinstance(told, dict) or told.get("kind") != KIND:
        raise fault(place, f"this is no launch package; {PACKAGE_EXPECTED}")
    content = {name: value for name, value in told.items() if name != HASH}
    if told.get(HASH) != content_hash(content):
        has = "is not as it was frozen: its hash is another" if HASH in told else "has no hash"
        raise fault(place, f"this launch package {has}; freeze the results again, {PACKAGE_EXPECTED}")
    form = held_against(told, PackageTold, str(path))
    manifest = checked_manifest(form.manifest, str(path), ("manifest",))
    scenario = remembered_scenario(manifest, path)
    policies = manifest["policies"] or [AS_IS]
    refuse_unknown_entry(form.policy, policies, "policy that was compared", str(path), ("policy",))
    refuse_unknown_entry(form.firm, scenario.firms, "firm of the scenario", str(path), ("firm",))
    refuse_other_sizes(form, manifest["replications"], scenario.periods, place)
    return content | {"manifest": manifest}


def refuse_other_sizes(form: PackageTold, replications: int, periods: int, place: Place) -> None:
    """Refuse tables that are not of the size that the manifest speaks of."""
    if replications < REPLICATIONS_FOR_A_BAND:
        raise fault(
            place,
            f"expected at least {REPLICATIONS_FOR_A_BAND}, found {replications}",
            ("manifest", "replications"),
        )
    forecast = len(form.bands["customers"].period)
    if forecast != periods:
        message = f"{forecast} periods are forecast, but the scenario has {periods}"
        raise fault(place, message, ("bands",))
    for series, told in form.excursions.items():
        if max(told.replication, default=0) >= replications or max(told.period, default=0) >= periods:
            message = "a replication or period that was not simulated"
            raise fault(place, message, ("excursions", series))
