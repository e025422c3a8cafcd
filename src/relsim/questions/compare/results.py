"""Results on disk: tables as Parquet, headlines as JSON, and a manifest that says how they came about."""

import json
import platform
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv, parquet

from relsim.cores import cores
from relsim.errors import COMMAND_LINE, Place, ScenarioError, fault
from relsim.measures.measure import MEASURES, headlines_by
from relsim.questions.compare.enough import Enough
from relsim.questions.compare.hinge import Hinge
from relsim.questions.compare.manifest import RESULTS_EXPECTED, read_manifest, remembered_scenario
from relsim.questions.compare.question import RESULT_TABLES, Comparison
from relsim.questions.compare.run import Result, left_out_of, mean_of
from relsim.report.provenance import current_versions
from relsim.runs.cells import safe_table
from relsim.runs.clientele import Clientele, opened_clientele
from relsim.runs.disk import durably, together, writing
from relsim.runs.fingerprints import fingerprint
from relsim.runs.hashes import FILES, file_hash, strangers
from relsim.runs.stored_place import source_file
from relsim.runs.variant import Job
from relsim.scenario.scenario import Scenario

CUSTOMERS = "customers.parquet"
AS_CSV = ("periods", "outcomes")
"""The tables that are written for spreadsheets too, besides that of the customers."""

CUSTOMERS_CSV = "customers.csv"
STORED = (
    *(f"{name}.parquet" for name in RESULT_TABLES),
    CUSTOMERS,
    *(f"{name}.csv" for name in AS_CSV),
    CUSTOMERS_CSV,
    "summary.json",
)
"""The files that belong to a manifest."""

CSV_ROWS = 2**13
"""Rows of a CSV file that are written at once: fewer take longer, more take memory."""

SPREADSHEET_ROWS = 1_000_000
"""Rows of customers that a spreadsheet opens, at most 2^20 with its head."""

UNREADABLE = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RecursionError,
    pa.ArrowException,
)
"""What reading raises where a file is torn, or is something else."""


def save(results: Result | Comparison, folder: Path, seconds: float | None = None) -> None:
    """Write tables, headlines and manifest into a folder, which is made if need be."""
    with saving(results, folder, seconds):
        pass


@contextmanager
def saving(results: Result | Comparison, folder: Path, seconds: float | None = None) -> Iterator[None]:
    """Save results, their tables on two cores while something else is done; all is there at the end.

    Whatever goes wrong before, the folder still holds all of what it held.
    """
    tables = {
        name: pa.Table.from_pandas(getattr(results, name), preserve_index=False) for name in RESULT_TABLES
    }
    names = (*STORED, "manifest.json")
    with together([folder / name for name in names]) as parts, ThreadPoolExecutor(2) as pool:
        place = dict(zip(names, parts, strict=True))

        def write(name: str, written: Callable[[Path], Any]) -> None:
            with writing(folder / name):
                written(place[name])

        begun = [pool.submit(write, CUSTOMERS_CSV, partial(write_customers_csv, results.clientele))]
        begun += [
            pool.submit(write, f"{name}.csv", partial(write_result_csv, tables[name])) for name in AS_CSV
        ]
        for name, table in tables.items():
            begun.append(pool.submit(write, f"{name}.parquet", partial(write_table, table)))
        begun.append(pool.submit(write, CUSTOMERS, results.clientele.put))
        yield
        told = headlines(results)
        for each in begun:
            each.result()
        write("summary.json", partial(write_text, json_of(told)))
        hashes = {name: file_hash(place[name]) for name in STORED}
        write("manifest.json", partial(write_text, json_of(manifest(results, seconds) | {FILES: hashes})))


def write_table(table: pa.Table, path: Path) -> None:
    """A table as Parquet; Arrow is given the file, since it does not know every name that a file may have.

    Measured amounts hardly repeat: a dictionary of them would only take time.
    """
    repetitive = [field.name for field in table.schema if not pa.types.is_floating(field.type)]
    with path.open("wb") as file:
        parquet.write_table(table, file, compression="zstd", use_dictionary=repetitive)


