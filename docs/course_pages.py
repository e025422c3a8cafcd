"""`make site`: the course as pages that open from a disk; the documentation takes them in."""

import shutil
import sys
from pathlib import Path

from relsim.errors import RelsimError
from relsim.questions.explore.site import INDEX, write_site

USAGE = (
    "course_pages: expected a folder, and lessons if not all: python docs/course_pages.py site leaky-bucket"
)

SITE = Path(__file__).parents[1] / "site"
FIRST_LESSON = "leaky-bucket"


def put_into(folder: Path) -> None:
    """Put the pages that `make site` has made into a folder of the documentation, or else that of the first
    lesson alone, as making all takes minutes."""
    if (SITE / INDEX).is_file():
        shutil.copytree(SITE, folder, dirs_exist_ok=True)
    else:
        write_site(folder, [FIRST_LESSON])


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
