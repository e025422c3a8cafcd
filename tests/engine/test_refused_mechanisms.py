"""Claims about a user's own mechanism that is wrong: one sentence says so, alike in both drivers."""

import math
import random
import re
import runpy
import subprocess
import sys
import time
from math import log
from random import random as drawn
from types import FunctionType

import numba
import numpy as np
import pytest
from worlds import differing, finished, world

import relsim
from relsim.engine.own import ANSWERS, blamed, guarded, owned, pure_function
from relsim.engine.trial import plan_of_all_settings, refuse_uncompilable
from relsim.errors import InputError
from relsim.rules.rulebook import MECHANISMS
from relsim.rules.state import Attitude, Chances, Person

WRITTEN = (time, log, drawn)
"""What expressions below name."""

COUNTED = []
RATE = 2.0
CENTURIES = np.array([1.0])


def spending(expression, *statements):
    """A mechanism `spend` that returns what an expression says, as if it were written in this file."""
    lines = [*statements, f"return {expression}"]
    text = "def brought(key, occasion, person, attitude, behaviour):\n    " + "\n    ".join(lines)
    scope = {}
    exec(compile(text, __file__, "exec"), globals(), scope)
    return scope["brought"]


WRONG_ANSWERS = {
    "math.nan": "NaN",
    "math.inf": "out of range",
    "-1.0": "out of range",
    "None": "nothing",
    "'a lot'": "a text",
    "(1.0, 2.0)": "a tuple",
    "attitude": "Attitude",
    "max(0.0, 1.0 / (0.0 * person.basket))": "divides by zero",
    "max(0.0, log(-person.basket))": "math domain error",
    "max(0.0, math.sqrt(-person.basket))": "math domain error",
    "min(1.0, math.exp(1e6 * person.basket))": "range error|domain error",
}
IMPURE = {
    "random.random()": "random.random",
    "drawn()": "drawn",
    "np.random.random()": "np.random.random",
    "time.time()": "time.time",
    "float(len(COUNTED))": "COUNTED, a list",
    "CENTURIES[0]": "CENTURIES",
    "np.exp(1.0)": "np.exp",
    "behaviour.spend_grwth": 'did you mean "spend_growth"',
    "person.baskt": 'did you mean "basket"',
    "sum([1.0 * x for x in range(occasion)])": "cannot be compiled in line 2",
    "math.fmod(1.0, person.basket)": "cannot be compiled in line 2: fmod has no compiled form",
    "float(f'{person.basket:.2f}')": "makes a text by an f-string in line 2",
    "float(str(person.basket))": "makes a text by str",
    "[1.0][0] if open('f') else 2.0": "open",
}
WRITING = {
    "global RATE; RATE = 3.0": "RATE",
    "global RATE; del RATE": "RATE",
    "behaviour.spend_growth = 2.0": "spend_growth",
    "del behaviour.spend_growth": "spend_growth",
    "CENTURIES[0] = 2.0": "something it was given",
    "del COUNTED[0]": "something it was given",
    "import math as m": "math",
}


def message_of(mechanism, function, driver):
    with pytest.raises(InputError) as caught:
        finished(world(customers=60, periods=3), mechanisms={mechanism: function}, driver=driver)
    return str(caught.value)


def assert_a_sentence(message, mechanism, function):
    assert f'mechanism "{mechanism}" ({function.__name__})' in message
    assert "\n" not in message
    assert len(message) < 250


@pytest.mark.parametrize(("expression", "words"), list((WRONG_ANSWERS | IMPURE).items()))
def test_a_mechanism_that_answers_or_reads_what_it_must_not_is_refused(expression, words):
    function = spending(expression)
    message = message_of("spend", function, "agents")
    assert_a_sentence(message, "spend", function)
    assert re.search(words, message), message


@pytest.mark.parametrize(("statement", "words"), list(WRITING.items()))
def test_a_mechanism_that_changes_something_is_refused(statement, words):
    message = message_of("spend", spending("1.0", *statement.split("; ")), "agents")
    assert f"changes {words};" in message


@pytest.mark.parametrize("expression", IMPURE)
def test_what_is_found_before_a_run_is_refused_alike_in_both_drivers(expression):
    function = spending(expression)
    assert message_of("spend", function, "compiled") == message_of("spend", function, "agents")


def test_a_function_that_a_mechanism_calls_is_looked_at_too():
    message = message_of("spend", calls_luck, "agents")
    assert "in lucky, uses random.random" in message


def lucky(x):
    return x * random.random()


def calls_luck(key, occasion, person, attitude, behaviour):
    return lucky(person.basket)


