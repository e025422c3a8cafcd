"""Evaluating variants of a scenario: one row of outcomes per variant, replication and firm.

Everything that asks many what-ifs is built on this: sweeps, searches, sensitivities. Variants share their
luck in each replication, and their people where they begin with the same ones.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple, Protocol, Unpack

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.measures.measure import MEASURES
from relsim.runs.arguments import EVALUATING
from relsim.runs.batches import numbers_of, performed
from relsim.runs.options import Runner, RunOptions
from relsim.runs.tasks import Batch, Finished, task_failed
from relsim.runs.variant import Variant
from relsim.scenario.arguments import checks_arguments

MOST_TOGETHER = 16
"""How many variants of one replication may run one after the other, for the sake of their people."""


class Variants(Protocol):
    """Variants that can be counted before they are made, such as a list of them."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Variant]: ...


@checks_arguments(EVALUATING)
def evaluate(
    variants: Variants,
    replications: int | Sequence[int],
    *,
    keep_tallies: bool = False,
    **run: Unpack[RunOptions],
) -> pd.DataFrame:
    """Outcomes of every variant in every replication.

    Parameters
    ----------
    variants : sequence of Variant
        Scenarios under a policy, such as `[relsim.Variant.of(scenario, policy)]`.
    replications : int or sequence of int
        How many, or the numbers of replications, to add some later.
    keep_tallies : bool
        Whether the store keeps all tallies of the new tasks, too.
    **run : RunOptions
        How markets are run.

    Returns
    -------
    pandas.DataFrame
        One row per variant, replication and firm, in the order of the variants, whoever finished first.
        Columns: the variants' labels, `policy`, `replication`, `firm`, every measure, and `error`, the
        message of a task that failed, whose measures are empty.

    Raises
    ------
    InputError
        There is nothing to evaluate, or an option is wrong.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("leaky-bucket").changed({"periods": 6}).scaled_to(200)
    >>> rows = relsim.evaluate([relsim.Variant.of(market)], 2)
    >>> rows[["policy", "replication", "firm"]].to_string(index=False, header=False).split()
    ['as', 'is', '0', 'sieve', 'as', 'is', '0', 'cask', 'as', 'is', '1', 'sieve', 'as', 'is', '1', 'cask']
    """
    return pd.concat(evaluated(Runner.of(run), variants, replications, keep_tallies), ignore_index=True)


def evaluate_or_fail(
    runner: Runner, variants: Variants, replications: int | Sequence[int]
) -> Iterator[pd.DataFrame]:
    """The rows of `evaluate`, some variants at a time, for a question that has no answer if any task fails.

    Raises:
        TaskFailed: The first task that failed, and under what.
    """
    failures: list[Finished] = []
    for table in evaluated(runner, variants, replications, failures=failures):
        failed = table[table["error"].notna()]
        if len(failed):
            first = failed.iloc[0]
            labels = list(table.columns[: table.columns.get_loc("policy")])
            under = " and ".join(f'{name} "{first[name]}"' for name in [*labels, "policy"])
            said = f"a task failed under {under} in replication {first['replication']}: {first['error']}"
            raise task_failed(said, next(task for task in failures if task.error == first["error"]))
        yield table


def evaluated(
    runner: Runner,
    variants: Variants,
    replications: int | Sequence[int],
    keep_tallies: bool = False,
    failures: list[Finished] | None = None,
) -> Iterator[pd.DataFrame]:
    """The rows of `evaluate` in the same order, some variants at a time, so that memory stays bounded.

    Tasks that failed are added to `failures`, where that is given.
    """
    if not len(variants):
        raise InputError("no variants to evaluate")
    numbers = numbers_of(replications)
    workers = runner.workers()
    total = len(variants) * len(numbers)
    size = max(1, min(MOST_TOGETHER, total // (4 * workers.width)))
    opened: deque[VariantGroup] = deque()

    def batches() -> Iterator[Batch]:
        waiting = iter(variants)
        while together := tuple(islice(waiting, size)):
            if not all(isinstance(one, Variant) for one in together):
                raise InputError("variants: expected variants, as made by relsim.Variant.of")
            opened.append(VariantGroup(together, numbers, {}))
            for number in numbers:
                yield Batch.of(together, runner.job, number)

    finished = 0
    with runner.progress(total, "tasks") as report:
        for results in performed(runner, workers, batches(), keep_tallies):
            for batch, tasks in results:
                owner = next(group for group in opened if group.variants is batch.variants)
                owner.tasks[batch.replication] = tasks
                if failures is not None:
                    failures += [task for task in tasks if task.error]
                finished += len(tasks)
            report(finished)
            while opened and opened[0].complete:
                yield opened.popleft().table()


class VariantGroup(NamedTuple):
    """Variants that run together, and what is known of them by replication."""

    variants: tuple[Variant, ...]
    numbers: Sequence[int]
    tasks: dict[int, list[Finished]]

    @property
    def complete(self) -> bool:
        """Whether every replication is known."""
        return len(self.tasks) == len(self.numbers)

    def table(self) -> pd.DataFrame:
        """The outcomes of these variants."""
        runs = [
            (variant, self.tasks[number][place])
            for place, variant in enumerate(self.variants)
            for number in self.numbers
        ]
        return outcomes_of(runs)


def outcomes_of(runs: Sequence[tuple[Variant, Finished]]) -> pd.DataFrame:
    """The outcomes of some tasks: one row per task and firm."""
    firms = [len(task.firms) for _, task in runs]

    def repeated(values: Iterable[Any]) -> Any:
        return [value for value, times in zip(values, firms, strict=True) for _ in range(times)]

    names = dict.fromkeys(name for variant, _ in runs for name in variant.labels)
    columns: dict[str, Any] = {
        name: repeated(variant.labels.get(name) for variant, _ in runs) for name in names
    }
    columns["policy"] = repeated(variant.policy for variant, _ in runs)
    columns["replication"] = repeated(task.replication for _, task in runs)
    columns["firm"] = [firm for _, task in runs for firm in task.firms]
    outcomes = np.concatenate([task.outcomes for _, task in runs])
    columns |= {name: outcomes[:, number] for number, name in enumerate(MEASURES)}
    columns["error"] = repeated(task.error for _, task in runs)
    return pd.DataFrame(columns)
