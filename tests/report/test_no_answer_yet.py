"""Claims about markets whose fit failed: no question about them is answered as if it had not."""

from dataclasses import replace

import pytest
from command_line import called

import relsim
from relsim.report.unidentified import NO_ANSWER_YET
from relsim.scenario.yaml.notes import EstimatedValue, ValueNote

pytestmark = pytest.mark.usefixtures("sketched")

NEGLECT = ("behaviour", "departure", "neglect")
POLICY = "attentive-contact"
QUESTIONS = {
    "ladder": ("ladder",),
    "stress": ("stress",),
    "breakeven": ("breakeven", "--vary", "firms.harbour.contact.cost", "--between", "1", "30"),
}


def written(folder, *, reached):
    """A small market as a fit may have left it."""
    market = relsim.load("retention-launch").changed({"periods": 6}).scaled_to(200)
    note = ValueNote(range=("10% per year", "30% per year"))
    note = replace(note, estimated=EstimatedValue(("12% per year", "28% per year"), "narrowed", reached))
    document = replace(market.document, notes={**market.document.notes, NEGLECT: note})
    file = folder / f"{'good' if reached else 'failed'}.yaml"
    file.write_text(market.of(document, market.founding_prices).to_yaml(), encoding="utf-8")
    return file


@pytest.mark.slow
@pytest.mark.parametrize("reached", [True, False])
def test_why_says_so_before_its_numbers(reached, tmp_path, capsys):
    out = tmp_path / "out"
    file = written(tmp_path, reached=reached)
    assert called("compare", file, "--replications", 2, "--policies", POLICY, "--out", out) == 0
    capsys.readouterr()
    assert called("why", out) == 0
    assert capsys.readouterr().out.startswith(NO_ANSWER_YET) != reached


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_other_questions_say_so_first(question, tmp_path, capsys):
    name, *words = question
    file = written(tmp_path, reached=False)
    assert called(name, file, "--replications", 2, *words, "--out", tmp_path / "out") == 0
    assert capsys.readouterr().out.startswith(NO_ANSWER_YET)