ROLLED = """
import math, random
from functools import wraps

def plain(key, occasion, person, attitude, behaviour):
    return 1.0

def lucky(key, occasion, person, attitude, behaviour):
    return random.random()

def around(function):
    @wraps(function)
    def inner(key, occasion, person, attitude, behaviour):
        return random.random()
    return inner

def enclosed(luck):
    def inner(key, occasion, person, attitude, behaviour):
        return luck()
    return inner

def nested(key, occasion, person, attitude, behaviour):
    def rolled():
        return random.random()
    return rolled()

"""
"""A file in which functions that draw luck are made in every way."""

IN_EVERY_WAY = {
    "plain": "lucky",
    "decorated": "around(plain)",
    "in a closure": "enclosed(random.random)",
    "nested": "nested",
    "the second lambda of a line": (
        "(lambda key, occasion, person, attitude, behaviour: 1.0,"
        " lambda key, occasion, person, attitude, behaviour: random.random())[1]"
    ),
}


def refusal_of_luck(function):
    """What is said of a mechanism that draws luck."""
    with pytest.raises(InputError) as caught:
        pure_function("spend", function)
    return str(caught.value)


@pytest.mark.parametrize("made", IN_EVERY_WAY.values(), ids=IN_EVERY_WAY)
def test_luck_is_refused_however_a_function_was_made(made, tmp_path):
    (tmp_path / "rolled.py").write_text(f"{ROLLED}made = {made}\n")
    in_a_file = runpy.run_path(str(tmp_path / "rolled.py"))["made"]
    scope = {"__name__": "without_source"}
    exec(f"{ROLLED}made = {made}\n", scope)
    for function in (in_a_file, scope["made"]):
        assert "so no run could be repeated" in refusal_of_luck(function)


def test_luck_is_refused_in_a_command_without_a_file():
    text = (
        "from relsim.engine.own import pure_function\nfrom relsim.errors import InputError\n"
        "try:\n    pure_function('spend', lucky)\nexcept InputError as refusal:\n    print(refusal)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", ROLLED + text], capture_output=True, text=True, check=True, timeout=120
    )
    assert "so no run could be repeated" in ran.stdout


@pytest.mark.parametrize("statement", ["count += 1", "del count"])
def test_a_mechanism_that_changes_what_a_function_around_it_holds_is_refused(statement):
    scope = {}
    exec(
        "def around():\n    count = 0\n"
        "    def inner(key, occasion, person, attitude, behaviour):\n"
        f"        nonlocal count\n        {statement}\n        return 1.0\n"
        "    return inner\n",
        scope,
    )
    with pytest.raises(InputError, match="changes count;"):
        pure_function("spend", scope["around"]())


def test_a_default_that_may_change_is_refused():
    def remembers(key, occasion, person, attitude, behaviour, seen=[]):  # noqa: B006
        return float(len(seen))

    assert "a list, which may change" in message_of("spend", remembers, "agents")


SIGNATURES = {
    "too few": lambda key: 1.0,
    "too many": lambda key, occasion, person, attitude, behaviour, more: 1.0,
    "another order": lambda occasion, key, person, attitude, behaviour: 1.0,
}


@pytest.mark.parametrize("which", SIGNATURES)
def test_a_mechanism_with_another_signature_is_told_the_right_one(which):
    message = message_of("spend", SIGNATURES[which], "compiled")
    assert "(key, occasion, person, attitude, behaviour)" in message


@pytest.mark.parametrize("brought", [len, "spend", 3, None, random.Random(1).random, MECHANISMS])
def test_what_is_no_plain_function_is_refused(brought):
    with pytest.raises(InputError, match='mechanism "spend": expected a plain Python function'):
        relsim.run(world(), mechanisms={"spend": brought})


# Answers of every mechanism


def answering(mechanism, answer):
    """A function with the signature of a mechanism that returns what it was made with."""
    if isinstance(answer, Attitude):
        a, b, c, d, e, f, g, h = answer
        return lambda *arguments: Attitude(a, b, c, d, e, f, g, h)
    if isinstance(answer, Chances):
        a, b, c, d, e = answer
        return lambda *arguments: Chances(a, b, c, d, e)
    return lambda *arguments: answer


def worse(good):
    """Answers of the same kind as a good one that are none."""
    if isinstance(good, tuple):
        for name in (good._fields[0], good._fields[-1]):
            yield good._replace(**{name: math.nan})
        yield good._replace(**{good._fields[0]: -0.5})
        yield good._replace(**{good._fields[0]: 1.5})
    elif isinstance(good, float):
        yield from (math.nan, math.inf, -math.inf)
    else:
        yield from (-1, 10_000)


