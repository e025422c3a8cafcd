"""Stories: the life of one customer, seen by living through the market once more beside it."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from relsim.engine.market import Market
from relsim.engine.witness import Witness
from relsim.errors import InputError
from relsim.measures.biography import Encounter, events_of, events_table, recruits_in_period
from relsim.measures.climbs import Climbs
from relsim.measures.records import share_of
from relsim.questions.story.narration import narrated
from relsim.questions.story.notable import notable
from relsim.report.shown import ShownInShort
from relsim.runs.arguments import READERS
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.scenario import Scenario


@dataclass(frozen=True, repr=False, eq=False)
class Story(ShownInShort):
    """The life of one customer: `events` as a table, `text` to be read.

    `paces` is how many periods those who rose to a rung took on average [firm, rung], where anybody did.
    """

    scenario: Scenario
    seed: int
    customer: int
    traits: dict[str, Any]
    first: Any
    last: Any
    events: pd.DataFrame
    paces: Any

    @property
    def text(self) -> str:
        """The life told in words."""
        return narrated(self)


@checks_arguments(READERS)
def story(scenario: ScenarioLike, customer: int | str, *, policy: str | None = None, seed: int = 1) -> Story:
    """The life of one customer: rungs, purchases, failures, contacts, who brought whom.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    customer : int or str
        The customer's number, from 0, or a word for a customer of the firm in focus: most-valuable,
        least-valuable, most-recruiting, most-disappointed, typical.
    policy : str, optional
        The policy to live under [the scenario as it is].
    seed : int
        The seed of all luck.

    Returns
    -------
    Story
        The events of this life as a table, and as text.

    Raises
    ------
    InputError
        There is no such customer or policy.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("clinic-referrals").changed({"periods": 6}).scaled_to(100)
    >>> relsim.story(market, 7).customer
    7
    """
    scenario = as_scenario(scenario)
    chosen = scenario.with_policy(policy) if policy else scenario
    row = customer if isinstance(customer, int) else notable(customer, chosen, seed)
    if not 0 <= row < chosen.people:
        raise InputError(f"there is no customer {row}; numbers go from 0 to {chosen.people - 1}")
    market = Market(chosen, seed=seed)
    witness = Witness(market, row)
    first, climbs = witness.ties, Climbs(market.state.columns.ties)
    events: list[Encounter] = []
    while market.period < chosen.periods:
        events += lived(witness)
        climbs.look(market.period - 1)
    person = market.state.columns.people[row]
    traits = {name: person[name].item() for name in person.dtype.names}
    paces = share_of(climbs.waited, climbs.reached)
    return Story(chosen, seed, row, traits, first, witness.ties, events_table(events), paces)


def lived(witness: Witness) -> list[Encounter]:
    """The events of one period in the life that is watched."""
    market, t = witness.market, witness.market.period
    before = witness.ties
    tallies = witness.step()
    events = [
        event
        for f, firm in enumerate(market.firm_names)
        for event in events_of(t, firm, tallies[f], before[f], witness.ties[f])
    ]
    return events + list(recruits_in_period(t, market.firm_names, market.state.columns, witness.row))
