"""What is known of each lever: how it works, on which line its cost is booked, and what theory says of it."""

from collections.abc import Callable
from typing import Any

from generating.citations import linked
from generating.markdown import code, escaped, table, whole
from relsim.rules.rulebook import asked_by
from relsim.scenario.facts import Lever, facts_of, part_in
from relsim.scenario.part import Part
from relsim.scenario.schema.firm import Firm
from relsim.vocabulary import word

HEAD = """# Levers

What is known of everything that a firm can set: the rules with which it works, the line of the books on which
its cost stands or why it has none, where it comes from, and which way theory says it moves a measure when it
is raised. All of it is said beside the key itself, in `relsim.scenario`; types, defaults and meanings are
among the [scenario keys](scenario-keys.md).
"""


def page() -> str:
    """The page of levers."""
    offer = [path for path in facts_of(Firm, Lever) if "." not in path and part_of(path) is None]
    parts = [name for name in Firm.model_fields if part_of(name) is not None and name != "adapts"]
    sections = [f"## {code(name)}\n\n{whole(part_of(name))}\n\n{levers(within(name))}" for name in parts]
    return "\n".join([HEAD, f"## The offer\n\n{levers(offer)}", *sections])


def part_of(name: str) -> type[Part] | None:
    """The part that a key of a firm holds."""
    return part_in(Firm.model_fields[name].annotation)


def within(part: str) -> list[str]:
    """The settings of a part of a firm, and of the parts in it."""
    paths = [path for path in facts_of(Firm, Lever) if path.startswith(f"{part}.")]
    return [path for path in paths if not any(other.startswith(f"{path}.") for other in paths)]


def levers(paths: list[str]) -> str:
    """The table of some levers."""
    rows = [row(path, facts_of(Firm, Lever)[path]) for path in paths]
    return table(("Lever", "Works by", "Cost", "Acts", "Needs", "Source"), rows)


def row(path: str, facts: Lever) -> tuple[str, ...]:
    """One lever: what it works by, what it costs, what it does, what it needs, and its sources."""
    return (
        code(path),
        ", ".join(code(name_of(rule)) for rule in facts.by or ()),
        word(facts.line) if facts.line is not None else escaped(facts.free or ""),
        acts(path, facts),
        "; ".join(needs(path, facts)),
        linked(facts.sources or ()) or "assumed",
    )


def name_of(rule: Callable[..., Any]) -> str:
    """A rule by its chapter and name."""
    return f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}"


def acts(path: str, facts: Lever) -> str:
    """Which way a lever moves which measure, and why; or why nothing is said."""
    if facts.effect is not None:
        return f"{code(facts.effect.measure)} {facts.effect.moves}: {escaped(facts.effect.because)}"
    return escaped(facts.undirected or "")


def needs(path: str, facts: Lever) -> list[str]:
    """What must be there for a lever to have an effect."""
    part = path.rpartition(".")[0]
    beside = [other for other, known in facts_of(Firm, Lever).items() if known.switch]
    switches = [other for other in beside if other.rpartition(".")[0] == part and other != path and part]
    found = [] if facts.switch or not switches else [" or ".join(map(code, switches))]
    found += [f"{code(other)}, else {escaped(why)}" for other, why in facts.needs.items()]
    found += [f"{code(other)} not {' or '.join(map(code, words))}" for other, words in facts.idle.items()]
    readers = [
        f"{code(f'mechanisms.{name}')} {' or '.join(map(code, words))}"
        for asked, known in asked_by().items()
        if f"firms.{path}.".startswith(f"{asked}.")
        for name, words in known.items()
    ]
    return found + ([" or ".join(readers)] if readers else [])
