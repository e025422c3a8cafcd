"""Experiment files: which values of a scenario to vary, and at which points of their space to run it."""

from math import prod
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from relsim.errors import DataPath, InputError, Problem, ScenarioError, fault, in_no_scenario, nearest
from relsim.scenario.arguments import path_argument as path_of
from relsim.scenario.checks import validated
from relsim.scenario.load import checked_scenario, load, refuse_unusable
from relsim.scenario.part import Part
from relsim.scenario.resolve.shipped import find_scenario
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.amounts import Whole
from relsim.scenario.units.quantities import LARGEST_SEED
from relsim.scenario.units.ranges import Range, Spread, ends_of
from relsim.scenario.yaml.document import Document, read_document

MOST_POINTS = 10_000_000


class Experiment(Part):
    """What to vary in a scenario, and how."""

    title: str = Field(description="What the experiment is called.")
    scenario: str = Field(description="A file relative to this one, or the name of a shipped scenario.")
    set: dict[str, Any] = Field(default_factory=dict, description="Changes that hold at every point.")
    policies: list[str] | None = Field(None, description="The policies to run at every point, else all.")
    replications: Annotated[Whole, Field(ge=1)] = Field(20, description="How often to repeat every point.")
    seed: Annotated[Whole, Field(ge=0, le=LARGEST_SEED)] = Field(
        1, description="The seed of all luck, and of the points."
    )
    design: Literal["factorial", "latin hypercube", "sobol"] = Field(
        "factorial", description="Every combination, or points that fill the space evenly."
    )
    points: Annotated[Whole, Field(ge=1)] | None = Field(
        None, description="How many points a latin hypercube or a Sobol sequence has."
    )
    vary: Annotated[dict[str, Spread], Field(min_length=1)] = Field(
        description="Dotted paths, each with a list of values or a range."
    )

    @property
    def size(self) -> int:
        """How many points there are, without making them."""
        return self.points or prod(count_in(spread) for spread in self.vary.values())

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        if self.size > MOST_POINTS:
            where = "points" if self.points else "vary"
            raise InputError(f"{self.size:,} points, expected at most {MOST_POINTS:,}", None, (where,))
        return self

    @model_validator(mode="after")
    def _points_known(self) -> Self:
        if self.design == "factorial":
            for path, spread in self.vary.items():
                if isinstance(spread, Range) and spread.steps is None:
                    raise InputError("a factorial design needs steps here", None, ("vary", path))
            if self.points is not None:
                raise InputError("a factorial design has as many points as combinations", None, ("points",))
        elif self.points is None:
            raise InputError(f"a {self.design} needs points, expected how many")
        elif self.design == "sobol" and self.points & (self.points - 1):
            near = str(2 ** round(self.points.bit_length() - 0.5))
            raise InputError("a Sobol sequence is even only at powers of two", near, ("points",))
        return self


def count_in(spread: Spread) -> int:
    """How many values a factorial design takes."""
    return (spread.steps or 2) if isinstance(spread, Range) else len(spread)


class Loaded(NamedTuple):
    """An experiment and the scenario that it varies, with its changes for every point."""

    experiment: Experiment
    scenario: Scenario
    document: Document


def load_experiment(file: Path | str) -> Loaded:
    """The experiment of a file: which values of a scenario to vary, and at which points to run it.

    Parameters
    ----------
    file : Path or str
        An experiment file, as `relsim sweep` takes it.

    Returns
    -------
    Loaded
        The experiment, its scenario, and the document with the place of every value.

    Raises
    ------
    ScenarioError
        Something in the file or its scenario is wrong; it names every place.

    Examples
    --------
    >>> import relsim
    >>> from pathlib import Path
    >>> text = "title: Prices\\nscenario: leaky-bucket\\nvary: {firms.sieve.price: [20, 25]}"
    >>> _ = Path("prices.yaml").write_text(text)
    >>> relsim.load_experiment(Path("prices.yaml")).scenario.title
    'The leaky bucket'
    """
    file = Path(path_of("file", file))
    document = read_document(file)
    with in_no_scenario():
        _refuse_scenario(document)
        experiment = validated(document, Experiment)
    scenario = load(_beside(file, experiment.scenario, document))
    with in_no_scenario():
        return Loaded(experiment, _checked(experiment, scenario, document), document)


def _refuse_scenario(document: Document) -> None:
    """Refuse a file that is a scenario, and says nothing of what to vary."""
    if document.data.keys() & {"firms", "extends"} and not document.data.keys() & {"scenario", "vary"}:
        said = "this is a scenario, expected an experiment, which says what to `vary` in a `scenario`"
        raise fault(document.place(()), said)


def _checked(experiment: Experiment, scenario: Scenario, document: Document) -> Scenario:
    """The scenario of an experiment as it changes it, if all that varies and is compared is there."""
    if experiment.set:
        scenario = checked_scenario(scenario.changed(experiment.set, document, ("set",)))
    problems = [*_unknown_policies(experiment, scenario, document)]
    for path, spread in experiment.vary.items():
        try:
            for value in ends_of(spread):
                refuse_unusable(scenario.changed({path: value}, document, ("vary",)))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(*sorted(problems, key=lambda problem: problem.place))
    return scenario


def _beside(file: Path, name: str, document: Document) -> Path:
    """The file of the scenario, or a ScenarioError where the experiment names it."""
    try:
        return find_scenario(name, file)
    except ScenarioError as error:
        first = error.problems[0]
        place = document.place(("scenario",))
        raise ScenarioError(Problem(place, "scenario", first.message, first.suggestion)) from None


def _unknown_policies(experiment: Experiment, scenario: Scenario, document: Document) -> list[Problem]:
    def problem(number: int, name: str) -> Problem:
        path: DataPath = ("policies", number)
        near = nearest(name, scenario.policies)
        return Problem(document.place(path), f"policies.{number}", f'no policy is called "{name}"', near)

    names = enumerate(experiment.policies or ())
    return [problem(number, name) for number, name in names if name not in scenario.policies]
