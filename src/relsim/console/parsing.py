"""Words of the command line as values: settings, shares, ranges."""

from collections.abc import Mapping, Sequence
from typing import Any

from relsim.errors import COMMAND_LINE, InputError, Place
from relsim.scenario.units.quantities import read_quantity
from relsim.scenario.vary.factors import Ends
from relsim.scenario.yaml.document import read_value


def settings_in(settings: Sequence[str]) -> dict[str, Any]:
    """The changes that `--set PATH=VALUE` asks for."""
    texts = named(settings, "--set", "PATH=VALUE")
    return {path: read_value(text, COMMAND_LINE, path) for path, text in texts.items()}


def named(words: Sequence[str], option: str, form: str) -> dict[str, str]:
    """Texts by name, from an option of the form NAME=TEXT."""
    found: dict[str, str] = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals or not name.strip():
            raise InputError(f'{option} "{word}" is not of the form {form}')
        found[name.strip()] = text.strip()
    return found


def share_in(text: str) -> float:
    """The share that `--around 20%` asks for."""
    read = read_quantity(text)
    if read is None or read.unit is not None or not 0.0 < read.amount <= 1.0:
        hint = f"{text}%" if text.isdecimal() and 0 < int(text) <= 100 else None
        raise InputError(f'--around "{text}" is no share above 0% and up to 100%', hint)
    return read.amount


def ranges_in(vary: Sequence[str]) -> Mapping[str, Ends | None]:
    """The paths that `--vary` names, with the ends of a range where some are given."""
    found: dict[str, Ends | None] = {}
    for text in vary:
        path, equals, spread = text.partition("=")
        low, to, high = (part.strip() for part in spread.partition(" to "))
        if equals and not (to and low and high):
            raise InputError(f'--vary "{text}" is not of the form PATH or "PATH=LOW to HIGH"')
        found[path.strip()] = ends_in("--vary", path, low, high) if equals else None
    return found


def ends_in(option: str, path: str, low: str, high: str) -> Ends:
    """The ends of a range that an option gives for a path."""
    place = Place(option)
    return read_value(low, place, path), read_value(high, place, path)


def names_in(text: str | None) -> list[str] | None:
    """The names that an option lists, or None where it lists none."""
    return text.split(",") if text else None