def write_result_csv(table: pa.Table, path: Path) -> None:
    """A table as CSV; Arrow is given the file, since it does not know every name that a file may have."""
    with path.open("wb") as file:
        csv.write_csv(safe_table(table), file, csv.WriteOptions(batch_size=CSV_ROWS))


def write_customers_csv(clientele: Clientele, path: Path) -> None:
    """The customers as CSV; where a spreadsheet cannot hold them all, the same first ones of each policy."""
    options = csv.WriteOptions(batch_size=CSV_ROWS)
    with path.open("wb") as file, ExitStack() as stack:
        writer: Any = None
        for part in clientele.first_rows(SPREADSHEET_ROWS):
            table = safe_table(part)
            if writer is None:
                writer = stack.enter_context(csv.CSVWriter(file, table.schema, write_options=options))
            writer.write_table(table)


def read_result_table(path: Path) -> pd.DataFrame:
    """A table that `write_table` wrote."""
    with path.open("rb") as file:
        return parquet.read_table(file).to_pandas()


def write_json(content: Any, path: Path) -> None:
    """JSON for people to read, in one piece or not at all."""
    durably(path, partial(write_text, json_of(content)))


def json_of(content: Any) -> str:
    """JSON for people to read; what could not be measured is null."""
    return json.dumps(without_nan(content), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def write_text(text: str, path: Path) -> None:
    """JSON into a file, the same bytes on every system; what UTF-8 does not know is escaped."""
    path.write_bytes(text.encode("utf-8", "backslashreplace"))


def without_nan(content: Any) -> Any:
    """The same content with null for NaN and infinity."""
    if isinstance(content, dict):
        return {str(key): without_nan(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [without_nan(item) for item in content]
    if isinstance(content, float) and content - content != 0.0:
        return None
    return content


def headlines(results: Result | Comparison) -> dict[str, Any]:
    """What `summary.json` says."""
    if isinstance(results, Result):
        return results.summary
    table = results.differences.set_index(["policy", "measure"])
    concentration = results.concentration
    outcomes = dict(iter(results.outcomes.groupby("policy", observed=True)))
    return {
        "firm": results.firm,
        "baseline": results.baseline,
        "replications": results.replications,
        "currency": results.scenario.currency,
        "headline_measures": list(headlines_by(results.measure)),
        "enough": asdict(results.enough) if results.enough else None,
        "lead": asdict(results.lead) if results.lead else None,
        "policies": {
            policy: {
                "chance_of_being_best": float(results.chances[policy]),
                "payback_periods": results.paybacks[policy],
                "concentration": concentration_of(concentration, policy),
                "firms": of_firms(outcomes[policy]),
                "left_out": left_out_of(outcomes[policy]),
                "measures": {
                    measure: {name: told_value(value) for name, value in table.loc[(policy, measure)].items()}
                    for measure in MEASURES
                },
            }
            for policy in results.policies
        },
    }


def told_value(value: Any) -> Any:
    """A value of the table of differences as JSON knows it."""
    return value.item() if isinstance(value, np.generic) else value


def concentration_of(table: pd.DataFrame, policy: str) -> dict[str, dict[str, float]]:
    """How unevenly the customers of each firm bring value under a policy."""
    rows = table[table["policy"] == policy].drop(columns="policy").set_index("firm")
    return {str(firm): row.to_dict() for firm, row in rows.iterrows()}


def of_firms(outcomes: pd.DataFrame) -> dict[str, dict[str, float | None]]:
    """The mean of every measure for every firm."""
    return {
        str(firm): {name: mean_of(rows[name]) for name in MEASURES}
        for firm, rows in outcomes.groupby("firm", observed=True)
    }


def manifest(results: Result | Comparison, seconds: float | None) -> dict[str, Any]:
    """How the results came about: scenario, seed, versions, hashes, times."""
    scenario = results.scenario
    return {
        "kind": "comparison" if isinstance(results, Comparison) else "run",
        "seed": results.job.seed,
        "replications": results.replications,
        "policies": results.policies if isinstance(results, Comparison) else [],
        "interrupted": isinstance(results, Comparison) and results.interrupted,
        "enough": asdict(results.enough) if isinstance(results, Comparison) and results.enough else None,
        "hinge": asdict(results.hinge) if isinstance(results, Comparison) and results.hinge else None,
        "driver": results.job.driver,
        "own_mechanisms": sorted(results.job.mechanisms),
        "own_strategies": sorted(results.job.strategies),
        "scenario_hash": fingerprint(scenario),
        "versions": current_versions(),
        "machine": f"{cores()} cores, {platform.machine()}",
        "finished_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "seconds": seconds,
        "scenario": scenario.document.data,
        "scenario_file": source_file(scenario),
        "condition": scenario.condition,
        "founding_prices": scenario.founding_prices,
        "set_on_command_line": [
            list(path) for path, place in scenario.document.places.items() if place == COMMAND_LINE
        ],
        "notes": [{"path": list(path)} | asdict(note) for path, note in scenario.document.notes.items()],
        "resolved": scenario.model_dump(mode="json"),
    }


def open_results(folder: Path) -> Result | Comparison:
    """Results as they were saved; raises ScenarioError where the folder holds none, or files of several."""
    path = folder / "manifest.json"
    if not path.exists():
        raise fault(Place(str(folder)), f"no results here; {RESULTS_EXPECTED}")
    try:
        told = read_manifest(path)
        refuse_strangers(folder, told)
        tables = {name: read_result_table(folder / f"{name}.parquet") for name in RESULT_TABLES}
        customers = opened_clientele(folder / CUSTOMERS)
        return results_of(told, tables | {"clientele": customers}, path)
    except ScenarioError as error:
        problem = error.problems[0]
        where = f"{problem.path}: " if problem.path else ""
        message = f"the results here cannot be read: {where}{problem.message}"
        raise fault(problem.place, message, hint=problem.suggestion) from None
    except UNREADABLE:
        message = f"the results here cannot be read: their tables are damaged; {RESULTS_EXPECTED}"
        raise fault(Place(str(folder)), message) from None


def refuse_strangers(folder: Path, told: dict[str, Any]) -> None:
    """Refuse files that are not what was saved with the manifest beside them."""
    for name in strangers(folder, told, STORED):
        what = "belongs to another run, or is damaged" if (folder / name).exists() else "is missing"
        message = f"{name} {what}; the command that wrote them makes it anew"
        raise fault(Place(str(folder)), message)


def results_of(told: dict[str, Any], tables: dict[str, Any], manifest: Path) -> Result | Comparison:
    """The results that a manifest and its tables describe."""
    scenario = remembered_scenario(told, manifest)
    job = Job(told["seed"], told["driver"])
    if told["kind"] == "run":
        return Result(scenario, job, told["replications"], **tables)
    enough = Enough(**told["enough"]) if told.get("enough") else None
    hinge = Hinge.stored(told["hinge"]) if told.get("hinge") else None
    head = (scenario, told["policies"], job, told["replications"], told["interrupted"])
    return Comparison(*head, **tables, enough=enough, hinge=hinge)


def manifest_of_results(folder: Path) -> tuple[Result | Comparison, list[str]] | None:
    """What a manifest says of its results, without their tables, and which files are not as they were saved.

    None where the manifest cannot be read.
    """
    path = folder / "manifest.json"
    try:
        told = read_manifest(path)
        tables: dict[str, Any] = {name: pd.DataFrame() for name in RESULT_TABLES}
        results = results_of(told, tables | {"clientele": Clientele(folder / CUSTOMERS)}, path)
        return results, strangers(folder, told, STORED)
    except (*UNREADABLE, ScenarioError):
        return None


def continues(done: Result | Comparison, scenario: Scenario, seed: int) -> bool:
    """Whether stored results belong to the same scenario, seed and version."""
    return (
        isinstance(done, Comparison)
        and fingerprint(done.scenario) == fingerprint(scenario)
        and done.job.seed == seed
    )
