"""What code is made of: the modules that it imports, found by reading sources and not by running them."""

import ast
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
"""The folder of relsim itself."""

NO_DATA = {".py", ".pyc", ".pyi", ".bib", ".md", ".typed"}
"""Endings of files in a package that bear on no number; sources are told by who imports them."""

KEYWORD = re.compile(rb"import\b")
BEFORE = re.compile(rb"[ \t]*(?:[^#]*[:;][ \t]*)?((?:from[ \t]+[.\w]+[ \t]+)?)")
AFTER = re.compile(rb"[ \t]*(?:\([^)]*\)|(?:[^\\\n]|\\\r?\n)*)")
FOR_TYPES = re.compile(
    rb"^if[ \t]+(?:\w+\.)?TYPE_CHECKING[ \t]*:[ \t]*\r?\n(?:[ \t]+.*\n|[ \t]*\r?\n)*", re.MULTILINE
)

Finder = Callable[[str], Path | None]
"""Leads from the name of a module to its file; to None where the module is not to be followed."""


def code_made_of(*names: str) -> dict[str, Path]:
    """The sources of these modules of relsim and of all that they import, by name."""
    return closure(names, modules_below(PACKAGE).get)


@cache
def hash_of_code(names: tuple[str, ...], alone: tuple[str, ...] = ()) -> str:
    """A hash of these modules of relsim, of all that they import, and of the data beside them.

    Of the modules `alone` it takes their own source and not what they import.
    """
    by_name = code_made_of(*names)
    by_name |= {name: modules_below(PACKAGE)[name] for name in alone}
    return hash_of_files(by_name.values(), PACKAGE)


def hash_of_files(sources: Iterable[Path], package: Path) -> str:
    """A hash of sources, wherever they stand, and of the data in their folders below that of the package."""
    files = set(sources)
    folders = {path.parent for path in files if package in path.parent.parents}
    files |= {path for folder in folders for path in data_in(folder)}
    digest = hashlib.sha256()
    for path in sorted(files):
        # The name tells which module it is; the place where a package lies is no part of its code.
        name = path.relative_to(package).as_posix() if path.is_relative_to(package) else path.name
        content = path.read_bytes()
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def data_in(folder: Path) -> Iterator[Path]:
    """The data files in a folder of modules, and in its folders that hold data alone."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name != "__pycache__" and not any(path.glob("*.py")):
                yield from data_in(path)
        elif path.suffix not in NO_DATA and not path.name.startswith("."):
            yield path


def closure(names: Iterable[str], find: Finder) -> dict[str, Path]:
    """The files of modules, of the packages that they are in, and of all that these import."""
    files: dict[str, Path] = {}
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        waiting.append(name.rpartition(".")[0] or name)
        path = find(name)
        if path is not None:
            files[name] = path
            waiting += imported_by(name, path)
    return files


def imported_by(name: str, path: Path) -> Iterator[str]:
    """The modules that a source may import, also inside of functions, but not those for types alone.

    A name that is imported from a package may be a module or not; who follows it will see.
    """
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for statement in statements_in(path.read_bytes()):
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        else:
            around = package.split(".")[: len(package.split(".")) - statement.level + 1]
            steps = [*(around if statement.level else []), *filter(None, [statement.module])]
            home = ".".join(steps)
            yield home
            yield from (f"{home}.{alias.name}" for alias in statement.names)


def statements_in(source: bytes) -> list[ast.Import | ast.ImportFrom]:
    """The import statements of a source.

    Parsing whole files would take most of a second, so it is left to those that are written unusually.
    """
    short = FOR_TYPES.sub(b"", source) if b"TYPE_CHECKING" in source else source
    try:
        if b"TYPE_CHECKING:" not in short:
            return imports_of(ast.parse(b"\n".join(cut_out(short))))
    except SyntaxError:
        pass
    return imports_of(ast.parse(source))


def cut_out(source: bytes) -> Iterator[bytes]:
    """What looks like an import statement, line by line; in a text it may only look like one."""
    for keyword in KEYWORD.finditer(source):
        line = source.rfind(b"\n", 0, keyword.start()) + 1
        before = BEFORE.fullmatch(source, line, keyword.start())
        after = AFTER.match(source, keyword.end())
        if before and after:
            yield before.group(1) + keyword.group() + after.group()


def imports_of(tree: ast.AST) -> list[ast.Import | ast.ImportFrom]:
    """The import statements below a node, but for those under `if TYPE_CHECKING`."""
    if isinstance(tree, ast.Import | ast.ImportFrom):
        return [tree]
    below: list[ast.AST] = list(ast.iter_child_nodes(tree))
    if isinstance(tree, ast.If) and ast.unparse(tree.test).rpartition(".")[2] == "TYPE_CHECKING":
        below = list(tree.orelse)
    return [statement for node in below for statement in imports_of(node)]


@cache
def modules_below(package: Path) -> dict[str, Path]:
    """The file of every module in a package, by dotted name, folders within folders included."""
    found: dict[str, Path] = {}
    for folder, _, files in os.walk(package):
        home = ".".join((package.name, *Path(folder).relative_to(package).parts))
        for file in files:
            if file.endswith(".py"):
                stem = file.removesuffix(".py")
                found[home if stem == "__init__" else f"{home}.{stem}"] = Path(folder, file)
    return found
