"""Every measure, as the registry describes it: the same facts that `relsim measures` tells."""

from generating.citations import linked
from generating.markdown import code, escaped, table
from relsim.measures import measure, registry
from relsim.measures.measure import Measure
from relsim.measures.rungs import RungMeasure

HEAD = """# Measures

What is measured, how, in which unit, and after whom. `relsim measures` says the same, and
`relsim measures NAME` of one. How policies are compared by them is told in
[comparing policies](../explanation/comparison.md).
"""
ABOUT = {
    registry.OF_OUTCOMES: "Columns of `outcomes`, one row per replication, policy and firm. "
    "Those that are credited count whoever came by a channel; `relsim incremental` tells who would not have "
    "come without it.",
    registry.OF_BASE: 'Columns of what `result.customer_base(silence="1 year")` returns, one row per policy '
    "and firm.",
    registry.OF_RUNGS: "Rows of `result.rung_measures`, one per policy, firm, rung and measure.",
    registry.OF_DIVERSION: "Columns `purchases` and `share` of `comparison.diversion`, one row per policy "
    "and source: a rival, or none for purchases that else are made with none of these firms; and columns of "
    "`comparison.origins(policy)`, one row per source, in the first replication.",
    registry.OF_INCREMENTS: "Columns of `relsim.incremental(...).table`, one row per channel.",
}


def page() -> str:
    """The page of measures."""
    parts = [HEAD, " ".join((measure.__doc__ or "").split("\n\n")[1].split()) + "\n"]
    for of, known in registry.REGISTRY.items():
        parts += [f"## Measures of {of}\n", f"{ABOUT[of]}\n"]
        parts.append(
            table(
                ("Measure", "In words", "Unit", "Meaning", "Formula", "Source"),
                [row_of(name, facts) for name, facts in known.items()],
            )
        )
    return "\n".join(parts)


def row_of(name: str, facts: Measure | RungMeasure) -> tuple[str, ...]:
    """The row of one measure."""
    undefined = f" Empty where {facts.undefined}." if facts.undefined else ""
    told = escaped(facts.meaning + undefined), escaped(facts.formula)
    return code(name), escaped(facts.words), facts.unit, *told, linked(facts.sources) or "by definition"
