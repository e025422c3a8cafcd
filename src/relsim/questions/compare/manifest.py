"""The form of a manifest, which may come from anybody: what it says is checked before it is believed."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from relsim.errors import COMMAND_LINE, DataPath, InputError, Place, ScenarioError, fault
from relsim.questions.compare.enough import Enough
from relsim.questions.compare.hinge import Hinge
from relsim.runs.stored_json import Told, held_against, read_json, refuse_unknown_entry
from relsim.runs.stored_place import StoredPlace
from relsim.scenario.scenario import Scenario
from relsim.scenario.yaml.document import Document
from relsim.scenario.yaml.notes import EstimatedValue, ValueNote

RESULTS_EXPECTED = "expected a folder that `relsim run` or `relsim compare` wrote"
MOST_REPLICATIONS = 10**9

Text = Annotated[str, Field(max_length=10_000)]


class EstimateTold(Told):
    """What a fit has left beside a value."""

    interval: tuple[Any, Any]
    told: Literal["known", "narrowed", "not told"]
    reached: bool = True


class NoteTold(Told):
    """A note beside a value of the scenario."""

    path: list[str | int]
    source: str | None = None
    range: tuple[Any, Any] | None = None
    folklore: bool = False
    distribution: Literal["uniform", "triangular", "normal"] = "uniform"
    estimated: EstimateTold | None = None
    prior: tuple[Literal["normal", "lognormal", "beta", "gamma", "uniform"], Any, Any] | None = None

    def as_note(self) -> ValueNote:
        """The note itself."""
        told = self.estimated
        estimate = None if told is None else EstimatedValue(told.interval, told.told, told.reached)
        return ValueNote(self.source, self.range, self.folklore, self.distribution, estimate, self.prior)


class ManifestTold(BaseModel):
    """How results came about. Later versions may say more."""

    model_config = ConfigDict(strict=True, extra="allow", allow_inf_nan=False)

    kind: Literal["run", "comparison"]
    seed: Annotated[int, Field(ge=-(2**64), le=2**64)]
    replications: Annotated[int, Field(ge=1, le=MOST_REPLICATIONS)]
    policies: list[str]
    interrupted: bool
    enough: Enough | None = None
    hinge: Hinge | None = None
    driver: Literal["compiled", "agents"]
    own_mechanisms: list[Text] = []
    own_strategies: list[Text] = []
    scenario_hash: Annotated[str, Field(pattern="^[0-9a-f]{1,64}$")]
    versions: dict[Text, Text]
    machine: Text = ""
    finished_at: Text
    seconds: Annotated[float, Field(ge=0)] | None = None
    scenario: dict[str, Any]
    scenario_file: Text
    condition: Text | None = None
    founding_prices: dict[str, Annotated[float, Field(gt=0)]]
    set_on_command_line: list[list[str | int]]
    notes: list[NoteTold]


def read_manifest(path: Path) -> dict[str, Any]:
    """What a manifest says; raises ScenarioError where it is none, or damaged."""
    return checked_manifest(read_json(path, RESULTS_EXPECTED), str(path))


def checked_manifest(told: Any, file: str, around: tuple[str, ...] = ()) -> dict[str, Any]:
    """The content of a manifest, if every value has its form; `around` is the path of it in the file."""
    form = held_against(told, ManifestTold, file, around)
    scenario = remembered_scenario(told, Path(file), around)
    if form.kind == "comparison":
        for name in form.policies or [""]:
            refuse_unknown_entry(
                name, scenario.policies, "policy of its scenario", file, (*around, "policies")
            )
    for name in scenario.firms:
        refuse_unknown_entry(
            name, form.founding_prices, "firm with a price", file, (*around, "founding_prices")
        )
    content: dict[str, Any] = told | {
        name: asdict(part) if part else None
        for name, part in (("enough", form.enough), ("hinge", form.hinge))
    }
    return content


def remembered_scenario(told: dict[str, Any], manifest: Path, around: tuple[str, ...] = ()) -> Scenario:
    """The scenario that a manifest describes; `around` is the path of the manifest in its file.

    Files that it names are looked for beside the manifest and nowhere else, whatever it says of where the
    scenario came from. Raises ScenarioError where the scenario is wrong.
    """
    notes = {
        tuple(note["path"]): held_against(note, NoteTold, str(manifest), (*around, "notes")).as_note()
        for note in told["notes"]
    }
    origin = told["scenario_file"]
    start = StoredPlace(str(manifest.parent / Path(origin).name), origin=origin)
    places: dict[DataPath, Place] = {(): start}
    places |= {tuple(path): COMMAND_LINE for path in told["set_on_command_line"]}
    try:
        document = Document(told["scenario"], places, {}, notes)
        scenario = Scenario.of(document, told["founding_prices"])
        for name in told["policies"]:
            if name in scenario.policies:
                scenario.with_policy(name)
        return scenario.told_under(told.get("condition"))
    except ScenarioError as error:
        problem = error.problems[0]
        where = (*around, "scenario", *filter(None, [problem.path]))
        raise fault(Place(str(manifest)), problem.message, where, problem.suggestion) from None
    except InputError as mistake:
        raise fault(
            Place(str(manifest)), mistake.message, (*around, "scenario"), mistake.suggestion
        ) from None
    except RecursionError:
        raise fault(Place(str(manifest)), "too deeply nested", (*around, "scenario")) from None
