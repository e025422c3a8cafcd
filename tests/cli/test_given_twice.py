"""Claims about what is said twice on the command line: what differs is refused, and both are named."""

import pytest
from command_line import called
from typer.main import get_command

from relsim.cli import app
from relsim.console.parsing import columns_in, ranges_in, settings_in, texts_by_name
from relsim.console.single import refuse_two_values
from relsim.errors import InputError

COMMANDS = get_command(app).commands
WITH_SETTINGS = sorted(
    name for name, one in COMMANDS.items() if any("--set" in each.opts for each in one.params)
)
OPTIONS = [
    (name, each) for name, one in COMMANDS.items() for each in one.params if each.opts[0].startswith("-")
]
NEEDED = {
    "backtest": ["--until", "2025-06-30", "--transactions", "sales.csv"],
    "export": ["--transactions", "sales.csv"],
    "breakeven": ["--vary", "firms.sieve.price", "--between", "8", "9"],
    "explore": ["--out", "page.html"],
}
"""What a command with `--set` cannot go without, besides a scenario."""

READERS = {
    "--set": (settings_in, "firms.sieve.price=8", "firms.sieve.price=9"),
    "--vary": (ranges_in, "firms.sieve.price=8 to 9", "firms.sieve.price=8 to 10"),
    "--columns": (columns_in, "amount=Net", "amount=Gross"),
    "--lever": (
        lambda words: texts_by_name(words, "--lever", "PURPOSE=PATH"),
        "price=firms.sieve.price",
        "price=firms.cask.price",
    ),
}


@pytest.mark.parametrize("option", READERS)
def test_what_an_option_says_twice_must_be_the_same(option):
    read, one, other = READERS[option]
    with pytest.raises(InputError) as caught:
        read([one, other])
    said = str(caught.value)
    assert said.startswith(f"{option} gives {one.partition('=')[0]} twice")
    assert all(words.partition("=")[2] in said for words in (one, other))
    assert read([one, one]) == read([one])


@pytest.mark.parametrize(
    ("one", "other"),
    [("100", "1e2"), ("100", "100.0"), ("{a: 1, b: 2}", "{b: 2, a: 1}"), ("'x'", "x"), ("[1]", "[ 1 ]")],
)
def test_values_that_are_written_otherwise_and_are_the_same_may_be_said_twice(one, other):
    assert settings_in([f"a={one}", f"a={other}"]) == settings_in([f"a={one}"])


@pytest.mark.parametrize(
    ("one", "other"), [("1", "true"), ("1", "'1'"), ("{a: 1}", "{a: 1, b: 2}"), ("[1]", "[1, 2]"), ("", "0")]
)
def test_values_that_only_look_alike_are_two(one, other):
    for words in ([f"a={one}", f"a={other}"], [f"a={other}", f"a={one}"]):
        with pytest.raises(InputError, match="expected one of them"):
            settings_in(words)


@pytest.mark.parametrize("command", WITH_SETTINGS)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("customers=100", "customers=200"),
        ("firms.sieve.price=9", "firms.sieve={price: 10}"),
        ("firms.sieve={price: 10}", "firms.sieve.price=9"),
        ('firms."sieve".price=10', "firms.sieve.price=9"),
    ],
)
def test_a_command_that_is_told_two_things_ends_with_one_sentence(
    command, one, other, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    words = [command, "leaky-bucket", *NEEDED.get(command, []), "--set", one, "--set", other]
    assert called(*words) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert all(each.partition("=")[0] in said for each in (one, other)) and "expected one of the" in said
    assert list(tmp_path.iterdir()) == []


def test_periods_are_told_by_an_option_or_a_setting(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert called("run", "leaky-bucket", "--periods", "3", "--set", "periods=4") == 2
    assert "--periods is 3, and this is the number 4" in capsys.readouterr().err


@pytest.mark.parametrize(("command", "option"), OPTIONS, ids=lambda one: getattr(one, "name", one))
def test_every_option_but_those_that_may_be_repeated_is_given_once(command, option):
    first, last = option.opts[0], (option.secondary_opts or option.opts)[-1]
    values = [[], []] if option.is_flag else [["1"] * option.nargs, ["2"] * option.nargs]
    words = ["leaky-bucket", first, *values[0], last, *values[1]]
    if option.multiple or (option.is_flag and first == last):
        refuse_two_values(option, words)
        return
    with pytest.raises(InputError, match=f"^{first} is given twice, as .* and as .*; expected one of them$"):
        refuse_two_values(option, words)
    refuse_two_values(option, ["leaky-bucket", first, *values[0], first, *values[0]])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "leaky-bucket", "--seed", "1", "--seed=2"], "--seed is given twice, as 1 and as 2"),
        (["compare", "leaky-bucket", "--hinge", "--no-hinge"], "--hinge is given twice"),
        (
            ["breakeven", "a", "--vary", "b", "--between", "1", "2", "--between", "1", "3"],
            "as 1 2 and as 1 3",
        ),
    ],
)
def test_an_option_that_says_two_things_ends_the_command(words, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert called(*words) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
