"""Claims about names that a page does not choose: whatever they are, it is the market of its file."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from explore.chromium import CHROMIUM, asked_of
from explore.test_in_browser import page_of

import relsim
from relsim.scenario.scenario import Scenario

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

NAMES = [
    pytest.param(("10", "9", "2", "1"), id="numbers, the smaller one last"),
    pytest.param(("__proto__", "constructor", "toString", "valueOf"), id="what JavaScript has of its own"),
    pytest.param(("a\x7fb", "c\x85d", "e\ufefff", "\u2028"), id="characters that YAML refuses"),
    pytest.param(("</script><!--", "<b id=evil>", '"\\', "\u202e👩"), id="what ends a script"),
]
MOVED_AND_RUN = """(async () => {
  const other = ({ values, inFile }) => values.find((one) => one !== inFile);
  for (const slider of relsim.sliders()) relsim.set(slider.path, other(slider));
  await relsim.run();
  const isText = document.getElementById('evil') === null;
  return [relsim.hashes(), relsim.yaml(), Object.keys(Object.prototype), isText];
})()"""
AS_IN_FILE_NOW = "relsim.run().then(() => [relsim.hashes(), relsim.yaml()])"


def market_with(names: tuple[str, ...], folder: Path, *, in_file: bool) -> Scenario:
    """A market of two firms, a segment and a policy with these names, of which there is a file or none."""
    firm, rival, segment, policy = names
    data: dict[str, Any] = {
        "title": "Odd names",
        "summary": "Any name.",
        "customers": 120,
        "periods": 6,
        "replications": 1,
        "focus": firm,
        "segments": [{"name": segment, "need_rate": "1 per month"}],
        "firms": {
            firm: {"price": {"value": 30, "range": [20, 40]}, "unit_cost": 8},
            rival: {"price": 29, "unit_cost": 8},
        },
        "policies": {"zero": {}, policy: {"set": {f"firms.{firm}.contact.frequency": "6 per year"}}},
    }
    path = folder / "odd.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    market = relsim.load(path)
    if not in_file:
        path.unlink()
    return market


def hashes_of_file(text: str, folder: Path) -> Any:
    """The hashes of the command line for a downloaded file."""
    path = folder / "downloaded.yaml"
    path.write_text(text, encoding="utf-8")
    return relsim.explore(relsim.load(path), seed=3, replications=1).hashes()


@pytest.mark.slow
@pytest.mark.parametrize("in_file", [True, False], ids=["of a file", "of no file"])
@pytest.mark.parametrize("names", NAMES)
def test_a_page_with_any_names_lets_its_own_market_download(names, in_file, tmp_path):
    market = market_with(names, tmp_path, in_file=in_file)
    page = page_of(market, tmp_path, replications=1)
    (own, as_it_is), (moved, changed, polluted, is_text) = asked_of(page, AS_IN_FILE_NOW, MOVED_AND_RUN)
    assert own == relsim.explore(market, seed=3, replications=1).hashes() != moved
    assert (hashes_of_file(as_it_is, tmp_path), hashes_of_file(changed, tmp_path)) == (own, moved)
    assert polluted == [] and is_text


DESCRIBED = """[...document.querySelectorAll('#sliders input')].map((one) => [
  (one.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && !document.getElementById(id)),
  one.labels.length, document.querySelectorAll(`[id="${one.id}"]`).length])"""


def test_what_describes_a_slider_is_found_where_names_have_spaces(tmp_path):
    page = page_of(market_with(("A B", "A_B", "some one", "a plan"), tmp_path, in_file=True), tmp_path)
    (told,) = asked_of(page, DESCRIBED)
    assert told and told == [[[], 1, 1]] * len(told)
