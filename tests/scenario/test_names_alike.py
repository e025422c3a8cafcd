"""Claims about names that look alike: one cannot stand for the other in silence."""

import pytest

import relsim
from relsim.errors import ScenarioError

PARTS = {
    "firms": "firms:\n  NAME: {price: 12}\n",
    "policies": "policies:\n  sieve: {}\n  NAME: {}\n",
    "conditions": (
        "conditions:\n  sieve: {set: {behaviour.season: 90%}}\n  NAME: {set: {behaviour.season: 80%}}\n"
    ),
    "segments": "segments:\n  - {name: sieve, share: 50%}\n  - {name: NAME, share: 50%}\n",
    "touchpoints": (
        "firms.cask.touchpoints:\n  sieve: {frequency: 1 per year}\n  NAME: {frequency: 2 per year}\n"
    ),
}
"""A scenario that has a part called sieve, as leaky-bucket has a firm, and one of another name."""


def market(part, name, tmp_path):
    file = tmp_path / "alike.yaml"
    text = PARTS[part].replace("NAME", name)
    if part == "touchpoints":
        head, _, rest = text.partition("\n")
        text = f"policies:\n  served:\n    set:\n      {head}\n" + "".join(
            f"      {line}\n" for line in rest.splitlines()
        )
    file.write_text(f"extends: leaky-bucket\n{text}", encoding="utf-8")
    return relsim.load(file)


@pytest.mark.parametrize("name", ["Sieve", '"sieve "'])
@pytest.mark.parametrize("part", PARTS)
def test_names_that_differ_in_capitals_or_blanks_alone_are_refused(part, name, tmp_path):
    with pytest.raises(ScenarioError, match='"sieve" is there already; expected a name') as caught:
        market(part, name, tmp_path)
    place = caught.value.problems[0].place
    line = (tmp_path / "alike.yaml").read_text(encoding="utf-8").splitlines()[place.line - 1]
    assert name in line


@pytest.mark.parametrize("part", PARTS)
def test_other_names_are_good(part, tmp_path):
    assert market(part, "sievert", tmp_path)


def test_two_segments_of_one_name_are_refused(tmp_path):
    with pytest.raises(ScenarioError, match="is there already"):
        market("segments", "sieve", tmp_path)
