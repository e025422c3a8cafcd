"""The pictures of a report: which figures are drawn, and what to look at in each."""

from collections.abc import Iterator
from functools import partial

from relsim.questions.compare.figures import panels as compositions
from relsim.questions.compare.figures.payback import payback
from relsim.questions.compare.figures.people import (
    channels_by_policy,
    promoters_over_time,
    reasons_by_policy,
    retention_by_tenure,
    satisfaction_over_time,
)
from relsim.questions.compare.figures.responses import responses_table
from relsim.questions.compare.figures.sources import sources_by_policy
from relsim.questions.compare.subject import Subject
from relsim.report.alluvial import YEARS
from relsim.report.picture import Picture
from relsim.report.wording import INTERVAL_WORDS, words
from relsim.runs.reports import REPLICATIONS_WATCHED


def pictures(subject: Subject) -> Iterator[Picture]:
    """Every picture that a report may have."""
    told = words_for(subject)
    for name, title, sentence, draw in DRAWINGS:
        shown, look_at = told.get(name, (title, sentence))
        yield Picture(name, shown, f"{look_at} {left_out(subject, name)}".strip(), partial(draw, subject))


OF_THE_PAIR = ("ladder", "year-by-year", "bucket", "value")
"""The pictures of the baseline and its closest rival alone."""

OF_THE_RIVAL = ("responses",)
"""The pictures of the closest rival of the baseline alone."""


MOST_LEFT_OUT = 3
"""How many policies are named that a picture does not show."""


def left_out(subject: Subject, picture: str) -> str:
    """Which policies a picture does not show; nothing where it shows all."""
    shown = subject.pair if picture in OF_THE_PAIR else subject.pair[1:] if picture in OF_THE_RIVAL else []
    missing = [subject.named(name) for name in subject.challengers if name not in shown]
    if not shown or not missing:
        return ""
    told = words(missing) if len(missing) <= MOST_LEFT_OUT else f"the other {len(missing)} policies"
    return f"Left out: {told}."


PAYBACK = "payback"
"""The picture of the board page."""


def words_for(subject: Subject) -> dict[str, tuple[str, str]]:
    """Titles, and what to look at, where results are less than a comparison of many replications."""
    if not subject.is_comparison:
        return {
            PAYBACK: ("What it earns", "Profit added up so far: look where the line crosses zero."),
            "money": (
                "Where the money goes",
                "Read from revenue down to profit: costs point to the left.",
            ),
            "satisfaction": ("How satisfied customers are", "Look whether satisfaction lasts."),
        }
    if subject.results.replications < 2:
        sentence = "Each dot is the difference from the baseline in one replication."
        return {"differences": ("What each policy changes", sentence)}
    if subject.results.replications > REPLICATIONS_WATCHED:
        title, sentence = YEARS
        return {
            "year-by-year": (title, f"{sentence} Means of the first {REPLICATIONS_WATCHED} replications.")
        }
    return {}


DRAWINGS: tuple[tuple[str, str, str, compositions.Drawing], ...] = (
    (
        PAYBACK,
        "When it pays back",
        "Look where a line crosses zero for good: there the extra profit has made up for what the policy "
        "cost at first.",
        payback,
    ),
    (
        "differences",
        "What each policy changes",
        "Look for lines that stay clear of zero: each shows the difference from the baseline and "
        f"its {INTERVAL_WORDS}.",
        compositions.differences,
    ),
    (
        "money",
        "Why the profit differs",
        "Read each panel downwards from the baseline to the policy: full colour adds to profit, pale "
        "colour takes from it, and the last row is the whole difference.",
        compositions.money_panel,
    ),
    (
        "responses",
        "Whom the policy moved",
        "Look for money spent on sure things, who stay with and without the policy, and for sleeping dogs, "
        "who leave because of it; the same customers of the first replication, with the same luck.",
        responses_table,
    ),
    (
        "ladder",
        "The ladder over time",
        "Look whether the upper rungs widen; below the line are customers who have lapsed.",
        compositions.ladder,
    ),
    ("year-by-year", *YEARS, compositions.years),
    (
        "bucket",
        "What flows into the bucket and what leaks out",
        "Look at the dots, won minus lost: below the line the bucket loses more than it gains.",
        compositions.bucket,
    ),
    (
        "value",
        "What single customers are worth",
        "Look how much the best fifth of all buyers of the first replication brings, and whether "
        "anybody costs more than they bring.",
        compositions.value_panel,
    ),
    (
        "tenure",
        "Who stays",
        "Look at the first years: do those who have stayed longer also stay more surely?",
        compositions.of_periods(retention_by_tenure),
    ),
    (
        "channels",
        "Where customers came from",
        "Look at word of mouth and referral: customers whom other customers brought.",
        compositions.of_periods(channels_by_policy),
    ),
    (
        "sources",
        "From whom purchases come",
        "Look who else would have them: rivals, or none of these firms; "
        "left of zero are those that a policy loses.",
        sources_by_policy,
    ),
    (
        "reasons",
        "Why customers left",
        "Look at the longest rows; neglect and bad handling are in the firm's own hands.",
        compositions.of_periods(reasons_by_policy),
    ),
    (
        "satisfaction",
        "How satisfied customers are",
        "Look where the lines part, and whether the distance lasts.",
        compositions.of_periods(satisfaction_over_time),
    ),
    (
        "promoters",
        "Who would recommend the firm",
        "Look whether the score follows satisfaction, and how late.",
        compositions.of_periods(promoters_over_time),
    ),
)
"""Every picture: its file name, title, what to look at, and what draws it (None: nothing to draw)."""
