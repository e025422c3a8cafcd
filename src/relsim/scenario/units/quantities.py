"""Quantities as scenario files write them: a number, perhaps a percent sign, perhaps a unit of time."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from relsim.errors import InputError, alternatives, nearest, shortened, value_in_words

PER_YEAR = {"day": 365.2425, "week": 52.1775, "month": 12.0, "quarter": 4.0, "year": 1.0}
GROUPED_PATTERN = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?"
"""Digits with commas between thousands, as in `1,250.50`; a comma anywhere else is no number."""

NUMBER_PATTERN = rf"[+-]?(?:{GROUPED_PATTERN}|[0-9]+\.?[0-9]*|\.[0-9]+)"
QUANTITY_PATTERN = re.compile(
    rf"\s*(?P<number>{NUMBER_PATTERN})\s*(?P<percent>%)?"
    r"\s*(?:(?P<per>per\b|/)|an?\b)?\s*(?P<unit>[^\W\d_]+)?\s*"
)


LARGEST_SEED = 2**64 - 1
"""Seeds are hashed as whole numbers of 64 bits: a larger one would bring the luck of a smaller one."""


@dataclass(frozen=True)
class Quantity:
    """The parts of a written quantity: its number without commas, its `amount` with percent applied."""

    number: str
    amount: float
    percent: bool
    per: bool
    unit: str | None

    @property
    def unit_of_one(self) -> str | None:
        """The unit as one of it is called: `month`, also where it is written `months`."""
        return self.unit and self.unit.removesuffix("s")


def read_quantity(value: object) -> Quantity | None:
    """The quantity that a number or a text expresses, or None where it expresses none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    return quantity_in(value if isinstance(value, str) else plain_decimal(value))


@lru_cache(2**13)
def quantity_in(text: str) -> Quantity | None:
    """The quantity that a text expresses; the same few are read again and again."""
    found = QUANTITY_PATTERN.fullmatch(text)
    if found is None or (found["per"] and not found["unit"]):
        return None
    number = found["number"].replace(",", "")
    amount = float(number + ("e-2" if found["percent"] else ""))
    if not math.isfinite(amount):
        return None
    return Quantity(number, amount + 0.0, bool(found["percent"]), bool(found["per"]), found["unit"])


def read_whole(value: object) -> int:
    """A whole number, written in digits and nothing else."""
    plain = isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,40}", value.strip())
    if plain or (isinstance(value, int | float) and not isinstance(value, bool) and value == value // 1):
        return int(value)  # type: ignore[call-overload,no-any-return]
    raise InputError(f"expected a whole number, found {value_in_words(value)}")


COUNT_WORDS = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
COUNT_SHAPE = (
    rf"({GROUPED_PATTERN}|[0-9]{{1,40}}(?:\.[0-9]{{1,9}})?)(?: ?([Tt]housand|[Mm]illion|[Bb]illion))?"
)
"""A count: digits, perhaps with commas between thousands, and perhaps `thousand`, `million` or `billion`."""


def read_count(value: object) -> int:
    """A number of people: 7000000, 7,000,000 or 7 million."""
    found = re.fullmatch(COUNT_SHAPE, value.strip()) if isinstance(value, str) else None
    refuse_points_between_thousands(value)
    if found is None:
        if (meant := count_meant(value)) is not None:
            raise InputError(f"expected a whole number, found {value_in_words(value)}", meant)
        return read_whole(value)
    exact = Decimal(found[1].replace(",", "")) * COUNT_WORDS.get((found[2] or "").lower(), 1)
    if exact != int(exact):
        raise InputError(f"expected a whole number, found {value_in_words(value)}")
    return int(exact)


def refuse_points_between_thousands(value: object) -> None:
    """Refuse a count such as "1.000", which is one here and a thousand in many languages."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,3}([.][0-9]{3})+", value.strip()):
        meant = value.strip().replace(".", ",")
        raise InputError(f"expected a whole number, found {value_in_words(value)}", meant)


def count_meant(value: object) -> str | None:
    """The count that was meant by a number and a misspelt word for a large one, if there is one."""
    found = re.fullmatch(r"([0-9.,]{1,40})\s*([^\W\d_]+)", value.strip()) if isinstance(value, str) else None
    word = nearest(found[2], COUNT_WORDS) if found else None
    meant = f"{found[1]} {word}" if found and word else ""
    return meant if re.fullmatch(COUNT_SHAPE, meant) else None


def refuse_seed(seed: int) -> None:
    """Refuse a seed that is none."""
    if not 0 <= seed <= LARGEST_SEED:
        raise InputError(f"the seed {shortened(str(seed))} is not from 0 to {LARGEST_SEED}")


def periods_per(unit: str, period: str) -> float:
    """How many of `period` make one `unit`: 12 months per year."""
    for name in (unit, period):
        if name not in PER_YEAR:
            raise InputError(not_a_period(name), nearest(name, PER_YEAR))
    return PER_YEAR[period] / PER_YEAR[unit]


def days_of_period(period: str) -> float:
    """How many days a period has on average."""
    return PER_YEAR["day"] / PER_YEAR[period]


def not_a_period(name: str) -> str:
    """What to say of a unit that is no length of time."""
    return f'"{shortened(name)}" is not a period, expected {alternatives(PER_YEAR)}'


def plain_decimal(number: float) -> str:
    """The shortest plain decimal that reads back as the same number."""
    if isinstance(number, int) or not math.isfinite(number):
        return str(number)
    return _trimmed(Decimal(repr(float(number))))


def percent_of(amount: float) -> str:
    """A share as the shortest percentage that reads back as the same number."""
    return _trimmed(Decimal(repr(float(amount))).scaleb(2)) + "%"


def _trimmed(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_found(value: object) -> str:
    """A value in the words of a message, a text as it is."""
    return shortened(value.strip()) if isinstance(value, str) else value_in_words(value)
