"""The cases of the fuzz: each is made from its kind and number alone, and put before relsim."""

import random
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import mutations
import numpy as np
import typer
from oracle import verdict
from own_data import OWN_DATA
from tampering import with_torn_text

import relsim
from relsim.cli.scenarios import validate
from relsim.console.parsing import settings_in
from relsim.questions.launch.actuals import read_actuals
from relsim.questions.launch.package import freeze, open_package
from relsim.report.logo import logo
from relsim.scenario.load import adjusted, load

RUN_ONE_IN = 12
"""Of the scenarios that are good, how many are run for a few customers, to see that the books add up."""

NETWORK = "title: T\ncustomers: 60\nperiods: 2\nfirms: {a: {price: 1}}\n"


def scenario(luck: random.Random, folder: Path) -> tuple[bytes, str | None]:
    content = mutations.scenario(luck)
    runs = luck.randrange(RUN_ONE_IN) == 0
    return content, judged_scenario(content, folder, runs)


def judged_scenario(content: bytes, folder: Path, runs: bool = True) -> str | None:
    path = folder / "case.yaml"
    path.write_bytes(content)

    def ask() -> None:
        try:
            validate([str(path)])
        except typer.Exit as ended:
            raise SystemExit(ended.exit_code) from None

    wrong = verdict(ask, folder)
    if wrong is None and runs:
        wrong = verdict(lambda: books_add_up(str(path)), folder)
    return wrong


def books_add_up(source: str) -> None:
    """Run a market of a few people, and hold profit against the lines it is made of."""
    market = load(source)
    if len(market.firms) > 4 or market.network.kind == "edge list":
        return
    result = relsim.run(adjusted(market, customers=12, periods=2), driver="agents")
    table = result.periods
    lines = table[[name for name in table.columns if name.startswith("line_")]]
    amounts = lines.assign(revenue=table["revenue"])
    if not np.isfinite(amounts.to_numpy()).all() or (amounts < 0).any(axis=None):
        raise SystemExit("a line of the books is negative or no number")
    left = table["revenue"] - lines.sum(axis=1)
    if not np.allclose(table["profit"], left, rtol=1e-9, atol=0.01):
        raise SystemExit("profit is not what the lines of the books leave")


def setting(luck: random.Random, folder: Path) -> tuple[bytes, str | None]:
    content = mutations.setting(luck).encode("utf-8", "replace")
    return content, judged_setting(content, folder)


def judged_setting(content: bytes, folder: Path) -> str | None:
    words = content.decode()
    return verdict(lambda: adjusted(bucket(), settings=settings_in([words])), folder, needs_place=False)


@cache
def bucket() -> Any:
    return load("leaky-bucket")


def side_file(luck: random.Random, folder: Path) -> tuple[bytes, str | None]:
    kind = luck.choice(list(SIDE_FILES))
    make, ask = SIDE_FILES[kind]
    content = make(luck)
    path = folder / kind
    path.write_bytes(content)
    return content, verdict(lambda: ask(path), folder)


def with_ties(path: Path) -> None:
    beside = path.with_name("network.yaml")
    market = load(beside)
    relsim.Market(market, driver="agents")


def with_logo(path: Path) -> None:
    logo(load(path.with_name("network.yaml")).changed({"report.logo": path.name}))


SIDE_FILES: dict[str, tuple[Callable[[random.Random], bytes], Callable[[Path], Any]]] = {
    "ties.txt": (mutations.ties, with_ties),
    "actuals.csv": (mutations.actuals, lambda path: read_actuals(path, 4)),
    "logo.png": (mutations.picture, with_logo),
    "logo.svg": (mutations.picture, with_logo),
}


def package(luck: random.Random, folder: Path) -> tuple[bytes, str | None]:
    content = with_torn_text(frozen(), luck)
    path = folder / "launch.json"
    path.write_bytes(content)
    return content, verdict(lambda: open_package(path), folder)


@cache
def frozen() -> bytes:
    """A package of a small market, made once."""
    text = NETWORK.replace("periods: 2", "periods: 3\npolicies: {as-is: {}, dear: {set: {firms.a.price: 2}}}")
    with tempfile.TemporaryDirectory() as folder:
        source, path = Path(folder, "s.yaml"), Path(folder, "launch.json")
        source.write_text(text.replace("customers: 60", "customers: 8"))
        freeze(relsim.compare(load(source), replications=40, driver="agents"), "dear").save(path)
        return path.read_bytes()


KINDS: dict[str, Callable[[random.Random, Path], tuple[bytes, str | None]]] = {
    "scenario": scenario,
    "setting": setting,
    "side file": side_file,
    "package": package,
    **OWN_DATA,
}


def judged(kind: str, number: int, folder: Path) -> tuple[bytes, str | None]:
    """The content of a case, and what is wrong with how relsim answers it."""
    (folder / "network.yaml").write_text(f"{NETWORK}network: {{kind: edge list, file: ties.txt}}\n")
    for name in ("case.yaml", "launch.json", "table.csv", *SIDE_FILES):
        (folder / name).touch()
    return KINDS[kind](random.Random(f"{kind} {number}"), folder)
