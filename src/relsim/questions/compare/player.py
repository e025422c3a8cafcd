"""The page of a market beside its report: who doubts a value may change it and simulate again."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from relsim.console.speech import say
from relsim.errors import InputError
from relsim.questions.compare.subject import Subject
from relsim.report.template import write
from relsim.report.wording import replications_in_words
from relsim.runs.fingerprints import fingerprint
from relsim.scenario.scenario import Scenario

PLAYER_PAGE = "explore.html"
PLAYER_NOTE = "explore.json"
"""The file that says of which market the page is, or why there is none."""


@dataclass(frozen=True)
class PlayerBeside:
    """The page of a market: its file, and how often it repeats a policy; or why there can be none."""

    market: str
    file: str | None = None
    replications: str | None = None
    refusal: str | None = None


def write_player(
    scenario: Scenario,
    seed: int,
    policies: Sequence[str],
    replications: int | None,
    folder: Path,
    *,
    report: str,
) -> None:
    """Write the page of a comparison's market into a folder, with the way back to its report; where none can
    be, say why."""
    from relsim.questions.explore.page import write_exploration
    from relsim.questions.explore.question import USUAL_REPLICATIONS, explore

    market, path = market_in_words(scenario, seed), folder / PLAYER_PAGE
    fewer = None if replications is None else min(replications, USUAL_REPLICATIONS)
    try:
        exploration = explore(scenario, policies=list(policies), seed=seed, replications=fewer)
        write_exploration(exploration, path, back=(report, "The report"))
        note = PlayerBeside(market, PLAYER_PAGE, replications_in_words(exploration.replications))
        say(f"To simulate it in a browser: {path}")
    except InputError as reason:
        path.unlink(missing_ok=True)
        note = PlayerBeside(market, refusal=reason.message)
        say(f"relsim: the report carries no page to explore: {reason.message}", error=True)
    write(json.dumps(asdict(note), indent=1) + "\n", folder / PLAYER_NOTE)


def player_beside(subject: Subject, folder: Path) -> PlayerBeside | None:
    """What a folder has of a page for these results; nothing where that is of another market or seed."""
    try:
        note = PlayerBeside(**json.loads((folder / PLAYER_NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    is_there = note.refusal is not None or (folder / PLAYER_PAGE).is_file()
    is_same = note.market == market_in_words(subject.scenario, subject.results.job.seed)
    return note if is_there and is_same else None


def market_in_words(scenario: Scenario, seed: int) -> str:
    """A hash of everything in a scenario that bears on results, and the seed of their luck."""
    return f"{fingerprint(scenario)}-{seed}"
