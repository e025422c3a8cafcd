"""Look for the stylised facts in the default model: `python experiments/facts [NAME ...]`.

Writes a figure and its numbers for each to docs/images/facts.
"""

import argparse

from showing import FACTS, show

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"of {', '.join(FACTS)}; all if none is given"
    )
    chosen = parser.parse_args().names
    if unknown := [name for name in chosen if name not in FACTS]:
        parser.error(f"there is no fact {unknown[0]!r}: choose from {', '.join(FACTS)}")
    for name in chosen or FACTS:
        show(name)
