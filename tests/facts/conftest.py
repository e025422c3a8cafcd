"""Lets tests of the facts call the experiments that show them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "experiments" / "facts"))
