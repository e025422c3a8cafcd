"""Claims about commands that are said: whoever pastes one into a shell asks what was asked."""

import shlex
from html import unescape

import pytest
import yaml
from command_line import called

from relsim.command_lines import command_line

SMALL = ["--customers", "60", "--periods", "4"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["relsim", "run", "leaky-bucket"], "relsim run leaky-bucket"),
        (
            ["--set", "firms.sieve.contact.frequency=6 per year"],
            '--set "firms.sieve.contact.frequency=6 per year"',
        ),
        (["my market & yours.yaml", "50%", ""], '"my market & yours.yaml" 50% ""'),
        ([r"C:\my markets\a.yaml"], r'"C:\my markets\a.yaml"'),
        (["$HOME", "100% of 5%", 'firms."A=B".price=9'], """'$HOME' '100% of 5%' 'firms."A=B".price=9'"""),
    ],
)
def test_a_word_is_quoted_as_all_shells_read_it_and_otherwise_as_those_of_linux_do(words, said):
    assert command_line(words) == said
    assert shlex.split(said) == words


def test_what_is_said_to_be_asked_next_names_a_folder_with_spaces_as_one_word(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert called("show", "leaky-bucket", "--out", "my market.yaml") == 0
    assert 'relsim run "my market.yaml" runs it' in capsys.readouterr().out
    market = yaml.safe_load((tmp_path / "my market.yaml").read_text(encoding="utf-8"))
    del market["learn"]
    market["policies"] = {"usual": {}, "more": {"set": {"firms.sieve.contact.frequency": "6 per year"}}}
    (tmp_path / "my market.yaml").write_text(yaml.safe_dump(market, sort_keys=False), encoding="utf-8")
    words = ["my market.yaml", *SMALL, "--set", "firms.sieve.contact.frequency=2 per year"]
    assert called("run", *words) == 0
    again = 'relsim compare "my market.yaml" --set "firms.sieve.contact.frequency=2 per year" --customers 60'
    assert again in capsys.readouterr().out
    assert called("compare", *words, "--replications", "2", "--jobs", "1") == 0
    assert 'Next: relsim why "results/my market' in capsys.readouterr().out
    (page,) = tmp_path.glob("results/my market*/report.html")
    assert '--set "firms.sieve.contact.frequency=2 per year"' in unescape(page.read_text(encoding="utf-8"))
