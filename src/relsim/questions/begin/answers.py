"""The interview: a dozen questions about a firm, each of which may be left open."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relsim.errors import FileError, InputError, Problem, dotted, fault, nearest, refuse_unknown
from relsim.questions.begin.templates import PLAIN, TEMPLATES, Template
from relsim.scenario.units.quantities import COUNT_WORDS, read_count, read_quantity
from relsim.scenario.yaml.document import read_document

OPEN = ("do not know", "don't know", "unknown", "?", "")
"""Words for an answer that is left open."""

MOST_RIVALS = 3


@dataclass(frozen=True)
class InterviewQuestion:
    """A question: under which name it is answered, how it is put, and what its answer may be."""

    name: str
    words: str
    kind: str
    only: bool | None = None
    """Whether it is asked only of firms with a contract, or only of those without."""


QUESTIONS = (
    InterviewQuestion("name", "What is the firm called?", "name"),
    InterviewQuestion("currency", "In which currency does it count (EUR, USD ...)?", "word"),
    InterviewQuestion("contract", "Do customers have a contract or subscription (yes or no)?", "yes or no"),
    InterviewQuestion("customers", "How many customers does it have?", "count"),
    InterviewQuestion(
        "market", "How many people or firms could be customers, those of rivals included?", "count"
    ),
    InterviewQuestion("won", "How many customers did it win in the last year?", "count"),
    InterviewQuestion("lost", "How many did it lose in the last year?", "count"),
    InterviewQuestion(
        "price", "What does a customer pay: for a month with a contract, else for a purchase?", "amount"
    ),
    InterviewQuestion("margin", "Which share of that is left after the cost of what is sold (60%)?", "share"),
    InterviewQuestion(
        "purchases", "How often does a customer buy in a year, at all firms together?", "amount", False
    ),
    InterviewQuestion("rivals", "How many rivals are there that count (0 to 3)?", "count"),
    InterviewQuestion("advertising", "What does it spend on advertising in a month?", "amount"),
    InterviewQuestion("cost_to_win", "What does it cost to win one customer?", "amount"),
    InterviewQuestion("contacts", "How often does it get in touch with a customer in a year?", "amount"),
    InterviewQuestion(
        "failures", "Of a hundred services or deliveries, in how many does something go wrong (5%)?", "share"
    ),
)

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
    if one.kind == "count" and isinstance(given, str) and given.strip().endswith(tuple(COUNT_WORDS)):
        given = read_count(given)
    quantity = read_quantity(given)
    if quantity is None or quantity.unit is not None or (quantity.percent and one.kind != "share"):
        example = "60%" if one.kind == "share" else "1200"
        raise InputError(f'{one.name}: expected a number such as {example}, found "{given}"')
    return bounded_answer(one, quantity.amount, given)


def bounded_answer(one: InterviewQuestion, amount: float, given: Any) -> Any:
    """A number, if it is one that an answer may be."""
    if amount < 0.0:
        raise InputError(f'{one.name}: expected a number of zero or more, found "{given}"')
    if one.kind == "share" and amount > 1.0:
        raise InputError(f'{one.name}: expected a share from 0% to 100%, found "{given}"', f"{given}%")
    if one.name == "rivals" and amount > MOST_RIVALS:
        raise InputError(f"{one.name}: expected at most {MOST_RIVALS}, the largest ones")
    if one.name in ("customers", "market", "price", "purchases") and amount == 0.0:
        raise InputError(f"{one.name}: expected a number above zero")
    if one.kind == "count":
        if amount != int(amount):
            raise InputError(f'{one.name}: expected a whole number, found "{given}"')
        return int(amount)
    return amount


def answers_of_file(file: Path) -> Interview:
    """The answers in a YAML file; those that it does not have are left open."""
    document = read_document(file)
    known = {one.name: one for one in QUESTIONS}
    answers: Interview = {}
    problems = []
    for name, given in document.data.items():
        if name not in known:
            near = nearest(name, known)
            problems.append(Problem(document.key_place((name,)), name, "no question is called so", near))
            continue
        try:
            answers[name] = read_answer(known[name], given)
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
            given = ask(one.words)
            try:
                answers[one.name] = read_answer(one, given)
                refuse_contradictions(answers)
            except InputError as mistake:
                answers.pop(one.name, None)
                say(str(mistake))
    return answers


def template_of(name: str | None) -> Template:
    """The template of a name, or what is taken without one."""
    if name is None:
        return PLAIN
    refuse_unknown("template", name, TEMPLATES)
    return TEMPLATES[name]
