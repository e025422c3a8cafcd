"""Claims about what a page shows and hands out: the words of the command line, files that it reads, lives."""

from pathlib import Path
from typing import Any

import pytest
from explore.chromium import CHROMIUM, asked_of, narrow, pressed
from explore.test_in_browser import page_of, small, text_at

import relsim
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.verdict import verdict
from relsim.questions.explore.slider_words import label_of
from relsim.questions.explore.sliders import sliders_of
from relsim.questions.explore.starts import ended_hashes
from relsim.questions.lesson.findings import what_results_say
from relsim.runs.fingerprints import fingerprint
from relsim.scenario.scenario import Scenario

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

RUN = "relsim.run()"


def ended(market: Scenario) -> dict[str, str]:
    """The hash of every array that a market leaves."""
    return ended_hashes(relsim.Market(market, seed=3).run())


@pytest.mark.slow
def test_a_policy_that_no_longer_makes_a_difference_is_told_in_the_words_of_the_command_line(tmp_path):
    market, silent = small("leaky-bucket"), {"firms.cask.contact.frequency": "0 per year"}
    move = f"relsim.set({next(iter(silent))!r}, '0 per year')"
    for policies in (["cask-looks-closer"], ["cask-looks-closer", "cask-forgets"]):
        page = page_of(market, tmp_path, replications=2, policies=policies)
        _, _, told, beside = asked_of(page, move, RUN, text_at("answer"), text_at("differences"))
        known = relsim.compare(market.changed(silent), policies=policies, seed=3, replications=2, jobs=1)
        assert told == verdict(Subject(known)) and told.startswith("No policy ")
        assert "Cask contacts only customers at risk makes no difference" in beside


COMMANDS = """['same-markets', 'market-of-download'].map(
    (id) => document.getElementById(id).hidden)"""


def test_the_command_on_a_page_is_told_only_of_the_market_that_it_runs(tmp_path):
    page = page_of(small("leaky-bucket"), tmp_path, replications=1)
    move = "relsim.set('firms.cask.contact.frequency', '0 per year')"
    before, _, _, moved, _, _, after = asked_of(
        page, COMMANDS, move, RUN, COMMANDS, "document.getElementById('reset').click()", RUN, COMMANDS
    )
    assert before == after == [False, True] and moved == [True, False]


LABELS = """[...document.querySelectorAll('.labelled')].map((one) => {
    const [label, control] = [one.querySelector('label'), one.querySelector('select, input')];
    const [above, beside] = [label.getBoundingClientRect(), control.getBoundingClientRect()];
    return above.top < beside.bottom && beside.top < above.bottom;
})"""


def test_a_label_stands_on_the_line_of_what_it_names(tmp_path):
    page = page_of(small("leaky-bucket"), tmp_path, replications=1)
    show = "document.getElementById('skip').click()"
    for width in (1200, 768):
        assert asked_of(page, narrow(width), show, RUN, LABELS)[-1] == [True] * 3


AXES = """[...document.querySelectorAll('#over-time-pictures svg')].map(
    (one) => [...one.querySelectorAll('.tick')].map((tick) => tick.textContent))"""


ENDS = """[...document.querySelectorAll(".slider .ends")].map(
    (one) => [...one.children].map((end) => end.textContent))"""
TOLD_AT_ENDS = """relsim.sliders().map(({ path, values }, place) => [values[0], values.at(-1)].map((end) => {
    relsim.set(path, end);
    const told = document.querySelectorAll(".slider output")[place].textContent;
    return told.replace("Set to ", "").split(" instead of ")[0];
}))"""


def test_a_slider_shows_its_first_and_its_last_stop(tmp_path):
    ends, told = asked_of(page_of(small("leaky-bucket"), tmp_path, replications=1), ENDS, TOLD_AT_ENDS)
    assert len(ends) > 1 and ends == told


def test_every_figure_over_time_says_what_its_axes_count(tmp_path):
    page = page_of(small("leaky-bucket"), tmp_path, replications=1)
    figures, captions = asked_of(
        page, AXES, "[...document.querySelectorAll('figcaption')].map((one) => one.textContent)"
    )
    policies = len(small("leaky-bucket").policies)
    assert len(figures) == len(captions) == 4 * policies + 2
    tenure, _ = figures.pop(3 * policies), captions.pop(3 * policies)
    assert {"year", "1", "6+", "% kept for another year"} <= set(tenure)
    units = [next(text for text in ticks if text.strip("−0123456789.,kM")) for ticks in figures]
    in_month = ["customers in one month"] * policies
    money = ["EUR in one month"] * policies
    assert units == ["customers"] * policies + in_month + in_month + money + ["points"]
    for ticks in figures:
        assert "month" in ticks and {"1", "3", "12"} <= set(ticks) and "0" in ticks
    assert all(text.startswith("month 14:") for text in captions)


