"""Claims about what a page tells programs: it is always of the market that is set, or refused."""

from collections.abc import Sequence

import pytest
from explore.chromium import CHROMIUM, RELOADED, Asked, asked_of
from explore.test_in_browser import HASHES, RUN, hashes_of, page_of, small

import relsim

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

CONTACT = "firms.gym.contact.frequency"
MOVED = f"relsim.set('{CONTACT}', '3 per year')"
QUIET = "new Promise((go) => setTimeout(go, 600))"
AS_IN_FILE = f"document.getElementById('reset').click(); {QUIET}"


def refusals(*asked: str) -> str:
    """An expression for what each of some others is refused with, empty where it is not."""
    tried = ", ".join(f"() => {one}" for one in asked)
    return (
        f"[{tried}].map((one) => {{ try {{ one(); return ''; }} catch (error) {{ return error.message; }} }})"
    )


TOLD = refusals("relsim.hashes()", "relsim.verdict()", "relsim.outcomes()")


def kinds(told: Sequence[str]) -> list[str]:
    """Which kind of refusal each is, or that there is none."""
    words = {"as a whole": "not as a whole", "set otherwise": "set otherwise"}
    return [next((kind for word, kind in words.items() if word in one), one) for one in told]


def test_hashes_verdict_and_outcomes_are_of_the_market_that_is_set_or_refused(tmp_path):
    market = small("who-stays")
    page = page_of(market, tmp_path, replications=2)
    first, _, ran, _, moved, _, again, hashes, _, reset, _, own = asked_of(
        page,
        *(TOLD, RUN, TOLD, MOVED, TOLD, RUN, TOLD, HASHES),
        *(AS_IN_FILE, TOLD, RUN, HASHES),
    )
    assert kinds(first) == ["not as a whole", "", ""]
    assert ran == again == [""] * 3
    assert kinds(moved) == ["not as a whole", "set otherwise", "set otherwise"]
    assert hashes == hashes_of(market.changed({CONTACT: "3 per year"}), replications=2)
    assert kinds(reset) == ["not as a whole", "", ""]
    assert all("first wait for relsim.run()" in one for one in (*first[:1], *moved, reset[0]))
    assert own == hashes_of(market, replications=2) != hashes


def test_sliders_tell_the_value_in_force_and_that_of_the_file(tmp_path):
    market = small("leaky-bucket").changed(
        {"explore.sliders": {"firms.sieve.advertising.spend": ["3000 per month", "6000 per month"]}}
    )
    page = page_of(market, tmp_path, replications=1)
    path, told = (
        "firms.sieve.advertising.spend",
        "relsim.sliders().map(({ value, inFile }) => [value, inFile])",
    )
    asks = f"""document.querySelectorAll('input[name=exercise-1]')[0].checked = true;
        document.getElementById('check-1').click(); {QUIET}"""
    before, _, moved, _, asked = asked_of(
        page, told, f"relsim.set('{path}', '3000 per month')", told, asks, told
    )
    own = before[0][1]
    assert before == [[own, own]] and str(own).startswith("6000")
    assert moved == [["3000 per month", own]]
    assert [str(value) for value, _ in asked] == ["0"] and asked[0][1] == own


RAN = "relsim.run().then(({ policies }) => policies['as-it-is'].mean)"


def test_each_of_several_runs_is_of_the_market_as_it_was_set_when_it_was_asked_for(tmp_path):
    page = page_of(small("who-stays"), tmp_path, replications=2)
    own = f"relsim.set('{CONTACT}', '12 per year')"
    two = f"(() => {{ {own}; const one = {RAN}; {MOVED}; return Promise.all([one, {RAN}]); }})()"
    after = f"(async () => {{ {own}; const one = relsim.run(); {MOVED}; await one; return {TOLD}; }})()"
    queued, still, *alone = asked_of(page, *(two, after), f"{own}; {RAN}", f"{MOVED}; {RAN}")
    assert queued == alone and alone[0] != alone[1]
    assert kinds(still) == ["not as a whole", "set otherwise", "set otherwise"]


LIVES = """[...document.querySelectorAll('#who option')].map((one) => [Number(one.value),
    ...one.textContent.match(/, ([0-9]+) events? and ([0-9]+) purchases?$/).slice(1).map(Number)])"""
CHOSEN = "Number(document.getElementById('who').value)"
COUNTED = """relsim.film(0).then(({ events }) => events.map((life) => {
  const bought = life.filter(({ event }) => event === 'bought');
  return [life.length - bought.length, bought.reduce((sum, { times }) => sum + times, 0)]; }))"""
PICK_LAST = """(() => { const who = document.getElementById('who');
  who.value = who.options[who.options.length - 1].value; who.dispatchEvent(new Event('change')); })()"""


def test_lives_stand_in_the_order_of_what_happened_and_are_those_of_the_market_that_is_set(tmp_path):
    page = page_of(small("who-stays"), tmp_path, replications=1)
    settled = f"{RUN}.then(() => {QUIET})"
    before, own, _, _, after, moved, first, _, picked, _, _, still, menu = asked_of(
        page,
        *(f"{QUIET}.then(() => {LIVES})", COUNTED, MOVED, settled, LIVES, COUNTED, CHOSEN),
        *(PICK_LAST, CHOSEN, AS_IN_FILE, settled, CHOSEN, LIVES),
    )
    for told, counted in ((before, own), (after, moved)):
        assert [[events, bought] for _, events, bought in told] == sorted(counted, reverse=True)[:12]
        assert all(counted[place] == [events, bought] for place, events, bought in told)
    assert first == after[0][0] and own != moved
    assert still == picked == after[-1][0] != first
    assert picked in [place for place, *_ in menu]


