"""Write the page of directions from the data file: `python experiments/sensitivity/directions.py`."""

from pathlib import Path

from effects import asleep, directions

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "directions.md"
HEAD = """# Directions

What theory says of every parameter: raised from the low to the high value, it moves this measure of this
firm that way. A test does so in a small default service market, on the same customers with the same luck,
and every one of three replications has to agree. The steps are large on purpose. Where a parameter needs
something to work on, the last column names what was given besides; the settings stand in
`experiments/sensitivity/directions.yaml`. From there, and from what levers say of themselves,
`python experiments/sensitivity/directions.py` writes this page.

How much a parameter matters near its default value is another question; see [sensitivity](sensitivity.md).

| parameter | from | to | moves | way | because | given |
| --- | --- | --- | --- | --- | --- | --- |
"""
ASLEEP = """
## What moves nothing by default

| parameter | why |
| --- | --- |
"""


def page() -> str:
    """The page as Markdown."""
    rows = [
        f"| `{d.path}` | {d.low} | {d.high} | {d.firm}'s `{d.measure}` | {d.moves} | {d.because} "
        f"| {d.given or ''} |"
        for d in directions()
    ]
    silent = [f"| `{path}` | {why} |" for path, why in asleep().items()]
    return HEAD + "\n".join(rows) + "\n" + ASLEEP + "\n".join(silent) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