LEGENDS = """['ladders', 'flows', 'reasons', 'money', 'nps'].map((place) => (
    [...document.querySelectorAll(`#${place} figcaption .mark-of:not(:first-child)`)]
      .map((one) => one.textContent.split(' ').at(-1))))"""


def test_numbers_below_figures_of_one_kind_have_as_many_decimals_in_every_period(tmp_path):
    page = page_of(small("leaky-bucket"), tmp_path, replications=2)
    step = "document.getElementById('back-one').click()"
    told = asked_of(page, LEGENDS, *(each for _ in range(13) for each in (step, LEGENDS)))[::2]
    assert len(told) == 14
    for numbers in zip(*told, strict=True):
        decimals = {len(one.partition(".")[2]) for of_period in numbers for one in of_period}
        assert len(decimals) == 1, numbers


WIDTHS = """[...document.querySelectorAll('#differences svg')].map((one) => one.clientWidth
    / document.getElementById('results').clientWidth)"""
BROKEN = """[...document.querySelectorAll('main p, main figcaption span, main output, main td')]
    .map((one) => one.textContent).filter((text) => / %/.test(text))"""


def test_differences_are_as_wide_as_the_page_and_no_percent_sign_stands_alone(tmp_path):
    page = page_of(small("leaky-bucket"), tmp_path, replications=2)
    show = "document.getElementById('skip').click()"
    for width in (1200, 400):
        _, _, widths, broken, texts = asked_of(page, narrow(width), show, WIDTHS, BROKEN, text_at("tenure"))
        assert len(widths) == 3 and min(widths) > 0.9
        assert broken == [] and "\xa0%" in texts


@pytest.mark.slow
def test_a_slider_says_where_it_stands_which_others_it_puts_back(tmp_path):
    told = """[...document.querySelectorAll('#sliders input')].map((one) => (
        (one.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean)
          .map((id) => document.getElementById(id).textContent).join(' ')))"""
    (alone,) = asked_of(page_of(small("leaky-bucket"), tmp_path, replications=1), told)
    assert len(alone) > 1 and all(one.startswith("One at a time: when a slider is moved") for one in alone)
    market = small("broken-journey")
    sliders = sliders_of(market, list(market.policies))
    (some,) = asked_of(page_of(market, tmp_path, replications=1), told)
    apart = [
        [one for pair in sliders.apart if each.path in pair for one in pair if one != each.path]
        for each in sliders.sliders
    ]
    assert any(apart) and not all(apart)
    labels = {one.path: label_of(market, one) for one in sliders.sliders}
    for said, others in zip(some, apart, strict=True):
        assert ("Not together with" in said) == bool(others)
        assert all(labels[one] in said for one in others)


def test_the_period_is_announced_as_it_is_shown(tmp_path):
    page = page_of(small("who-stays"), tmp_path, replications=1)
    said = "document.getElementById('period').getAttribute('aria-valuetext')"
    focus = "document.getElementById('skip').click(); document.getElementById('period').focus()"
    first, _, _, moved, shown = asked_of(page, said, focus, pressed("ArrowLeft", 37), said, text_at("when"))
    assert (first, moved, shown) == ("month 14 of 14", "month 13 of 14", "month 13 of 14")


OWN = """extends: who-stays
customers: 80
periods: 6
timeline:
  - {at: 2 months, set: {firms.gym.price: 31}}
explore:
  sliders:
    timeline.0.at: [2 months, 4 months]
    firms.gym.price: [28, 29]
"""


def test_what_is_downloaded_is_a_file_of_the_market_that_is_set(tmp_path):
    shipped = small("who-stays")
    own = tmp_path / "own.yaml"
    own.write_text(OWN, encoding="utf-8")
    for market, moves in (
        (shipped, {"firms.gym.contact.frequency": "6 per year", "firms.gym.price": 27}),
        (shipped.changed({"firms.gym.price": 33}), {"firms.gym.contact.frequency": "6 per year"}),
        (relsim.load(own), {"timeline.0.at": "4 months"}),
    ):
        page = page_of(market, tmp_path, replications=1)
        sets = [f"relsim.set({path!r}, {value!r})" for path, value in moves.items()]
        *back, text = asked_of(page, *sets, "relsim.yaml()")
        assert back == [[] for _ in moves]
        download = tmp_path / "downloaded.yaml"
        download.write_text(text, encoding="utf-8")
        assert ended(relsim.load(download)) == ended(market.changed(moves))
    assert text.startswith('# Keep this beside own.yaml.\nextends: "own.yaml"\n')


def checked(number: int, choice: int) -> str:
    """An expression that answers an exercise, and is worth what the page says to it."""
    return f"""(async () => {{
      document.querySelectorAll('input[name=exercise-{number}]')[{choice}].checked = true;
      document.getElementById('check-{number}').click();
      const told = document.getElementById('told-{number}');
      while (!told.textContent.startsWith('The results say')) await new Promise((go) => setTimeout(go, 20));
      return told.textContent;
    }})()"""


