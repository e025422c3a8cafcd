"""Exploring: a scenario as one page that simulates in the browser, with the bits of the command line."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from relsim.errors import InputError
from relsim.questions.explore.exercises import PlayedExercise, played_exercises
from relsim.questions.explore.packer import Packer
from relsim.questions.explore.sliders import Sliders, sliders_of
from relsim.questions.explore.starts import ended_hashes, variant_of
from relsim.report.shown import ShownInShort
from relsim.rules.alternative import Rule
from relsim.runs.arguments import READERS
from relsim.runs.options import replications_of
from relsim.runs.policies import chosen_policies
from relsim.runs.replicate import replicated
from relsim.runs.variant import AS_IS, Job
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.memory import refuse_if_it_does_not_fit
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.file import BY_TENURE

USUAL_REPLICATIONS = 8


@dataclass(frozen=True, repr=False)
class Exploration(ShownInShort):
    """A scenario as a page can simulate it: its markets before their first period, and its sliders."""

    scenario: Scenario
    job: Job
    replications: int
    policies: list[str]
    sliders: Sliders
    exercises: list[PlayedExercise]
    packer: Packer

    def hashes(self) -> dict[str, dict[str, dict[str, str]]]:
        """The hashes of every array that the command line leaves, by policy, replication and array."""
        variants = [variant_of(self.scenario, policy) for policy in self.policies]
        found: dict[str, dict[str, dict[str, str]]] = {policy: {} for policy in self.policies}
        for replication in range(self.replications):
            markets = replicated(variants, self.job, replication)
            for policy, market in zip(self.policies, markets, strict=True):
                found[policy][str(replication)] = ended_hashes(market)
        return found

    def write(self, path: str | os.PathLike[str]) -> Path:
        """Write the page, one file for any browser; returns its path."""
        from relsim.questions.explore.page import write_exploration

        page = Path(path)
        write_exploration(self, page)
        return page


@checks_arguments(READERS)
def explore(
    scenario: ScenarioLike,
    *,
    policies: Sequence[str] | None = None,
    sliders: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int = 1,
    mechanisms: Mapping[str, Rule] | None = None,
) -> Exploration:
    """A scenario as one page that simulates in the browser, with the bits of the command line.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    policies : list of str, optional
        The policies to show beside the baseline [all]; a scenario without policies is shown as it is.
    sliders : list of str, optional
        The dotted paths of the values to be moved [as many as a page takes of those with a range, and of
        those that policies set].
    replications : int, optional
        How often the page repeats each policy, at least 1 [8, or the scenario's if these are fewer].
    seed : int
        The seed of all luck.
    mechanisms : mapping of str to function, optional
        Functions of your own in place of the scenario's mechanisms, compiled into the page; what it lets
        download, a file of the scenario, cannot hold them.

    Returns
    -------
    Exploration
        What the page holds; `relsim.questions.explore.page.write_exploration` writes it.

    Raises
    ------
    InputError
        There is no such policy or no such slider, or the page cannot work out what the scenario or a
        function of your own asks for.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("who-stays").changed({"periods": 6}).scaled_to(100)
    >>> relsim.explore(market, replications=2).policies
    ['as-it-is', 'contact']
    """
    scenario = as_scenario(scenario)
    if scenario.people != scenario.customers:
        told = "simulate: a page counts everybody by themselves; expected a market scaled to"
        raise InputError(f"{told} {scenario.people} customers")
    if scenario.residual_value == BY_TENURE:
        raise InputError(
            f"a page cannot work out `residual_value: {BY_TENURE}`; "
            "expected another, such as `residual_value: constant retention`"
        )
    refuse_if_it_does_not_fit(scenario, compiles=lambda: True)
    chosen = chosen_policies(scenario, policies) if scenario.policies or policies else [AS_IS]
    number = replications_of(scenario, replications, USUAL_REPLICATIONS)
    movable = sliders_of(scenario, chosen, sliders)
    job = Job(seed, mechanisms=mechanisms or {})
    packer = Packer(scenario, job, chosen)
    exercises = played_exercises(scenario, chosen)
    packer.pack(number, movable.sliders, exercises)
    return Exploration(scenario, job, number, chosen, movable, exercises, packer)
