"""Look for the stylised facts in the default model: `python experiments/facts [NAME...]`.

Writes a figure and its numbers for each to docs/images/facts.
"""

import sys

from showing import FACTS, show

for name in sys.argv[1:] or FACTS:
    show(name)
