"""Claims about beginning a market: answers are in it, what is not known has a range, and it runs."""

from io import StringIO

import pandas as pd
import pytest
from command_line import called

import relsim
from relsim.cli import main
from relsim.errors import InputError, Place
from relsim.questions.begin import steady
from relsim.questions.begin.answers import interview, read_answer, template_of
from relsim.questions.begin.ease import Ease, Turnover
from relsim.questions.begin.interview import QUESTIONS
from relsim.questions.begin.market import key_for, market_in, market_text
from relsim.questions.begin.steady import steady_start
from relsim.questions.begin.templates import PLAIN, TEMPLATES
from relsim.questions.fit.request import unknowns_of
from relsim.report.wording import percent
from relsim.scenario.lint.scenario import warnings
from relsim.scenario.load import load
from relsim.scenario.units.quantities import read_quantity
from relsim.scenario.yaml.document import document_in, single_values

pytestmark = pytest.mark.usefixtures("undrawn")

ANSWERS = """name: Blue "Gym"
contract: yes
customers: 1200
market: 9000
won: 300
lost: 280
price: 40
margin: do not know
advertising: 1800
failures: 4%
"""


def begun(folder, answers, *words, is_steady=True):
    """The exit code and the file of a market that is begun, without looking for a steady start; the one that
    it begins with is taken for one, unless it is judged as it is."""
    given, out = folder / "answers.yaml", folder / "market.yaml"
    given.write_text(answers, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as ended:
        patch.setattr(steady, "TRIES", 1)
        patch.setattr(steady, "first_year", lambda *_: Turnover(0.2, 0.2))
        if is_steady:
            patch.setattr(Turnover, "off", lambda *_: 0.0)
        main(["begin", "--answers", str(given), "--out", str(out), *words])
    return ended.value.code or 0, out


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("contract", ["do not know", "yes", "no"])
def test_whoever_knows_nothing_begins_with_a_good_market_full_of_ranges(template, contract, tmp_path):
    code, out = begun(tmp_path, f"name: do not know\ncontract: {contract}\n", "--template", template)
    assert code == 0
    market = load(out)
    assert list(warnings(market)) == []
    assert len(unknowns_of(market)) >= 4
    noted = [note for note in market.document.notes.values() if note.range]
    assert all(note.source in ("answer", "assumed", "calibrated") for note in noted)


def test_answers_are_values_and_evidence_in_real_size(tmp_path):
    code, out = begun(tmp_path, ANSWERS, "--template", "gym")
    market = load(out)
    firm = market.firms["blue-gym"]
    assert (code, market.title, market.focal_firm) == (0, 'Blue "Gym"', "blue-gym")
    assert (market.customers, market.people, firm.price, firm.service.failures) == (9000, 5000, 40.0, 0.04)
    assert firm.start.customers == 1200
    assert firm.advertising.spend.per_period("month") == pytest.approx(1800)
    told = {one.measure: one for one in market.evidence}
    assert told["lost"].value == 280
    assert told["lost"].give_or_take >= told["lost"].value ** 0.5 * 0.99
    known = [one.name for one in unknowns_of(market)]
    assert "firms.blue-gym.advertising.spend" not in known
    assert "firms.blue-gym.contact.frequency" in known


def test_a_fixed_fee_does_not_grow_with_loyalty_and_a_basket_may(tmp_path):
    _, out = begun(tmp_path, "contract: yes\n")
    assert load(out).behaviour.spend.growth == 0.0
    out.unlink()
    _, out = begun(tmp_path, "contract: no\n")
    assert load(out).behaviour.spend.growth > 0.0


@pytest.mark.parametrize(("given", "meant"), [("8,33", 8.33), ("1,5", 1.5), ("1,200", 1200.0), ("8.3", 8.3)])
def test_an_amount_may_have_a_comma_before_its_decimals(given, meant, tmp_path, capsys):
    (price,) = [one for one in QUESTIONS if one.name == "price"]
    assert read_answer(price, given) == pytest.approx(meant)
    begun(tmp_path, f'price: "{given}"\n')
    assert (f"price: {given} is taken as" in capsys.readouterr().out) == (given in ("8,33", "1,5"))


LARGE = """contract: no
customers: 12,000
market: 7 million
won: 3000
price: 38
"""


def test_enough_people_are_simulated_for_each_firm_to_have_fifty(tmp_path, capsys):
    market = load(begun(tmp_path, LARGE, "--template", "supermarket")[1])
    assert market.people * 12_000 / market.customers >= 50
    assert "29,167 people are simulated" in capsys.readouterr().out
    assert list(warnings(market)) == []
    few = market.changed({"simulate": 5000})
    warning, of_rival = warnings(few)
    assert of_rival.path == "firms.rival-1.start.share"
    assert warning.path == "firms.our-firm.start.customers"
    assert "only 9 of the 5,000 people simulated stand for 12,000 customers (as 12,600)" in warning.message
    assert "simulate: 29,167 gives it 50, and so does customers: 1,200,000" in warning.message


@pytest.mark.parametrize("answers", ["contract: yes", "market: 900", "customers: 40", LARGE])
def test_every_number_about_the_market_says_where_it_comes_from(answers, tmp_path):
    market = load(begun(tmp_path, answers + "\n")[1])
    noted = market.document.notes
    numbers = [path for part in ("segments", "behaviour", "firms") for path in paths_of(market, part)]
    sources = ("answer", "assumed", "alike", "calibrated")
    assert all(noted[path].source in sources for path in [("customers",), *numbers])
    open_ones = [path for path, note in noted.items() if note.source == "assumed"]
    assert all(noted[path].range or market.people < 50 for path in open_ones)
    assert unknowns_of(market)


def paths_of(market, part):
    found = single_values(market.document.data[part], (part,))
    return [path for path, value in found.items() if read_quantity(value) is not None]


def test_help_lists_every_question_under_its_name(capsys):
    with pytest.raises(SystemExit):
        main(["begin", "--help"])
    told = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert all(f"{one.name}: {one.words}" in told for one in QUESTIONS)


@pytest.mark.slow
def test_a_market_that_was_begun_can_be_compared(tmp_path):
    market = load(begun(tmp_path, ANSWERS)[1]).changed({"periods": 3}).scaled_to(200)
    policies = ["as-is", "keep-in-touch", "settle-complaints", "loyalty-programme"]
    assert relsim.compare(market, replications=2).policies == policies
    tried = relsim.stress(market, replications=2)
    assert tried.conditions == ["as is", "price-war", "recession", "churn-up"]


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_has_policies_and_conditions_and_those_in_comments_are_good_as_well(
    template, tmp_path
):
    text = begun(tmp_path, "rivals: 2\ncontacts: 30", "--template", template)[1].read_text(encoding="utf-8")
    market = load(tmp_path / "market.yaml")
    assert len(market.policies) == 4 and set(market.conditions) == {"price-war", "recession", "churn-up"}
    assert set(market.conditions["price-war"].set) == {"firms.rival-1.price", "firms.rival-2.price"}
    head, noted = text.split("  # fits less often:\n")
    noted, tail = noted.split("\n\n", 1)
    whole = head + "\n".join(line.replace("  # ", "  ", 1) for line in noted.splitlines()) + "\n\n" + tail
    (tmp_path / "whole.yaml").write_text(whole, encoding="utf-8")
    everything = load(tmp_path / "whole.yaml")
    assert len(everything.policies) == 5 and list(warnings(everything)) == []
    often = everything.policies["keep-in-touch"].set["firms.our-firm.contact.frequency"]
    assert float(str(often).split()[0]) >= 60


@pytest.mark.parametrize("strategy", [1e-5, 1e-6, 1e-7, 0.0])
def test_a_strategy_as_near_to_nothing_as_a_fit_may_try_it_is_one(strategy, tmp_path):
    market = load(begun(tmp_path, ANSWERS)[1])
    changed = market.changed({"firms": {market.focal_firm: {"strategy": strategy}}})
    assert changed.firms[market.focal_firm].strategy == strategy


def test_without_rivals_there_is_no_price_war(tmp_path):
    assert set(load(begun(tmp_path, "rivals: 0")[1]).conditions) == {"recession", "churn-up"}


def test_what_a_contact_costs_is_an_assumption_in_proportion_to_the_price(tmp_path):
    for price in (10, 1000):
        folder = tmp_path / str(price)
        folder.mkdir()
        market = load(begun(folder, f"price: {price}", "--template", "saas")[1])
        path = ("firms", "our-firm", "contact", "cost")
        note = market.document.notes[path]
        assert note.source == "assumed"
        assert [float(end) for end in note.range] == pytest.approx([0.01 * price, 0.08 * price])


@pytest.mark.parametrize(
    ("given", "share"), [("3", 0.03), (3, 0.03), ("1", 0.01), ("0.4", 0.4), ("2.5%", 0.025), (100, 1.0)]
)
def test_a_bare_number_is_of_a_hundred_where_it_is_asked_how_many_of_a_hundred(given, share):
    failures = next(one for one in QUESTIONS if one.name == "failures")
    assert read_answer(failures, given) == pytest.approx(share)
    with pytest.raises(InputError):
        read_answer(failures, "101")
    margin = next(one for one in QUESTIONS if one.name == "margin")
    with pytest.raises(InputError, match=r"60%"):
        read_answer(margin, "60")


def test_how_an_answer_of_a_hundred_was_taken_is_said(tmp_path, capsys):
    begun(tmp_path, "failures: 3")
    assert "failures: 3 of a hundred is taken as 3%" in capsys.readouterr().out
    asked, said = [], []
    told = interview(
        lambda words: asked.append(words) or ("3" if "hundred" in words else ""), said.append, "saas"
    )
    assert told["failures"] == 0.03 and said == ["failures: 3 of a hundred is taken as 3%"]
    assert TEMPLATES["saas"].trouble in asked


def test_every_template_asks_of_its_own_business_what_goes_wrong():
    asked = {one.trouble for one in TEMPLATES.values()}
    assert len(asked) == len(TEMPLATES) and all(one.startswith("Of a hundred ") for one in asked)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ("custmers: 3", 'cost_to_win, contacts or failures; did you mean "customers"?'),
        ("staff: 3", "staff: no question is called so, expected name, currency, contract, customers, market"),
        ("customers: 900\nmarket: 70 million", "expected a market of at most 3,600,000"),
        ("price: a lot", 'price: expected a number such as 1200, found "a lot"'),
        ("margin: 60", 'did you mean "60%"?'),
        ("contract: maybe", "expected yes or no"),
        ("rivals: 7", "expected at most 3"),
        ("customers: 100\nmarket: 50", "50 could be customers, but 100 are"),
        ("market: 1e300", "these answers make no market: customers"),
        ("price: 1e-9", "these answers make no market: firms.our-firm.unit_cost"),
        ("price: 1e8", "these answers make no market: firms.our-firm.price: over 36 months"),
        ("contacts: 1e6", "expected at most 100000 per year"),
        ("rivals: 7\nmargin: 60", "the largest ones (and 1 more)\n"),
        ("customers: 1121\nwon: 440\nlost: 5000", "wins 440 in a year cannot lose 5,000"),
        ("customers: 1000\nwon: 5000\nlost: 10", "loses 10 has more than 1,000 at its end"),
    ],
)
def test_an_answer_that_is_none_is_refused_where_it_stands(answers, says, tmp_path, capsys):
    code, out = begun(tmp_path, answers)
    err = capsys.readouterr().err
    assert code == 2
    assert says in err
    assert "answers.yaml:" in err
    assert not out.exists()


