"""`extends`: a scenario that says only in what it differs from its parent."""

import os
from collections.abc import Callable
from pathlib import Path

from relsim.errors import Place, ScenarioError, fault, value_in_words
from relsim.scenario.resolve.patches import merged
from relsim.scenario.yaml.document import Document, read_document

EXTENDS = "extends"


def with_parents(document: Document, find: Callable[[str, Path], Path]) -> Document:
    """The document laid over its parent, the parent over its own, and so on; without `extends`.

    `find` takes what `extends` says and the file that says it, and returns the parent's path.
    """
    chain = [document]
    own = document.places[()].file
    files = {os.path.realpath(own): own}
    while EXTENDS in chain[-1].data:
        parent = _parent(chain[-1], files, find)
        files[os.path.realpath(parent)] = str(parent)
        chain.append(read_document(parent))
    result = _without_extends(chain.pop())
    while chain:
        result = merged(result, _without_extends(chain.pop()))
    return result


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


def _without_extends(document: Document) -> Document:
    return Document(
        {key: value for key, value in document.data.items() if key != EXTENDS},
        {path: place for path, place in document.places.items() if path[:1] != (EXTENDS,)},
        {path: place for path, place in document.keys.items() if path[:1] != (EXTENDS,)},
        {path: note for path, note in document.notes.items() if path[:1] != (EXTENDS,)},
    )
