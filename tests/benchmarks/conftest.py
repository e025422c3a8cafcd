"""What the tests of the benchmarks share: the folder in which the benchmarks stand."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "experiments" / "benchmarks"))
