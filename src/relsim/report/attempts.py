"""Attempts: every part of a page is made by itself, so that one which fails costs only itself.

What has failed is said in its place on the page, and told to whoever asked for the page.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ParamSpec, TypeVar

from relsim.errors import StoreError
from relsim.report.wording import capitalised, printable

Parameters = ParamSpec("Parameters")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Failure:
    """A part of a page that could not be made, and what went wrong."""

    part: str
    error: Exception

    def __str__(self) -> str:
        lines = str(self.error).strip().splitlines()
        reason = ": ".join([type(self.error).__name__, *lines[:1]])
        return f"{capitalised(self.part)} could not be made ({printable(reason)})."


@dataclass
class Attempts:
    """The attempts to make the parts of one page; `failures` by the name of the part."""

    failures: dict[str, Failure] = field(default_factory=dict)

    def made(
        self, part: str, make: Callable[Parameters, Made], *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Made | Failure:
        """What `make` makes of its arguments, or why it could not; a disk that refuses concerns all parts."""
        try:
            return make(*args, **kwargs)
        except StoreError:
            raise
        except Exception as error:
            self.failures[part] = Failure(part, error)
            return self.failures[part]

    def sentences(
        self,
        part: str,
        make: Callable[Parameters, str | list[str]],
        *args: Parameters.args,
        **kwargs: Parameters.kwargs,
    ) -> list[str]:
        """Sentences, none of them empty, or one that says why they could not be made."""
        said = self.made(part, make, *args, **kwargs)
        return [text for text in (said if isinstance(said, list) else [str(said)]) if text]
