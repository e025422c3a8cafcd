"""What a policy costs: which cost lines grow, apart from the goods sold."""

from relsim.questions.compare.statement import is_relationship_cost, statement
from relsim.questions.compare.subject import Subject
from relsim.report.wording import money, words
from relsim.vocabulary import Line

NOTABLE_SHARE = 0.1
"""A cost line is named when it makes at least this share of the largest change."""


def cost(subject: Subject) -> str:
    """What the rival of the baseline costs: extra cost a year beyond goods, and on which lines."""
    if not subject.is_comparison:
        return ""
    table = statement(subject.table("periods"), firm=subject.firm, period=subject.scenario.period)
    lines = [line.words for line in Line if is_relationship_cost(line)]
    extra = -(table[subject.rival] - table[subject.baseline])
    extra = extra[[name for name in lines if name in extra.index]]
    extra = extra[extra.abs() > 1e-9].sort_values(key=abs, ascending=False, kind="stable")
    if extra.empty:
        return f"{subject.rival} costs nothing beyond the goods it sells."
    total = float(extra.sum())
    named = extra[extra.abs() >= NOTABLE_SHARE * extra.abs().iloc[0]][:4]
    parts = [f"{name} {money(value, '', 3, signed=True)}" for name, value in named.items()]
    more = "more" if total >= 0.0 else "less"
    return (
        f"Apart from goods, {subject.rival} costs {money(abs(total), subject.currency, 3)} {more} "
        f"a year than {subject.baseline}: {words(parts)}."
    )
