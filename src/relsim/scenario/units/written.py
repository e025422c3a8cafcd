"""Values that are written as text with a unit of time, and how pydantic reads and writes them."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, GetCoreSchemaHandler, PlainSerializer, WithJsonSchema
from pydantic_core import CoreSchema

from relsim.errors import InputError
from relsim.scenario.units.quantities import NUMBER_PATTERN, Quantity, as_found, read_quantity

TIME_PATTERN = r" ?(per|/) ?(day|week|month|quarter|year)"
RATE_PATTERN = rf"^{NUMBER_PATTERN} ?%?{TIME_PATTERN}$"


class TextWithUnit(ABC):
    """A value written as text with a unit; pydantic reads it with `parse`, writes it with `str`."""

    noun: ClassVar[str]
    example: ClassVar[str]
    pattern: ClassVar[str] = RATE_PATTERN
    plain_number: ClassVar[dict[str, Any]] = {"const": 0}

    @classmethod
    def parse(cls, value: object) -> Self:
        """The value that a scenario file expresses, or a InputError that says how to write it."""
        if isinstance(value, cls):
            return value
        quantity = read_quantity(value)
        if quantity is None:
            raise cls.refusal(value)
        return cls.of(quantity, value)

    @classmethod
    @abstractmethod
    def of(cls, quantity: Quantity, value: object) -> Self:
        """The value that a quantity expresses, which was written like this."""

    @classmethod
    def refusal(cls, value: object, suggestion: str | None = None) -> InputError:
        """The mistake of a value that is not of this kind at all."""
        such = "" if suggestion else f', expected one such as "{cls.example}"'
        return InputError(f"{as_found(value)} is not {cls.noun}{such}", suggestion)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        shape = {
            "anyOf": [{"type": "string", "pattern": cls.pattern}, cls.plain_number],
            "description": f"{cls.noun}, such as {cls.example}",
        }
        return handler.generate_schema(
            Annotated[
                Any,
                BeforeValidator(cls.parse),
                PlainSerializer(str, return_type=str),
                WithJsonSchema(shape),
            ]
        )


def valid(parse: Callable[[object], object], text: str) -> str | None:
    """The text if it would be accepted: a suggestion must never lead to the next error."""
    try:
        parse(text)
    except InputError:
        return None
    return text
