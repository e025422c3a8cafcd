"""Every shipped lesson asks for a prediction, and what it calls right is what its runs say."""

import re
import shlex

import pytest
from worlds import CLASSICS

import relsim
import relsim.cli
from relsim.console.parsing import listed
from relsim.questions.lesson.findings import agrees, what_results_say
from relsim.questions.lesson.runs import ExerciseCommand
from relsim.report.lesson_words import choices_of
from relsim.scenario.resolve.shipped import shipped_scenarios

pytestmark = pytest.mark.usefixtures("sketched")

NAMES = sorted(shipped_scenarios())
QUICK = ["leaky-bucket", "why-they-leave", "hold-watch-let-go"]
"""Lessons that the usual tests run."""

OTHERS = [
    pytest.param(name, marks=() if number % 4 == 0 else pytest.mark.exhaustive)
    for number, name in enumerate(sorted(set(NAMES) - set(QUICK)))
]
"""The other lessons: the slow proofs run one of four, the exhaustive ones all."""

SIZES = {"car-buyer": (200, 3), "transactional-vs-relationship": (400, 4)}
"""Customers and replications for lessons that need others than usual."""

USUAL_SIZE = (600, 4)
EXERCISES = [
    pytest.param(name, number, id=f"{name}-{number}")
    for name in NAMES
    for number in range(1, 1 + len(relsim.load(name).learn.checked))
]


CHECKED_CLASSICS = [path for path in sorted(CLASSICS.glob("*.yaml")) if relsim.load(path).learn.predict]
"""Classic models whose lessons check themselves."""


def own_command(path):
    """What the lesson of a classic runs, in the words of its exercises."""
    asked = "compare" if relsim.load(path).policies else "run"
    return f"relsim {asked} experiments/classics/{path.name}"


def run_whole(command):
    """The results of a command in the market as large as it is."""
    read = ExerciseCommand.of(command)
    market = read.request.market()
    if not read.compares:
        return relsim.run(market)
    return relsim.compare(market, policies=listed(read.policies, market.policies), replications=2, jobs=1)


def words_of_cmd(line):
    """How a command line of Windows is taken apart: quotes keep blanks, a backslash only guards a quote."""
    words, word, inside, begun = [], "", False, False
    for sign in line:
        if sign == '"':
            inside, begun = not inside, True
        elif sign in " \t" and not inside:
            words += [word] if begun or word else []
            word, begun = "", False
        else:
            word += sign
    assert not inside
    return [*words, word] if begun or word else words


def run_small(name, command):
    """The results of a command of a lesson, in a small market."""
    customers, replications = SIZES.get(name, USUAL_SIZE)
    read = ExerciseCommand.of(command, customers=customers)
    market = read.request.market()
    return relsim.compare(
        market, policies=listed(read.policies, market.policies), replications=replications, jobs=1
    )


def refuse_other_answers(name):
    """Run a lesson and all its exercises, and hold what they say against what the file calls right."""
    lesson = relsim.load(name).learn
    own = run_small(name, f"relsim compare {name}")
    told = what_results_say(lesson.predict.answer, own)
    assert agrees(lesson.predict.answer, lesson.predict.answer.right, told), told
    for exercise in lesson.checked:
        told = what_results_say(exercise.answer, run_small(name, exercise.command), own)
        assert agrees(exercise.answer, exercise.answer.right, told), (exercise.ask, told)


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_asks_for_a_prediction_and_has_exercises_that_check_themselves(name):
    scenario = relsim.load(name)
    lesson = scenario.learn
    assert len(lesson.checked) >= 2
    for finding in (lesson.predict.answer, *(one.answer for one in lesson.checked)):
        assert len(choices_of(finding, scenario)) >= 2
        assert finding.right not in finding.wrong


@pytest.mark.parametrize("name", NAMES)
def test_every_wrong_prediction_has_a_reply_and_every_wrong_answer_to_an_exercise_has_one_or_a_hint(name):
    scenario = relsim.load(name)
    predicted = scenario.learn.predict.answer
    assert choices_of(predicted, scenario).keys() == {predicted.right, *predicted.wrong}
    for one in scenario.learn.checked:
        assert one.hint or choices_of(one.answer, scenario).keys() == {one.answer.right, *one.answer.wrong}


