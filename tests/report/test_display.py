"""Claims about notebooks: what is shown is short, and words of a scenario are never markup."""

import pytest
from worlds import world

import relsim
from relsim.errors import InputError
from relsim.questions.stress.page import note_of as stress_page

LONG = "A market & its <b>words</b> " * 40


@pytest.fixture(scope="module")
def market():
    policies = {"as-is": {}, "dear": {"set": {"firms.harbour.price": 40}}}
    return world(customers=60, periods=4, policies=policies, title=LONG)


@pytest.fixture(scope="module")
def shown(market):
    lived = relsim.Market(market, driver="agents").run()
    return [market, lived, relsim.run(market), relsim.compare(market, replications=2)]


def test_what_a_prompt_shows_is_one_short_line(shown):
    for one in shown:
        assert repr(one).startswith(f"<{type(one).__name__}: ")
        assert len(repr(one)) < 300
        assert "\n" not in repr(one)


@pytest.fixture(scope="module")
def answers(market):
    priced = {"vary": "firms.harbour.price", "between": (20, 40)}
    return [
        relsim.explore(market, replications=1),
        relsim.breakeven(market, **priced, replications=2, jobs=1),
        relsim.story(market, customer=3),
        relsim.cite(market),
    ]


def test_what_a_prompt_shows_of_any_answer_is_one_short_line(answers):
    for one in answers:
        assert repr(one).startswith(f"<{type(one).__name__}: 'A market & its")
        assert len(repr(one)) < 300
        assert "\n" not in repr(one)


def test_what_there_is_one_of_is_told_as_one(market):
    alone = world(customers=1, periods=1, policies={"only": {}})
    assert "1 potential customer, 1 month, firms" in repr(alone)
    assert "1 potential customer, month 0" in repr(relsim.Market(alone, driver="agents"))
    compared = repr(relsim.compare(alone, replications=2, jobs=1))
    assert "1 policy of " in compared and "1 potential customer, 1 month, 2 replications" in compared
    stormy = world(customers=60, periods=2, policies={"only": {}}, conditions={"storm": {"set": {}}})
    page = stress_page(relsim.stress(stormy, replications=2, jobs=1))
    assert page.scope.endswith(" · 1 policy · 2 replications")


def test_what_a_notebook_shows_has_no_markup_of_a_scenario(shown):
    for one in shown:
        assert "<b>" not in one._repr_html_()


def test_results_show_their_verdict_and_one_figure(shown):
    for result in shown[2:]:
        page = result._repr_html_()
        assert result.verdict.split("“")[0] in page
        assert page.count("<svg") == 1


def test_a_scenario_shows_itself_as_yaml(market):
    assert market.to_yaml().splitlines()[-1].strip() in market._repr_html_()


def test_a_market_shows_who_stands_where(market, shown):
    table = shown[1]._repr_html_()
    assert "<td>" in table and "partner" in table


def test_every_figure_can_be_asked_for_by_its_name(shown):
    figures = shown[3].figures
    assert len(figures) >= 10 and "ladder" in repr(figures)
    assert figures["ladder"]._repr_html_().count("<svg") == 1
    for kind in (KeyError, InputError):
        with pytest.raises(kind, match='mean "ladder"'):
            figures["lader"]
    assert "lader" not in figures and figures.get("lader") is None


def test_a_result_writes_its_own_page(shown, tmp_path):
    page = shown[3].report(tmp_path / "new")
    assert page == tmp_path / "new" / "report.html"
    assert {"results.xlsx", "outcomes.csv", "manifest.json"} <= {path.name for path in page.parent.iterdir()}
