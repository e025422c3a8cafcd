"""What commands are asked with: groups of options that they share, and how a question's answer is told."""

import shlex
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from inspect import Parameter, Signature, signature
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_type_hints

from relsim.command_lines import command_line
from relsim.console.options import (
    ClusterOption,
    ConditionOption,
    CustomersOption,
    ExperimentArgument,
    JobsOption,
    NameOption,
    OutOption,
    PeriodsOption,
    ReplicationsOption,
    SeedOption,
    SettingsOption,
    SourceArgument,
    StoreOption,
    app,
)
from relsim.console.single import LastCounts

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from relsim.console.folders import Destination
    from relsim.report.note import Note
    from relsim.runs.options import RunOptions
    from relsim.scenario.scenario import Scenario


NO_OPTION = "is no option"
"""Marks what a request is told besides its options."""

BEGIN, ASK, TELL = "Begin here", "Ask further", "Tell and keep"
"""The panels of `relsim --help`."""


def set_in_words(settings: list[str] | None) -> list[str]:
    """Single values that are changed, as words of a command line."""
    return list(chain.from_iterable(("--set", each) for each in settings or []))


def options_in_words(**given: object) -> list[str]:
    """Options as words of a command line, but for those that were left out and the usual seed."""
    usual = {"seed": MarketRequest.seed}
    named = {name: value for name, value in given.items() if value not in (None, usual.get(name))}
    return list(chain.from_iterable((f"--{name}", str(value)) for name, value in named.items()))


HOW_MUCH = frozenset(
    {"replications", "samples", "trajectories", "trials", "draws", "origins", "resume"}
    | {"policies", "conditions", "levers", "channels"}
)
"""Options that ask for more or less of an answer, which is one to the same question."""


def what_is_asked(given: Mapping[str, Any], usual: Mapping[str, Any]) -> str:
    """The options that say what is asked about a market, as they are typed; those left as usual are not."""
    words: list[str] = []
    for name, value in given.items():
        option = f"--{name.replace('_', '-')}"
        if value is not None and value != usual.get(name):
            several = value if isinstance(value, list) else [value]
            words += chain.from_iterable([option, *map(str, words_of_value(each))] for each in several)
    return shlex.join(words)


def words_of_value(value: Any) -> tuple[Any, ...]:
    """The words that an option takes for one value."""
    return value if isinstance(value, tuple) else (value,)


@dataclass(frozen=True, kw_only=True)
class MarketRequest:
    """A market: a scenario, as changed on the command line or by a condition, and the seed of its luck."""

    scenario: SourceArgument
    seed: SeedOption = 1
    customers: CustomersOption = None
    periods: PeriodsOption = None
    settings: SettingsOption = None
    condition: ConditionOption = None

    def market(self, *, is_judged: bool = False) -> "Scenario":
        """The scenario that is asked about; what it cannot be trusted for is said first.

        Where the answer itself judges what a fit has not told (`is_judged`), that is left to it.
        """
        from relsim.console.doubts import say_doubts
        from relsim.console.parsing import settings_in
        from relsim.scenario.load import adjusted, load

        settings = settings_in(self.settings or [])
        market = adjusted(load(self.scenario), self.customers, self.periods, settings, self.condition)
        say_doubts(market, is_judged=is_judged)
        return market

    def said_again(self) -> str:
        """The same market for another command line."""
        return command_line([self.scenario, *self._changes_in_words()])

    def changes(self) -> str:
        """How the command line changes the scenario, as it says so."""
        return shlex.join(self._changes_in_words())

    def _changes_in_words(self) -> list[str]:
        size = options_in_words(customers=self.customers, periods=self.periods, condition=self.condition)
        return [*set_in_words(self.settings), *size]


