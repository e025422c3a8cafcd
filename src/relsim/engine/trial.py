"""A trial: a user's own mechanism compiled by itself, so that what cannot be is refused in one sentence."""

import inspect
import re
from functools import cache
from types import FunctionType
from typing import Any

import numba
from numba import types

from relsim.engine.compiled.inlining import AS_OWN, WITHOUT_COST, make_compilable, make_own_compilable
from relsim.engine.own import ANSWERS, Own
from relsim.errors import InputError, Place, nearest, shortened
from relsim.market.plan import Plan, plan_of
from relsim.rules.rulebook import MECHANISMS, PLAIN_FUNCTIONS
from relsim.rules.state import Attitude, Message, Person
from relsim.scenario.scenario import Scenario
from relsim.scenario.yaml.document import Document

COMPILED_TYPES: dict[Any, Any] = {
    int: types.int64,
    float: types.float64,
    Person: types.NamedTuple((*[types.float64] * 9, types.uint64), Person),
    Attitude: types.NamedUniTuple(types.float64, len(Attitude._fields), Attitude),
    Message: types.NamedTuple((types.float64, types.int64, types.float64, types.int64), Message),
}
"""How compiled code sees what mechanisms are given and return."""

UNKNOWN_ATTRIBUTE = re.compile(r"Unknown attribute '(\w+)' of type (\w+)")
OF_RECORDS = ("Record", "Person", "Attitude", "Message")
"""Types whose parts have names that may be misspelt."""
UNCALLABLE = re.compile(r"No implementation of function Function\(<(?:[a-z-]+ )+([\w.]+)")
LINE_OF_TRACEBACK = re.compile(r'File "[^"]*", line (\d+)')


def refuse_uncompilable(one: Own) -> None:
    """Refuse a user's own mechanism that has no compiled form, or returns something of another kind."""
    problem = _problem(one)
    if problem is not None:
        raise InputError(f"{one.who} {problem[0]}", problem[1])


@cache
def _problem(one: Own) -> tuple[str, str | None] | None:
    """What is wrong with a mechanism, and the nearest that is right; None where nothing is."""
    for part in one.parts:
        make_own_compilable(part)
    for rule in PLAIN_FUNCTIONS:
        make_compilable(rule)
    tried = numba.njit(**{"_nrt": WITHOUT_COST["_nrt"], **AS_OWN})(one.settled)
    if not hasattr(tried, "compile"):
        return None
    arguments = taken_by(one.settled, arguments_of(one.mechanism))
    try:
        tried.compile(arguments)
    except KeyError as error:
        return unknown_name(str(error.args[0]), "")
    except Exception as error:
        # A compiler that does not understand a function may fail in any way.
        return compiler_message(str(error))
    returned = types.unliteral(tried.overloads[arguments].signature.return_type)
    answer = ANSWERS[one.mechanism]
    if not is_kind(returned, answer.kind):
        return f"returns {returned_in_words(returned)}, expected {answer.words}", None
    return None


@cache
def plan_of_all_settings() -> Plan:
    """A plan, with all settings that rules can read: those of every plan."""
    data = {"title": "Any market", "periods": 1, "firms": {"any": {"price": 1.0}}}
    return plan_of(Scenario.of(Document(data, {(): Place("any market")}, {}, {})))


def arguments_of(mechanism: str) -> tuple[Any, ...]:
    """How compiled code sees the arguments of a mechanism."""
    shipped = next(iter(MECHANISMS[mechanism].alternatives.values())).rule
    firm, behaviour = plan_of_all_settings().firms[0, 0], plan_of_all_settings().behaviour[0]
    records = {"firm": numba.typeof(firm), "behaviour": numba.typeof(behaviour), "key": types.uint64}
    return tuple(
        records.get(name) or COMPILED_TYPES[parameter.annotation]
        for name, parameter in inspect.signature(shipped).parameters.items()
    )


def taken_by(function: FunctionType, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments as a function takes them, of which those after `*` are one tuple."""
    code = function.__code__
    if not code.co_flags & inspect.CO_VARARGS:
        return arguments
    named, rest = arguments[: code.co_argcount], arguments[code.co_argcount :]
    return (*named, types.StarArgTuple.from_types(rest))


def is_kind(returned: Any, kind: type) -> bool:
    """Whether compiled code returns what a mechanism answers; whole numbers are numbers, too."""
    if kind is int:
        return isinstance(returned, types.Integer | types.Boolean)
    if kind is float:
        return isinstance(returned, types.Integer | types.Boolean | types.Float)
    parts = getattr(returned, "types", ())
    return getattr(returned, "instance_class", None) is kind and all(is_kind(part, float) for part in parts)


def returned_in_words(returned: Any) -> str:
    """What compiled code returns, in the words of a message."""
    if isinstance(returned, types.NoneType):
        return "nothing, or always raises an error"
    if isinstance(returned, types.Optional):
        return f"{returned_in_words(returned.type)} or nothing"
    if isinstance(returned, types.UnicodeType):
        return "a text"
    if isinstance(returned, types.Number):
        return f"a number ({returned})"
    named = getattr(returned, "instance_class", None)
    if named is not None:
        return f"a {named.__name__}"
    return "a tuple" if isinstance(returned, types.BaseTuple) else f"a {shortened(str(returned))}"


def compiler_message(message: str) -> tuple[str, str | None]:
    """A compiler's message as the end of a sentence, and the nearest name where one is unknown."""
    found = LINE_OF_TRACEBACK.findall(message)
    where = f" in line {found[-1]}" if found else ""
    name = UNKNOWN_ATTRIBUTE.search(message)
    if name and name[2].startswith(OF_RECORDS):
        return unknown_name(name[1], where)
    if name := name or UNCALLABLE.search(message):
        return f"cannot be compiled{where}: {name[1]} has no compiled form for these arguments", None
    lines = [line.strip() for line in message.splitlines()]
    plain = [
        line for line in lines if line and not line.startswith(("Failed in", "During:", "File", "<source"))
    ]
    reason = shortened(plain[0]) if plain else "it is not understood"
    return f"cannot be compiled{where}: {reason}", None


def unknown_name(name: str, where: str) -> tuple[str, str | None]:
    """What to say of a setting or a part that does not exist, and the nearest that does."""
    known = [
        *plan_of_all_settings().firms.dtype.names,
        *plan_of_all_settings().behaviour.dtype.names,
        *Person._fields,
    ]
    return f'reads "{name}"{where}, which does not exist', nearest(name, [*known, *Attitude._fields])
