"""Taking a lesson: asking, keeping what is answered, running, and telling what the results say to it."""

import shlex
from dataclasses import dataclass
from pathlib import Path

from relsim.command_lines import command_line
from relsim.console.folders import RESULTS
from relsim.console.kept_answers import PREDICTION, PREDICTIONS, KeptAnswer, keep_answer_of
from relsim.console.paragraphs import filled_text
from relsim.console.requests import options_in_words
from relsim.console.speech import say
from relsim.errors import InputError
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.standing_answer import PAGE_FILE, say_answer
from relsim.questions.lesson.findings import (
    agrees,
    read_choice,
    what_results_say,
)
from relsim.questions.lesson.prompt import predicted, say_choices
from relsim.questions.lesson.runs import ExerciseCommand, MarketResults
from relsim.report.beside_file import MarketBesideFile
from relsim.report.lesson_words import GivenAnswer, answer_words
from relsim.scenario.load import adjusted, load
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.learn import Exercise, Lesson, LessonFinding


@dataclass(frozen=True)
class LessonRequest:
    """Which lesson is taken, with which luck, how often it is run, and where everything is kept: in `out`,
    or below `results/`, in the folder of the lesson unless `results` names another."""

    name: str
    seed: int = 1
    replications: int | None = None
    customers: int | None = None
    periods: int | None = None
    out: Path | None = None
    results: str | None = None

    def scenario(self) -> tuple[Scenario, Lesson]:
        """The scenario, and its lesson."""
        scenario = load(self.name)
        if scenario.learn is None:
            raise InputError(f"{self.name} has no lesson; expected a scenario with learn:", "leaky-bucket")
        return scenario, scenario.learn

    def said_again(self) -> str:
        """The lesson's command with the options in use."""
        where = options_in_words(out=self.out, **{"as": self.results})
        return command_line(["relsim", "lesson", self.name, *self._sizes_in_words(), *where])

    def typed(self, exercise: Exercise) -> str:
        """The command of an exercise with the options in use; what it says itself holds."""
        return " ".join([exercise.command, *self._sizes_in_words(exercise.command)])

    def _sizes_in_words(self, command: str = "") -> list[str]:
        return options_in_words(**self._sizes(command), seed=self.seed)

    def _sizes(self, command: str) -> dict[str, int | None]:
        """How large and how long markets are run, but for what a command says itself."""
        names = ("customers", "periods", "replications")
        return {name: getattr(self, name) for name in names if f"--{name}" not in shlex.split(command)}

    def own_command(self, scenario: Scenario) -> ExerciseCommand:
        """The command of the lesson itself: its policies compared, or its market as it is."""
        asked = "compare" if scenario.policies else "run"
        command = self._read(f"relsim {asked} {shlex.quote(self.name)}", None)
        return command.into(self.out, self.results)

    def beside_file(self, scenario: Scenario) -> MarketBesideFile:
        """The market that the lesson's own command runs, beside that of its file."""
        usual = scenario.replications if scenario.policies else 1
        market = adjusted(scenario, self.customers, self.periods)
        return MarketBesideFile(market, self.replications or usual)

    def command_of(self, exercise: Exercise) -> ExerciseCommand:
        """The command of an exercise, whose results stand beside those of the lesson."""
        own = RESULTS / self.results if self.results else None
        return self._read(exercise.command, self.out or own)

    def _read(self, command: str, beside: Path | None) -> ExerciseCommand:
        return ExerciseCommand.of(command, beside, seed=self.seed, **self._sizes(command))


def lesson_or_exercise(
    asked: LessonRequest, given: str | None, number: int | None, answer: str | None, explains: bool | None
) -> None:
    """Do the exercise of a number, or take the lesson where no exercise is asked for.

    `explains` is whether only the explanation is told, or all but it; None tells all.
    """
    if number is not None:
        do_exercise(asked, number, answer)
    elif answer is not None:
        raise InputError("--answer answers an exercise; expected --exercise and its number as well")
    elif explains:
        tell_explanation(asked)
    else:
        take_lesson(asked, given, explains is None)


def take_lesson(asked: LessonRequest, given: str | None, explains: bool) -> None:
    """Ask, keep the prediction, run, hold both against each other, tell the verdict, and explain or not."""
    scenario, lesson = asked.scenario()
    own = asked.own_command(scenario)
    say(f"{scenario.title}\n\n{filled_text(lesson.question)}\n")
    with own.folder() as folder:
        guess = predicted(asked.said_again(), scenario, lesson, given)
        if guess is not None:
            keep_answer_of(KeptAnswer(asked.name, PREDICTION, guess.answer, reason=guess.reason), folder)
            say(f"Kept in {folder / PREDICTIONS}.")
        results, answer = own.answered_in(folder)
        if lesson.predict:
            finding = lesson.predict.answer
            told = Beside(
                asked.name,
                PREDICTION,
                finding,
                guess.answer if guess else None,
                question=lesson.predict.ask,
                reason=guess.reason if guess else None,
            )
            told.tell(results, None, folder)
        say(f"\n{what_was_run(results)}\n")
        say_answer(answer, folder)
    if explains:
        say("")
        tell_explanation(asked)
    else:
        say(f"\nNext: {asked.said_again()} --explanation tells why, and sets exercises.")


