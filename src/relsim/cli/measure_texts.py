"""What `relsim measures` says."""

from collections.abc import Iterator

from relsim.console.paragraphs import filled_text
from relsim.measures.measure import Measure
from relsim.measures.registry import REGISTRY, measures_called
from relsim.measures.rungs import RungMeasure
from relsim.questions.cite.bibliography import bibliography

BY_DEFINITION = "by definition"
"""What stands for the source of a plain count or share."""


def measure_lines(name: str | None) -> Iterator[str]:
    """The lines on every measure, below what they are of, or on those with a name."""
    last = None
    for of, each, facts in measures_called(name):
        if of != last:
            yield from ([] if last is None else [""])
            yield f"Measures of {of}"
            last = of
        yield ""
        yield from lines_on(each, facts, namesakes(each, of))


def namesakes(name: str, of: str) -> list[str]:
    """What other measures of the same name are of."""
    return [other for other, known in REGISTRY.items() if name in known and other != of]


def lines_on(name: str, facts: Measure | RungMeasure, others: list[str]) -> Iterator[str]:
    """What one measure is, how it is worked out, in which unit, and after whom; and what `others` of its name
    are of."""
    yield f"{name}: {facts.words}"
    yield from (f"  Not to be mistaken for the `{name}` of {other}." for other in others)
    undefined = f" Empty where {facts.undefined}." if facts.undefined else ""
    sources = [str(bibliography()[key]) for key in facts.sources] or [BY_DEFINITION]
    told = [("", facts.meaning + undefined), ("Formula", facts.formula), ("Unit", facts.unit)]
    for head, text in [*told, *(("Source", source) for source in sources)]:
        start = f"  {head}: " if head else "  "
        yield filled_text(text, begin=start, margin=" " * 4)
