"""Claims about a page in a browser: from a file, without network, it is the command line to the last bit."""

from pathlib import Path
from typing import Any

import pytest
from explore.chromium import CHROMIUM, asked_of

import relsim
from relsim.questions.explore.page import MEASURES_IN_PAGE, write_exploration
from relsim.scenario.scenario import Scenario

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

RUN = "relsim.run()"
HASHES = "relsim.hashes()"


def small(name: str, **changes: Any) -> Scenario:
    """A shipped market with few customers and periods."""
    return relsim.load(name).changed({"periods": 14, **changes}).scaled_to(120)


def page_of(scenario: Scenario, folder: Path, **options: Any) -> Path:
    """The page of a scenario in a folder."""
    path = folder / "page.html"
    write_exploration(relsim.explore(scenario, seed=3, **options), path)
    return path


def hashes_of(scenario: Scenario, **options: Any) -> Any:
    """The hashes of the command line."""
    return relsim.explore(scenario, seed=3, **options).hashes()


def test_every_array_every_number_and_the_verdict_are_those_of_the_command_line(tmp_path):
    market, changed = small("who-stays"), "firms.gym.contact.frequency"
    page = page_of(market, tmp_path, replications=3)
    (_, hashes, rows, verdict, _, _, moved) = asked_of(
        page,
        RUN,
        HASHES,
        "relsim.outcomes()",
        "relsim.verdict()",
        f"relsim.set('{changed}', '3 per year')",
        RUN,
        HASHES,
    )
    assert hashes == hashes_of(market, replications=3)
    assert moved == hashes_of(market.changed({changed: "3 per year"}), replications=3) != hashes
    comparison = relsim.compare(market, replications=3, seed=3)
    outcomes = comparison.outcomes.set_index(["policy", "replication", "firm"])
    assert len(rows) == len(outcomes)
    for row in rows:
        expected = outcomes.loc[(row["policy"], row["replication"], row["firm"])]
        for measure in MEASURES_IN_PAGE:
            known = float("nan") if row[measure] is None else row[measure]
            assert known == pytest.approx(expected[measure], rel=1e-12, nan_ok=True), measure
    differences = comparison.differences.set_index(["policy", "measure"])
    for part in ("mean", "difference", "low", "high"):
        told = verdict["policies"]["contact"][part]
        assert told == pytest.approx(differences.loc[("contact", "customer_equity"), part], rel=1e-9), part


def test_firms_that_decide_on_the_way_decide_as_on_the_command_line(tmp_path):
    market, changed = small("retention-launch"), "firms.harbour.contact.cost"
    options: dict[str, Any] = {"replications": 2, "policies": ["complaint-recovery"]}
    page = page_of(market, tmp_path, **options)
    (_, hashes, _, back, _, moved) = asked_of(
        page,
        RUN,
        HASHES,
        "relsim.set('behaviour.departure.neglect', '30% per year')",
        f"relsim.set('{changed}', 4)",
        RUN,
        HASHES,
    )
    assert hashes == hashes_of(market, **options)
    assert back == ["behaviour.departure.neglect"]
    assert moved == hashes_of(market.changed({changed: 4}), **options) != hashes


def test_a_page_says_which_sliders_and_stops_there_are(tmp_path):
    page = page_of(small("who-stays"), tmp_path, replications=1)
    with pytest.raises(
        RuntimeError, match=r"no slider is called price; there are firms\.gym\.contact\.frequency"
    ):
        asked_of(page, "relsim.set('price', 3)")
