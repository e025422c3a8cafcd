"""The words of the field, as code numbers and names them."""

from enum import IntEnum

from generating import words
from generating.markdown import code, table
from relsim.vocabulary import GROUP_OF_LINE, Channel, Group, Line, Reason, Rung, column_name, word

HEAD = """# Vocabulary

One word for one thing, the same in scenarios, tables, figures and code. Columns of numbers hold the
number; tables show the word.
"""


def page() -> str:
    """The page of the vocabulary."""
    lines = [
        (word(line), code(column_name(line)), word(group), words.LINES.get(line.name, ""))
        for line, group in zip(Line, GROUP_OF_LINE, strict=True)
    ]
    return "\n".join(
        (
            HEAD,
            "## Rungs\n",
            "Where a customer stands with one firm {cite:p}`payne1995`.\n",
            members(Rung, words.RUNGS),
            "## Reasons\n",
            "Why a relationship ended.\n",
            members(Reason, words.REASONS),
            "## Channels\n",
            "What brought a customer to the firm: the strongest message of that period.\n",
            members(Channel, words.CHANNELS),
            "## Groups of the profit and loss statement\n",
            "All but fixed and staff are kept for every customer.\n",
            members(Group, words.GROUPS),
            "## Lines\n",
            "Each amount is booked under one line; each line belongs to one group.\n",
            table(("Line", "Name in code", "Group", "Meaning"), lines),
        )
    )


def members(kind: type[IntEnum], meanings: dict[str, str]) -> str:
    """The table of one kind of word."""
    rows = [(word(one), str(int(one)), meanings.get(one.name, "")) for one in kind]
    return table(("Word", "Number", "Meaning"), rows)