GOOD = {
    "need": 1,
    "choice": 0.5,
    "spend": 1.0,
    "experience": Attitude(0.5, 0.5, 0.5, 0.5, 0.1, 3.0, 0.0, 30.0),
    "ladder": 2,
    "departure": Chances(0.1, 0.0, 0.0, 0.0, 1.0),
    "word_of_mouth": 2,
}


def as_compiled(function):
    return numba.njit(error_model="numpy")(function)


@pytest.mark.parametrize("mechanism", sorted(MECHANISMS))
def test_a_guard_lets_good_answers_pass_and_refuses_every_other_plain_and_compiled(mechanism):
    [good] = owned({mechanism: answering(mechanism, GOOD[mechanism])})
    refuse_uncompilable(good)
    for guard in (good.guard, as_compiled(good.guard)):
        assert guard(*[1.0] * 3) == GOOD[mechanism]
    for answer in worse(GOOD[mechanism]):
        [one] = owned({mechanism: answering(mechanism, answer)})
        refuse_uncompilable(one)
        for guard in (one.guard, as_compiled(one.guard)):
            with pytest.raises(InputError, match=r"NaN|out of range"):
                guard(*[1.0] * 3)


@pytest.mark.parametrize("mechanism", sorted(MECHANISMS))
@pytest.mark.parametrize("answer", [None, "x", (1.0, 2.0)])
def test_an_answer_of_another_kind_is_refused_by_every_mechanism(mechanism, answer):
    function = answering(mechanism, answer)
    [one] = owned({mechanism: function})
    with pytest.raises(InputError, match=r"returns a? ?(nothing|text|tuple)"):
        refuse_uncompilable(one)


@pytest.mark.parametrize("mechanism", sorted(MECHANISMS))
def test_every_shipped_alternative_passes_the_guard_of_its_mechanism(mechanism):
    for shipped in (one.rule for one in MECHANISMS[mechanism].alternatives.values()):
        assert pure_function(mechanism, shipped) is shipped
        assert isinstance(guarded(mechanism, shipped), FunctionType)
    assert sorted(ANSWERS) == sorted(MECHANISMS)


@pytest.mark.slow
def test_nan_stops_compiled_code_in_the_same_words():
    function = spending("math.nan if person.basket > 1.0 else 1.0")
    compiled, plain = (message_of("spend", function, driver) for driver in ("compiled", "agents"))
    assert compiled == plain
    assert "returned NaN" in plain


# Arithmetic that has no answer

POOR = Person(*[0.0] * 9, 1)
NO_ANSWER = {
    "min(1.0, 1.0 / person.basket)": "divides by zero",
    "min(1.0, 1 // occasion + 1.0 % person.basket)": "divides by zero",
    "min(1.0, person.basket ** -1.0)": "divides by zero",
    "min(1.0, math.pow(person.basket, -1.0) + pow(2.0, person.basket))": "divides by zero",
    "min(1.0, (person.basket + 1e300) ** 2.5)": "comes to a number that is too large",
}


@pytest.mark.parametrize(("expression", "words"), list(NO_ANSWER.items()))
def test_arithmetic_without_an_answer_is_refused_in_the_same_words_plain_and_compiled(expression, words):
    [one] = owned({"spend": spending(expression)})
    refuse_uncompilable(one)
    for guard in (one.guard, as_compiled(one.guard)):
        with pytest.raises(ArithmeticError) as caught:
            guard(1, 0, POOR, GOOD["experience"], 0.0)
        assert str(blamed([one], caught.value)) == f'mechanism "spend" (brought) {words}'


# Values that a mechanism reads


def scaled(key, occasion, person, attitude, behaviour):
    return RATE * person.basket


def test_a_value_that_a_mechanism_reads_is_that_of_the_time_when_the_market_is_made(monkeypatch):
    scenario = world(customers=60, periods=3)
    before = finished(scenario, mechanisms={"spend": scaled}, driver="agents")
    market = relsim.Market(scenario, mechanisms={"spend": scaled}, driver="agents")
    monkeypatch.setattr("test_refused_mechanisms.RATE", 5.0)
    assert differing(market.run(), before) == []
    after = finished(scenario, mechanisms={"spend": scaled}, driver="agents")
    assert after.records["revenue"].sum() > 2 * before.records["revenue"].sum()


def test_all_plans_have_the_settings_for_which_mechanisms_are_tried():
    market = relsim.Market("retention-launch", customers=50, periods=2)
    assert market.plan.firms.dtype == plan_of_all_settings().firms.dtype
    assert market.plan.behaviour.dtype == plan_of_all_settings().behaviour.dtype
