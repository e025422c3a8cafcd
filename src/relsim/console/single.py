"""Options that take one value: where a command is told several, the last one counts, and that is said."""

from collections.abc import Iterator, Sequence
from typing import Any

from typer.core import TyperCommand

from relsim.console.speech import say
from relsim.errors import shortened


class LastCounts(TyperCommand):
    """A command that says which of several values of an option counts."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of the command, after saying what in them does not count."""
        for option in self.params:
            if option.param_type_name == "option" and (told := passed_over(option, args)):
                say(f"relsim: {told}", error=True)
        return super().parse_args(ctx, args)


def passed_over(option: Any, words: Sequence[str]) -> str | None:
    """Which values of an option do not count, in words, unless it takes several or is told the same again."""
    if getattr(option, "multiple", True):
        return None
    *earlier, last = [*values_told(option, words)] or [""]
    others = [shortened(each) for each in dict.fromkeys(earlier) if each != last]
    if not others:
        return None
    several = ", ".join([f"as {each}" for each in others])
    return f"{option.opts[0]} is given again, {several} and as {shortened(last)}; the last one counts"


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
