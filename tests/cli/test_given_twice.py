"""Claims about what is said twice on the command line: what differs is refused or told, and named."""

import pandas as pd
import pytest
from command_line import called
from typer.main import get_command

from relsim.cli import app
from relsim.console.parsing import columns_in, ranges_in, settings_in, texts_by_name
from relsim.console.single import passed_over
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
def test_of_every_option_but_those_that_may_be_repeated_it_is_said_which_value_counts(command, option):
    first, last = option.opts[0], (option.secondary_opts or option.opts)[-1]
    values = [[], []] if option.is_flag else [["1"] * option.nargs, ["2"] * option.nargs]
    words = ["leaky-bucket", first, *values[0], last, *values[1]]
    if option.multiple or (option.is_flag and first == last):
        assert passed_over(option, words) is None
        return
    texts = [first, last] if option.is_flag else map(" ".join, values)
    before, counts = (f"as {each}" for each in texts)
    assert passed_over(option, words) == f"{first} is given again, {before} and {counts}; the last one counts"
    assert passed_over(option, ["leaky-bucket", first, *values[0], first, *values[0]]) is None


def test_a_file_may_be_called_as_its_argument_is(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert called("sweep", "file", "--out", "file") == 2
    assert "file" in capsys.readouterr().err


def test_the_value_that_is_said_to_count_does(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    small = ["--customers", "40", "--periods", "1", "--replications", "1"]
    assert (
        called("run", "leaky-bucket", *small, "--seed", "1", "--periods=2", "--seed", "1", "--out", "a") == 0
    )
    said = [line for line in capsys.readouterr().err.splitlines() if "given again" in line]
    assert said == ["relsim: --periods is given again, as 1 and as 2; the last one counts"]
    assert pd.read_csv("a/periods.csv")["period"].max() == 1


def test_a_value_has_one_range_however_its_path_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    one, other = "firms.sieve.price=8 to 9", 'firms."sieve".price=8 to 10'
    assert called("sensitivity", "leaky-bucket", "--vary", one, "--vary", other) == 2
    assert "--vary gives firms.sieve.price two ranges; expected one of them" in capsys.readouterr().err
