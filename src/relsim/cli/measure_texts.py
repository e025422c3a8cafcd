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
        yield from lines_on(named_apart(each, of), facts)


def named_apart(name: str, of: str) -> str:
    """The name of a measure, and what it is of where another one has the same name."""
    return name if sum(name in known for known in REGISTRY.values()) == 1 else f"{name} (of {of})"


def lines_on(name: str, facts: Measure | RungMeasure) -> Iterator[str]:
    """What one measure is, how it is worked out, in which unit, and after whom."""
    yield f"{name}: {facts.words}"
    undefined = f" Empty where {facts.undefined}." if facts.undefined else ""
    sources = [str(bibliography()[key]) for key in facts.sources] or [BY_DEFINITION]
    told = [("", facts.meaning + undefined), ("Formula", facts.formula), ("Unit", facts.unit)]
    for head, text in [*told, *(("Source", source) for source in sources)]:
        start = f"  {head}: " if head else "  "
        yield filled_text(text, begin=start, margin=" " * 4)
