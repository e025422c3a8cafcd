"""Claims about validation: every problem at its place, in words a student understands."""

from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator
from worlds import world

from relsim.errors import InputError, Problem, ScenarioError
from relsim.scenario.checks import validated
from relsim.scenario.units.amounts import Money, Number, Share
from relsim.scenario.units.rates import Chance, Frequency
from relsim.scenario.yaml.document import read_document


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Contact(Part):
    frequency: Frequency = Frequency(1.0, "month")
    cost: Money = 0.0


class Firm(Part):
    price: Money
    contact: Contact | None = None
    churn: Chance = Chance(0.01, "month")


class Segment(Part):
    name: str
    share: Share = 1.0


class Logit(Part):
    kind: Literal["logit"]
    temperature: Number = 1.0


class Nearest(Part):
    kind: Literal["nearest"]
    radius: Number = 1.0


class Market(Part):
    title: str
    periods: Annotated[int, Field(ge=1, le=100)] = 12
    period: Literal["week", "month", "year"] = "month"
    seasonal: bool = False
    firms: Annotated[dict[str, Firm], Field(min_length=1)]
    segments: list[Segment] = []
    choice: Annotated[Logit | Nearest, Field(discriminator="kind")] = Logit(kind="logit")
    trait: Share | Contact = 0.5
    weights: dict[str, Number] = {}
    focus: str | None = None
    anything: dict[str, Any] = {}

    @model_validator(mode="after")
    def _focus_is_a_firm(self) -> "Market":
        if self.focus is not None and self.focus not in self.firms:
            raise InputError(f'no firm is called "{self.focus}"', "harbour", ("focus",))
        return self


GOOD = """\
title: Two cafes
firms:
  harbour: {price: 3}
"""


def market(folder: Path, text: str) -> Market:
    path = folder / "market.yaml"
    path.write_text(text)
    return validated(read_document(path), Market)


def problems(folder: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        market(folder, text)
    for problem in caught.value.problems:
        assert "pydantic" not in str(problem) and "http" not in str(problem)
        assert "Input should" not in str(problem)
    return caught.value.problems


def test_a_good_document_becomes_the_model(tmp_path: Path) -> None:
    assert market(tmp_path, GOOD).firms["harbour"].price == 3


@pytest.mark.parametrize(
    ("added", "column", "path", "message", "suggestion"),
    [
        ("perods: 3", 1, "perods", "unknown key", "periods"),
        ("zzz: 3", 1, "zzz", "unknown key, expected title, periods", None),
        ("periods: many", 10, "periods", 'expected a whole number, found the text "many"', None),
        ("periods: 2.5", 10, "periods", "expected a whole number, found the number 2.5", None),
        ("periods: 0", 10, "periods", "expected at least 1, found the number 0", None),
        ("periods: [1]", 10, "periods", "expected a whole number, found a list", None),
        ("period: mnth", 9, "period", "expected week, month or year", "month"),
        ("seasonal: maybe", 11, "seasonal", "expected true or false", None),
        ("title2: x", 1, "title2", "unknown key", "title"),
        ("segments: 3", 11, "segments", "expected a list, found the number 3", None),
        ("segments: [3]", 12, "segments.0", "expected a mapping of keys", None),
        ("segments: [{name: a, shar: 1}]", 22, "segments.a.shar", "unknown key", "share"),
        ("segments: [{name: a, share: 20}]", 29, "segments.a.share", "a share from", "20%"),
        ("segments: [{share: 1}]", 12, "segments.0.name", "this key is missing", None),
        ("choice: {kind: logt}", 16, "choice.kind", "expected logit or nearest", "logit"),
        ("choice: {radius: 1}", 9, "choice.kind", "this key is missing", None),
        ("choice: {kind: logit, radius: 1}", 23, "choice.radius", "unknown key", None),
        ("choice: {kind: logit, temprature: 1}", 23, "choice.temprature", "", "temperature"),
        ("trait: {frequency: 3%}", 20, "trait.frequency", "has no time unit", "3 per month"),
        ("trait: {cots: 1}", 9, "trait.cots", "unknown key", "cost"),
        ("weights: {a: true}", 14, "weights.a", "expected a finite number, found true", None),
        ("focus: harbor", 8, "focus", 'no firm is called "harbor"', "harbour"),
    ],
)
def test_one_wrong_line_is_one_problem_at_its_place(
    tmp_path: Path, added: str, column: int, path: str, message: str, suggestion: str | None
) -> None:
    (problem,) = problems(tmp_path, GOOD + added)
    assert (problem.place.line, problem.place.column, problem.path) == (4, column, path)
    assert message in problem.message
    assert problem.suggestion == suggestion


def test_a_wrong_unit_is_explained_at_its_place(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, GOOD.replace("3}", "3, churn: 4 per month}"))
    assert str(problem).endswith(
        "market.yaml:3:30  firms.harbour.churn: 4 per month is not a probability;"
        ' did you mean "4% per month"?'
    )


def test_a_missing_key_points_to_the_mapping_around_it(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "title: x\nfirms:\n  harbour: {}\n")
    assert (problem.path, problem.place.line, problem.place.column) == (
        "firms.harbour.price",
        3,
        12,
    )


def test_all_problems_are_reported_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = problems(tmp_path, "titel: x\nperiods: 0\nfirms:\n  a: {price: -1, pice: 2}\n")
    assert [problem.place.line for problem in found] == [1, 1, 2, 4, 4]


def test_an_empty_mapping_of_firms_is_refused(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "title: x\nfirms: {}\n")
    assert problem.message == "expected at least 1 of them, found 0"


def test_thousands_of_problems_do_not_take_long(tmp_path: Path) -> None:
    text = GOOD + "".join(f"unknown{index}: 1\n" for index in range(8000))
    assert 1 < len(problems(tmp_path, text)) <= 100


@pytest.mark.parametrize(
    ("line", "words", "near"),
    [("category: matur", "young", "mature"), ("category: yung", "mature", "young")],
)
def test_a_misspelt_word_is_answered_with_the_nearest_where_a_number_would_do_as_well(line, words, near):
    with pytest.raises(ScenarioError) as refused:
        world(category=line.partition(": ")[2])
    problem = refused.value.problems[0]
    assert words in problem.message and "a share" in problem.message
    assert problem.suggestion == near
