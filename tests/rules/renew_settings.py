"""Write `relsim/rules/settings.py` and `records.py` anew: what rules can read, from where it is defined.

python tests/rules/renew_settings.py
"""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from relsim.engine.trial import plan_of_all_settings
from relsim.market.columns import BOOKS, DESK, HEARD, HUMAN, STANDING, TIE
from relsim.rules import settings as module

WRITTEN = "written by `tests/rules/renew_settings.py`"
SETTINGS = f'''"""What rules can read of a scenario, by name; {WRITTEN}.

Settings are those of the scenario's parts, their paths joined by underscores, and what follows from them
(see `market.plan`). A name that is not here is none.
"""

from typing import Protocol
'''
RECORDS = f'''"""The records that rules read and change, by name; {WRITTEN}.

They are rows of the state (see `market.columns`). A name that is not here is none.
"""

from typing import Protocol
'''
FOLDER = Path(module.__file__).parent


def protocol(name: str, words: str, kind: np.dtype) -> str:
    """A class with an attribute for every field of a record."""
    fields = "\n".join(f"    {field}: {kind_of(kind[field])}" for field in names_of(kind))
    return f'\n\nclass {name}(Protocol):\n    """{words}"""\n\n{fields}\n'


def names_of(kind: np.dtype) -> Iterable[str]:
    """The fields of a record that have a name to be read by."""
    return [name for name in kind.names or () if not kind[name].shape]


def kind_of(kind: np.dtype) -> str:
    """How plain Python sees a field."""
    return "int" if np.issubdtype(kind, np.integer) else "float"


def texts() -> dict[str, str]:
    """Both modules by the name of their files."""
    plan = plan_of_all_settings()
    behaviour = protocol("Behaviour", "How customers behave in one period.", plan.behaviour.dtype)
    firm = protocol("Firm", "What one firm has set in one period, and what follows.", plan.firms.dtype)
    human = protocol("Human", "One customer: lasting traits, when they arrive, and needs met early.", HUMAN)
    tie = protocol("Tie", "One customer's relationship with one firm.", TIE)
    standing = protocol("Standing", "What anybody can know of one firm after the last period.", STANDING)
    books = protocol("Books", "What is booked and counted of one firm in one period.", BOOKS)
    heard = protocol("Desk", "What one customer keeps in mind of one firm in a period.", DESK)
    told = protocol("Heard", "What neighbours said of one firm, and who praised it last.", HEARD)
    return {
        "settings.py": SETTINGS + behaviour + firm,
        "records.py": RECORDS + human + tie + standing + books + heard + told,
    }


if __name__ == "__main__":
    for name, text in texts().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
