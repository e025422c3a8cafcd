"""What each default value of behaviour rests on."""

from collections.abc import Iterator
from operator import attrgetter

from generating.citations import linked
from generating.markdown import code, escaped, table
from relsim.scenario.facts import Facts, facts_of
from relsim.scenario.part import Part
from relsim.scenario.schema.bases import CHOSEN, basis_of
from relsim.scenario.schema.behaviour import Behaviour

HEAD = """# What default values rest on

A source of a rule says that something works, and seldom how much. Here is what each default number of
behaviour rests on: most on nothing, which is said plainly. Such a value is one that nobody has measured.
`relsim compare` tries the likeliest of them at half and at one and a half times what they are, and says
which turn the verdict; `--hinge` tries all. Before them it tries other mixes of the reasons why customers
leave, which no source settles. Whoever knows better says so in the file, with `source` and `range`.
"""


def page() -> str:
    """The page of bases, first what rests on something."""
    rows = sorted(rows_of(Behaviour()), key=lambda row: row[3] == CHOSEN)
    return f"{HEAD}\n{table(('Setting', 'Default', 'Sources of the rule', 'The number rests on'), rows)}"


def rows_of(behaviour: Behaviour) -> Iterator[tuple[str, str, str, str]]:
    """Each setting that is a number, with its default and what is known of it."""
    for path, facts in facts_of(Behaviour, Facts).items():
        value = attrgetter(path)(behaviour)
        if not isinstance(value, Part | str | list | None):
            shown = f"{value:g}" if isinstance(value, int | float) else str(value)
            yield code(path), code(shown), linked(facts.sources or ()), escaped(basis_of(path))
