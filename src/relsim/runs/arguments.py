"""What the arguments of public functions that run markets may be."""

from collections.abc import Iterable, Sequence
from datetime import date
from numbers import Integral
from typing import Any
from urllib.parse import urlsplit

from relsim.engine import arguments
from relsim.errors import InputError, value_in_words
from relsim.measures.measure import MEASURES
from relsim.runs.interrupts import Stop
from relsim.runs.observers import Observer
from relsim.runs.store.store import Store
from relsim.scenario.arguments import (
    Reader,
    function,
    instance,
    known_name,
    mapping,
    names,
    number_between,
    path_argument,
    text,
    truth,
    whole_between,
    wrong,
)
from relsim.scenario.units.quantities import Quantity, read_quantity
from relsim.scenario.vary.experiment import Loaded


def store(name: str, given: object) -> Store | str:
    """A store of tasks, or the folder of one."""
    return given if isinstance(given, Store) else path_argument(name, given, "a store or its folder")


def measure(name: str, given: object) -> str:
    """A measure of an outcome."""
    return known_name(name, given, MEASURES)


def asked_width(until: object) -> Quantity:
    """A share or an amount above nothing, as it is written."""
    quantity = read_quantity(until)
    if quantity is None or quantity.unit is not None or quantity.amount <= 0.0:
        message = f"until: expected a share such as 1% or an amount of money, found {value_in_words(until)}"
        raise InputError(message)
    return quantity


def width_argument(name: str, given: object) -> Any:
    """How well an answer must be known: a share, or an amount of money."""
    asked_width(given)
    return given


def range_ends(name: str, given: Any) -> tuple[Any, Any]:
    """Both ends of a range."""
    expected = 'two values, such as ("1 per month", "4 per month")'
    if isinstance(given, str) or not isinstance(given, Sequence) or len(given) != 2:
        raise wrong(name, expected, given)
    for end in given:
        if not isinstance(end, str) and read_quantity(end) is None:
            raise wrong(name, expected, end)
    return given[0], given[1]


def ranges_by_path(name: str, given: object) -> Any:
    """Paths and the ends of the range of each, or None where the scenario has them."""
    vary = mapping(name, given)
    return {
        one: spread if spread is None else range_ends(f"{name} of {one}", spread)
        for one, spread in vary.items()
    }


def levers_by_purpose(name: str, given: object) -> Any:
    """A lever by each purpose."""
    chosen = mapping(name, given)
    return {purpose: text(f"{name} of {purpose}", lever) for purpose, lever in chosen.items()}


def variants_argument(name: str, given: Any) -> Any:
    """Variants that can be counted."""
    if isinstance(given, str) or not (hasattr(given, "__len__") and isinstance(given, Iterable)):
        raise wrong(name, "a list of variants", given)
    return given


def observers(name: str, given: Any) -> list[Observer]:
    """Observers whose reports have names of their own."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise wrong(name, "a list of observers, such as [relsim.Customers()]", given)
    listed = list(given)
    if not listed:
        raise InputError(f"{name}: expected at least one observer, such as relsim.Customers()")
    for one in listed:
        if not isinstance(one, Observer):
            raise wrong(name, "observers, such as relsim.Customers()", one)
        if not isinstance(one.key, str) or not one.key.strip():
            raise wrong(f"{name}: the key of {type(one).__name__}", "a text", one.key)
    keys = [one.key for one in listed]
    for key in keys:
        if keys.count(key) > 1:
            raise InputError(f'{name}: "{key}" is the key of two of them, expected each key once')
    return listed


def count_or_numbers(name: str, given: Any) -> Any:
    """How many replications, or the number of each."""
    if isinstance(given, Iterable) and not isinstance(given, str):
        return [whole_between(0)(name, one) for one in given]
    return whole_between(1)(name, given)


def customer(name: str, given: object) -> int | str:
    """A customer's number, or a word for one; whether there is such a customer depends on the market."""
    if isinstance(given, str):
        return given
    if isinstance(given, bool) or not isinstance(given, Integral):
        raise wrong(name, "the number of a customer, or a word for one", given)
    return int(given)


def scheduler_address(name: str, given: object) -> str:
    """The address of a Dask scheduler, which names its port, or lies in this process."""
    address = str(given)
    try:
        parts = urlsplit(address if "://" in address else f"tcp://{address}")
        complete = parts.scheme == "inproc" or bool(parts.hostname and parts.port)
    except ValueError:
        complete = False
    if not isinstance(given, str) or not complete:
        raise wrong(name, "the address of a Dask scheduler such as tcp://10.0.0.1:8786", given)
    return address


READERS: dict[str, Reader] = arguments.READERS | {
    "replications": whole_between(1),
    "stop": instance(Stop, "a relsim.Stop"),
    "against": text,
    "around": number_between(0.0, 1.0),
    "between": range_ends,
    "channels": names,
    "conditions": names,
    "customer": customer,
    "firm": text,
    "hinge": truth,
    "jobs": whole_between(1),
    "keep_tallies": truth,
    "levers": levers_by_purpose,
    "loaded": instance(Loaded, "an experiment, as relsim.load_experiment returns it"),
    "measure": measure,
    "observers": observers,
    "on": scheduler_address,
    "policies": names,
    "policy": text,
    "precision": number_between(0.0),
    "progress": function,
    "samples": whole_between(1),
    "sliders": names,
    "start": instance(date, "a date"),
    "step": number_between(0.0),
    "store": store,
    "trajectories": whole_between(1),
    "trials": whole_between(1),
    "until": width_argument,
    "variants": variants_argument,
}
"""For each argument: how it is read."""

EVALUATING: dict[str, Reader] = READERS | {"replications": count_or_numbers}
BREAKING_EVEN: dict[str, Reader] = READERS | {"vary": text}
FITTING: dict[str, Reader] = READERS | {
    "draws": whole_between(64),
    "columns": mapping,
    "dates": text,
    "last_day": instance(date, "a date"),
}
BACKTESTING: dict[str, Reader] = FITTING | {
    "until": instance(date, "a date"),
    "origins": whole_between(1, 50),
}
VARYING: dict[str, Reader] = READERS | {"vary": ranges_by_path}
"""Readers of functions in which a name means something else than elsewhere."""