FIRST_YEARS = [
    *(pytest.param(name, {}, marks=() if name == "gym" else pytest.mark.slow) for name in TEMPLATES),
    pytest.param("gym", {"customers": 1200, "market": 9000, "won": 300, "lost": 240}, marks=pytest.mark.slow),
    pytest.param("supermarket", {"customers": 700_000, "market": 7_000_000}, marks=pytest.mark.slow),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "answers"), FIRST_YEARS)
def test_the_first_year_of_an_untouched_market_brings_and_takes_the_customers_it_should(name, answers):
    kind, place = template_of(name), Place("answers.yaml")
    start = steady_start(answers, kind, place)
    market = market_in(market_text(answers, kind, start.ease), place)
    small = market.changed({"periods": 12, "simulate": 1500})
    rows = relsim.evaluate([relsim.Variant.of(small)], 16, seed=7)
    ours = rows[rows["firm"] == market.focal_firm]
    customers, wanted = market.firms[market.focal_firm].start.customers, start.wanted
    for told, should in (("acquired", wanted.won), ("lost", wanted.lost)):
        error = ours[told].std(ddof=1) / len(ours) ** 0.5
        assert abs(ours[told].mean() - should) <= 0.1 * should + 3.5 * error, told
    grown = ours["customers"] - customers - (wanted.won - wanted.lost)
    error = grown.std(ddof=1) / len(grown) ** 0.5
    assert abs(grown.mean()) <= 0.02 * customers + 3.5 * error


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_what_is_sold_and_a_purchase_costs_what_was_answered(name, tmp_path):
    code, out = begun(tmp_path, "price: 30\ncontract: no\n", "--template", name)
    market = load(out)
    sold = {"supermarket": "consumer goods", "supplier": "industrial goods"}
    assert code == 0
    assert market.product_type == sold.get(name, "services")
    assert market.segments[0].basket.mean == 1.0
    assert market.firms[market.focal_firm].price == 30.0


