"""What is told of a run is what its tables say, also when they are opened again."""

import json

import numpy as np
import pytest

import relsim
from relations.markets import SEED, over, small
from relsim.questions.compare.results import open_results, save


@over("growing-market", "leaky-bucket")
def test_the_summary_on_disk_is_that_of_the_tables_on_disk(name, tmp_path):
    scenario = small(name, customers=150, periods=12)
    here = relsim.compare(scenario, replications=3, seed=SEED)
    save(here, tmp_path)
    again = open_results(tmp_path)
    told = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    outcomes = again.outcomes[again.outcomes["firm"] == scenario.focal_firm].set_index(
        ["policy", "replication"]
    )
    rows = again.differences.set_index(["policy", "measure"])
    for policy, summary in told["policies"].items():
        for measure, numbers in summary["measures"].items():
            row = rows.loc[(policy, measure)]
            for column, value in numbers.items():
                if column in row.index and value is not None and not isinstance(value, str):
                    assert row[column] == pytest.approx(value, rel=1e-12), (policy, measure, column)
            values, base = outcomes.loc[policy, measure], outcomes.loc[told["baseline"], measure]
            both = np.isfinite(values) & np.isfinite(base)
            if both.any():
                assert numbers["mean"] == pytest.approx(values[both].mean())
    assert again.differences.equals(here.differences)
    for table in ("periods", "outcomes", "ladder"):
        assert getattr(again, table).equals(getattr(here, table)), table
