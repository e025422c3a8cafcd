"""Figures under `evidence` that cannot be true together, told with the one that would fit, before any run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import hypot

from relsim.questions.fit.answers import WORTH_SAYING_APART
from relsim.questions.fit.beginnings import ERRORS_APART, customers_at_start
from relsim.questions.fit.request import Asking
from relsim.report.figure_words import amount_in_words, noun_of
from relsim.report.wording import capitalised, words
from relsim.scenario.measured_span import span_measured
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.evidence import MeasuredFigure
from relsim.scenario.schema.evident import EVIDENT
from relsim.scenario.units.quantities import PER_YEAR

BEGINS = "customers at the start"
"""How many customers the firm begins with, where that is no unknown."""

ROUNDED = 0.01
"""The share by which figures may differ since they are rounded."""

OF_A_YEAR = " It seems to be that of a year: `{{measure: yearly_retention, value: {:.3g}%}}` says so."

Values = Mapping[str, float]


@dataclass(frozen=True)
class Following:
    """What a measure comes to by others: how, and from which."""

    measure: str
    needs: tuple[str, ...]
    comes_to: Callable[[Values, int, float], float]


def customers_between(at: Values, _periods: int = 0, _year: float = 0.0) -> float:
    """How many customers there are halfway, by those at the start, won and lost."""
    return at[BEGINS] + 0.5 * (at.get("acquired", at["lost"]) - at["lost"])


FOLLOWINGS = (
    Following(
        "customers", (BEGINS, "acquired", "lost"), lambda at, _, __: at[BEGINS] + at["acquired"] - at["lost"]
    ),
    Following(
        "churn", (BEGINS, "acquired", "lost"), lambda at, n, _: at["lost"] / (n * customers_between(at))
    ),
    Following(
        "won_per_customer",
        (BEGINS, "acquired", "lost"),
        lambda at, n, _: at["acquired"] / (n * customers_between(at)),
    ),
    Following(
        "yearly_retention",
        (BEGINS, "acquired", "lost"),
        lambda at, n, year: max(0.0, 1.0 - at["lost"] / (n * customers_between(at))) ** year,
    ),
    Following("yearly_retention", ("churn",), lambda at, _, year: max(0.0, 1.0 - at["churn"]) ** year),
    Following(
        "cost_to_acquire", ("acquisition", "acquired"), lambda at, _, __: at["acquisition"] / at["acquired"]
    ),
    Following("nps", ("promoters", "passives", "detractors"), lambda at, _, __: net_of_answers(at)),
)
"""What follows from what."""

SUMS = {"lost": "lost_to_", "acquired": "acquired_by_"}
"""Measures that are no less than all those together whose names begin so."""


def net_of_answers(at: Values) -> float:
    """The net promoter score of so many answers."""
    everybody = at["promoters"] + at["passives"] + at["detractors"]
    return 100.0 * (at["promoters"] - at["detractors"]) / everybody if everybody > 0.0 else 0.0


def figures_against_one_another(asked: Asking) -> list[str]:
    """Sentences on figures that contradict each other, each with the value that would fit."""
    said = told_twice(asked.scenario)
    for span, figures in figures_by_span(asked).items():
        said += [one for rule in FOLLOWINGS if (one := against_rule(rule, figures, span, asked)) is not None]
        said += [one for whole in SUMS if (one := against_parts(whole, figures, asked.scenario)) is not None]
    return list(dict.fromkeys(said))


def told_twice(scenario: Scenario) -> list[str]:
    """Sentences on figures that stand there twice, of the same people and periods, and are not the same."""
    first: dict[tuple[object, ...], MeasuredFigure] = {}
    said = []
    for one in scenario.evidence:
        of_what = (one.measure, one.firm or scenario.focal_firm, one.segment, span_measured(one, scenario))
        other = first.setdefault(of_what, one)
        errors = ERRORS_APART * hypot(one.give_or_take, other.give_or_take)
        if abs(one.value - other.value) > max(ROUNDED * abs(other.value), errors):
            amounts = words([amount_in_words(each.value, one.measure) for each in (other, one)])
            said.append(
                f"{capitalised(one.label)} stands under `evidence` twice, as {amounts}: both cannot be right."
            )
    return said


def figures_by_span(asked: Asking) -> dict[tuple[int, int], dict[str, MeasuredFigure]]:
    """The figures of the firm in focus by the periods that they are of; a stock is that at their end."""
    scenario = asked.scenario
    ours = [
        one for one in scenario.evidence if one.segment is None and one.firm in (None, scenario.focal_firm)
    ]
    spans = {span_measured(one, scenario) for one in ours}
    found: dict[tuple[int, int], dict[str, MeasuredFigure]] = {}
    for span in sorted(spans):
        at_end = {one.measure: one for one in ours if is_at_end(one, span, scenario)}
        found[span] = at_end | {one.measure: one for one in ours if span_measured(one, scenario) == span}
    return found


def is_at_end(one: MeasuredFigure, span: tuple[int, int], scenario: Scenario) -> bool:
    """Whether a figure is a stock at the end of a span."""
    return EVIDENT[one.measure] == "stock" and span_measured(one, scenario)[1] == span[1]


def against_rule(
    rule: Following, figures: Mapping[str, MeasuredFigure], span: tuple[int, int], asked: Asking
) -> str | None:
    """A sentence where a figure is not what follows from the others; None where it is, or nothing follows."""
    scenario = asked.scenario
    known = {name: one.value for name, one in figures.items()}
    if BEGINS in rule.needs and (begins := known_beginning(asked, span)) is not None:
        known[BEGINS] = begins
    if rule.measure not in figures or any(not known.get(name) for name in rule.needs):
        return None
    periods, year = span[1] - span[0], PER_YEAR[scenario.period]
    told, follows = figures[rule.measure], rule.comes_to(known, periods, year)
    error = told.give_or_take
    for name in rule.needs:
        if name in figures:
            moved = {**known, name: known[name] + figures[name].give_or_take}
            error = hypot(error, rule.comes_to(moved, periods, year) - follows)
    room = ERRORS_APART * error if error else WORTH_SAYING_APART * abs(follows)
    if abs(told.value - follows) <= max(room, ROUNDED * abs(follows)):
        return None
    hint = (
        OF_A_YEAR.format(100.0 * (1.0 - told.value)) if is_of_a_year(rule, told.value, follows, year) else ""
    )
    return said_against(rule, when_told(told, scenario), told.value, known, follows) + hint


def known_beginning(asked: Asking, span: tuple[int, int]) -> float | None:
    """How many customers there are when a span begins, if that is certain."""
    scenario = asked.scenario
    paths = {f"firms.{scenario.focal_firm}.start.{name}" for name in ("customers", "share")}
    unknown = {one.name for one in asked.factors} | {one.name for one in asked.factors if not one.path[1:]}
    if span[0] or paths & unknown or "customers" in unknown:
        return None
    return customers_at_start(scenario) or None


def is_of_a_year(rule: Following, told: float, follows: float, year: float) -> bool:
    """Whether a churn is rather that of a year than of a period."""
    of_year = 1.0 - (1.0 - min(1.0, follows)) ** year
    return rule.measure == "churn" and abs(told - of_year) < WORTH_SAYING_APART * of_year


def said_against(rule: Following, when: str, told: float, known: Values, follows: float) -> str:
    """Which figures contradict each other, and what would fit."""
    others = words([f"{name_in_words(name)} {amount_written(name, known[name])}" for name in rule.needs])
    would, said = (amount_in_words(value, rule.measure) for value in (follows, told))
    makes = "makes" if len(rule.needs) == 1 else "make"
    return f"Contradiction: {noun_of(rule.measure)} {when}: {said}; {others} {makes} it {would}."


def when_told(one: MeasuredFigure, scenario: Scenario) -> str:
    """In which periods a figure was measured, and who says so."""
    first, last = span_measured(one, scenario)
    span = f"{scenario.period} {last}" if last - first == 1 else f"{scenario.period}s {first + 1} to {last}"
    return f"in {span}" + (f" ({one.source})" if one.source else "")


def name_in_words(name: str) -> str:
    """What a sentence calls a figure."""
    return name if name == BEGINS else noun_of(name)


def amount_written(name: str, value: float) -> str:
    """A figure as a sentence writes it."""
    return amount_in_words(value, "customers" if name == BEGINS else name)


def against_parts(whole: str, figures: Mapping[str, MeasuredFigure], scenario: Scenario) -> str | None:
    """A sentence where parts are more than their whole; None where they are not."""
    parts = [one for name, one in figures.items() if name.startswith(SUMS[whole])]
    if whole not in figures or not parts:
        return None
    total, told = sum(one.value for one in parts), figures[whole]
    error = hypot(told.give_or_take, *(one.give_or_take for one in parts))
    if total <= told.value + max(ERRORS_APART * error, ROUNDED * told.value):
        return None
    names = words([noun_of(one.measure) for one in parts])
    return (
        f"Contradiction: {noun_of(whole)} {when_told(told, scenario)}: "
        f"{amount_in_words(told.value, whole)}; {names} are "
        f"{amount_in_words(total, whole)} together, and {noun_of(whole)} would have to be that at least."
    )