@pytest.mark.parametrize("won", [0.05, 0.15, 0.6])
def test_a_try_simulates_so_many_that_luck_moves_its_flows_little(monkeypatch, won):
    simulated = []

    def counted(_, variants, markets):
        (variant,) = variants
        simulated.append(variant.scenario.people * markets)
        return [pd.DataFrame({"firm": ["a"], "acquired": [1.0], "lost": [1.0]})]

    monkeypatch.setattr(steady, "evaluate_or_fail", counted)
    monkeypatch.setattr(steady, "growth_of_rivals", lambda *_: 0.0)
    answers = {"customers": 7_000_000, "market": 30_000_000}
    market = market_in(market_text(answers, TEMPLATES["mobile"]), Place("answers.yaml"))
    steady.first_year(market, 7_000_000, Turnover(won, 2 * won))
    assert simulated[0] * won * 7 / 30 >= 0.99 * steady.ENOUGH_MOVING >= 500


def test_what_is_not_known_of_winning_is_as_losing_and_of_both_as_is_usual():
    assert Turnover.wanted({"won": 30, "lost": 20}, PLAIN, 100) == Turnover(30, 20)
    assert Turnover.wanted({"won": 30, "lost": None}, PLAIN, 100) == Turnover(30, 30)
    assert Turnover.wanted({"lost": 0}, PLAIN, 100) == Turnover(0, 0)
    assert Turnover.wanted({}, TEMPLATES["saas"], 100) == Turnover(20, 20)


