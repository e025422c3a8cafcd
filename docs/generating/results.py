"""Parts that other pages include: measured results where there are any, shipped scenarios."""

import io
import re
import shlex
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

from generating.markdown import code, escaped, table
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.scenario.yaml.document import read_document

MEASURED = {
    "luck": "experiments/luck/results.md",
    "coverage": "experiments/coverage/results.md",
    "speed": "experiments/benchmarks/engine.md",
    "whole": "experiments/benchmarks/whole.md",
    "decision": "experiments/benchmarks/decision.md",
}
"""The name of each part, and the measurements it shows where they exist."""

SPOKEN = {
    "run-leaky-bucket": "run leaky-bucket",
    "run-sieve": "run leaky-bucket --set focus=sieve --out results/sieve",
    "run-kinder-sieve": "run leaky-bucket --set focus=sieve "
    "--set firms.sieve.complaints.resolution=80% --out results/kinder-sieve",
    "wrong-path": "run leaky-bucket --set firms.sieve.complaint.resolution=80%",
}
"""The name of each part, and the command of the tutorial whose words it shows."""

DONE, BAD_INPUT = 0, 2

HEADING = re.compile(r"^(#+) ", re.MULTILINE)
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:)[^)]+\)")


def parts(root: Path, folder: Path) -> dict[str, str]:
    """The text of every part by name; `folder` receives their pictures."""
    texts = {
        name: included(root / file, folder) if (root / file).is_file() else ""
        for name, file in MEASURED.items()
    }
    with TemporaryDirectory() as elsewhere:
        texts |= {name: spoken(words, Path(elsewhere)) for name, words in SPOKEN.items()}
    for name, path in shipped_scenarios().items():
        texts[f"scenario-{name}"] = f"```yaml\n{path.read_text(encoding='utf-8')}```\n"
    return texts | {"scenarios": scenarios()}


def included(file: Path, folder: Path) -> str:
    """A Markdown file as a section of another: headings lower, pictures beside, no local links."""
    text = file.read_text(encoding="utf-8")
    levels = [len(mark) for mark in HEADING.findall(text)]
    down = "#" * (2 - min(levels, default=2))
    text = HEADING.sub(lambda found: f"{down}{found[1]} ", text)

    def picture(found: re.Match[str]) -> str:
        source = file.parent / found[2]
        if not source.is_file():
            return found[1]
        shutil.copy(source, folder / source.name)
        return f"![{found[1]}](/reference/generated/parts/{source.name})"

    return LINK.sub(r"\1", IMAGE.sub(picture, text))


def scenarios() -> str:
    """The shipped scenarios and what each is about."""
    rows = []
    for name, path in shipped_scenarios().items():
        data = read_document(path).data
        rows.append((code(name), escaped(str(data.get("summary") or data.get("title", "")))))
    return table(("Scenario", "What it is about"), rows)


def spoken(words: str, folder: Path) -> str:
    """A command and what it prints when run in a folder; only the command where it cannot run."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said), chdir(folder):
        ended = exit_code_of(words)
    shown = said.getvalue().strip() if ended in (DONE, BAD_INPUT) else ""
    return f"```console\n$ relsim {words}\n{shown}\n```\n"


def exit_code_of(words: str) -> object:
    """Run a command in this process; the first would otherwise load everything anew."""
    try:
        from relsim.cli import main

        main(shlex.split(words))
    except ImportError:
        return None
    except SystemExit as end:
        return end.code or DONE
    return DONE
