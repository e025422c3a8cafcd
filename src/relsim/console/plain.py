"""Plain text: what is written where an output's encoding does not know a character."""

import codecs
import unicodedata

ASCII_EQUIVALENTS = {
    "\N{MINUS SIGN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{LEFTWARDS ARROW}": "<-",
    "\N{PLUS-MINUS SIGN}": "+/-",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{DIVISION SIGN}": "/",
    "\N{MIDDLE DOT}": "-",
    "\N{BULLET}": "*",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{ALMOST EQUAL TO}": "~",
    "\N{DEGREE SIGN}": " degrees",
    "\N{SECTION SIGN}": "section ",
    "\N{EURO SIGN}": "EUR",
    "\N{POUND SIGN}": "GBP",
    "\N{YEN SIGN}": "JPY",
    "\N{CENT SIGN}": "ct",
    "\N{LATIN SMALL LETTER SHARP S}": "ss",
    "\N{LATIN CAPITAL LETTER AE}": "AE",
    "\N{LATIN SMALL LETTER AE}": "ae",
    "\N{LATIN CAPITAL LETTER O WITH STROKE}": "O",
    "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
}
"""What stands for characters that have a plain equivalent which is no part of them."""

FRAME_LINES = {"─": "-", "━": "-", "│": "|", "┃": "|"}
"""The straight lines of frames; their corners are all written as a plus."""

UNKNOWN_CHARACTER = "?"
ERRORS = "relsim-plain"
"""The name under which encoders know `plainly`."""


def ascii_character(sign: str) -> str:
    """One character in ASCII: its equivalent, itself without accents, or a question mark."""
    if sign in ASCII_EQUIVALENTS:
        return ASCII_EQUIVALENTS[sign]
    if "─" <= sign <= "╿":
        return FRAME_LINES.get(sign, "+")
    bare = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return bare or ("" if unicodedata.combining(sign) else UNKNOWN_CHARACTER)


def plainly(error: UnicodeError) -> tuple[str | bytes, int]:
    """What an encoder writes in place of what it does not know; bytes of file names go out as they came."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    sign = error.object[error.start]
    if "\udc80" <= sign <= "\udcff":
        return bytes([ord(sign) - 0xDC00]), error.start + 1
    return ascii_character(sign), error.start + 1


codecs.register_error(ERRORS, plainly)