def test_people_come_and_leave_more_easily_where_too_few_have():
    easier = Ease(-3.0, 1.0).towards(Turnover(0.3, 0.1), Turnover(0.1, 0.2))
    assert easier.coming > -3.0
    assert easier.leaving < 1.0


def test_the_best_that_was_found_is_told_where_it_is_not_what_was_wanted(monkeypatch):
    seen = iter([Turnover(0.01, 0.2), Turnover(0.1, 0.2), Turnover(0.02, 0.2)])
    monkeypatch.setattr(steady, "TRIES", 3)
    monkeypatch.setattr(steady, "first_year", lambda *_: next(seen))
    start = steady_start({"customers": 1000, "won": 900, "lost": 200}, PLAIN, Place("answers.yaml"))
    assert "wins 100 customers (900 answered) and loses 200 customers (200 answered)" in start.in_words


@pytest.mark.parametrize(("grow", "said"), [(-0.11, f"its rivals shrink by {percent(0.11)}"), (0.02, None)])
def test_rivals_that_do_not_begin_steady_are_told(monkeypatch, grow, said):
    monkeypatch.setattr(steady, "first_year", lambda *_: Turnover(0.2, 0.2, grow))
    told = steady_start({"customers": 1000, "won": 200, "lost": 200}, PLAIN, Place("answers.yaml")).in_words
    assert told.endswith("in the first year") if said is None else said in told


def test_rivals_are_told_to_drift_only_where_that_is_no_luck():
    market = market_in(market_text({"customers": 1000, "market": 4000}, PLAIN), Place("answers.yaml"))
    rival = next(name for name in market.firms if name != market.focal_firm)
    began = market.firms[rival].start.share * market.customers
    rows = pd.DataFrame({"firm": rival, "replication": range(4), "customers": began})
    for spread, grows in ((0.01, 1.2), (0.9, 1.0)):
        luck = [1.2 - spread, 1.2 + spread, 1.2 - spread, 1.2 + spread]
        found = steady.growth_of_rivals(market, rows.assign(customers=rows["customers"] * luck))
        assert found == pytest.approx(grows - 1.0)


def test_a_firm_of_one_customer_wins_and_loses_parts_of_one(monkeypatch):
    monkeypatch.setattr(steady, "first_year", lambda *_: Turnover(0.2, 0.2))
    told = steady_start({"customers": 1, "market": 20}, PLAIN, Place("answers.yaml")).in_words
    assert "wins 0.2 customers (0.2 assumed)" in told


def test_a_file_that_is_there_is_refused_before_a_start_is_looked_for(tmp_path, monkeypatch, capsys):
    there = tmp_path / "market.yaml"
    there.write_text("mine")
    monkeypatch.setattr(steady, "steady_start", None)
    assert called("begin", "--template", "gym", "--out", str(there)) == 2
    assert "is there already" in capsys.readouterr().err
    assert there.read_text() == "mine"