def test_exercises_set_the_market_and_check_the_answer(tmp_path):
    market = small("leaky-bucket")
    first = market.learn.checked[0]
    changed = market.changed({"firms.sieve.advertising.spend": 0})
    unasked = "document.getElementById('check-1').click(); document.getElementById('told-1').textContent"
    page = page_of(market, tmp_path, replications=2)
    missing, told, set_now, download, stops = asked_of(
        page, unasked, checked(1, 2), text_at("changed"), "relsim.yaml()", "relsim.sliders().length"
    )
    results, unchanged = (relsim.compare(one, seed=3, replications=2, jobs=1) for one in (changed, market))
    known = what_results_say(first.answer, results, unchanged)
    agrees = "as you did" if known.answer == "it rises" else "otherwise"
    assert missing == "No answer yet: choose one of the answers."
    assert told.startswith(f"The results say {agrees}: {known.answer}") and first.hint in told
    assert f"({known.words})" in told
    assert set_now == (
        "as exercise 1 asks, Money spent on advertising (sieve): EUR\xa00, until a slider is moved"
    )
    assert stops == len(sliders_of(market, list(market.policies)).sliders)
    path = Path(tmp_path / "downloaded.yaml")
    path.write_text(download, encoding="utf-8")
    assert fingerprint(relsim.load(path)) == fingerprint(changed)


SHOWN = """[...document.querySelectorAll('#sliders .slider')].map((one) => [
    one.classList.contains('asked'), one.querySelector('input').value,
    one.querySelector('input').getAttribute('aria-valuetext'), one.querySelector('output').textContent])"""


def with_sliders(**stops: list[Any]) -> Scenario:
    """The leaky bucket with the sliders that move what the sieve spends on advertising, and a price."""
    paths = {"spend": "firms.sieve.advertising.spend", "price": "firms.cask.price"}
    return small("leaky-bucket").changed(
        {"explore.sliders": {paths[one]: told for one, told in stops.items()}}
    )


def test_what_an_exercise_sets_is_seen_at_its_slider_until_another_is_moved(tmp_path):
    market = with_sliders(spend=["0 per month", "6000 per month"], price=[21, 25])
    page = page_of(market, tmp_path, replications=1)
    before, _, asked, _, after = asked_of(
        page, SHOWN, checked(1, 2), SHOWN, "relsim.set('firms.cask.price', 21)", SHOWN
    )
    zero, own = "EUR\xa00", before[0][3].removeprefix("Set to ")
    assert [one[0] for one in (*before, *after)] == [False] * 4
    assert asked[0] == [
        True,
        "0",
        f"{zero}, as exercise 1 asks",
        f"Set to {zero} instead of {own}, as exercise 1 asks",
    ]
    assert asked[1] == before[1] and after[0] == before[0] != asked[0]


def test_a_value_that_an_exercise_puts_between_two_stops_is_told_at_its_slider(tmp_path):
    page = page_of(with_sliders(spend=["3000 per month", "6000 per month"]), tmp_path, replications=1)
    before, _, asked = asked_of(page, SHOWN, checked(1, 2), SHOWN)
    assert asked[0] == [True, before[0][1], "EUR\xa00, as exercise 1 asks", asked[0][3]]
    assert asked[0][3].startswith("Set to EUR\xa00 instead of ")


def lived(market: Scenario, policy: str) -> Any:
    """The customers of the first replication at the end, as the command line leaves them."""
    return relsim.Market(market.with_policy(policy), seed=3).run().columns


def test_people_stand_and_live_on_the_page_as_on_the_command_line(tmp_path):
    market, policy = small("leaky-bucket"), "cask-forgets"
    page = page_of(market, tmp_path, replications=1, policies=[policy])
    (film, step, when) = asked_of(
        page, "relsim.film(1)", "document.getElementById('back-one').click()", text_at("when")
    )
    firm = list(market.firms).index(market.focal_firm)
    ties = lived(market, policy).ties[film["people"], firm]
    assert film["rungs"][-1] == ties["rung"].tolist() and len(film["rungs"]) == market.periods + 1
    bought = [sum(one["times"] for one in life if one["event"] == "bought") for life in film["events"]]
    assert sum(bought) > 0
    busiest = bought.index(max(bought))
    story = relsim.story(market, film["people"][busiest], policy=policy, seed=3).events
    own = story[(story["firm"] == market.focal_firm)]
    assert own.loc[own["event"] == "bought", "times"].sum() == bought[busiest]
    paid = sum(one["money"] for one in film["events"][busiest] if one["event"] == "bought")
    assert paid == pytest.approx(own.loc[own["event"] == "bought", "money"].sum())
    told = {"joined", "returned", "climbed", "slid", "left", "complained", "praised"}
    assert [(one["t"], one["event"]) for one in film["events"][busiest] if one["event"] in told] == [
        (row.period, row.event) for row in own.itertuples() if row.event in told
    ]
    assert (step, when) == (None, f"month {market.periods - 1} of {market.periods}")
