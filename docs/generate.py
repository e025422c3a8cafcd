"""Generate the reference from code and schema: `python docs/generate.py`, or at every build.

Pages go to `reference/generated/`, where those of `reference/` include them, and parts that other pages
include to its folder `parts/`. Nothing there is kept in version control.
"""

import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generating import (
    answers,
    bases,
    commands,
    evidence,
    glossary,
    interface,
    keys,
    levers,
    measures,
    mechanisms,
    odd,
    presets,
    results,
    tables,
    teaching,
    vocabulary,
)

PAGES = {
    "scenario-keys": keys.page,
    "levers": levers.page,
    "defaults": bases.page,
    "presets": presets.page,
    "mechanisms": mechanisms.page,
    "vocabulary": vocabulary.page,
    "glossary": glossary.page,
    "tables": tables.page,
    "measures": measures.page,
    "python": interface.page,
    "command-line": commands.page,
    "course": teaching.course,
    "teaching-notes": teaching.notes,
}
"""The name of each generated page, and the function that writes its Markdown."""


def generate(docs: Path) -> None:
    """Write every generated page and part below `docs`."""
    folder = docs / "reference" / "generated"
    parts = folder / "parts"
    shutil.rmtree(parts, ignore_errors=True)
    parts.mkdir(parents=True)
    for name, page in PAGES.items():
        write(folder / f"{name}.md", page())
    told = (
        results.parts(docs.parent, parts)
        | odd.parts()
        | answers.parts()
        | teaching.parts()
        | evidence.parts()
    )
    for name, text in told.items():
        write(parts / f"{name}.md", text)


def write(path: Path, text: str) -> None:
    """Write a file unless it already says the same, so that nothing is built twice."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    generate(Path(__file__).parent)
