"""Pages of all questions as pictures, to be looked at: `python experiments/looks [NAME ...]`.

Small results of every question, of every lesson and of hard cases are made below `results/looks`, and each
page is shown at three widths and on A4, or, where it simulates, after it has run; contact sheets join them.
For each page it tells the highest empty strip of its print, and those of all sheets of paper but the last, as
shares of their height: across the whole sheet, and in its emptier half.
It takes chromium or another browser, and `pdftoppm` for paper.
"""

import argparse
import subprocess
import sys
from html import escape
from pathlib import Path
from shutil import which

from holes import told
from pages import OUT, PAGES, Commands, lessons, lessons_to_play
from played import played, played_on_paper
from sheets import joined
from shots import on_paper, on_screen, sheets_of

FOLDER = Path("results") / "looks"
WIDTHS = (1200, 768, 400)
SPOKEN = ("why", "story")
"""Commands that answer in the terminal and write no page."""

PLAYED = "explore"
"""The command whose pages simulate."""


def made(name: str, commands: Commands) -> Path | None:
    """Ask a question, and give the page that answers it; None where it could not be asked."""
    out = FOLDER / name
    for words in commands:
        given = [word.replace(OUT, str(out)) for word in words]
        folder = ["--out", str(out)] if words is commands[-1] and takes_a_folder(words) else []
        asked = [sys.executable, "-m", "relsim", *given, *folder]
        done = subprocess.run(asked, check=False, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            return None
    if commands[-1][0] in SPOKEN:
        return as_page(done.stdout, out / "terminal.html")
    return next(iter(sorted(out.rglob("*.html"), key=lambda page: page.stat().st_mtime)[-1:]), None)


def takes_a_folder(words: list[str]) -> bool:
    """Whether a command can be told where to write its page."""
    return words[0] not in ("report", PLAYED, *SPOKEN)


def as_page(told: str, page: Path) -> Path:
    """What a command says in a terminal, as a page to be looked at like any other."""
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><pre style="white-space: pre-wrap">{escape(told)}</pre>\n',
        encoding="utf-8",
    )
    return page


def main(names: list[str]) -> None:
    """Make the pages of these names, or all, and join their pictures."""
    known = PAGES | lessons() | lessons_to_play()
    pictures: dict[str, list[Path]] = {}
    for name in names or known:
        page = made(name, known[name])
        if page is None:
            print(f"{name}: no page")
            continue
        is_played = known[name][-1][0] == PLAYED
        for width in WIDTHS:
            shown = (played if is_played else on_screen)(page, width)
            pictures.setdefault(f"{PLAYED}-{width}" if is_played else str(width), []).append(shown)
        paper = (played_on_paper if is_played else on_paper)(page)
        if paper and which("pdftoppm"):
            print(joined(sheets_of(paper), page.parent / "a4.png", columns=6))
            print(told(paper), flush=True)
    for width, parts in pictures.items():
        print(joined(parts, FOLDER / f"width-{width}.png", columns=4))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="of a page; all if none is given")
    main(parser.parse_args().names)
