"""The profit and loss statement of a year, line by line."""

import pandas as pd

from relsim.questions.compare.figures.spans import per_year
from relsim.vocabulary import Group, Line, column_name


def statement_of_year(periods: pd.DataFrame, firm: str, period: str) -> pd.DataFrame:
    """Profit and loss a year [line, policy]: costs are negative, lines never used are left out."""
    columns = {line: "revenue" if line is Line.REVENUE else f"line_{column_name(line)}" for line in Line}
    ordered = sorted(Line, key=lambda line: (line.group, line))
    amounts = per_year(periods, [*columns.values(), "profit"], firm, period)
    rows = {
        line.words: amounts[columns[line]] * (1.0 if line is Line.REVENUE else -1.0)
        for line in ordered
        if line is Line.REVENUE or amounts[columns[line]].abs().max() > 0.0
    }
    return pd.DataFrame(rows | {"profit": amounts["profit"]}).T


def is_relationship_cost(line: Line) -> bool:
    """Whether a line is spent on relationships, not caused by what is sold."""
    return line.group not in (Group.REVENUE, Group.GOODS)
