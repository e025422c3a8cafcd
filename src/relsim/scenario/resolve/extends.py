"""`extends`: a scenario that says only in what it differs from its parent."""

import os
from collections.abc import Callable, Mapping
from functools import reduce
from pathlib import Path
from typing import Any

from relsim.errors import DataPath, Place, ScenarioError, fault, value_in_words
from relsim.scenario.resolve.patches import merged
from relsim.scenario.yaml.document import Document, read_document

EXTENDS = "extends"

OWN_OF_A_FILE = ("learn",)
"""What no other file takes over: a lesson tells of its own market, with its numbers and its name."""


def with_parents(document: Document, find: Callable[[str, Path], Path]) -> Document:
    """The document laid over its parent, the parent over its own, and so on; without `extends`, and without
    the lessons of parents.

    `find` takes what `extends` says and the file that says it, and returns the parent's path.
    """
    chain = [document]
    own = document.places[()].file
    files = {os.path.realpath(own): own}
    while EXTENDS in chain[-1].data:
        parent = _parent(chain[-1], files, find)
        files[os.path.realpath(parent)] = str(parent)
        chain.append(read_document(parent))
    parents = [_without(each, (EXTENDS, *OWN_OF_A_FILE)) for each in chain[1:]]
    return reduce(merged, [*reversed(parents), _without(document, (EXTENDS,))])


def _parent(document: Document, files: dict[str, str], find: Callable[[str, Path], Path]) -> Path:
    """The file of a document's parent, which is none of the files before it, known by their real paths."""
    name, place = document.data[EXTENDS], document.place((EXTENDS,))
    if not isinstance(name, str) or not name:
        raise _error(
            place, f"expected a file or the name of a shipped scenario, found {value_in_words(name)}"
        )
    try:
        parent = find(name, Path(place.file))
    except ScenarioError as error:
        problem = error.problems[0]
        raise _error(place, problem.message, problem.suggestion) from None
    real = os.path.realpath(parent)
    if real in files:
        circle = list(files.values())[list(files).index(real) :]
        arrows = " -> ".join(os.path.basename(file) for file in [*circle, str(parent)])
        raise _error(place, f"scenarios extend each other in a circle: {arrows}")
    return parent


def _error(place: Place, message: str, suggestion: str | None = None) -> ScenarioError:
    return fault(place, message, (EXTENDS,), suggestion)


def _without(document: Document, keys: tuple[str, ...]) -> Document:
    def kept(paths: Mapping[DataPath, Any]) -> dict[DataPath, Any]:
        return {path: value for path, value in paths.items() if not path or path[0] not in keys}

    return Document(
        {key: value for key, value in document.data.items() if key not in keys},
        kept(document.places),
        kept(document.keys),
        kept(document.notes),
    )
