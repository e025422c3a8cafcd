"""Whether there is room for what is about to run, and for the compiler that may have to run first."""

from collections.abc import Sequence

from relsim.cores import cores
from relsim.rules.rulebook import rulebook
from relsim.runs.replicate import MANY_CUSTOMERS, one_by_one
from relsim.runs.variant import Job, Variant
from relsim.scenario.memory import refuse_if_it_does_not_fit


def refuse_without_room(variants: Sequence[Variant], job: Job, markets_at_once: int | None = None) -> None:
    """Refuse to run variants for which there is no room now: one alone, or replications of several, of
    which so many markets stand side by side."""
    scenario, alone = variants[0].scenario, markets_at_once is None
    at_once = 1 if one_by_one(scenario, job) else markets_at_once or 1

    def compiles() -> bool:
        return job.driver == "compiled" and any(compiles_first(each, job, alone) for each in variants)

    refuse_if_it_does_not_fit(scenario, at_once, shared=not alone, compiles=compiles)


def compiles_first(variant: Variant, job: Job, alone: bool) -> bool:
    """Whether the rules of a variant are compiled before its first market lives."""
    from relsim.engine.compiled.driver import is_to_be_compiled

    if job.mechanisms:
        return True
    scenario = variant.scenario
    threads = cores() if alone or scenario.people >= MANY_CUSTOMERS else 1
    book = rulebook(dict(scenario.mechanisms))
    return is_to_be_compiled(book, len(scenario.firms), scenario.people, threads)
