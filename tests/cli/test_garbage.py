"""Claims about garbage: while work is done it is looked for, whichever command does it."""

import gc
import subprocess
import sys

from relsim.console.speech import imported_meanwhile, nothing_collected


def test_questions_look_for_garbage_once_they_have_imported_what_they_need():
    code = "import gc; gc.disable(); import relsim.console.answer; assert gc.isenabled()"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_after_an_import_on_the_side_garbage_is_looked_for():
    with nothing_collected():
        with imported_meanwhile("relsim.questions.compare.page"):
            assert "relsim" in sys.modules
        assert gc.isenabled()
