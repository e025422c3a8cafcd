"""Each registry is whole: every entry is described, directed, cited, costed, used, and named once."""

import ast
import inspect
from collections import Counter
from pathlib import Path

import pytest

import relsim
from relsim import arithmetic, luck
from relsim.engine.driver import FIRM_PAYS
from relsim.market.columns import TALLY
from relsim.market.network import NETWORKS
from relsim.market.plan import NUMBERS_OF_WORDS as NUMBER_OF
from relsim.measures.measure import HEADLINES, MEASURES
from relsim.questions.cite.bibliography import bibliography, first_authors, key_of
from relsim.questions.cite.in_force import pulled, scenarios_in_force
from relsim.questions.marginal.question import GROUPS_BY_PURPOSE, LEVER_BY_PURPOSE
from relsim.rules import adapting, books, staff
from relsim.rules.rulebook import COMPILED_CHAPTERS, MECHANISMS, PLAIN_CHAPTERS, asked_by, is_asked
from relsim.scenario.facts import Facts, Lever, facts_of, part_in
from relsim.scenario.load import load
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.bases import BASES, CHOSEN, basis_of
from relsim.scenario.schema.behaviour import Behaviour
from relsim.scenario.schema.firm import Firm
from relsim.scenario.schema.mechanisms import Mechanisms
from relsim.scenario.schema.people import Segment
from relsim.vocabulary import COUNTS, Channel, Group, Line, Reason, Rung, column_name, word

ROOT = Path(__file__).parents[2]
CLASSICS = sorted((ROOT / "experiments" / "classics").glob("*.yaml"))
LEVERS = facts_of(Firm, Lever)
KINDS = {"behaviour": facts_of(Behaviour, Facts), "firms": LEVERS, "segments": facts_of(Segment, Facts)}
ENUMS = (Rung, Reason, Channel, Group, Line)
ALTERNATIVES = [
    pytest.param(name, word, one, id=f"{name}-{word}")
    for name, mechanism in MECHANISMS.items()
    for word, one in mechanism.alternatives.items()
]


def field_at(path, model=Firm):
    """The field of a setting; entries have no name in its path."""
    part, _, name = path.rpartition(".")
    for step in part.split(".") if part else ():
        model = part_in(model.model_fields[step].annotation)
    return model.model_fields[name]


def is_leaf(path):
    """Whether a path leads to one value, and not to a part, or into the rules by which firms adapt."""
    return part_in(field_at(path).annotation) is None and not path.startswith("adapts.")


def moves_nothing_by_default(path):
    """Whether only alternatives that are not usual read a lever."""
    return not is_asked(f"firms.{path}", dict(Mechanisms()))


NUMBERS = [path for path in LEVERS if is_leaf(path)]
PARTS = [path for path in LEVERS if part_in(field_at(path).annotation)]
WORDS = {"strategy", "loyalty.type", "targeting.contact", "targeting.win_back"}
WORDS |= {path for path in NUMBERS if path.startswith("targeting.groups.") and path.count("_") == 1}


def test_levers_are_many():
    assert len(NUMBERS) > 130 and len(PARTS) > 20


@pytest.mark.parametrize("path", NUMBERS)
def test_a_lever_is_described(path):
    assert field_at(path).description or path in ("strategy", "targeting.contact", "targeting.win_back")


@pytest.mark.parametrize("path", PARTS)
def test_a_part_of_a_firm_is_described(path):
    assert inspect.getdoc(part_in(field_at(path).annotation))


@pytest.mark.parametrize("path", [path for path in NUMBERS if path not in WORDS])
def test_a_lever_moves_something_or_says_why_not(path):
    facts = LEVERS[path]
    silent = facts.undirected is not None or moves_nothing_by_default(path)
    assert (facts.effect is not None) != silent


@pytest.mark.parametrize("path", [path for path in NUMBERS if path != "strategy"])
def test_a_lever_has_a_line_of_the_books_or_says_why_it_is_free(path):
    assert (LEVERS[path].line is not None) != bool(LEVERS[path].free)


@pytest.mark.parametrize("path", NUMBERS)
def test_a_lever_names_its_sources_or_is_assumed_or_is_an_amount_on_its_line(path):
    facts = LEVERS[path]
    assert facts.sources is not None or facts.line is not None
    assert set(facts.sources or ()) <= set(bibliography())


@pytest.mark.parametrize("path", [path for path in NUMBERS if LEVERS[path].by])
def test_a_lever_works_by_rules_of_the_model(path):
    homes = {home.__name__ for home in (*PLAIN_CHAPTERS, *COMPILED_CHAPTERS, adapting, staff)}
    assert {rule.__module__ for rule in LEVERS[path].by} <= homes


def test_what_a_lever_says_of_others_is_about_levers():
    for path, facts in LEVERS.items():
        part = path.rpartition(".")[0]
        assert {*facts.needs, *facts.idle, *facts.also} <= set(LEVERS), path
        assert facts.price is None or f"{part}.{facts.price}" in LEVERS, path
        for choice, words in facts.idle.items():
            assert set(words) < set(field_at(choice).annotation.__args__), path


@pytest.mark.parametrize("path", sorted(WORDS - {"strategy"}))
def test_rules_know_every_word_of_a_lever_by_a_number(path):
    assert {NUMBER_OF[word] for word in field_at(path).annotation.__args__} >= {0.0, 1.0}


def test_there_is_a_lever_to_raise_for_every_purpose():
    assert LEVER_BY_PURPOSE.keys() == GROUPS_BY_PURPOSE.keys()


def test_a_lever_has_one_name_among_the_settings_that_rules_read():
    assert Counter(path.replace(".", "_") for path in NUMBERS).most_common(1)[0][1] == 1


