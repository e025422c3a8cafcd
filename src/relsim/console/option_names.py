"""What messages call an argument of a Python function, called as the command line knows it: its option."""

import re
from dataclasses import replace

from relsim.errors import COMMAND_LINE, Place, ScenarioError

OPTIONS = {name: f"--{name}" for name in ("around", "between", "customers", "on", "periods", "until", "vary")}
OPTIONS |= {COMMAND_LINE.file: "--set"}
"""By the arguments that messages name as a place or in `marks`, the option that gives them."""

NAMED = re.compile(f"`({'|'.join(OPTIONS)})`")


def with_options(error: Exception) -> str:
    """The words of an error, in which arguments are options of the command line."""
    if isinstance(error, ScenarioError):
        error = type(error)(*(replace(one, place=place_typed(one.place)) for one in error.problems))
    return NAMED.sub(lambda named: OPTIONS[named[1]], str(error))


def place_typed(place: Place) -> Place:
    """The place as it is typed: an argument is an option, a file stays."""
    return place if place.line else replace(place, file=OPTIONS.get(place.file, place.file))