@pytest.mark.parametrize("name", NAMES)
def test_an_exercise_on_the_best_policy_runs_every_policy_that_can_be_answered(name):
    for one in relsim.load(name).learn.checked:
        if one.answer.best == "policy":
            read = ExerciseCommand.of(one.command)
            policies = read.request.market().policies
            assert set(listed(read.policies, policies) or policies) == set(policies), one.ask


@pytest.mark.parametrize("name", NAMES)
def test_a_title_of_a_policy_stands_alone_in_a_table_that_is_sorted_by_value(name):
    titles = [one.title for one in relsim.load(name).policies.values()]
    assert not [one for one in titles if re.match(r"The same(,| for )", one or "")]


@pytest.mark.parametrize("name", QUICK)
def test_the_runs_say_what_the_lesson_calls_right(name):
    refuse_other_answers(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_the_runs_of_every_other_lesson_say_what_it_calls_right(name):
    refuse_other_answers(name)


@pytest.mark.parametrize(("name", "number"), EXERCISES)
def test_an_exercise_can_be_pasted_into_the_shells_of_linux_macos_and_windows(name, number):
    command = relsim.load(name).learn.checked[number - 1].command
    words = shlex.split(command)
    assert words_of_cmd(command) == words
    assert not re.search(r"[\^&|<>'`$!\n]|%[^ ]*%", command)
    read = ExerciseCommand.of(command)
    assert read.request.scenario == name
    assert read.request.name and read.request.name != name
    assert read.request.market()


def test_no_two_exercises_keep_their_results_under_one_name():
    names = [
        (ExerciseCommand.of(one.command).request.name, name)
        for name in NAMES
        for one in relsim.load(name).learn.checked
    ]
    kept = [one for one, _ in names]
    assert sorted(kept) == sorted(set(kept))


@pytest.mark.parametrize("name", NAMES)
def test_no_text_of_a_lesson_shows_a_value_in_quotes_that_windows_does_not_know(name):
    lesson = relsim.load(name).learn
    texts = [*lesson.look_at, lesson.explanation, *(one for one in lesson.exercises if isinstance(one, str))]
    assert not [text for text in texts if re.search(r"--\w+ '", text)]


@pytest.mark.exhaustive
@pytest.mark.slow
@pytest.mark.parametrize("path", CHECKED_CLASSICS, ids=lambda path: path.stem)
def test_the_runs_of_a_classic_say_what_it_calls_right(path, monkeypatch):
    monkeypatch.chdir(CLASSICS.parents[1])
    lesson = relsim.load(path).learn
    findings = [
        (lesson.predict.answer, own_command(path)),
        *((one.answer, one.command) for one in lesson.checked),
    ]
    results = [run_whole(command) for _, command in findings]
    for (finding, command), found in zip(findings, results, strict=True):
        told = what_results_say(finding, found, results[0])
        assert agrees(finding, finding.right, told), (command, told)


GIVEN_AWAY = {
    "co-creation": ["customer equity is hardly higher"],
    "from-log-to-market": ["274,000", "82 %"],
    "growing-market": ["costs Anchor a"],
    "hold-watch-let-go": ["keeps most customers"],
    "leaky-bucket": ["worth more, not less"],
    "price-rise": ["hardly more leave"],
    "rival-arrives": ["Without a rival the same care would take"],
    "service-profit-chain": ["saving posts costs more than it saves"],
    "shared-values": ["the middle would be the better place"],
    "shop-regulars": ["260,000", "82,000", "more to lose with those who come seldom"],
    "speaking-up": ["168,000", "nothing at all"],
    "three-programmes": ["97,500"],
    "transactional-vs-relationship": ["as with services"],
    "two-strategies": ["none of it for consumer goods"],
    "what-data-cannot-tell": ["with the new machines", "17,000", "it keeps 73 %"],
    "who-stays": ["three tenths", "undervalues"],
    "why-they-leave": ["it is the reverse", "446,000"],
}
"""What explanations said outright once, though an exercise below them asks for it."""


@pytest.mark.parametrize("name", GIVEN_AWAY)
def test_an_explanation_does_not_say_what_an_exercise_below_it_asks(name):
    told = " ".join(relsim.load(name).learn.explanation.split())
    assert not [words for words in GIVEN_AWAY[name] if words in told]
