"""The words of the field, as code numbers and names them."""

from generating.markdown import code, table
from relsim.vocabulary import Channel, Group, Line, Reason, Rung, Word, column_name, word

HEAD = """# Vocabulary

One word for one thing, the same in scenarios, tables, figures and code. Columns of numbers hold the
number; tables show the word.
"""


def page() -> str:
    """The page of the vocabulary."""
    lines = [(line.words, code(column_name(line)), word(line.group), line.meaning) for line in Line]
    return "\n".join(
        (
            HEAD,
            "## Rungs\n",
            "Where a customer stands with one firm {cite:p}`payne1995`.\n",
            members(Rung),
            "## Reasons\n",
            "Why a relationship ended.\n",
            members(Reason),
            "## Channels\n",
            "What brought a customer to the firm: the strongest message of that period.\n",
            members(Channel),
            "## Groups of the profit and loss statement\n",
            "All but fixed and staff are kept for every customer.\n",
            members(Group),
            "## Lines\n",
            "Each amount is booked under one line; each line belongs to one group.\n",
            table(("Line", "Name in code", "Group", "Meaning"), lines),
        )
    )


def members(kind: type[Word]) -> str:
    """The table of one kind of word."""
    rows = [(word(one), str(int(one)), one.meaning) for one in kind]
    return table(("Word", "Number", "Meaning"), rows)
