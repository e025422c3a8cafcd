"""JSON that may come from anybody: read as far as it is small, a file and sound, and held against a form."""

import json
import math
import os
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from relsim.errors import Place, ScenarioError, alternatives, fault, value_in_words
from relsim.scenario.checks import expectation

LARGEST_JSON = 64 * 2**20

Form = TypeVar("Form", bound=BaseModel)


class Told(BaseModel):
    """Content of a file, every value of which is what it is said to be."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


def read_json(path: Path, expected: str) -> Any:
    """What a JSON file holds; raises ScenarioError where it is none, or not to be read."""
    place = Place(str(path))
    try:
        if not os.path.exists(path):
            raise fault(place, f"no such file; {expected}")
        if not os.path.isfile(path):
            what = "a folder" if os.path.isdir(path) else "a device or a pipe"
            raise fault(place, f"this is {what}; {expected}")
        with open(path, "rb") as stream:
            content = stream.read(LARGEST_JSON + 1)
    except ScenarioError:
        raise
    except (OSError, ValueError) as error:
        raise fault(place, f"the file cannot be read: {getattr(error, 'strerror', error)}") from None
    if len(content) > LARGEST_JSON:
        raise fault(place, f"the file is too large, expected at most {LARGEST_JSON >> 20} MB")
    return parsed(content, str(path), expected)


def parsed(content: bytes, file: str, expected: str) -> Any:
    """JSON as plain data, all of its numbers finite."""
    try:
        return json.loads(content.decode("utf-8"), parse_constant=refuse_constant, parse_float=finite)
    except json.JSONDecodeError as error:
        place = Place(file, error.lineno, error.colno)
        raise fault(place, f"this is cut off or no JSON; {expected}") from None
    except UnicodeDecodeError:
        raise fault(Place(file), f"this is no UTF-8 text; {expected}") from None
    except (ValueError, RecursionError):
        # Too deep, or a number with more digits than Python reads.
        raise fault(Place(file), f"this is no JSON that relsim writes; {expected}") from None


def refuse_constant(name: str) -> NoReturn:
    """Refuse NaN and infinity, which JSON does not know."""
    raise ValueError(name)


def finite(text: str) -> float:
    """A number that is not too large."""
    number = float(text)
    if not math.isfinite(number):
        refuse_constant(text)
    return number


def held_against(told: Any, form: type[Form], file: str, around: tuple[str, ...] = ()) -> Form:
    """The content as this form has it; raises ScenarioError with the first value that is otherwise."""
    try:
        return form.model_validate_json(json.dumps(told))
    except ValidationError as error:
        raise first_fault(error, file, around) from None


def first_fault(error: ValidationError, file: str, around: tuple[str, ...]) -> ScenarioError:
    """What pydantic has found first, in our words."""
    detail = error.errors(include_url=False)[0]
    kind, path = detail["type"], (*around, *detail["loc"])
    found = value_in_words(detail["input"])
    message = f"expected {expectation(detail)}, found {found}"
    if kind == "missing":
        message = "this key is missing"
    if kind == "extra_forbidden":
        message = "unknown key"
    if kind == "literal_error":
        message = f"expected {detail['ctx']['expected'].replace(chr(39), '')}, found {found}"
    if kind == "json_invalid":
        message = "expected text that every encoding knows, not too deeply nested"
    if kind == "value_error":
        message = str(detail["ctx"]["error"])
    return fault(Place(file), message, path)


def refuse_unknown_entry(name: str, known: Any, what: str, file: str, path: tuple[str, ...]) -> None:
    """Refuse a name that the rest of the content does not know."""
    if name not in known:
        message = f"{value_in_words(name)} is no {what}, expected {alternatives(known)}"
        raise fault(Place(file), message, path)
