"""A scenario is told the sources of what it uses, and of nothing else."""

import subprocess
import sys

import pytest
from pybtex.database import parse_file
from worlds import scenario_of, world

import relsim
from relsim.questions.cite.bibliography import bibliography, bibliography_file, first_authors, key_of

PEOPLE = {"author", "editor"}
KEYS = {
    "win_back.frequency": ("5% per month", "stauss1999"),
    "co_creation.invitation": ("5% per month", "prahalad2004"),
    "advertising.spend": ("100 per month", "blattberg1996"),
    "personalisation.depth": (0.5, "aguirre2015"),
    "touchpoints": ({"hotline": {"frequency": "1 per month"}}, "lemon2016"),
    "service.laxity": (0.1, "anderson2005"),
    "service.effort": (1, "rust1995"),
    "reviews.request": (0.5, {"chevalier2006", "hu2009"}),
    "community.invitation": ("1% per month", {"mcalexander2002", "muniz2001"}),
    "loyalty.enrolment": ("1% per month", "dowling1997"),
    "loyalty.reward": (0.1, "bolton2000"),
    "bonds.level": (0.1, "berry1991"),
    "crm.insight": (0.5, "mithas2005"),
    "crm.speed": (0.5, "smith1999"),
    "targeting.groups": ({"large": 9}, "hughes1994"),
    "complaints.manager_call": (0.5, "davidow2003"),
}


def keys(scenario):
    return {entry.key for entry in relsim.cite(scenario).entries}


@pytest.mark.parametrize("lever", KEYS)
def test_a_lever_is_cited_when_it_is_pulled_and_not_otherwise(lever):
    value, key = KEYS[lever]
    added = keys(world({f"firms.harbour.{lever}": value})) - keys(world())
    assert added == (key if isinstance(key, set) else {key})


def test_what_customers_do_only_in_some_scenarios_is_cited_there_alone():
    stance = {"behaviour.relating.stance": 0.1}
    public = {"cialdini2001", "garnefeld2011"}
    assert public <= keys(world(stance))
    assert not public & keys(world())


def test_what_comes_of_talk_is_cited_only_where_people_talk():
    of_talk = {"doney1997", "mizerski1982", "nitzan2011", "vandenbulte2018"}
    assert of_talk <= keys(world())
    assert not of_talk & keys(world({"mechanisms.word_of_mouth": "none"}))


def test_a_lever_that_only_a_policy_or_an_event_pulls_is_cited_too():
    change = {"firms.harbour.win_back.frequency": "5% per month"}
    assert "stauss1999" in keys(world(policies={"as is": {}, "regain": {"set": change}}))
    assert "stauss1999" in keys(world(timeline=[{"at": 3, "set": change}]))


@pytest.mark.parametrize(
    ("mechanism", "word", "key"),
    [
        ("need", "contract", "ehrenberg1959"),
        ("word_of_mouth", "none", "east2007"),
        ("experience", "none", "oliver1980"),
    ],
)
def test_what_another_alternative_rests_on_is_not_cited(mechanism, word, key):
    assert key in keys(world())
    assert key not in keys(world({f"mechanisms.{mechanism}": word}))


def test_the_network_and_the_presets_are_cited_where_they_are_used():
    assert "watts1998" in keys(world()) and "erdos1959" not in keys(world())
    assert keys(world({"network.kind": "random"})) - keys(world()) == {"erdos1959"}
    assert "gummesson2008" in keys(world(product_type="services"))
    assert "gummesson2008" not in keys(world())


def test_own_sources_and_folklore_are_told_apart():
    told = str(relsim.cite(relsim.load("retention-launch")))
    own, folklore = told.split("Folklore")
    assert "textbook: Shares of reasons" in own
    assert "behaviour.departure.neglect" in folklore
    assert "Folklore" not in str(relsim.cite(scenario_of({"title": "x", "firms": {"a": {"price": 1}}})))


def test_bibtex_holds_exactly_the_entries(tmp_path):
    citations = relsim.cite(world())
    file = tmp_path / "sources.bib"
    file.write_text(citations.bibtex, encoding="utf-8")
    assert set(parse_file(file).entries) == keys(world())


def test_the_bibliography_is_read_as_a_bibtex_reader_reads_it():
    expected, entries = parse_file(bibliography_file()).entries, bibliography()
    assert list(entries) == list(expected)
    for key, entry in entries.items():
        told = {name: " ".join(text.split()) for name, text in entry.fields.items() if name not in PEOPLE}
        assert told == {name: " ".join(text.split()) for name, text in expected[key].fields.items()}
        assert len(entry.authors) == len(expected[key].persons["author"])
        assert str(entry).endswith(".") and entry.fields["year"] in str(entry)
        assert "{" not in str(entry)


def test_a_reference_is_written_out_in_full():
    assert str(bibliography()["watts1998"]) == (
        "Watts, Duncan J.; Strogatz, Steven H. (1998). Collective dynamics of 'small-world' networks. "
        "Nature, 393(6684), 440–442."
    )
    assert first_authors("(Stauss and Friege 1999)") == [("Stauss", "1999")]


def test_citing_draws_no_figures():
    probe = (
        "import sys, relsim; relsim.cite(relsim.load('leaky-bucket'));assert 'matplotlib' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", probe], check=True)


def test_what_firms_do_between_periods_is_cited_where_they_do_it():
    staffed = keys(world({"firms.harbour.staff.number": 5}))
    assert {"heskett1994", "bowen1992", "griffeth2000"} <= staffed - keys(world())
    rule = {"rule": "match the price", "at_least": 20}
    assert {"cyert1963", "heil2001"} <= keys(world({"firms.harbour.adapts": [rule]})) - keys(world())
    assert not {"heskett1994", "cyert1963"} & keys(world())


def test_of_two_works_of_one_author_and_year_the_one_that_is_meant_is_cited():
    assert key_of("Fader", "2010") == "fader2010"
    assert key_of("Fader Hardie Shang", "2010") == "fader2010bgbb"
    assert (key_of("Fader", "2005"), key_of("Fader Hardie Lee", "2005")) == ("fader2005", "fader2005bgnbd")
