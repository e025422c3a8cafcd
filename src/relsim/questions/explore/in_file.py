"""What `relsim explore` writes: the page, and the hashes where they are asked for; and what it says."""

import json
from collections.abc import Iterator
from pathlib import Path

from relsim.console.speech import say
from relsim.questions.explore.page import write_exploration
from relsim.questions.explore.question import Exploration
from relsim.questions.explore.site import too_large
from relsim.questions.explore.slider_words import apart_in_sentences
from relsim.questions.explore.sliders import WHY_APART
from relsim.report.template import write


def write_page_and_hashes(exploration: Exploration, out: Path, hashes: Path | None) -> None:
    """Write the page of an exploration, and the hash of every array into another file; say so."""
    write_exploration(exploration, out)
    for line in page_in_lines(exploration, out):
        say(line)
    if hashes is not None:
        write(json.dumps(exploration.hashes(), indent=1) + "\n", hashes)
        say(f"{hashes}: hashes of every array")


def page_in_lines(exploration: Exploration, out: Path) -> Iterator[str]:
    """How large a page is, what would make it smaller, and what cannot be moved on it."""
    sliders, size = exploration.sliders, out.stat().st_size
    many = len(exploration.policies) * exploration.replications
    yield f"{out}: {many} markets, {len(sliders.sliders)} sliders, {size:,} bytes"
    if larger := too_large(exploration, size):
        yield larger
    for reason in sliders.left_out:
        yield f"no slider for {reason}"
    yield from apart_in_sentences(sliders, {one.path: one.path for one in sliders.sliders})
    if sliders.apart:
        yield WHY_APART
