"""Numbers by which rows are called, such as those of bookings, which are no amounts."""

import re
from typing import Any

import numpy as np

FEWEST_TO_RUN_ON = 20
"""How many steps must all go one way before a column counts rows."""

NUMBER_OF_ROW = re.compile(r"((?i:nr|nummer|number|номер|[ _-]id|[ _-]no)|[a-z](ID|Id|No)|#)[ .]*$")
"""How names of columns end that hold a number by which rows are called, never an amount."""


def is_running_number(values: Any) -> bool:
    """Whether numbers count the rows: whole, and each above the one before it, or each below it."""
    steps = np.diff(values)
    return bool(len(steps) >= FEWEST_TO_RUN_ON and (values == np.floor(values)).all()) and bool(
        (steps > 0.0).all() or (steps < 0.0).all()
    )


def is_named_as_number(name: str) -> bool:
    """Whether a column is called the number of something."""
    return NUMBER_OF_ROW.search(name) is not None
