"""Claims about what rules read: its names are written down, and one misspelt fails type checking."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from renew_settings import FOLDER, texts

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("file", ["settings.py", "records.py"])
def test_the_names_that_rules_can_read_are_those_that_are_defined(file):
    assert (FOLDER / file).read_text(encoding="utf-8") == texts()[file], (
        "run: python tests/rules/renew_settings.py"
    )


MISSPELT = {
    "relating.py": ("firm.contact_cost", "firm.contct_cost"),
    "experience.py": ("behaviour.experience_gain", "behaviour.contact_cost"),
    "parting.py": ("tie.grievance = ", "tie.grievence = "),
    "period.py": ("ties[f].rung == LAPSED", "ties[f].rnug == LAPSED"),
    "answering.py": ("books.positive_speakers += ", "books.positive_speaker += "),
    "shopping.py": ("standing.reviews > ", "standing.review > "),
    "buying.py": ("heard.bought += 1", "heard.bouht += 1"),
    "listening.py": ("heard[f].teller = j", "heard[f].tellr = j"),
    "need.py": ("person.need_rate * behaviour.season /", "person.need_rat * behaviour.season /"),
}
"""A name in each kind of record, right and wrong, by the file of the rule."""


@pytest.mark.slow
def test_a_misspelt_name_in_a_rule_does_not_pass_type_checking(tmp_path):
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file, (right, wrong) in MISSPELT.items():
        path = tmp_path / "src" / "relsim" / "rules" / file
        text = path.read_text(encoding="utf-8")
        assert right in text, file
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "src/relsim/rules", "--cache-dir", str(tmp_path / "cache")],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
    )
    found = checked.stdout
    assert [file for file in MISSPELT if f"rules/{file}:" not in found] == [], found
    assert found.count("has no attribute") == len(MISSPELT), found


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_whoever_makes_an_attitude_names_its_feelings(path):
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    made = [call for call in calls if getattr(call.func, "id", None) in ("Attitude", "Person")]
    assert [call.lineno for call in made if call.args] == []
