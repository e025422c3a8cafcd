"""Claims about options that messages name: the command that names one has it."""

import re
from io import StringIO

import pytest
from command_line import called
from typer.main import get_command

from relsim.cli import app

pytestmark = pytest.mark.usefixtures("undrawn")

COMMANDS = get_command(app).commands
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
OTHER_COMMAND = re.compile(r"\brelsim ([a-z]+)")
SMALL = ["--customers", "100", "--periods", "6", "--replications", "2"]
ASKED = [
    ["run", "leaky-bucket"],
    ["compare", "leaky-bucket"],
    ["lesson", "leaky-bucket"],
    pytest.param(["lesson", "leaky-bucket", "--exercise", "1"], marks=pytest.mark.slow),
    ["lesson", "leaky-bucket", "--no-explanation"],
    ["ladder", "retention-launch", "--policies", "attentive-contact"],
    ["marginal", "retention-launch"],
    ["incremental", "retention-launch"],
    ["stress", "retention-launch", "--conditions", "recession"],
]


def options_of_command(name):
    """The options that a command takes."""
    return {option for one in COMMANDS[name].params for option in (*one.opts, *one.secondary_opts)} | {
        "--help"
    }


def options_named(text, own):
    """Each option that a text names, and its command: the one named before it in the clause, or its own."""
    for clause in re.split(r"[;\n]", text):
        command = own
        for found in re.finditer(rf"{OTHER_COMMAND.pattern}|({OPTION.pattern})", clause):
            if found[1] in COMMANDS:
                command = found[1]
            elif found[2]:
                yield command, found[2]


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_every_option_that_a_command_names_is_one_that_it_has(words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", StringIO(""))
    for seed in ("1", "2"):
        assert called(*words, *SMALL, "--seed", seed) == 0
    told = capsys.readouterr()
    named = [*options_named(told.out, words[0]), *options_named(told.err, words[0])]
    assert [(command, one) for command, one in named if one not in options_of_command(command)] == []
    assert "replaces" in told.err and (words[0], "--as") in named


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_that_puts_results_below_results_can_keep_them_apart(name):
    helped = {one.opts[0]: one.help for one in COMMANDS[name].params if getattr(one, "help", None)}
    assert ("--as" in helped) == helped.get("--out", "").startswith("Folder for results")


def test_an_option_is_that_of_the_command_named_before_it():
    text = "say relsim compare FILE --policies A\nrelsim: --as NAME would have kept it"
    assert list(options_named(text, "lesson")) == [("compare", "--policies"), ("lesson", "--as")]