def exercised():
    """The levers that some shipped scenario or classic sets, in any policy or event."""
    scenarios = [load(name) for name in (*shipped_scenarios(), *CLASSICS)]
    for scenario in scenarios:
        for variant in scenarios_in_force(scenario):
            for firm in variant.firms.values():
                yield from pulled(firm)


TRIED = {
    "leaves": "engine/test_entry.py",
    "exit.loss_for": "engine/test_entry.py",
    "staff.start.tenure": "engine/test_staff.py",
    "targeting.win_back": "engine/test_levers.py",
    "targeting.groups.large_frequent": "engine/test_relationship_levers.py",
    "targeting.groups.small_rare": "engine/test_relationship_levers.py",
}
"""Levers that no shipped scenario needs and theory says nothing of, and the test that uses each."""


def test_every_lever_is_used_by_a_shipped_scenario_a_classic_or_a_test_of_its_direction():
    used = set(exercised()) | {path for path, facts in LEVERS.items() if facts.effect is not None}
    used |= {path for path in NUMBERS if path.startswith("moves.")}
    required = {path for path in NUMBERS if field_at(path).is_required()}
    as_usual = {"retention.ceiling"}
    assert set(NUMBERS) - used - required - as_usual == set(TRIED)
    for path, home in TRIED.items():
        assert path.rpartition(".")[2] in (ROOT / "tests" / home).read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "word_", "one"), ALTERNATIVES)
def test_an_alternative_is_described_and_its_sources_are_known(name, word_, one):
    assert one.does or inspect.getdoc(one.rule)
    assert set(one.sources) <= set(bibliography())


@pytest.mark.parametrize("path", asked_by())
def test_what_an_alternative_reads_is_a_setting(path):
    root, _, rest = path.partition(".")
    assert rest in KINDS[root]


def test_the_schema_knows_the_words_of_every_mechanism():
    for name, mechanism in MECHANISMS.items():
        assert Mechanisms.model_fields[name].annotation.__args__ == tuple(mechanism.alternatives)


def test_every_part_of_behaviour_says_where_it_comes_from():
    for path, facts in KINDS["behaviour"].items():
        assert facts.sources is not None or path in ("season", "seasons"), path
        assert set(facts.sources or ()) <= set(bibliography()), path


def test_what_default_values_rest_on_is_said_of_settings_and_names_known_sources():
    assert set(BASES) <= set(KINDS["behaviour"])
    named = {citation for text in BASES.values() for citation in first_authors(text)}
    assert len(named) >= 6
    assert {key_of(*citation) for citation in named} <= set(bibliography())


def test_a_default_that_rests_on_nothing_says_so():
    assert basis_of("departure.satisfaction_shield") == CHOSEN
    assert CHOSEN not in BASES.values()


def docstrings(folder):
    """All docstrings of a folder of sources."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for path in sorted((ROOT / "src" / "relsim" / folder).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = (ast.get_docstring(node) for node in ast.walk(tree) if isinstance(node, holders))
        yield from filter(None, found)


def declared():
    """The keys of all sources that something says it comes from."""
    found = {*luck.SOURCES_OF_LUCK, *arithmetic.LITERATURE}
    for registry in (*KINDS.values(), facts_of(Scenario, Facts)):
        found |= {key for facts in registry.values() for key in facts.sources or ()}
    known = [*NETWORKS.values(), *(one for each in MECHANISMS.values() for one in each.alternatives.values())]
    return found | {key for one in known for key in one.sources}


def test_a_source_that_a_rule_names_is_declared_by_what_uses_the_rule():
    named = {key_of(*each) for text in docstrings("rules") for each in first_authors(text)}
    assert named - declared() == set()


def test_a_source_that_is_declared_is_named_beside_the_rule_or_the_setting():
    texts = [text for folder in ("rules", "scenario", "market") for text in docstrings(folder)]
    texts += [inspect.getdoc(luck), inspect.getdoc(arithmetic)]
    texts += [inspect.getdoc(one) or "" for one in vars(luck).values() if inspect.isfunction(one)]
    named = {key_of(*each) for text in texts for each in first_authors(text)}
    assert declared() - named == set()


@pytest.mark.parametrize("kind", ENUMS)
def test_every_word_of_the_vocabulary_has_a_meaning_and_a_number_of_its_own(kind):
    assert all(member.meaning.endswith(".") for member in kind)
    assert [int(member) for member in kind] == list(range(len(kind)))


def test_every_line_has_a_group_and_words_of_its_own_and_is_booked():
    source = inspect.getsource(books)
    assert {line.group for line in Line} == set(Group)
    assert len({line.words for line in Line}) == len(Line)
    for line in Line:
        assert line in FIRM_PAYS or f"books.{column_name(line)} += amount" in source, word(line)


def test_every_line_but_revenue_is_that_of_a_lever():
    assert {facts.line for facts in LEVERS.values()} == {None, *Line} - {Line.REVENUE}


def test_every_count_is_described():
    assert set(COUNTS) <= set(TALLY.names)
    assert all(meaning.endswith(".") for meaning in COUNTS.values())


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_is_described_and_its_sources_are_known(name):
    measure = MEASURES[name]
    assert measure.words and measure.meaning.endswith(".")
    assert set(measure.sources) <= set(bibliography())


def test_a_measure_has_a_name_of_its_own_and_is_worked_out():
    assert len({measure.words for measure in MEASURES.values()}) == len(MEASURES)
    scenario = relsim.load("leaky-bucket").changed({"customers": 50, "periods": 4})
    outcomes = relsim.run(scenario, seed=1, driver="agents").outcomes
    assert list(outcomes.columns[-len(MEASURES) :]) == list(MEASURES)
    assert HEADLINES[0] == next(iter(MEASURES))
