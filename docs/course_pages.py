"""`make site`: the course as pages that open from a disk."""

import sys
from pathlib import Path

from relsim.errors import RelsimError
from relsim.questions.explore.site import write_site

USAGE = (
    "course_pages: expected a folder, and lessons if not all: python docs/course_pages.py site leaky-bucket"
)


def main(words: list[str]) -> int:
    """Write the site into the folder that is named first, of the lessons that follow or of all."""
    if not words:
        print(USAGE, file=sys.stderr)
        return 2
    folder, *names = words
    try:
        index = write_site(Path(folder), names or None, lambda line: print(line, flush=True))
    except (RelsimError, OSError) as mistake:
        print(f"course_pages: {mistake}", file=sys.stderr)
        return 2
    print(f"Open {index} in any browser.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
