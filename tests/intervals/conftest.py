"""Lets tests of the coverage of intervals call it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "experiments" / "coverage"))
