"""Options that are given once: what a command is told twice, in two ways, is refused."""

from collections.abc import Iterator, Sequence
from typing import Any

from typer.core import TyperCommand

from relsim.errors import InputError, shortened


class ToldOnce(TyperCommand):
    """A command whose options may come again with the same value alone, unless they may be repeated."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the command, after refusing options that say two things."""
        for option in self.params:
            refuse_two_values(option, args)
        return super().parse_args(ctx, args)


def refuse_two_values(option: Any, words: Sequence[str]) -> None:
    """Refuse words that give an option two values, unless it takes several."""
    if getattr(option, "multiple", True):
        return
    told = list(dict.fromkeys(values_told(option, words)))
    if len(told) > 1:
        both = " and ".join(f"as {shortened(each)}" for each in told[:2])
        raise InputError(f"{option.opts[0]} is given twice, {both}; expected one of them")


def values_told(option: Any, words: Sequence[str]) -> Iterator[str]:
    """The values that words give an option, as they are typed; of a switch, its names themselves."""
    for place, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name not in (*option.opts, *option.secondary_opts):
            continue
        if option.is_flag:
            yield name
        else:
            yield value if equals else " ".join(words[place + 1 : place + 1 + option.nargs])
