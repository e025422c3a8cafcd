"""What can stand under `evidence`, as the fit itself counts it."""

from generating.markdown import code, escaped, table
from relsim.report.figure_words import noun_of
from relsim.scenario.schema.evident import EVIDENT, LONGEST_BEFORE, OF_A_SEGMENT, RATIOS, SUMS_OF_FLOWS

OF_A_YEAR_AGO = "see `relsim measures`"
"""How those are counted that look back, and are measures of a run as well."""

YEARLY = ("yearly_retention", "retention_in_year_")
"""Measures that are a churn raised to a year."""

FOLLOWED = {
    "net_revenue_retention": "what those who were customers a year before pay now / what they paid then",
    "gross_revenue_retention": "the same, of nobody more than was paid then / what they paid then",
}
"""How those are counted for which each customer is followed."""


def parts() -> dict[str, str]:
    """The table of measures that can be evidence."""
    heads = ("Measure", "In words", "Kind", "Counted as", "Of a segment")
    return {"evidence-measures": table(heads, [row_of(name) for name in EVIDENT])}


def row_of(name: str) -> tuple[str, ...]:
    """The row of one measure."""
    of_segment = "yes" if name in OF_A_SEGMENT else ""
    return code(name), escaped(noun_of(name)), EVIDENT[name], escaped(counted_as(name)), of_segment


def counted_as(name: str) -> str:
    """How a measure is counted, in the columns of the table of periods."""
    made = RATIOS.get(name) or SUMS_OF_FLOWS.get(name)
    if name.startswith(YEARLY) and made is not None:
        return f"(1 - {made.formula})^year"
    if made is not None:
        return made.formula
    return FOLLOWED.get(name, OF_A_YEAR_AGO if name in LONGEST_BEFORE else "itself")
