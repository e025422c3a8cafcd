"""Claims about a text that is no YAML: what is wrong is said at its place, in words of our own."""

import random
import re

import pytest

from relsim.errors import ScenarioError
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.scenario.yaml.document import document_in
from relsim.scenario.yaml.syntax import NOT_READABLE, SENTENCES

OF_THE_PARSER = re.compile(
    r"scalar|token|stream|scann|pars(e|ing)|flow|node|simple key|<\w|block (end|mapping)|hexadec|hexdec|"
    r"expected [a-z]+meric|YAML (directive|document)|None|\('"
)
"""Words of the parser, or of one who writes parsers."""

WRONG = [
    ('a: "x', 1, 4, 'the quote " is not closed'),
    ("a: b\nc: 'x\nd: 1\n", 2, 4, "the quote ' is not closed"),
    ('a: "x\n---\ny"', 1, 4, 'the quote " is not closed'),
    ('- "\\', 1, 3, 'the quote " is not closed'),
    ("a: {b: 1", 1, 4, "the brace { is not closed"),
    ("a: [1, 2\n", 1, 4, "the bracket [ is not closed"),
    ("a: {b: [1, {c: 2", 1, 12, "the brace { is not closed"),
    ("a: {b: [", 1, 8, "the bracket [ is not closed"),
    ("a: {b: [1], c: [", 1, 16, "the bracket [ is not closed"),
    ("a: {b: [1}", 1, 10, "expected ] here, which closes the bracket [ of line 1, column 8"),
    ("a: [1\nb: 2", 2, 2, "expected a comma or ] before this; the bracket [ of line 1, column 4 is open"),
    ("a: {'b' 'c'}", 1, 9, "expected a comma or } before this; the brace { of line 1, column 4 is open"),
    ("a: b: c", 1, 5, "no colon is expected here"),
    ("a: 1\n b: 2", 2, 3, "no colon is expected here"),
    ("a: {b: c: d}", 1, 9, "expected a comma or }"),
    ("a: 1\nfoo\nb: 2", 2, 1, "expected a colon, a space and a value behind this key"),
    ("a: 'b' c", 1, 8, "the value before this has ended"),
    ("[1] 2", 1, 5, "the value before this has ended"),
    ("a:\n  b: 1\n c: 2", 3, 2, "this line does not go on what begins in line 1"),
    ("a:\n  - b\n  c: 1", 3, 3, "this line does not go on what begins in line 2"),
    ("a: - 1", 1, 4, "no list item begins here"),
    ("a: ? b", 1, 4, "no value begins with ?"),
    ("a: @x", 1, 4, "no value begins with @"),
    ("a: !<x\n", 1, 4, "no value begins with !"),
    ("a: &\n", 1, 4, "no value begins with &"),
    ("a: |x\n  b", 1, 4, "a text behind | begins on the next line"),
    ("a: [,]", 1, 5, "expected a value here, found ,"),
    ("a: ]", 1, 4, "expected a value here, found ]"),
    (r'a: "\q"', 1, 6, "an escape sequence in quotes names no character; expected \\\\ for a backslash"),
    (r'a: "\u12"', 1, 7, "an escape sequence in quotes names no character"),
    ("%YAML 1.x\n---\na: 1", 1, 9, "a % directive is not allowed"),
    ("a: 1\n... x", 2, 5, "the text has ended before this"),
]


def refused(text):
    """What is wrong with a text, or None where nothing is."""
    try:
        document_in(text, "a.yaml")
    except ScenarioError as error:
        return error.problems[0]
    return None


@pytest.mark.parametrize(("text", "line", "column", "said"), WRONG)
def test_what_is_wrong_is_said_where_it_stands(text, line, column, said):
    problem = refused(text)
    assert (problem.place.line, problem.place.column) == (line, column)
    assert problem.message.startswith(said)


def test_every_sentence_of_ours_is_said_of_some_text():
    messages = [refused(text).message for text, *_ in WRONG]
    unsaid = [one.words for one in SENTENCES if not any(fits(one.words, each) for each in messages)]
    assert unsaid == []


def fits(words, message):
    """Whether a message is a sentence with its gaps filled."""
    pattern = re.sub(r"\\\{\w+\\\}|\{\w+\}", ".*", re.escape(words.replace("\\\\\\\\", "\\\\")))
    return re.fullmatch(pattern, message, re.DOTALL) is not None


def torn(text, luck):
    """A text with a few signs of YAML put in or taken out."""
    for _ in range(luck.randint(1, 3)):
        place = luck.randrange(len(text))
        if luck.random() < 0.5:
            text = text[:place] + luck.choice("[]{}'\":,-?&*!|>%@`#\\\n \t.~") + text[place:]
        else:
            text = text[:place] + text[place + luck.randint(1, 2) :]
    return text


@pytest.mark.parametrize("name", ["leaky-bucket", "retention-launch", "bank-inertia"])
def test_no_torn_text_is_answered_in_the_words_of_the_parser(name):
    luck = random.Random(name)
    whole = shipped_scenarios()[name].read_text(encoding="utf-8")
    lines = whole.splitlines(keepends=True)
    messages = []
    for _ in range(300):
        first = luck.randrange(len(lines))
        problem = refused(torn("".join(lines[first : first + 12]), luck))
        messages += [problem.message] if problem else []
    assert len(messages) > 60
    assert [one for one in messages if OF_THE_PARSER.search(one) or one == NOT_READABLE] == []
