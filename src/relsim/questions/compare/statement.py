"""The profit and loss statement of a year, line by line."""

import pandas as pd

from relsim.questions.compare.figures.spans import per_year
from relsim.vocabulary import GROUP_OF_LINE, Group, Line, column_name, word

NAMES = {Line.CONTACTS_COST: "contacts", Line.CO_CREATION: "co-creation"}
NAMES |= {Line.WIN_BACK_OFFERS: "win-back offers", Line.GOODS: "cost of goods"}
NAMES |= {Line.SERVICE: "cost of service", Line.RECOVERY: "handling of complaints"}
NAMES |= {Line.PROGRAMME: "programme rewards"}


def line_name(line: Line) -> str:
    """A line of the statement as a reader knows it."""
    return NAMES.get(line, word(line))


def statement(periods: pd.DataFrame, *, firm: str, period: str) -> pd.DataFrame:
    """Profit and loss a year [line, policy]: costs are negative, lines never used are left out."""
    columns = {line: "revenue" if line is Line.REVENUE else f"line_{column_name(line)}" for line in Line}
    ordered = sorted(Line, key=lambda line: (GROUP_OF_LINE[line], line))
    amounts = per_year(periods, [*columns.values(), "profit"], firm, period)
    rows = {
        line_name(line): amounts[columns[line]] * (1.0 if line is Line.REVENUE else -1.0)
        for line in ordered
        if line is Line.REVENUE or amounts[columns[line]].abs().max() > 0.0
    }
    return pd.DataFrame(rows | {"profit": amounts["profit"]}).T


def is_relationship_cost(line: Line) -> bool:
    """Whether a line is spent on relationships, not caused by what is sold."""
    return GROUP_OF_LINE[line] not in (Group.REVENUE, Group.GOODS)
