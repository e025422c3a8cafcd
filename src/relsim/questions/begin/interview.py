"""The questions about a firm that a market is begun with, each of which may be left open."""

from dataclasses import dataclass


@dataclass(frozen=True)
class InterviewQuestion:
    """A question: under which name it is answered, how it is put, and what its answer may be."""

    name: str
    words: str
    kind: str
    only: bool | None = None
    """Whether it is asked only of firms with a contract, or only of those without."""
    of_a_hundred: bool = False
    """Whether it asks how many of a hundred, so that a bare number is in per cent."""


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
        "failures",
        "Of a hundred services or deliveries, in how many does something go wrong (5%)?",
        "share",
        of_a_hundred=True,
    ),
)


def questions_listed() -> str:
    """Every name under which an answer may stand in a file, with what is asked."""
    return "; ".join(f"{one.name}: {one.words}" for one in QUESTIONS)
