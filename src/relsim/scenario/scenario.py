"""A scenario: the whole market in one validated, frozen object."""

from collections.abc import Iterable, Mapping
from html import escape
from math import fsum
from numbers import Integral, Real
from textwrap import shorten
from types import MappingProxyType
from typing import Any, Self

from pydantic import PrivateAttr, model_validator

from relsim.errors import DataPath, InputError, Place, counted, refuse_unknown, told_at, value_in_words
from relsim.scenario.checks import validated
from relsim.scenario.resolve.comparable import refuse_shared_settings
from relsim.scenario.resolve.patches import patched
from relsim.scenario.resolve.presets import with_presets
from relsim.scenario.schema.consistency import refuse_inconsistency
from relsim.scenario.schema.file import ScenarioFile
from relsim.scenario.yaml.document import Document
from relsim.scenario.yaml.writing import yaml_of

NO_PRICES: Mapping[str, float] = MappingProxyType({})


class Scenario(ScenarioFile):
    """A market, the firms in it, and the policies to compare."""

    _document: Document = PrivateAttr()
    _founding_prices: dict[str, float] = PrivateAttr()
    _condition: str | None = PrivateAttr(None)
    _before: Self | None = PrivateAttr(None)

    @classmethod
    def of(cls, document: Document, founding_prices: Mapping[str, float] = NO_PRICES) -> Self:
        """The scenario that a document describes, presets filled in.

        Firms in `founding_prices` had that list price before something changed it: their customers remember
        it, and presets that are parts of a price are parts of this one.
        """
        scenario = validated(with_presets(document, founding_prices), cls)
        refuse_shared_settings(document, cls)
        scenario._document = document
        scenario._founding_prices = {
            name: founding_prices.get(name, firm.price) for name, firm in scenario.firms.items()
        }
        return scenario

    def changed(
        self,
        changes: Mapping[str, Any],
        origin: Document | None = None,
        origin_path: DataPath = (),
    ) -> Self:
        """The same market with values at dotted paths replaced; list prices from before the start stay."""
        if not isinstance(changes, Mapping) or not all(isinstance(path, str) for path in changes):
            raise InputError(f"changes: expected values by dotted path, found {value_in_words(changes)}")
        document = patched(self._document, changes, origin, origin_path, model=type(self))
        scenario = self.of(document, self._founding_prices).told_under(self._condition)
        if self._before is not None and origin is None:
            scenario._before = self._before.changed(changes)
        return scenario

    def from_now_on(self, changes: Mapping[str, Any]) -> Self:
        """The same market with values that hold from the first period on, as a policy's, and not before."""
        scenario = self.changed(changes)
        scenario._before = self._before or self
        return scenario

    def with_policy(self, name: str) -> Self:
        """The scenario as it is under one of its policies."""
        refuse_unknown("policy", name, self.policies)
        path, changes = ("policies", name, "set"), self.policies[name].set
        scenario = self.changed(changes, self._document, path) if changes else self.model_copy()
        scenario._before = self._before or self
        return scenario

    def under_condition(self, name: str) -> Self:
        """The scenario as it is under one of its conditions."""
        refuse_unknown("condition", name, self.conditions)
        path = ("conditions", name, "set")
        return self.changed(self.conditions[name].set, self._document, path).told_under(name)

    def told_under(self, condition: str | None) -> Self:
        """The same market, which knows that it is one of its conditions."""
        self._condition = condition
        return self

    @property
    def condition(self) -> str | None:
        """The condition that this scenario is under, if any."""
        return self._condition

    def at_events(self, numbers: tuple[int, ...]) -> Self:
        """The scenario while these events of its timeline hold."""
        scenario = self
        for number in whole_numbers("numbers", numbers):
            if not 0 <= number < len(self.timeline):
                raise InputError(f"the timeline has no event {number}, of {len(self.timeline)} from 0")
            path = ("timeline", number, "set")
            changes = self.timeline[number].set
            scenario = scenario.changed(changes, self._document, path)
        return scenario

    @property
    def before_policies(self) -> Self:
        """The market as it was before anybody decided on a policy: under the baseline, if there is one."""
        scenario = self._before or self
        name = scenario.baseline_policy
        return scenario if name is None or not scenario.policies[name].set else scenario.with_policy(name)

    def scaled_to(self, customers: int) -> Self:
        """The same market with another number of customers, the firms' own budgets in proportion."""
        refuse_no_number_of_customers(customers)
        changes: dict[str, Any] = {"customers": customers, "scale": self.scale * customers / self.customers}
        if self.simulate is not None:
            changes["simulate"] = min(self.simulate, customers)
        with told_at(Place("customers", 0)):
            return self.changed(changes)

    @property
    def normal_price(self) -> float:
        """The price that customers compare with: `reference_price`, or the mean at first of the firms that
        somebody buys from, which are all that are there first if nobody buys from any."""
        there = [name for name, firm in self.firms.items() if firm.present(0, self.period)]
        chosen = [name for name in there if self.firms[name].start.has_customers]
        entries = {name: firm.entry(self.period) for name, firm in self.firms.items()}
        soonest = [name for name, entry in entries.items() if entry == min(entries.values())]
        prices = [self._founding_prices[name] for name in chosen or there or soonest]
        return self.reference_price or fsum(prices) / len(prices)

    @property
    def founding_prices(self) -> dict[str, float]:
        """Each firm's list price before any policy or change.

        Its first customers remember it, and presets that are parts of a price are parts of it.
        """
        return self._founding_prices

    @property
    def document(self) -> Document:
        """The file this scenario was read from, with positions and sources."""
        return self._document

    def to_yaml(self) -> str:
        """The scenario as a file that says the same, sources and ranges included; nothing is filled in.

        Raises
        ------
        InputError
            Customers remember other prices than those at the start, as under a policy that changes one: a
            file cannot say so.

        Examples
        --------
        >>> import relsim
        >>> print(relsim.load("leaky-bucket").to_yaml().splitlines()[0])
        title: The leaky bucket
        """
        prices = {name: firm.price for name, firm in self.firms.items()}
        if self._founding_prices != prices:
            raise InputError("customers remember other prices than those at the start, which no file can say")
        return yaml_of(self._document.data, self._document.notes)

    def __repr__(self) -> str:
        title, firms = (shorten(text, 100, placeholder="…") for text in (self.title, ", ".join(self.firms)))
        many = counted(self.customers, "potential customer", "potential customers")
        length = counted(self.periods, self.period, f"{self.period}s")
        return f"<Scenario: {title!r}, {many}, {length}, firms: {firms}>"

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        """The scenario as YAML, as a notebook shows it."""
        try:
            return f"<pre>{escape(self.to_yaml())}</pre>"
        except InputError as mistake:
            return f"<p>{escape(f'{self!r}: {mistake}')}</p>"

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        refuse_inconsistency(self)
        return self


def whole_numbers(name: str, given: object) -> list[int]:
    """Whole numbers, one after the other; one alone is no list."""
    listed = list(given) if isinstance(given, Iterable) and not isinstance(given, str | Mapping) else None
    numbers = [int(one) for one in listed or () if isinstance(one, Integral)]
    if listed is None or len(numbers) < len(listed) or any(isinstance(one, bool) for one in listed):
        raise InputError(f"{name}: expected a list of whole numbers, found {value_in_words(given)}")
    return numbers


def refuse_no_number_of_customers(customers: object) -> None:
    """Refuse a size of the market that is no number, or below 1."""
    if isinstance(customers, bool) or not isinstance(customers, Real):
        raise InputError(f"customers: expected a whole number, found {value_in_words(customers)}")
    if not float(customers) >= 1.0:
        raise InputError(f"customers: expected at least 1, found {value_in_words(customers)}")
