"""The page of an exploration: one file that needs no network."""

import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup
from scipy import special

from relsim.command_lines import typed
from relsim.engine.driver import PLACES_OF
from relsim.market.columns import TALLY, TIE
from relsim.market.population import periods_in_a_year
from relsim.measures.measure import MEASURES
from relsim.measures.outcomes import BROUGHT, horizon_of, year_of
from relsim.questions.explore.download import (
    entries_of_exercise,
    entries_of_slider,
    extended_file,
    told_entries,
)
from relsim.questions.explore.exercises import PlayedExercise
from relsim.questions.explore.levers import AS_IN_FILE, is_same_amount, value_in_force
from relsim.questions.explore.origin import beside_file, command_of
from relsim.questions.explore.packing import place_in_record
from relsim.questions.explore.prediction import exercises_told, prediction_told
from relsim.questions.explore.slider_words import (
    apart_in_sentences,
    apart_in_words,
    are_all_apart,
    idle_in_words,
    label_of,
    meaning_of,
    setting_in_words,
    stops_in_words,
)
from relsim.questions.explore.sliders import WHY_APART
from relsim.report.lesson_words import answer_words
from relsim.report.names import condition_in_sentence, policy_in_sentence, title_of_policy
from relsim.report.style import RUNG_COLOURS, policy_colours
from relsim.report.table import with_unit
from relsim.report.template import explained, write
from relsim.report.unidentified import has_failed_fit
from relsim.report.values import lever_of, value_as_told
from relsim.report.wording import printable, replications_in_words
from relsim.runs.policies import AFTER_OVERHEAD, EQUITY
from relsim.runs.stored_place import source_file
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.file import WITH_RETURNS
from relsim.scenario.units.fading import months_in
from relsim.statistics.paired import CONFIDENCE, FEWEST_CHANGED, SKEWNESS_FROM
from relsim.vocabulary import (
    BOOKED_PER_UNIT,
    COUNTS,
    LAPSED,
    PARTNER,
    PURCHASER,
    REFERRAL,
    TENURE_YEARS,
    WORD_OF_MOUTH,
    Channel,
    Group,
    Line,
    Reason,
    Rung,
    column_name,
    word,
)

if TYPE_CHECKING:
    from relsim.questions.explore.question import Exploration

WORKER = ("packed", "luck", "crowd", "market", "film", "worker")
PLAYER = (
    *("sums", "digest", "packed", "settings", "measures"),
    *("statistics", "answer", "wording", "words", "contest"),
    *("verdict", "axes", "elements", "pictures", "finding", "memory", "lesson"),
    *("overtime", "people", "tables"),
    "player",
)
"""The modules of a worker and of the page, each after those that it imports."""

PARTS_OF_A_LIFE = (
    *("rung", "channel", "reason", "recruiter", "acquired_at", "praised_at"),
    *("purchases", "revenue", "failures", "complaints", "member"),
)
"""The parts of a relationship from which the page tells a life."""

MEASURES_IN_PAGE = (
    "customer_equity",
    "equity_after_overhead",
    "profit",
    "revenue",
    "yearly_retention",
    "advocates_share",
    "market_share",
    "nps",
    "recommended_share",
    "cost_to_acquire",
    "cost_to_retain",
    "lifetime_value",
)
"""The measures that the page tells first."""


LinkInWords = tuple[str, str]
"""A file beside a page, and the words of a link to it."""


def write_exploration(
    exploration: "Exploration",
    path: Path,
    *,
    back: LinkInWords | None = None,
    following: LinkInWords | None = None,
) -> None:
    """Write the page; it may lead back to a file beside it, and at its end on to a following one."""
    told = page_told(exploration)
    content = content_of_page(exploration, told) | {"back": back, "following": following}
    write(explained("explore.html.j2", content, said_later(told)), path)


def content_of_page(exploration: "Exploration", told: dict[str, Any]) -> dict[str, Any]:
    """What the template of the page puts where, with what its program is told."""
    scenario, packer, beside = exploration.scenario, exploration.packer, beside_file(exploration)
    asked = zip(exploration.exercises, told["exercises"], strict=True)
    return {
        "title": scenario.title,
        "summary": scenario.summary,
        "lesson": scenario.learn,
        "choices": told["finding"]["choices"] if told["finding"] else [],
        "played": {one.exercise.ask: exercise for one, exercise in asked},
        "answers": answers_in_words(scenario),
        "of_whom": of_whom(scenario),
        "asks_more": asks_more(told["finding"]),
        "fewer": fewer_replications(exploration),
        "command": command_of(exploration, told["source"]),
        "beside_text": beside.of_text(),
        "made_with": beside.made_with(),
        "condition": condition_told(scenario),
        "told": json_in_page(told),
        "kernels": packer.kernels,
        "parcel": packer.parcel.letters(),
        "worker": Markup(script_of(WORKER)),
        "player": Markup(script_of(PLAYER)),
        "left_out": exploration.sliders.left_out,
        "apart": pairs_in_words(exploration),
        "one_at_a_time": are_all_apart(exploration.sliders),
        "why_apart": WHY_APART,
        "replications": replications_in_words(exploration.replications),
        "source": typed(told["source"]),
    }


