"""What is spent on winning customers, as answered in one way or another."""

from relsim.questions.begin.answers import Interview
from relsim.report.wording import to_digits

NEAR_IN_COST = 0.25
"""The share by which what is spent on winning a customer may differ from what that is said to cost."""


def spend_of(answers: Interview) -> float | None:
    """What is spent on advertising in a month, as answered, or as those who were won have cost."""
    if answers.get("advertising") is not None:
        return float(answers["advertising"])
    if answers.get("won") is not None and answers.get("cost_to_win") is not None:
        return float(answers["won"] * answers["cost_to_win"] / 12.0)
    return None


def unused_answer(answers: Interview) -> str | None:
    """Which answer is not used, since another says the same."""
    spend, cost, won = (answers.get(name) for name in ("advertising", "cost_to_win", "won"))
    if spend is None or cost is None:
        return None
    said = "cost_to_win is not used, since advertising says what is spent on winning customers"
    each = 12.0 * spend / won if won else cost
    if abs(each - cost) <= NEAR_IN_COST * cost:
        return said
    return (
        f"{said}; it comes to {to_digits(each)} for each of the {won:,} who were won, where "
        f"{to_digits(cost)} were answered: both cannot be right"
    )
