"""Citations in docstrings as links to the bibliography."""

from collections.abc import Iterable

from relsim.questions.cite.bibliography import first_authors, key_of


def references(*texts: str) -> str:
    """Links to the bibliography for all citations in the texts."""
    found = dict.fromkeys(citation for text in texts for citation in first_authors(text))
    keys = [key for citation in found if (key := key_of(*citation))]
    return linked(keys)


def linked(keys: Iterable[str]) -> str:
    """Links to entries of the bibliography."""
    return ", ".join(f"{{cite:t}}`{key}`" for key in dict.fromkeys(keys))
