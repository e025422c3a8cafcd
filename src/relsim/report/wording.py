"""Numbers and names as people read them: separators, sensible rounding, currency."""

from collections.abc import Iterable
from decimal import Decimal
from math import floor, isfinite

from relsim.statistics.paired import CONFIDENCE

SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
NO_VALUE = "\N{EN DASH}"
TOO_RARE = "too rare to tell"
"""What stands for the interval of a difference that is seen in too few replications."""

LEAST_END = 1e-6
"""The least that an end of an interval must be off zero to be seen as off it."""


def printable(text: str) -> str:
    """The text without characters that no page can show."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()


def significant(value: float) -> float:
    """A number without what adding up leaves behind its fourteenth digit, so that half a digit is rounded as
    what it is, not as it was summed."""
    return float(f"{value:.14g}")


def power_of_ten(value: float) -> int:
    """The power of ten of the first digit of a number as it is written: 1 for 99.99999999999999."""
    return Decimal(repr(float(value))).adjusted()


def rounded(value: float, digits: int = 4) -> tuple[float, int]:
    """A value with so many significant digits, and how many decimals it then needs (at most 2)."""
    if value == 0.0 or not isfinite(value):
        return value, 0
    places = digits - 1 - power_of_ten(value)
    return round(significant(value), min(places, 2)), max(0, min(places, 2))


def number(value: float, decimals: int = 0, signed: bool = False) -> str:
    """1,234.5 with thousands separators; a true minus; a plus where it is asked for."""
    if not isfinite(value):
        return NO_VALUE
    text = f"{abs(significant(value)):,.{decimals}f}"
    is_zero = not text.strip("0.,")
    sign = "" if is_zero else MINUS if value < 0.0 else "+" if signed else ""
    return sign + text


def whole_counts(counts: Iterable[float]) -> list[int]:
    """Counts of people who stand for several as whole numbers that add up to their sum as it is rounded; one
    below zero is what is taken away.

    What rounding down leaves of that goes to those with the largest remainders.
    """
    exact = [significant(count) for count in counts]
    whole = [floor(count) for count in exact]
    left = round(significant(sum(exact))) - sum(whole)
    largest = sorted(range(len(exact)), key=lambda n: (whole[n] - exact[n], -exact[n]))
    for n in largest[:left]:
        whole[n] += 1
    return whole


def adding_up(amounts: Iterable[float], unit: float) -> list[float]:
    """Amounts as multiples of a unit that add up to their sum as it is rounded to it."""
    return [significant(many * unit) for many in whole_counts(one / unit for one in amounts)]


def unit_of(value: float, digits: int = 3) -> float:
    """What a number counts in that is told with so many significant digits, hundredths at the finest."""
    return 1.0 if value == 0.0 else float(10.0 ** max(power_of_ten(value) + 1 - digits, -2))


def in_full(amount: float, unit: float, currency: str = "", signed: bool = False) -> str:
    """EUR 1,234: an amount that is rounded to a unit already, with the decimals of that."""
    return with_currency(number(amount, max(0, -power_of_ten(unit)), signed), currency)


def to_digits(value: float, digits: int = 3, signed: bool = False) -> str:
    """12,300 or 0.0123: a number with so many significant digits, never as a power of ten."""
    if value == 0.0 or not isfinite(value):
        return number(value)
    places = digits - 1 - power_of_ten(value)
    text = number(round(significant(value), places), max(0, places), signed)
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: float, currency: str, digits: int = 4, signed: bool = False) -> str:
    """EUR 1,234 with so many significant digits."""
    return with_currency(number(*rounded(value, digits), signed=signed), currency)


def with_currency(text: str, currency: str) -> str:
    """+EUR 1,234: the sign before the currency; without a currency, the number alone."""
    if not currency or text == NO_VALUE:
        return text
    sign = text[0] if text[0] in ("+", MINUS) else ""
    return f"{sign}{printable(currency)}{SPACE}{text.removeprefix(sign)}"


def percent(value: float, decimals: int = 1) -> str:
    """72.5 % of a share of 0.725."""
    return f"{number(100.0 * value, decimals)}{SPACE}%" if isfinite(value) else NO_VALUE


INTERVAL_WORDS = f"{percent(CONFIDENCE, 0)} interval"
"""What an interval is called in which a mean difference lies."""


def measure_text(value: float, kind: str, currency: str = "", signed: bool = False) -> str:
    """A value of a measure; `kind` is money, share, count, points or ratio.

    Differences of shares are percentage points, so that nobody takes them for relative changes.
    """
    if not isfinite(value):
        return NO_VALUE
    if kind == "money":
        return money(value, currency, 4 if not signed else 3, signed)
    if kind == "share":
        unit = "points" if signed else "%"
        return f"{number(100.0 * value, 1, signed)}{SPACE}{unit}"
    if kind == "count":
        return number(*rounded(value, 4), signed=signed)
    return number(value, 1 if kind == "points" else 2, signed)


def precision(low: float, high: float) -> int:
    """The power of ten that an interval of this width can honestly be given to; without any width, that of
    the third digit of what it holds, or 0 where that is less."""
    half = (high - low) / 2.0
    if isfinite(half) and half > 0.0:
        return power_of_ten(half) - 1
    return min(0, power_of_ten(low) - 2) if isfinite(low) and low != 0.0 else 0


def interval(low: float, high: float, kind: str) -> str:
    """`73,300 to 85,900`, rounded to what its width allows; no unit; signs where they differ."""
    if not (isfinite(low) and isfinite(high)):
        return NO_VALUE
    scale = 100.0 if kind == "share" else 1.0
    power = precision(low * scale, high * scale)
    return " to ".join(end_of_interval(end * scale, power, low < 0.0 < high) for end in (low, high))


def end_of_interval(value: float, power: int, signed: bool) -> str:
    """An end of an interval to a power of ten; one that is not zero is not written as zero, but to its own
    first digit, so that an interval that is seen to hold zero does hold it."""
    text = number(round(significant(value), -power), max(0, min(2, -power)), signed)
    is_zero = not text.strip("0.,")
    return to_digits(value, 1, signed) if is_zero and abs(value) >= LEAST_END else text


def sure(value: float, low: float, high: float, kind: str, replications: int) -> str:
    """The interval of a value; where several replications give none, what it stands on is too rare."""
    if isfinite(value) and not isfinite(low) and replications > 1:
        return TOO_RARE
    return interval(low, high, kind)


def give_or_take(value: float, half: float, kind: str) -> str:
    """`8,700 ± 1,800`: a value with half the width of its interval, both rounded to what that allows."""
    if not isfinite(half):
        return measure_text(value, kind)
    scale, unit = (100.0, f"{SPACE}%") if kind == "share" else (1.0, "")
    power = precision(-half * scale, half * scale)
    decimals = max(0, min(2, -power))
    ends = [number(round(significant(one * scale), -power), decimals) for one in (value, half)]
    return " ± ".join(ends) + unit


def difference(value: float, low: float, high: float, kind: str, currency: str = "") -> str:
    """A difference with its unit, rounded as its interval is; without one, or without any difference, as a
    value of the measure."""
    if not (isfinite(low) and isfinite(high)) or low == high == 0.0:
        return measure_text(value, kind, currency, signed=True)
    scale = 100.0 if kind == "share" else 1.0
    power = precision(low * scale, high * scale)
    text = number(round(significant(value * scale), -power), max(0, min(2, -power)), True)
    if kind == "money":
        return with_currency(text, currency)
    return f"{text}{SPACE}points" if kind in ("share", "points") else text


def words(names: list[str]) -> str:
    """a, b and c."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def capitalised(text: str) -> str:
    """The text with a capital letter first, as captions have it."""
    return text[:1].upper() + text[1:]


def replications_in_words(count: int) -> str:
    """1 replication, 20 replications."""
    return f"{count:,} replication" + ("" if count == 1 else "s")
