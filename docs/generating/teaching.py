"""The course, and the teaching notes of its lessons: their answers are those of the scenario files."""

from pathlib import Path

from course_pages import FIRST_LESSON

from generating.markdown import table
from relsim.report.lesson_words import answer_words, choices_of
from relsim.scenario.load import load
from relsim.scenario.resolve.course import course_lessons
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.learn import Exercise, LessonFinding

COURSE_HEAD = """# The course

Each scenario is a lesson. `relsim lesson NAME` asks, keeps what was predicted, runs, and holds both
against each other; `relsim lesson` alone lists the lessons. See [the plan](../teaching/plan.md) for an
hour and a half with a class.
"""
NOTES_HEAD = """# Teaching notes

For teachers: every question with its answer, what is often answered instead, and what to say to it. The
answers are those of the scenario files; the tests run each lesson and hold them against what it says.

Every wrong prediction of a scenario has a reply of its own. A wrong answer to an exercise, or a wrong
prediction of a classic model, has one where a common mistake stands behind it. To other wrong answers to an
exercise `relsim lesson` says where in the report to look, and so does the table here.
"""
CLASSICS_HEAD = """## The classic models

Each is a file below `experiments/classics`; see [what they have in common](../explanation/classics.md).
"""
CLASSICS = Path(__file__).parents[2] / "experiments" / "classics"


def course() -> str:
    """The page of the course: what each lesson asks, and no more."""
    lines, part = [COURSE_HEAD], ""
    for one in course_lessons():
        if one.part != part:
            lines += [f"\n## {one.part}\n", "| Lesson | Question | Minutes |", "| --- | --- | --- |"]
            part = one.part
        lines.append(f"| `{one.name}` | {one.question} | {one.minutes} |")
    return "\n".join([*lines, ""])


def notes() -> str:
    """The page of teaching notes: the lessons in the order of the course, then the classic models."""
    lessons = (note_on(one.name) for one in course_lessons())
    classics = (note_on(path) for path in sorted(CLASSICS.glob("*.yaml")))
    return "\n".join([NOTES_HEAD, *lessons, CLASSICS_HEAD, *classics])


def note_on(source: str | Path) -> str:
    """One lesson: question, prediction, what to look at, explanation, exercises."""
    scenario = load(source)
    lesson = scenario.learn
    if lesson is None or lesson.predict is None:
        raise ValueError(f"{source} has nothing to predict")
    name = Path(source).stem
    parts = [f"## {scenario.title} (`{name}`, {lesson.minutes} minutes)\n", lesson.question]
    parts += [f"**To predict.** {lesson.predict.ask}\n", answers(lesson.predict.answer, scenario)]
    parts += ["**Look at**\n", *(f"- {thing}" for thing in lesson.look_at), ""]
    parts += [f"**Explanation.** {lesson.explanation}"]
    for number, exercise in enumerate(lesson.exercises, start=1):
        parts.append(
            f"**Exercise {number}.** " + (exercise if isinstance(exercise, str) else exercise.ask) + "\n"
        )
        if isinstance(exercise, Exercise):
            parts.append(f"```console\n$ {exercise.command}\n```\n")
            parts.append(
                answers(exercise.answer, scenario, f"Hint: {exercise.hint}" if exercise.hint else "")
            )
    return "\n".join(parts)


def answers(finding: LessonFinding, scenario: Scenario, hint: str = "") -> str:
    """The choices, which is right, and what `relsim lesson` says to the others: a reply, or a hint."""
    choices = choices_of(finding, scenario)
    if not choices:
        return f"Right is {answer_words(finding, finding.right, scenario)}.\n"
    rows = [
        (words, "right", "") if name == finding.right else (words, "", finding.wrong.get(name, hint))
        for name, words in choices.items()
    ]
    return table(("Answer", "", "What to say"), rows) + "\n"


def parts() -> dict[str, str]:
    """The way from the front to the page of the first lesson, which is there once the pages are built."""
    way = f'<a href="course/{FIRST_LESSON}.html">Play with a market in your browser</a>'
    return {"play": f"{way}: predict, run the first lesson, and move its sliders.\n"}
