"""`python -m relsim` is `relsim`."""

from relsim.cli import main

main()
