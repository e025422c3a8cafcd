"""The command line as a function, for tests."""

from relsim.cli import main


def called(*words: object) -> int:
    """The exit code of a command that is given as words."""
    try:
        main([str(word) for word in words])
    except SystemExit as end:
        return int(end.code or 0)
    return 0
