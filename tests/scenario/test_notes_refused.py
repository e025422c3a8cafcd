"""Claims about what stands beside a value: what a fit refuses, or nobody reads, is refused by validate."""

import pytest
from command_line import called

import relsim
from relsim.errors import ScenarioError

RANGES = {
    "downwards": ("{value: 0.5, range: [1, 0.2]}", "[1, ", "a range begins with its lowest value"),
    "of two units": ("{value: 0.5, range: [10%, 2]}", "[10%", "are written in different units"),
    "misspelt": ("{value: 0.5, rnage: [0.2, 1]}", "rnage", 'did you mean "range"?'),
    "value misspelt": ("{valeu: 0.5}", "valeu", 'unknown key; did you mean "value"?'),
    "value misspelt beside a source": ("{source: a guess, vlaue: 1}", "vlaue", 'did you mean "value"?'),
    "without its value": ("{source: a guess}", "{source", "spread.value: this key is missing"),
    "like nothing": (
        "{value: 0.5, xyzzy: 1}",
        "xyzzy",
        "a value, expected distribution",
    ),
}


@pytest.mark.parametrize(("note", "at", "says"), RANGES.values(), ids=RANGES)
def test_a_note_that_is_none_is_refused_at_its_place(note, at, says, tmp_path, capsys):
    file = tmp_path / "market.yaml"
    segment = f"segments: [{{name: all, need_rate: {{mean: 1 per month, spread: {note}}}}}]"
    file.write_text(f"extends: retention-launch\nperiods: 6\n{segment}\n", encoding="utf-8")
    assert called("validate", file) == 2
    err = capsys.readouterr().err
    place = f":3:{segment.index(at) + 1}  "
    assert f"market.yaml{place}segments.all.need_rate.spread" in err and says in err


def test_where_parts_are_right_a_misspelt_value_and_a_misspelt_part_are_told_apart(tmp_path, capsys):
    file = tmp_path / "market.yaml"
    for sensitivity, near in {
        "{valu: 1}": "value",
        "{men: 1}": "mean",
        "{spred: 1}": "spread",
    }.items():
        segment = f"{{name: all, need_rate: {{mean: 1 per month}}, price_sensitivity: {sensitivity}}}"
        file.write_text(f"extends: retention-launch\nsegments: [{segment}]\n", encoding="utf-8")
        assert called("validate", file) == 2
        assert f'unknown key; did you mean "{near}"?' in capsys.readouterr().err


def test_names_that_look_like_notes_are_names(tmp_path, capsys):
    file = tmp_path / "market.yaml"
    for name in ("valu", "source"):
        file.write_text(f"extends: retention-launch\nsources: {{{name}: [3]}}\n", encoding="utf-8")
        assert called("validate", file) == 2
        assert f"sources.{name}: expected text, found a list" in capsys.readouterr().err


def test_a_mapping_that_has_a_value_of_its_own_has_other_keys(tmp_path, capsys):
    file = tmp_path / "market.yaml"
    figure = "evidence: [{measure: lost, value: {value: 13, source: survey}, give_or_take: 2}]"
    file.write_text(f"extends: retention-launch\n{figure}\n", encoding="utf-8")
    assert called("validate", file) == 0
    file.write_text(f"extends: retention-launch\n{figure.replace('lost', 'losst')}\n", encoding="utf-8")
    assert called("validate", file) == 2
    assert "beside a value" not in capsys.readouterr().err


@pytest.mark.parametrize("measure", ["lifetime_value", "customer_equity"])
def test_what_no_firm_has_counted_is_refused_as_evidence_with_the_reason(measure):
    with pytest.raises(ScenarioError, match="evidence is what a firm has counted"):
        relsim.load("retention-launch").changed({"evidence": [{"measure": measure, "value": 3}]})
