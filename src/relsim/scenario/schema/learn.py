"""A lesson: the question, what to predict, what to look at, the explanation, and exercises."""

import shlex
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from relsim.errors import DataPath, InputError, nearest
from relsim.scenario.part import Part
from relsim.scenario.schema.evidence import read_figure
from relsim.scenario.units.amounts import Fraction, Number, Whole

Limit = Annotated[Number, BeforeValidator(read_figure)]

EXERCISE_COMMANDS = ("run", "compare")
SHELL_SIGNS = "'`$!^&|<>;\\\n"
"""Signs that one of the shells of Linux, macOS and Windows does not take as they stand."""


def read_command(command: str) -> str:
    """A whole command that every shell takes as it stands, with a name for its results."""
    command = command.strip()
    for sign in SHELL_SIGNS:
        if sign in command:
            shown = "a line break" if sign == "\n" else sign
            raise InputError(f"{shown} is not taken alike by every shell; expected values in double quotes")
    if command.count("%") > 1:
        raise InputError("more than one % may name a variable on Windows; expected shares such as 0.5")
    try:
        words = shlex.split(command)
    except ValueError:
        raise InputError("a quotation mark is not closed") from None
    asked = words[1] if len(words) > 2 else ""
    if words[:1] != ["relsim"] or asked not in EXERCISE_COMMANDS:
        raise InputError("expected a whole command, relsim run or relsim compare, and a scenario")
    if "--as" not in words[:-1] or "--out" in words:
        raise InputError("expected --as NAME, which keeps the results of the exercise apart")
    return command


class LessonFinding(Part):
    """What results say: which policy or firm has most of something, or in which range a number lies."""

    measure: str = Field(
        "customer_equity",
        description="A measure, a column of the table of periods (summed), or a share of concentration; "
        "between policies, where none is named, customer equity after overhead if they do not pay the same.",
    )
    best: Literal["policy", "firm"] | None = Field(
        None, description="Ask which policy or firm has the highest; left out, how much it is."
    )
    lowest: bool = Field(False, description="Ask for the lowest in place of the highest.")
    firm: str | None = Field(None, description="Of which firm; left out, the one in focus.")
    policy: str | None = Field(None, description="Under which policy; left out, the baseline.")
    over: str | None = Field(None, description="The policy or the firm whose value is taken off.")
    unchanged: bool = Field(False, description="Take off what it is in the lesson's own market.")
    counted: Literal["amount", "share"] = Field(
        "amount", description="Whether a difference is an amount, or a share of what is taken off."
    )
    choices: dict[str, Limit | None] = Field(
        default_factory=dict,
        description="Answers to choose from, with the number up to which each is right; none for the last.",
    )
    right: str | Limit = Field(description="What the results say; held against a run by the tests.")
    tolerance: Fraction = Field(0.1, description="How far a number may be off, as a share of the right one.")
    wrong: dict[str, str] = Field(
        default_factory=dict, description="What is often answered instead, and what to say to it."
    )

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        if self.best and self.choices:
            raise InputError("the choices are the policies or the firms already", None, ("choices",))
        if self.choices:
            self._refuse_unordered()
        elif not self.best and isinstance(self.right, str):
            raise InputError("expected a number, since there are no choices", None, ("right",))
        return self

    def _refuse_unordered(self) -> None:
        *limits, last = self.choices.values()
        if last is not None or None in limits or limits != sorted(limits, key=lambda one: one or 0.0):
            message = "expected the number up to which each choice is right, rising, and none for the last"
            raise InputError(message, None, ("choices",))
        for path, answers in (("right", [self.right]), ("wrong", list(self.wrong))):
            for answer in answers:
                if answer not in self.choices:
                    message = f'no choice is called "{answer}"'
                    raise InputError(message, nearest(str(answer), self.choices), (path,))


class Prediction(Part):
    """What is to be predicted before the run, and how the run tells."""

    ask: str = Field(description="A question that one of the choices answers.")
    answer: LessonFinding = Field(description="What the lesson's own results say.")


class Exercise(Part):
    """A question, the command that answers it, and how the answer is found in its results."""

    ask: str = Field(description="What to find out.")
    command: Annotated[str, AfterValidator(read_command)] = Field(
        description="`relsim run` or `relsim compare`, whole, with `--as NAME`."
    )
    answer: LessonFinding = Field(description="What the results of the command say.")
    hint: str | None = Field(None, description="Where to look.")


class Lesson(Part):
    """What a student asks before the run, looks at after it, and does next."""

    question: str
    predict: Prediction | None = Field(None, description="What to choose before the run.")
    look_at: list[str]
    explanation: str
    exercises: list[str | Exercise]
    minutes: Annotated[Whole, Field(ge=1)] = 15

    @property
    def checked(self) -> list[Exercise]:
        """The exercises that check themselves."""
        return [each for each in self.exercises if isinstance(each, Exercise)]

    def refuse_strangers(self, firms: Any, policies: Any) -> None:
        """Refuse findings about firms or policies that the scenario does not have."""
        findings: list[tuple[DataPath, LessonFinding]] = []
        if self.predict:
            findings.append((("predict", "answer"), self.predict.answer))
        for number, each in enumerate(self.exercises):
            if isinstance(each, Exercise):
                findings.append((("exercises", number, "answer"), each.answer))
        for path, finding in findings:
            refuse_strange_finding(finding, ("learn", *path), firms, policies)


def refuse_strange_finding(finding: LessonFinding, path: DataPath, firms: Any, policies: Any) -> None:
    """Refuse a finding about a firm or a policy that there is not."""
    named = [("firm", "firm", finding.firm, firms), ("policy", "policy", finding.policy, policies)]
    named.append(("over", "policy or firm", finding.over, [*policies, *firms]))
    if finding.best:
        known = policies if finding.best == "policy" else firms
        named += [("right", finding.best, str(finding.right), known)]
        named += [("wrong", finding.best, answer, known) for answer in finding.wrong]
    for key, what, name, known in named:
        if name is not None and name not in known:
            raise InputError(f'no {what} is called "{name}"', nearest(name, known), (*path, key))
