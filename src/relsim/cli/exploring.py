"""What the commands do that ask much of a scenario: call the library, keep the answer, tell it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from relsim.cli.running import folder_of, number_or_text, parsed
from relsim.cli.speaking import say, watched
from relsim.experiments.optimising import optimise
from relsim.experiments.sensitivity import sensitivity
from relsim.report.dependence import save_dependence, told
from relsim.report.optimum import save_optimum
from relsim.report.optimum import told as optimum_told
from relsim.scenario.factors import Ends
from relsim.scenario.problems import Mistake
from relsim.scenario.reading import adjusted, load
from relsim.scenario.units import read_quantity


def sensitivity_and_tell(
    source: str,
    policy: str | None,
    measure: str,
    around: str | None,
    vary: Sequence[str],
    trajectories: int,
    samples: int,
    replications: int | None,
    seed: int,
    jobs: int | None,
    customers: int | None,
    periods: int | None,
    settings: Sequence[str],
    store: Path | None,
    on: str | None,
    out: Path | None,
) -> None:
    """Ask what a difference depends on, keep the answer, and tell it."""
    scenario = adjusted(load(source), customers, periods, parsed(settings))
    folder = folder_of(out, source)
    kept = store or folder / "tasks"
    with going_on_from(kept):
        found = sensitivity(
            scenario,
            policy=policy,
            measure=measure,
            around=None if around is None else share_in(around),
            vary=ranges_in(vary),
            trajectories=trajectories,
            samples=samples,
            replications=replications,
            seed=seed,
            jobs=jobs,
            progress=watched,
            store=kept,
            on=on,
        )
    save_dependence(found, folder)
    say(told(found))
    say(f"Tables and figure: {folder}")


def optimise_and_tell(
    source: str,
    policy: str | None,
    trials: int,
    replications: int | None,
    seed: int,
    jobs: int | None,
    customers: int | None,
    periods: int | None,
    settings: Sequence[str],
    store: Path | None,
    on: str | None,
    out: Path | None,
) -> None:
    """Search the best lever values, keep what was found, and tell it."""
    scenario = adjusted(load(source), customers, periods, parsed(settings))
    folder = folder_of(out, source)
    kept = store or folder / "tasks"
    with going_on_from(kept):
        optimum = optimise(
            scenario,
            policy=policy,
            trials=trials,
            replications=replications,
            seed=seed,
            jobs=jobs,
            progress=watched,
            store=kept,
            on=on,
        )
    save_optimum(optimum, folder)
    say(optimum_told(optimum))
    say(f"Tables: {folder}")


@contextmanager
def going_on_from(store: Path) -> Iterator[None]:
    """Where an interrupt comes, say that nothing is lost."""
    try:
        yield
    except KeyboardInterrupt:
        say(f"relsim: stopped; {store} has what is finished, the same command goes on from there", error=True)
        raise SystemExit(1) from None


def share_in(text: str) -> float:
    """The share that `--around 20%` asks for."""
    read = read_quantity(text)
    if read is None or read.unit is not None or not 0.0 < read.amount <= 1.0:
        hint = f"{text}%" if text.isdecimal() and 0 < int(text) <= 100 else None
        raise Mistake(f'--around "{text}" is no share above 0% and up to 100%', hint)
    return read.amount


def ranges_in(vary: Sequence[str]) -> Mapping[str, Ends | None]:
    """The paths that `--vary` names, with the ends of a range where some are given."""
    found: dict[str, Ends | None] = {}
    for text in vary:
        path, equals, spread = text.partition("=")
        low, to, high = spread.partition(" to ")
        if equals and not (to and low.strip() and high.strip()):
            raise Mistake(f'--vary "{text}" is not of the form PATH or "PATH=LOW to HIGH"')
        found[path.strip()] = (number_or_text(low.strip()), number_or_text(high.strip())) if equals else None
    return found
