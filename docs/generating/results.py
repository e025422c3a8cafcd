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

SPOKEN = re.compile(
    r"```console\n\$ relsim (?P<words>[^`]+?)\n```\n\n"
    r"```\{include\} reference/generated/parts/(?P<name>[\w-]+)\.md"
)
"""A command of the tutorial, and the name of the part that shows what it prints."""

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
        tutorial = (root / "docs" / "tutorial.md").read_text(encoding="utf-8")
        shown = {one["name"]: one["words"].replace("\\\n", " ") for one in SPOKEN.finditer(tutorial)}
        texts |= {name: spoken(words, Path(elsewhere)) for name, words in shown.items()}
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
    """What a command prints when run in a folder; nothing where it cannot run."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said), chdir(folder):
        ended = exit_code_of(words)
    shown = said.getvalue().strip() if ended in (DONE, BAD_INPUT) else ""
    return f"```text\n{shown}\n```\n" if shown else ""


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
