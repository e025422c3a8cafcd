"""Rules by which a firm adapts its levers to what it sees."""

from collections.abc import Callable
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from relsim.errors import InputError, alternatives, nearest
from relsim.scenario.part import Part
from relsim.scenario.schema.levers import lever, lever_number, read_amount
from relsim.scenario.units.amounts import Share
from relsim.scenario.units.rates import Chance

NEEDS = {
    "share of revenue": ("lever", "share"),
    "react to churn": ("lever", "churn", "at_least", "at_most"),
    "copy the rival": ("lever",),
    "match the price": (),
}
"""For each rule what must be given."""

TAKES = {"copy the rival": ("rival",), "match the price": ("rival", "undercut")}
"""What may be given besides, apart from what every rule takes."""

EVERY_RULE = ("rule", "lever", "speed", "at_least", "at_most")


class Adaptation(Part):
    """A rule by which the firm sets one lever anew each month, from what it saw in the last ones.

    `share of revenue` spends a share; `react to churn` moves to the upper bound while too many leave, else
    to the lower; `copy the rival` follows a rival's lever; `match the price` follows a rival's price down.
    Who follows a rival's price goes no lower than its own unit cost, unless `at_least` says so.
    """

    rule: Literal["share of revenue", "react to churn", "copy the rival", "match the price"]
    lever: str | None = Field(None, description="Path of the lever within the firm: `advertising.spend`.")
    share: Share | None = Field(None, description="Share of the last month's revenue to spend.")
    churn: Chance | None = Field(
        None, description="Loss of customers that is tolerated, of the last three months."
    )
    rival: str | None = Field(
        None,
        description="The firm to watch; else the largest rival, or the cheapest where prices are matched.",
    )
    undercut: Share | None = Field(None, description="How far to go below the rival's price.")
    speed: Chance = Field(Chance(1.0, "month"), description="How much of the way the lever goes at once.")
    at_least: Any = Field(None, description="Lower bound, in the lever's own unit.")
    at_most: Any = Field(None, description="Upper bound, in the lever's own unit.")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        given = {name for name in self.model_fields_set if getattr(self, name) is not None}
        for name in NEEDS[self.rule]:
            if name not in given:
                raise InputError(f'the rule "{self.rule}" needs {name}')
        taken = (*EVERY_RULE, *NEEDS[self.rule], *TAKES.get(self.rule, ()))
        for name in type(self).model_fields:
            if name in given and name not in taken:
                expected = alternatives(taken[1:])
                message = f'the rule "{self.rule}" takes no {name}, expected {expected}'
                raise InputError(message, nearest(name, taken), (name,))
        if self.rule == "match the price" and self.lever not in (None, "price"):
            raise InputError('the rule "match the price" moves the price', "price", ("lever",))
        return self

    @property
    def path(self) -> str:
        """The lever that the rule moves."""
        return self.lever or "price"


def refuse_wrong_bounds(rule: Adaptation, model: type[Part]) -> None:
    """Refuse a rule whose lever the firm does not have, or whose bounds it could not take."""
    _at("lever", lever, model, rule.path)
    for name in ("at_least", "at_most"):
        if getattr(rule, name) is not None:
            _at(name, read_amount, model, rule.path, getattr(rule, name))
    if rule.at_least is None or rule.at_most is None:
        return
    least, most = (lever_number(model, rule.path, bound, "year") for bound in (rule.at_least, rule.at_most))
    if least > most:
        raise InputError(f"{rule.at_least} is above at_most, {rule.at_most}", None, ("at_least",))


def _at(name: str, check: Callable[..., object], *arguments: object) -> None:
    """Do a check whose mistake, if any, is at this key."""
    try:
        check(*arguments)
    except InputError as mistake:
        raise InputError(mistake.message, mistake.suggestion, (name,), mistake.in_unit) from None