def said_later(told: dict[str, Any]) -> str:
    """The words of the figures, tables and lives that a page shows once it has run."""
    form, measures = told["form"], [one["words"] for one in told["measures"] if one["isMain"]]
    return "; ".join(
        ("95 % interval", "baseline", *form["rungs"], *form["reasons"], *form["channels"], *measures)
    )


def asks_more(finding: dict[str, Any] | None) -> bool:
    """Whether a lesson asks for something else than the policy worth most, which the verdict tells."""
    if finding is None:
        return False
    is_other = finding["measure"] not in (EQUITY, AFTER_OVERHEAD) or finding["lowest"]
    return finding["best"] != "policy" or is_other


def of_whom(scenario: Scenario) -> str:
    """Which firm is told of, where there are several; nothing where there is one."""
    if len(scenario.firms) < 2:
        return ""
    return f"{printable(scenario.focal_firm)}, the firm whose policies are compared"


def page_told(exploration: "Exploration") -> dict[str, Any]:
    """What the page is told of its market, besides arrays."""
    scenario, packer = exploration.scenario, exploration.packer
    file = extended_file(scenario)
    return {
        "title": scenario.title,
        "source": file["extends"] or Path(source_file(scenario)).name.removesuffix(".yaml"),
        "currency": scenario.currency,
        "period": scenario.period,
        "replications": exploration.replications,
        "seed": str(exploration.job.seed),
        "firms": list(scenario.firms),
        "focus": scenario.focal_firm,
        "policies": policies_told(scenario, exploration.policies),
        "colours": [RUNG_COLOURS[word(rung)] for rung in tuple(Rung)[PURCHASER : PARTNER + 1]],
        "measures": measures_told(scenario.currency),
        "restsOn": rests_told(),
        "equity": equities_told(),
        "customers": scenario.customers,
        "failedFit": has_failed_fit(scenario),
        "sliders": [*sliders_told(exploration), *settings_of_exercises(exploration)],
        "apart": exploration.sliders.apart,
        "file": file | {"own": sorted(exploration.job.mechanisms)},
        "kernels": [len(kernel) for kernel in packer.kernels],
        "parts": packer.parcel.parts,
        "crowds": packer.crowds.told,
        "markets": packer.markets,
        "patches": packer.patches,
        "paired": paired_of(exploration.replications),
        "form": form_of(scenario),
        "finding": prediction_told(exploration),
        "exercises": exercises_told(exploration),
    }


def policies_told(scenario: Scenario, policies: list[str]) -> list[dict[str, str]]:
    """What a page is told of policies: what tables and sentences call each, and its colour."""
    colours = policy_colours(policies, policies[0])
    return [
        {
            "name": name,
            "title": title_of_policy(scenario, name),
            "named": policy_in_sentence(scenario, name),
            "colour": colours[name],
        }
        for name in policies
    ]


def measures_told(currency: str) -> list[dict[str, Any]]:
    """What a page is told of measures: their words and kinds, and which of them it tells first."""
    return [
        {
            "name": name,
            "words": with_unit(name, currency),
            "kind": MEASURES[name].kind,
            "isMain": name in MEASURES_IN_PAGE,
        }
        for name in dict.fromkeys((*MEASURES_IN_PAGE, *MEASURES))
    ]


def equities_told() -> dict[str, dict[str, str]]:
    """The equities before and after overhead, of which one decides: the measure, what sentences call it, and
    the column that it discounts."""
    return {
        when: {"measure": name, "words": MEASURES[name].words, "brought": BROUGHT[name]}
        for when, name in (("before", EQUITY), ("after", AFTER_OVERHEAD))
    }


def rests_told() -> dict[str, str]:
    """The count on which a measure rests, for those that are no surer than one."""
    return {name: measure.rests_on for name, measure in MEASURES.items() if measure.rests_on}


def answers_in_words(scenario: Scenario) -> dict[str, str]:
    """The right answer of each exercise by its question, for those that the page cannot work out."""
    checked = scenario.learn.checked if scenario.learn else []
    return {one.ask: answer_words(one.answer, one.answer.right, scenario) for one in checked}


def condition_told(scenario: Scenario) -> tuple[str, str] | None:
    """The condition under which a page simulates its market, and why one might fear or hope for it."""
    if scenario.condition is None:
        return None
    name = scenario.condition
    return condition_in_sentence(scenario, name), printable(scenario.conditions[name].note or "")


def fewer_replications(exploration: "Exploration") -> str:
    """How many replications the command line runs, where a page has fewer; nothing where it has as many."""
    usual = exploration.scenario.replications
    return replications_in_words(usual) if exploration.replications < usual else ""


def pairs_in_words(exploration: "Exploration") -> list[str]:
    """Which sliders cannot be moved together, as the page calls them."""
    scenario, sliders = exploration.scenario, exploration.sliders
    return apart_in_sentences(sliders, {one.path: label_of(scenario, one) for one in sliders.sliders})