@dataclass(frozen=True, kw_only=True)
class RunsRequest:
    """How many markets are run: by whom, where finished tasks are kept, and where the answer goes."""

    jobs: JobsOption = None
    store: StoreOption = None
    on: ClusterOption = None
    out: OutOption = None
    name: NameOption = None
    what_is_asked: str = field(default="", metadata={NO_OPTION: True})
    """The options that say what is asked about a market, as they are typed."""

    def destination(self) -> "Destination":
        """Where the answer goes."""
        from relsim.console.folders import Destination

        return Destination(self.out, self.name)

    def run_options(self, store: Path) -> "RunOptions":
        """How to run, with finished tasks kept in a folder."""
        from relsim.console.speech import progress_of

        return {"jobs": self.jobs, "store": store, "on": self.on, "progress": progress_of}


@dataclass(frozen=True, kw_only=True)
class QuestionRequest(MarketRequest, RunsRequest):
    """A question about a market: how often it is run, how, and where the answer goes."""

    replications: ReplicationsOption = None

    def results_folder(self, command: str, *, goes_on: bool = False) -> "AbstractContextManager[Path]":
        """The folder that results of a command about the market itself go to, while nobody else writes it."""
        from relsim.console.folders import results_folder

        to, changes = self.destination(), self.changes()
        return results_folder(to, self.scenario, command, changes, seed=self.seed, goes_on=goes_on)

    def answer(self, name: str, ask: Callable[..., Any], note_of: "Callable[[Any], Note]") -> None:
        """Ask, keep what is finished, print the answer, write its page, and say where that is."""
        from relsim.console.answer import answer_question

        answer_question(self, name, self.scenario, ask, note_of, self.changes(), self.seed)

    def run_options(self, store: Path) -> "RunOptions":
        """How to run, with this seed."""
        return {**super().run_options(store), "seed": self.seed}


@dataclass(frozen=True, kw_only=True)
class ExperimentRequest(RunsRequest):
    """A question about the points of an experiment file."""

    file: ExperimentArgument

    def answer(self, name: str, ask: Callable[..., Any], note_of: "Callable[[Any], Note]") -> None:
        """Ask, keep what is finished, print the answer, write its page, and say where that is."""
        from relsim.console.answer import answer_question

        answer_question(self, name, str(self.file), ask, note_of)


def command(panel: str, name: str | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a command of a function: a parameter that is a group of options stands for all of these.

    An option of the function's own with a name from a group takes its place there.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        hints = get_type_hints(function, include_extras=True)
        groups: dict[str, Any] = {each: kind for each, kind in hints.items() if is_dataclass(kind)}
        own = {each: one for each, one in signature(function).parameters.items() if each not in groups}

        def called(**given: Any) -> None:
            asked = {each: value for each, value in given.items() if each not in NOT_ASKED}
            told = given | {"what_is_asked": what_is_asked(asked, usual)}
            built = {
                each: kind(**{one.name: told[one.name] for one in fields(kind)})
                for each, kind in groups.items()
            }
            function(**{each: given[each] for each in own}, **built)

        parameters = [
            Parameter(each, Parameter.KEYWORD_ONLY, annotation=hints[each], default=one.default)
            for each, one in own.items()
        ]
        parameters += [one for kind in groups.values() for one in options_of(kind) if one.name not in own]
        usual = {one.name: one.default for one in parameters}
        parameters.sort(key=lambda one: one.default is not Parameter.empty)
        called.__name__, called.__doc__ = function.__name__, function.__doc__
        called.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {one.name: one.annotation for one in parameters}
        app.command(name, cls=LastCounts, rich_help_panel=panel)(called)
        return function

    return register


def options_of(group: type) -> list[Parameter]:
    """The options of a group, those without a default among them first."""
    hints: Mapping[str, Any] = get_type_hints(group, include_extras=True)
    return [
        Parameter(
            one.name,
            Parameter.KEYWORD_ONLY,
            annotation=hints[one.name],
            default=Parameter.empty if one.default is MISSING else one.default,
        )
        for one in option_fields(group)
    ]


def option_fields(group: type) -> list["Field[Any]"]:
    """The fields of a group that are options."""
    return [one for one in fields(group) if NO_OPTION not in one.metadata]


NOT_ASKED = HOW_MUCH | {
    one.name for group in (QuestionRequest, ExperimentRequest) for one in option_fields(group)
}
"""Options that do not say what is asked: those of the market and of how it is run, and how much is asked."""