@pytest.mark.parametrize(("answers", "needs"), [("won: 200\nlost: 200", False), ("won: do not know", True)])
def test_a_table_is_asked_for_where_no_answer_is_a_figure_to_fit_to(tmp_path, capsys, answers, needs):
    code, _ = begun(tmp_path, f"customers: 1000\n{answers}")
    assert code == 0
    assert ("--transactions FILE narrows" in capsys.readouterr().out) == needs


def test_rivals_pay_for_what_they_sell_as_the_firm_and_advertise_as_much_for_each_customer(tmp_path):
    answers = "customers: 1000\nmarket: 20000\nwon: 200\nlost: 200\nprice: 45\nmargin: 80%\nadvertising: 900"
    market = load(begun(tmp_path, f"{answers}\nrivals: 2")[1])
    ours, rivals = market.firms[market.focal_firm], list(market.firms.values())[1:]
    assert len(rivals) == 2
    for one in rivals:
        assert one.unit_cost == ours.unit_cost == 9
        assert one.advertising.spend.amount / one.start.share == pytest.approx(900 / 0.05, rel=0.01)


def test_a_start_that_was_not_found_is_told_in_the_file_too_and_the_command_fails(tmp_path, capsys):
    code, out = begun(tmp_path, "customers: 1000\nmarket: 20000\nwon: 20\nlost: 600", is_steady=False)
    said = capsys.readouterr()
    assert code == 1
    assert "no start was found" in said.err
    assert "not yet a market to fit" in said.out and "relsim fit" not in said.out
    top = out.read_text(encoding="utf-8").splitlines()[:2]
    assert top[0].startswith("# NOT YET A MARKET TO FIT")
    assert "wins 200 customers (20 answered) and loses 200 customers (600 answered)" in top[1]
    assert load(out).customers == 20_000
    out.unlink()
    code, out = begun(tmp_path, "customers: 1000\nmarket: 20000\nwon: 200\nlost: 200", is_steady=False)
    said = capsys.readouterr()
    assert code == 0
    assert "no start was found" not in said.err and "relsim fit" in said.out
    assert "NOT YET" not in out.read_text(encoding="utf-8")


def test_what_was_won_and_lost_is_of_the_last_year_whatever_tables_come_later(tmp_path):
    told = {one.measure: one.period for one in load(begun(tmp_path, ANSWERS)[1]).evidence}
    assert told == {"acquired": "last year", "lost": "last year"}


@pytest.mark.parametrize("name", ["null", "TRUE", "False"])
def test_a_name_that_is_a_word_of_the_file_is_a_name(name):
    assert key_for(name) == f"firm-{name.lower()}"
    assert document_in(f"firms:\n  {key_for(name)}: {{}}\n", "m.yaml").data == {"firms": {key_for(name): {}}}


def test_a_number_with_a_point_before_three_digits_is_asked_about(tmp_path, capsys):
    code, _ = begun(tmp_path, 'name: x\ncustomers: "1.000"\n', "--template", "saas")
    assert code == 2
    assert 'did you mean "1,000"?' in capsys.readouterr().err


def test_a_cost_to_win_that_what_is_spent_contradicts_is_told(tmp_path, capsys):
    answers = "customers: 2400\nwon: 620\nlost: 470\nadvertising: 0.2 million\ncost_to_win: 400\n"
    assert begun(tmp_path, answers)[0] == 0
    assert "3,870 for each of the 620 who were won, where 400 were answered" in capsys.readouterr().out
    (tmp_path / "market.yaml").unlink()
    assert begun(tmp_path, answers.replace("0.2 million", "20000"))[0] == 0
    assert "both cannot be right" not in capsys.readouterr().out


def test_an_unknown_template_is_refused_with_the_nearest(tmp_path, capsys):
    assert begun(tmp_path, "name: x", "--template", "gim")[0] == 2
    assert 'did you mean "gym"' in capsys.readouterr().err


def test_the_interview_asks_again_until_it_understands():
    asked, said = [], []

    def answer(words):
        asked.append(words)
        return {QUESTIONS[2].words: "yes", QUESTIONS[7].words: "much" if len(said) == 0 else "30"}.get(
            words, ""
        )

    told = interview(answer, said.append, None)
    assert told["price"] == 30.0
    assert len(said) == 1
    assert told["customers"] is None
    assert QUESTIONS[9].words not in asked


def test_where_nobody_answers_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", StringIO(""))
    assert called("begin", "--out", str(tmp_path / "market.yaml")) == 2
    assert "nothing is written; --answers FILE" in capsys.readouterr().err
    assert not (tmp_path / "market.yaml").exists()