def tell_explanation(asked: LessonRequest) -> None:
    """Tell the explanation of a lesson, with what it has to be read with, and set its exercises."""
    scenario, lesson = asked.scenario()
    say(filled_text(lesson.explanation))
    if beside_text := asked.beside_file(scenario).of_text("run"):
        say(f"\n{filled_text(beside_text)}")
    tell_exercises(asked, scenario, lesson)


def what_was_run(results: MarketResults) -> str:
    """What the sentences below an answer are about, which may be another question than the lesson's."""
    if isinstance(results, Comparison):
        return f"And how the policies of {results.firm} compare:"
    return f"And what became of {results.scenario.focal_firm}:"


def do_exercise(asked: LessonRequest, number: int, text: str | None) -> None:
    """Show an exercise and its command, run it, and hold an answer against what its results say."""
    scenario, lesson = asked.scenario()
    if number > len(lesson.checked):
        count = len(lesson.checked)
        more = f"expected one from 1 to {count}" if count else "none of its exercises checks itself"
        raise InputError(f"{asked.name} has no exercise {number}; {more}")
    exercise = lesson.checked[number - 1]
    finding = exercise.answer
    answer = None if text is None else read_choice(finding, text, scenario)
    say(filled_text(exercise.ask))
    if answer is None:
        say_hint(exercise.hint)
        say_choices(finding, scenario)
    say(f"\n  {asked.typed(exercise)}")
    own, changed = asked.own_command(scenario), asked.command_of(exercise)
    with own.folder() as folder:
        told = Beside(asked.name, f"exercise {number}", finding, answer, exercise.hint)
        unchanged = own.results_in(folder) if finding.unchanged else None
        with changed.folder() as beside:
            told.tell(changed.results_in(beside), unchanged, folder)
            say(f"Report: {beside / PAGE_FILE}")
    if answer is None:
        say(f"Your own answer is checked by {asked.said_again()} --exercise {number} --answer TEXT.")


@dataclass(frozen=True)
class Beside:
    """An answer beside what results say: kept, and told."""

    lesson: str
    asked: str
    finding: LessonFinding
    answer: GivenAnswer | None
    hint: str | None = None
    question: str | None = None
    reason: str | None = None

    def tell(self, results: MarketResults, unchanged: MarketResults | None, folder: Path) -> None:
        """Say what the results say, whether the answer agrees, and keep both."""
        told, scenario = what_results_say(self.finding, results, unchanged), results.scenario
        say("")
        if self.question:
            say(filled_text(self.question))
        if self.answer is None:
            say(f"The results say: {answer_words(self.finding, told.answer, scenario)}.")
        else:
            right = agrees(self.finding, self.answer, told)
            kept = KeptAnswer(self.lesson, self.asked, self.answer, told.answer, right, reason=self.reason)
            keep_answer_of(kept, folder)
            what = "predicted" if self.asked == PREDICTION else "answered"
            say(f"You {what}: {answer_words(self.finding, self.answer, scenario)}.")
            verdict = "as you did" if right else "otherwise"
            say(f"The results say {verdict}: {answer_words(self.finding, told.answer, scenario)}.")
            self._say_why(right, scenario)
        say(filled_text(f"({told.words})"))

    def _say_why(self, right: bool, scenario: Scenario) -> None:
        if right or self.answer is None:
            return
        if (why := self.finding.wrong.get(str(self.answer))) is not None:
            given = answer_words(self.finding, self.answer, scenario)
            say(filled_text(f"Why not “{given}”? {why}"))
        else:
            say_hint(self.hint)


def say_hint(hint: str | None) -> None:
    """Say where to look for the answer to an exercise, if it tells."""
    if hint:
        say(filled_text(f"Hint: {hint}"))


def tell_exercises(asked: LessonRequest, scenario: Scenario, lesson: Lesson) -> None:
    """Say which exercises there are, each with its command and with what can be answered."""
    if lesson.checked:
        say("\nExercises")
    for number, exercise in enumerate(lesson.checked, start=1):
        say(f"\n{filled_text(f'{number}. {exercise.ask}')}")
        say_hint(exercise.hint)
        say(f"  {asked.typed(exercise)}")
        say_choices(exercise.answer, scenario)
    if lesson.checked:
        say(f"\nNext: {asked.said_again()} --exercise 1 --answer TEXT runs the first and checks your answer.")
    for text in lesson.exercises:
        if isinstance(text, str):
            say(f"\n{filled_text(text)}")
