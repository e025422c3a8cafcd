"""Numbers of the command line, read like those of a scenario file: digits, and nothing that only looks so."""

from typing import Any

from relsim.errors import InputError, Place, fault
from relsim.scenario.units.quantities import read_quantity, read_whole


def whole_option(option: str, least: int, most: int | None = None) -> Any:
    """An option that takes a whole number, from the least to the most."""

    def read(value: Any) -> int | None:
        if value is None:
            return None
        try:
            number = read_whole(value)
        except InputError as mistake:
            raise fault(Place(option, 0), mistake.message) from None
        if number < least:
            raise fault(Place(option, 0), f"{number} is too small, expected at least {least}")
        if most is not None and number > most:
            raise fault(Place(option, 0), f"{number} is too large, expected at most {most}")
        return number

    return read


def share_option(option: str) -> Any:
    """An option that takes a share above zero, from a thousandth of a percent to a thousandfold."""

    def read(text: Any) -> float | None:
        if text is None or isinstance(text, float):
            return text
        found = read_quantity(text)
        if found is None or found.unit is not None or not 1e-5 <= found.amount <= 1e3:
            message = f'"{text}" is no share above 0%, expected one such as 25% or 0.25'
            raise fault(Place(option, 0), message)
        return found.amount

    return read
