"""The command line: what it prints, where it writes, and how it says that something is wrong."""

import json
import shlex
import signal
import subprocess
import sys

import pandas as pd
import pytest
from command_line import called

import relsim
from relsim.cli import app
from relsim.errors import ScenarioError
from relsim.measures.measure import BASE_MEASURES, MEASURES
from relsim.measures.rungs import RUNG_MEASURES
from relsim.scenario.resolve.shipped import shipped_scenarios

pytestmark = pytest.mark.usefixtures("sketched")

SMALL = ["--customers", "300", "--periods", "12"]


def test_list_names_every_scenario_with_its_summary(capsys):
    assert called("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(shipped_scenarios())
    assert all(len(line.split()) > 5 for line in lines)


HEAVY = {"numba", "pandas", "matplotlib", "mesa", "scipy"}
HEAVIER_THAN_HELP = HEAVY | {"numpy", "pyarrow", "pydantic", "ruamel", "rich", "markdown_it", "pygments"}


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        (["list"], HEAVY),
        (["--help"], HEAVIER_THAN_HELP | {"relsim.scenario.schema"}),
        (["compare", "--help"], HEAVIER_THAN_HELP - {"pydantic"}),
        (["compare", "--no-such-option"], HEAVIER_THAN_HELP - {"pydantic"}),
    ],
)
def test_help_and_list_load_no_heavy_library(words, unwanted):
    probe = (
        "import sys\n"
        "from relsim.cli import main\n"
        f"try:\n    main({words})\nexcept SystemExit:\n    pass\n"
        f"heavy = {unwanted} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True)


def test_help_lists_every_command_in_its_panel_with_a_whole_sentence(capsys):
    assert called("--help") == 0
    told = " ".join(capsys.readouterr().out.split())
    assert told.index("Begin here:") < told.index("Ask further:") < told.index("Tell and keep:")
    for one in app.registered_commands:
        sentence = " ".join(one.callback.__doc__.partition("\n\n")[0].split())
        assert f" {one.name or one.callback.__name__} {sentence}" in told


@pytest.mark.parametrize(("command", "said"), [("run", "[results/NAME"), ("discover", "relsim[discovery]")])
def test_help_shows_what_stands_in_brackets(command, said, capsys):
    assert called(command, "--help") == 0
    assert said in capsys.readouterr().out


def test_validate_accepts_every_shipped_scenario(capsys):
    assert called("validate", "leaky-bucket", "retention-launch") == 0
    assert capsys.readouterr().out.count("good") == 2


def test_schema_is_json_that_knows_the_levers(capsys):
    assert called("schema") == 0
    schema = json.loads(capsys.readouterr().out)
    assert "contact" in schema["$defs"]["Firm"]["properties"]


def test_what_comes_next_is_asked_of_the_same_market(tmp_path, capsys):
    changed = ["--set", "firms.sieve.advertising.spend=0 per month", "--customers", "60", "--periods", "3"]
    assert called("run", "leaky-bucket", *changed, "--out", str(tmp_path / "out")) == 0
    said = capsys.readouterr().out
    again = said.partition("Next: relsim ")[2].partition(" tells ")[0]
    assert shlex.split(again) == ["compare", "leaky-bucket", *changed]


def test_run_writes_what_the_interface_promises(tmp_path, capsys):
    out = tmp_path / "out"
    assert called("run", "leaky-bucket", *SMALL, "--out", str(out)) == 0
    names = {path.name for path in out.iterdir()}
    assert names >= {
        "manifest.json",
        "periods.parquet",
        "periods.csv",
        "ladder.parquet",
        "flows.parquet",
        "customers.parquet",
        "summary.json",
        "report.html",
        "figures",
    }
    ladder = pd.read_parquet(out / "ladder.parquet")
    assert list(ladder.columns) == [
        "replication",
        "policy",
        "firm",
        "period",
        "rung",
        "customers",
    ]
    assert (ladder.groupby(["firm", "period"], observed=True)["customers"].sum() == 300).all()
    assert str(out / "report.html") in capsys.readouterr().out


def test_compare_reports_paired_differences_and_resumes(tmp_path, capsys):
    out = tmp_path / "out"
    words = ["compare", "retention-launch", *SMALL, "--out", str(out)]
    words += ["--policies", "attentive-contact", "--jobs", "1"]
    assert called(*words, "--replications", "3") == 0
    assert called(*words, "--replications", "5", "--resume") == 0
    resumed = (out / "outcomes.parquet").read_bytes()
    summary = json.loads((out / "summary.json").read_text())
    assert summary["replications"] == 5
    assert list(summary["policies"]) == ["keep-as-is", "attentive-contact"]
    measures = summary["policies"]["attentive-contact"]["measures"]["customer_equity"]
    assert measures["low"] < measures["difference"] < measures["high"]
    assert called(*words, "--replications", "5") == 0
    assert (out / "outcomes.parquet").read_bytes() == resumed


def test_report_rebuilds_the_page_from_stored_results(tmp_path, capsys):
    out = tmp_path / "out"
    assert called("run", "leaky-bucket", *SMALL, "--out", str(out)) == 0
    page = (out / "report.html").read_text(encoding="utf-8")
    (out / "report.html").unlink()
    assert called("report", str(out)) == 0
    assert (out / "report.html").read_text(encoding="utf-8") == page


@pytest.mark.slow
def test_why_prints_parts_that_add_up_and_whom_the_policy_moved(tmp_path, capsys):
    out = tmp_path / "out"
    words = ["compare", "retention-launch", *SMALL, "--policies", "more-advertising"]
    assert called(*words, "--replications", "2", "--jobs", "1", "--out", str(out)) == 0
    capsys.readouterr()
    assert called("why", str(out)) == 0
    told = capsys.readouterr().out
    assert "advertising" in told and "only under “The same money on advertising”" in told
    assert called("why", str(out), "--policy", "keep-as-it") == 2
    assert 'did you mean "keep-as-is"' in capsys.readouterr().err


def test_a_launch_is_frozen_and_tracked(tmp_path, capsys):
    out = tmp_path / "out"
    words = ["run", "leaky-bucket", "--customers", "100", "--periods", "4", "--replications", "40"]
    assert called(*words, "--out", str(out)) == 0
    assert called("freeze", str(out)) == 0
    package, actuals = out / "launch.json", tmp_path / "actuals.csv"
    assert str(package) in capsys.readouterr().out
    actuals.write_text("period,customers\n0,99999\n")
    assert called("track", str(package), str(actuals)) == 0
    told = capsys.readouterr().out
    assert "The first values outside came in month 1: customers above the band." in told
    assert (out / "tracking.html").exists() and (out / "figures" / "tracking.svg").exists()
    actuals.write_text("period,custmers\n0,9\n")
    assert called("track", str(package), str(actuals)) == 2
    error = capsys.readouterr().err
    assert f"{actuals}:1:8  " in error and 'did you mean "customers"' in error
    assert len(error.strip().splitlines()) == 1


def test_export_writes_a_log_of_purchases(tmp_path, capsys):
    path = tmp_path / "logs" / "purchases.csv"
    words = ["export", "leaky-bucket", "--customers", "100", "--periods", "3", "--start", "2024-02-01"]
    assert called(*words, "--transactions", str(path)) == 0
    log = pd.read_csv(path, parse_dates=["date"])
    assert list(log.columns) == ["customer", "date", "amount"]
    assert f"{len(log):,} rows" in capsys.readouterr().out
    bought = log[log["amount"] > 0]
    assert bought["date"].between("2024-02-01", "2024-04-30").all()


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["run", "leaky-bukcet"], "leaky-bucket"),
        (["run", "leaky-bucket", "--set", "firms.sive.price=9"], "sieve"),
        (["run", "leaky-bucket", "--set", "firms.sieve.prize=9"], "price"),
        (["run", "leaky-bucket", "--set", "firms.sieve.price=-1"], "--set"),
        (["run", "leaky-bucket", "--set", "price"], "PATH=VALUE"),
        (["run", "leaky-bucket", "--driver", "compield"], "compiled"),
        (["run", "leaky-bucket", "--customers", "0"], "customers"),
        (["run", "leaky-bucket", "--customers", "900000000000"], "GiB"),
        (["compare", "retention-launch", "--policies", "attentive-contac"], "attentive-contact"),
        (["report", "nowhere"], "nowhere"),
        (["why", "nowhere"], "nowhere"),
        (["freeze", "nowhere"], "nowhere"),
        (["track", "nowhere.json", "nowhere.csv"], "nowhere.json"),
        (["export", "leaky-bucket", "--firm", "seive", "--transactions", "log.csv"], "sieve"),
        (["validate", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_bad_words_get_one_clear_message_and_exit_code_2(words, hint, capsys):
    assert called(*words) == 2
    error = capsys.readouterr().err
    assert hint in error
    assert "Traceback" not in error
    assert len(error.strip().splitlines()) == 1


BAD_FILES = {
    "unknown key": ("price: 10", "prise: 10", "price"),
    "wrong type": ("customers: 200", "customers: many", "customers"),
    "wrong unit": ("frequency: 6 per year", "frequency: 6 per yaer", "year"),
    "no probability": ("enrolment: 5% per month", "enrolment: 5 per month", "5% per month"),
    "share above one": ("share: 50%", "share: 150%", "share"),
    "segments do not sum to 1": ("- {name: all, share: 100%}", "- {name: all, share: 90%}", "0.9"),
    "duplicate key": ("customers: 200", "customers: 200\ncustomers: 300", "customers"),
    "tab": ("    price: 10", "\tprice: 10", "tab"),
    "unknown firm in a policy": ("firms.one.price: 9", "firms.won.price: 9", "one"),
    "unknown path in a policy": ("firms.one.price: 9", "firms.one.cost: 9", "unit_cost"),
    "no customers": ("customers: 200", "customers: 0", "customers"),
    "negative price": ("price: 10", "price: -10", "price"),
    "not a number": ("price: 10", "price: .nan", "price"),
    "anchor": ("price: 10", "price: &p 10", "anchor"),
    "tag": ("price: 10", "price: !!python/object/apply:os.system [ls]", "tag"),
    "edge list with a stranger": (
        "customers: 200",
        "customers: 200\nnetwork: {kind: edge list, file: ties.txt}",
        "there is no customer 200",
    ),
    "a network of a file without its kind": (
        "customers: 200",
        "customers: 200\nnetwork: {file: ties.txt}",
        'did you mean "edge list"',
    ),
    "an edge list without its file": (
        "customers: 200",
        "customers: 200\nnetwork: {kind: edge list}",
        "needs a file",
    ),
    "a file for another network": (
        "customers: 200",
        "customers: 200\nnetwork: {kind: ring, file: ties.txt}",
        "a ring takes no file",
    ),
    "a logo that is not there": (
        "customers: 200",
        "customers: 200\nreport: {logo: logo.svg}",
        "no such file",
    ),
    "a policy with people of its own": (
        "firms.one.price: 9",
        "network: {kind: edge list, file: none.txt}",
        "compared on the same people",
    ),
    "customers with an underscore": ("customers: 200", "customers: 2_00", "whole number"),
}
GOOD = """
title: A market
customers: 200
periods: 6
segments:
  - {name: all, share: 100%}
firms:
  one:
    price: 10
    contact: {frequency: 6 per year}
    loyalty: {enrolment: 5% per month}
    start: {share: 50%}
policies:
  as-is: {}
  cheaper:
    set:
      firms.one.price: 9
"""


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_gets_file_line_and_column(case, tmp_path, capsys):
    good, bad, hint = BAD_FILES[case]
    assert good in GOOD
    path = tmp_path / "market.yaml"
    path.write_text(GOOD.replace(good, bad), encoding="utf-8")
    (tmp_path / "ties.txt").write_text("0 1\n1 200\n", encoding="utf-8")
    assert called("validate", str(path)) == 2
    assert hint in capsys.readouterr().err
    assert called("run", str(path), "--out", str(tmp_path / "out")) == 2
    error = capsys.readouterr().err.strip()
    place = error.split("  ")[0]
    assert place.count(":") == 2 and place.split(":")[1].isdigit(), error
    assert hint in error
    assert "Traceback" not in error
    assert not (tmp_path / "out").exists()


def test_a_file_without_fault_is_run(tmp_path):
    path = tmp_path / "market.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert called("run", str(path), "--out", str(tmp_path / "out")) == 0


def test_an_error_survives_pickling(tmp_path):
    import pickle

    from relsim.scenario.load import load

    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "missing.yaml")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


HEEDING = """
import signal, sys
from relsim.cli import main

# A shell lets its commands in the background ignore interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
main(sys.argv[1:])
"""


def test_an_interrupt_leaves_finished_replications_readable(tmp_path):
    out = tmp_path / "out"
    words = [sys.executable, "-c", HEEDING, "compare", "retention-launch", "--customers", "4000"]
    words += ["--replications", "100", "--jobs", "1", "--out", str(out)]
    with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        told = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        error = told + process.communicate(timeout=200)[1]
    assert "replications" in told, error
    assert process.returncode == 1
    assert "Traceback" not in error and "--resume" in error
    summary = json.loads((out / "summary.json").read_text())
    assert 1 <= summary["replications"] < 100
    assert (out / "report.html").exists()


def test_story_tells_a_life(capsys):
    words = ["story", "leaky-bucket", *SMALL]
    assert called(*words, "--customer", "3") == 0
    assert capsys.readouterr().out.startswith("Customer 3 of")
    assert called(*words, "--customer", "most-valuable") == 0
    assert "What came of it" in capsys.readouterr().out
    for stranger, hint in (("300", "0 to 299"), ("-1", "0 to 299"), ("typicl", "typical")):
        assert called(*words, "--customer", stranger) == 2
        assert hint in capsys.readouterr().err


def test_cite_lists_sources_and_gives_bibtex(capsys):
    assert called("cite", "clinic-referrals") == 0
    assert "used in: need" in capsys.readouterr().out
    assert called("cite", "clinic-referrals", "--bibtex") == 0
    assert capsys.readouterr().out.startswith("@")


@pytest.mark.parametrize("name", sorted({*MEASURES, *BASE_MEASURES, *RUNG_MEASURES}))
def test_measures_tells_what_a_measure_is_its_formula_its_unit_and_its_source(name, capsys):
    assert called("measures", name) == 0
    told = capsys.readouterr().out
    assert f"{name}: " in told
    for head in ("Formula: ", "Unit: ", "Source: "):
        assert told.count(head) >= told.count(f"\n{name}: ") > 0


def test_measures_lists_every_measure_and_knows_the_nearest_name_of_a_wrong_one(capsys):
    assert called("measures") == 0
    told = capsys.readouterr().out
    for known in (MEASURES, BASE_MEASURES, RUNG_MEASURES):
        assert all(f"\n{name}: {one.words}\n" in told for name, one in known.items())
    assert called("measures", "customer_equty") == 2
    assert capsys.readouterr().err.strip().endswith('did you mean "customer_equity"?')


def test_marginal_sets_margins_against_averages(tmp_path, capsys):
    words = ["marginal", "leaky-bucket", *SMALL, "--replications", "2", "--jobs", "1"]
    words += ["--out", str(tmp_path)]
    assert called(*words, "--lever", "retain=complaints.resolution") == 0
    assert "to keep one customer for a year" in capsys.readouterr().out
    assert "complaints.resolution" in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert called(*words, "--lever", "retain") == 2
    assert "PURPOSE=PATH" in capsys.readouterr().err


def test_a_full_disk_gets_one_clear_message_and_keeps_what_is_there(tmp_path, capsys, monkeypatch):
    import errno

    from relsim.runs import disk

    words = ["compare", "retention-launch", *SMALL, "--jobs", "1", "--out", str(tmp_path)]
    words += ["--policies", "attentive-contact", "--replications"]
    assert called(*words, "2") == 0
    capsys.readouterr()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "fsync", full)
        assert called(*words, "6", "--resume") == 1
    error = capsys.readouterr().err
    assert "is full" in error.splitlines()[-1]
    assert "Traceback" not in error
    assert called(*words, "6", "--resume") == 0


def test_measures_tells_all_whose_name_contains_a_word(capsys):
    assert called("measures", "retention") == 0
    told = [line for line in capsys.readouterr().out.splitlines() if ": " in line and line[0] != " "]
    assert {line.partition(":")[0] for line in told} == {name for name in MEASURES if "retention" in name}


def test_relsim_says_which_it_is(capsys):
    assert called("--version") == 0
    assert capsys.readouterr().out == f"relsim {relsim.__version__}\n"


def test_ctrl_c_before_there_is_an_answer_is_told_in_a_sentence(monkeypatch, capsys):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("relsim.scenario.load.load", stopped)
    assert called("run", "leaky-bucket") == 130
    assert capsys.readouterr().err == "relsim: stopped before anything was finished\n"
