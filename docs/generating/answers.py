"""What `relsim begin` asks, as the interview itself has it."""

from generating.markdown import code, escaped, table
from relsim.questions.begin.interview import QUESTIONS


def parts() -> dict[str, str]:
    """The table of answers by name."""
    rows = [(code(one.name), escaped(one.words)) for one in QUESTIONS]
    return {"answers-of-begin": table(("Name", "What is asked"), rows)}