def sliders_told(exploration: "Exploration") -> list[dict[str, Any]]:
    """What a page is told of its sliders: paths, words, stops, and what each stop sets in a file."""
    return [
        {
            "path": slider.path,
            "label": label_of(exploration.scenario, slider),
            "note": meaning_of(exploration.scenario, slider),
            "idle": idle_in_words(exploration.scenario, exploration.policies, slider),
            "apart": apart_in_words(exploration.scenario, exploration.sliders, slider),
            "words": stops_in_words(exploration.scenario, slider),
            "values": [stop.value for stop in slider.stops],
            "own": slider.own,
            "entries": entries_of_slider(exploration.scenario, slider),
            "isExercise": False,
        }
        for slider in exploration.sliders.sliders
    ]


def settings_of_exercises(exploration: "Exploration") -> list[dict[str, Any]]:
    """Exercises as sliders of two stops: as in the file, and as the exercise asks."""
    return [
        {
            "path": played.path,
            "label": played.path,
            "values": [AS_IN_FILE, "as it asks"],
            "own": 0,
            "entries": [[], told_entries(entries_of_exercise(exploration.scenario, played))],
            "isExercise": True,
            "puts": sliders_put(exploration, played),
            "says": settings_in_words(exploration.scenario, played),
        }
        for played in exploration.exercises
    ]


def settings_in_words(scenario: Scenario, played: PlayedExercise) -> list[str]:
    """What an exercise sets, as sliders call it."""
    entries = entries_of_exercise(scenario, played)
    return [setting_in_words(scenario, tuple(one["steps"]), one["value"]) for one in entries]


def sliders_put(exploration: "Exploration", played: PlayedExercise) -> list[dict[str, Any]]:
    """The sliders that an exercise puts elsewhere: to which stop, if to one, to what value, and in words."""
    scenario, changed = exploration.scenario, exploration.scenario.changed(dict(played.changes))
    found = []
    for slider in exploration.sliders.sliders:
        value = value_in_force(changed, slider.steps, [stop.value for stop in slider.stops])
        same = [place for place, stop in enumerate(slider.stops) if is_same_amount(stop.value, value)]
        if slider.own not in same:
            words = value_as_told(scenario, lever_of(scenario, slider.steps), value)
            stop = same[0] if same else None
            found.append({"path": slider.path, "stop": stop, "value": value, "words": words})
    return found


def form_of(scenario: Scenario) -> dict[str, Any]:
    """How records are read: where in them everything stands, and what measures follow from besides."""
    horizon = horizon_of(scenario)
    named = ("flows", "exposed", "lost_by_tenure", "acquired", "lost", *COUNTS)
    return {
        "places": {name: PLACES_OF[name] for name in named},
        "lines": [
            {"place": PLACES_OF[column_name(line)], "group": int(line.group), "words": line.words}
            for line in Line
        ],
        "groups": [column_name(group) for group in Group],
        "counts": [name for name in COUNTS if not name.endswith("_ppm")],
        "rungs": [word(rung) for rung in Rung],
        "customer": list(range(PURCHASER, PARTNER + 1)),
        "lapsed": LAPSED,
        "rungColours": list(RUNG_COLOURS.values()),
        "tie": {
            "width": TIE.itemsize,
            "parts": {name: place_in_record(TIE, name) for name in PARTS_OF_A_LIFE},
        },
        "recommended": [REFERRAL, WORD_OF_MOUTH],
        "channels": [word(channel) for channel in Channel],
        "reasons": [word(reason) for reason in Reason],
        "tenures": TENURE_YEARS,
        "firms": len(scenario.firms),
        "periods": scenario.periods,
        "width": TALLY.itemsize // 8,
        "unit": BOOKED_PER_UNIT,
        "rate": horizon.discount.per_period(horizon.period),
        "year": year_of(horizon),
        "perYear": periods_in_a_year(scenario),
        "months": months_in(scenario.period),
        "withReturns": horizon.residual_value == WITH_RETURNS,
    }


def paired_of(replications: int) -> dict[str, Any]:
    """What intervals follow from besides values: quantiles of Student's by the number of replications."""
    chance = 0.5 + CONFIDENCE / 2.0
    quantiles = [float(special.stdtrit(number - 1, chance)) for number in range(2, replications + 1)]
    return {
        "quantile": [0.0, 0.0, *quantiles],
        "skewnessFrom": SKEWNESS_FROM,
        "fewestChanged": FEWEST_CHANGED,
    }


def script_of(modules: Iterable[str]) -> str:
    """Modules as one script: they are put together in order, so that nothing is to be imported."""
    folder = files("relsim.questions.explore") / "browser"
    lines = [
        line.removeprefix("export ")
        for name in modules
        for line in (folder / f"{name}.mjs").read_text(encoding="utf-8").splitlines()
        if not line.startswith("import ")
    ]
    return "\n".join(lines) + "\n"


def json_in_page(content: Any) -> Markup:
    """JSON in a script of a page, which no text in it can end."""
    return Markup(json.dumps(content, separators=(",", ":")).replace("<", "\\u003c"))