@pytest.mark.slow
def test_a_page_made_under_a_condition_says_so_and_is_that_market(tmp_path):
    market = small("retention-launch").under_condition("recession")
    options = {"replications": 1, "policies": ["complaint-recovery"]}
    page = page_of(market, tmp_path, **options)
    _, hashes, scope, beside, text = asked_of(
        page,
        *(RUN, HASHES),
        "document.querySelector('header').textContent",
        "document.getElementById('beside-text').textContent",
        "relsim.yaml()",
    )
    assert hashes == hashes_of(market, **options)
    title = relsim.load("retention-launch").conditions["recession"].title
    assert f"Under the condition “{title}”" in scope and f"the condition “{title}”" in beside
    download = tmp_path / "downloaded.yaml"
    download.write_text(text, encoding="utf-8")
    assert hashes_of(relsim.load(download), **options) == hashes


@pytest.mark.slow
def test_a_file_with_another_price_is_the_market_of_the_page_whatever_policies_set(tmp_path):
    market, options = small("price-rise"), {"replications": 1}
    page = page_of(market, tmp_path, **options)
    _, _, hashes, text = asked_of(page, "relsim.set('firms.counter.price', 18)", RUN, HASHES, "relsim.yaml()")
    download = tmp_path / "downloaded.yaml"
    download.write_text(text, encoding="utf-8")
    assert hashes == hashes_of(market.changed({"firms.counter.price": 18}), **options)
    assert hashes_of(relsim.load(download), **options) == hashes


ONE_WORKER_FAILS = f"""(async () => {{
  const post = Worker.prototype.postMessage;
  let first = null;
  Worker.prototype.postMessage = function (...told) {{
    first ??= this;
    if (this === first) throw new Error('no room is left');
    post.apply(this, told);
  }};
  {MOVED};
  const failed = await relsim.run().catch(({{ message }}) => message);
  Worker.prototype.postMessage = post;
  relsim.set('{CONTACT}', '0 per year');
  await relsim.run();
  return [failed, relsim.hashes()];
}})()"""


def test_what_a_failed_run_left_under_way_is_not_taken_for_the_next_one(tmp_path):
    market = small("who-stays")
    page = page_of(market, tmp_path, replications=4)
    ((failed, hashes),) = asked_of(page, ONE_WORKER_FAILS)
    assert failed == "no room is left"
    assert hashes == hashes_of(market, replications=4)


def test_hashes_are_the_same_where_a_browser_may_not_be_asked_for_them(tmp_path):
    market = small("who-stays")
    page = page_of(market, tmp_path, replications=1)
    unsafe = "Object.defineProperty(crypto, 'subtle', { value: undefined }); typeof crypto.subtle"
    kind, hashes = asked_of(page, unsafe, f"{RUN}.then(() => {HASHES})")
    assert kind == "undefined"
    assert hashes == hashes_of(market, replications=1)


def test_what_a_page_hands_out_can_be_changed_without_changing_the_page(tmp_path):
    page = page_of(small("who-stays"), tmp_path, replications=1)
    spoil = f"""{RUN}.then(() => {{
      relsim.hashes()['as-it-is'][0].people = 'spoilt';
      for (const {{ values }} of relsim.sliders()) values.push('spoilt');
      return relsim.hashes()['as-it-is'][0].people; }})"""
    people, refused = asked_of(page, spoil, refusals(f"relsim.set('{CONTACT}', 'spoilt')"))
    assert people != "spoilt"
    assert "not at spoilt" in refused[0]


MOVED_BEFORE_IT_ANSWERS = """(() => { let told; Object.defineProperty(window, 'relsim', {
  get: () => told,
  set: (relsim) => { told = relsim; queueMicrotask(() => {
    const input = document.querySelector('#sliders input');
    input.value = input.value === '0' ? 1 : 0;
    input.oninput();
  }); },
}); })()"""


@pytest.mark.slow
def test_an_answer_is_that_of_the_file_though_a_slider_is_moved_before_the_first_run_ends(tmp_path):
    page = page_of(small("leaky-bucket"), tmp_path, replications=1)
    found = "document.getElementById('skip').click(); document.getElementById('found').textContent"
    changed, forget = "document.getElementById('changed').textContent", "sessionStorage.clear()"
    hasty = Asked("Page.addScriptToEvaluateOnNewDocument", {"source": MOVED_BEFORE_IT_ANSWERS})
    enabled = Asked("Page.enable")
    own, _, _, _, _, differs, hurried = asked_of(
        page, *(found, forget, enabled, hasty, RELOADED, changed, found)
    )
    assert " instead of " in differs
    assert hurried == own != ""


def test_an_exercise_is_not_held_against_a_market_that_was_set_otherwise_meanwhile(tmp_path):
    page = page_of(small("leaky-bucket"), tmp_path, replications=1)
    hurry = f"""document.querySelectorAll('input[name=exercise-1]')[0].checked = true;
        document.getElementById('check-1').click();
        document.querySelector('#sliders input').value = 0;
        document.querySelector('#sliders input').oninput(); {QUIET}"""
    told = "document.getElementById('told-1').textContent"
    _, said = asked_of(page, hurry, told)
    assert said == "The market was set otherwise before it had been simulated: check again."


def test_a_film_of_no_policy_of_the_page_is_refused_in_words(tmp_path):
    page = page_of(small("who-stays"), tmp_path, replications=1)
    asked = ", ".join(("null", "2", "-1", "'__proto__'", "Symbol('one')"))
    tried = f"[{asked}].map((one) => relsim.film(one).catch(({{ message }}) => message))"
    told, film = asked_of(page, f"Promise.all({tried})", "relsim.film(1).then(({ rungs }) => rungs.length)")
    assert told == ["policies are counted from 0 to 1 here, in the order of the page"] * 5
    assert film == 15
