"""Claims about garbage: while work is done it is looked for, whichever command does it."""

import gc
import subprocess
import sys

import pytest
from command_line import called

from relsim.console.speech import imported_meanwhile, nothing_collected
from relsim.engine.market import Market


def test_questions_look_for_garbage_once_they_have_imported_what_they_need():
    code = "import gc; gc.disable(); import relsim.console.answer; assert gc.isenabled()"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_after_an_import_on_the_side_garbage_is_looked_for():
    with nothing_collected():
        with imported_meanwhile("relsim.questions.compare.page"):
            assert "relsim" in sys.modules
        assert gc.isenabled()


SMALL = ("who-stays", "--customers", "60", "--periods", "3")


@pytest.mark.parametrize(
    "words",
    [
        ("explore", *SMALL, "--replications", "1", "--out", "page.html", "--hashes", "hashes.json"),
        ("story", *SMALL),
        ("export", *SMALL, "--transactions", "bought.csv"),
    ],
)
def test_commands_that_ask_no_question_of_many_runs_look_for_garbage_too(words, tmp_path, monkeypatch):
    looked, advance = [], Market.advance

    def advance_and_note(market: Market, periods: int) -> None:
        looked.append(gc.isenabled())
        advance(market, periods)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Market, "advance", advance_and_note)
    monkeypatch.setattr(gc, "freeze", lambda: None)
    assert called(*words) == 0
    assert looked and all(looked)
