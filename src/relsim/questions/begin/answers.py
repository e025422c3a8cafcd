"""The interview: a dozen questions about a firm, each of which may be left open."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from relsim.errors import (
    FileError,
    InputError,
    Problem,
    alternatives,
    dotted,
    fault,
    nearest,
    refuse_unknown,
)
from relsim.questions.begin.interview import QUESTIONS, InterviewQuestion
from relsim.questions.begin.templates import PLAIN, TEMPLATES, Template
from relsim.scenario.lint.few_people import ENOUGH_PEOPLE, people_for
from relsim.scenario.units.quantities import (
    COUNT_WORDS,
    read_count,
    read_quantity,
    refuse_points_between_thousands,
)
from relsim.scenario.yaml.document import read_document

OPEN = ("do not know", "don't know", "unknown", "?", "")
"""Words for an answer that is left open."""

MOST_RIVALS = 3

MOST_SIMULATED = 200_000
"""So many people are simulated at most, whatever share of the market a firm has."""


Interview = dict[str, Any]


def read_answer(one: InterviewQuestion, given: Any) -> Any:
    """An answer as it is meant, None where it is left open; refused in one sentence where it is none."""
    if given is None or (isinstance(given, str) and given.strip().casefold() in OPEN):
        return None
    if one.kind in ("name", "word"):
        return str(given).strip()
    if one.kind == "yes or no":
        words = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
        if str(given).strip().casefold() not in words:
            raise InputError(f'{one.name}: expected yes or no, found "{given}"')
        return words[str(given).strip().casefold()]
    given = with_decimal_point(one, given)
    if one.kind == "count":
        refuse_points_between_thousands(given)
    if one.kind == "count" and isinstance(given, str) and given.strip().endswith(tuple(COUNT_WORDS)):
        given = read_count(given)
    if one.kind == "amount" and isinstance(given, str) and given.strip().lower().endswith(tuple(COUNT_WORDS)):
        given = read_count(given)
    if is_of_a_hundred(one, given):
        given = f"{given}%"
    quantity = read_quantity(given)
    if quantity is None or quantity.unit is not None or (quantity.percent and one.kind != "share"):
        example = "60%" if one.kind == "share" else "1200"
        raise InputError(f'{one.name}: expected a number such as {example}, found "{given}"')
    return bounded_answer(one, quantity.amount, given)


DECIMAL_COMMA = re.compile(r"\s*([0-9]+),([0-9]{1,2})\s*")
"""A number with one or two decimals behind a comma; three would be thousands."""


def with_decimal_point(one: InterviewQuestion, given: Any) -> Any:
    """An amount with a point before its decimals, where it has a comma there."""
    found = DECIMAL_COMMA.fullmatch(given) if one.kind == "amount" and isinstance(given, str) else None
    return f"{found[1]}.{found[2]}" if found else given


def is_of_a_hundred(one: InterviewQuestion, given: Any) -> bool:
    """Whether an answer is a bare number from 1 to 100 to a question that asks how many of a hundred."""
    bare = read_quantity(given) if one.of_a_hundred else None
    return bare is not None and not bare.percent and bare.unit is None and 1.0 <= bare.amount <= 100.0


def taken_as(one: InterviewQuestion, given: Any) -> str | None:
    """How an answer was taken, where it could have been meant otherwise."""
    if (amount := with_decimal_point(one, given)) != given:
        return f"{one.name}: {given} is taken as {amount}"
    return f"{one.name}: {given} of a hundred is taken as {given}%" if is_of_a_hundred(one, given) else None


def bounded_answer(one: InterviewQuestion, amount: float, given: Any) -> Any:
    """A number, if it is one that an answer may be."""
    if amount < 0.0:
        raise InputError(f'{one.name}: expected a number of zero or more, found "{given}"')
    if one.kind == "share" and amount > 1.0:
        raise InputError(
            f'{one.name}: expected a share from 0% to 100%, found "{given}"',
            None if "%" in str(given) else f"{given}%",
        )
    if one.name == "rivals" and amount > MOST_RIVALS:
        raise InputError(f"{one.name}: expected at most {MOST_RIVALS}, the largest ones")
    if one.name in ("customers", "market", "price", "purchases") and amount == 0.0:
        raise InputError(f"{one.name}: expected a number above zero")
    if one.kind == "count":
        if amount != int(amount):
            raise InputError(f'{one.name}: expected a whole number, found "{given}"')
        return int(amount)
    return amount


def answers_of_file(file: Path, say: Callable[[str], None]) -> Interview:
    """The answers in a YAML file; those that it does not have are left open. Said is how some were taken."""
    document = read_document(file)
    known = {one.name: one for one in QUESTIONS}
    answers: Interview = {}
    problems = []
    for name, given in document.data.items():
        if name not in known:
            near = nearest(name, known)
            message = f"no question is called so, expected {alternatives(known)}"
            problems.append(Problem(document.key_place((name,)), name, message, near))
            continue
        try:
            answers[name] = read_answer(known[name], given)
            if taken := taken_as(known[name], given):
                say(taken)
        except InputError as mistake:
            message = mistake.message.removeprefix(f"{name}: ")
            problems.append(Problem(document.place((name,)), dotted((name,)), message, mistake.suggestion))
    if problems:
        raise FileError(*problems)
    try:
        refuse_contradictions(answers)
    except InputError as mistake:
        raise fault(document.place(mistake.path), mistake.message, mistake.path) from None
    return answers


def refuse_contradictions(answers: Mapping[str, Any]) -> None:
    """Refuse answers that cannot be true together."""
    ours, everybody = answers.get("customers"), answers.get("market")
    if ours is not None and everybody is not None and ours > everybody:
        raise InputError(f"{everybody:,} could be customers, but {ours:,} are", None, ("market",))
    refuse_impossible_year(ours, answers.get("won"), answers.get("lost"))
    if ours is not None and everybody is not None and people_to_simulate(ours, everybody) > MOST_SIMULATED:
        raise InputError(
            f"of {MOST_SIMULATED:,} people, who can be simulated at most, fewer than {ENOUGH_PEOPLE} would "
            f"stand for {ours:,} customers among {everybody:,}; expected a market of at most "
            f"{ours * MOST_SIMULATED // ENOUGH_PEOPLE:,}, those who could really be customers",
            None,
            ("market",),
        )


def refuse_impossible_year(ours: int | None, won: int | None, lost: int | None) -> None:
    """Refuse a year that takes more customers than there are, or has brought more than there can be."""
    if ours is None or won is None or lost is None:
        return
    if lost > ours + won:
        raise InputError(
            f"a market that begins with {ours:,} customers and wins {won:,} in a year cannot lose {lost:,}",
            None,
            ("lost",),
        )
    if won > ours + lost:
        raise InputError(
            f"who wins {won:,} customers in a year and loses {lost:,} has more than {ours:,} at its end",
            None,
            ("won",),
        )


def people_to_simulate(customers: int, market: int) -> int:
    """How many people of a market must at least be simulated so that enough of them are these customers."""
    return min(market, people_for(customers, market))


def interview(ask: Callable[[str], str], say: Callable[[str], None], template: str | None) -> Interview:
    """The answers of somebody who is asked, each question again until its answer can be read."""
    kind = template_of(template)
    answers: Interview = {"contract": kind.contract} if template else {}
    for one in QUESTIONS:
        if one.name in answers or (
            one.only is not None and one.only != answers.get("contract", kind.contract)
        ):
            continue
        while one.name not in answers:
            given = ask(question_words(one, kind))
            try:
                answers[one.name] = read_answer(one, given)
                refuse_contradictions(answers)
                if taken := taken_as(one, given):
                    say(taken)
            except InputError as mistake:
                answers.pop(one.name, None)
                say(str(mistake))
    return answers


def question_words(one: InterviewQuestion, kind: Template) -> str:
    """How a question is put in a kind of business."""
    return kind.trouble if one.of_a_hundred else one.words


def template_of(name: str | None) -> Template:
    """The template of a name, or what is taken without one."""
    if name is None:
        return PLAIN
    refuse_unknown("template", name, TEMPLATES)
    return TEMPLATES[name]
