"""What a difference depends on, in words: the strongest values, and whether the winner changes."""

from pathlib import Path

import pandas as pd

from relsim.experiments.sensitivity import Sensitivity
from relsim.measures.outcomes import MEASURES
from relsim.report.svg import svg_of
from relsim.report.tornado import tornado
from relsim.report.wording import difference, measured, number, times, words

DIRECTIONS = {
    "raises": "more of it raises the difference",
    "lowers": "more of it lowers the difference",
    "both ways": "it works both ways",
    "none": "it changes nothing",
}


def told(found: Sensitivity) -> str:
    """The table of a sensitivity, and what it means."""
    title, kind = MEASURES[found.measure]
    known = difference(**ends_of(found.base), kind=kind, currency=found.scenario.currency)
    lines = [
        f"{found.scenario.title}: {found.policy} against {found.baseline}, {found.firm}, "
        f"{times(found.replications)} at each of {len(found.points):,} points",
        "",
        f"Difference in {title} as written: {known} ({sure(found)}).",
        "",
        rows(found).to_string(index=False),
        "",
        strongest(found),
        winner(found),
        caution(found),
    ]
    return "\n".join(line for line in lines if line is not None)


def ends_of(base: dict[str, float]) -> dict[str, float]:
    """A difference and its interval as the words want them."""
    return {"value": base["difference"], "low": base["low"], "high": base["high"]}


def sure(found: Sensitivity) -> str:
    """The interval of the difference where nothing is varied."""
    _, kind = MEASURES[found.measure]
    low, high = (measured(found.base[end], kind, signed=True) for end in ("low", "high"))
    return f"95 % interval {low} to {high}"


def rows(found: Sensitivity) -> pd.DataFrame:
    """The table as text: effects in the unit of the measure, shares in percent with their half widths."""
    _, kind = MEASURES[found.measure]

    def effect(value: float) -> str:
        return measured(value, kind)

    def part(value: float, half: float) -> str:
        return "" if pd.isna(value) else f"{number(100.0 * value)} ± {number(100.0 * half)} %"

    table = found.table
    return pd.DataFrame(
        {
            "value": table["path"],
            "from": table["lowest"],
            "to": table["highest"],
            "mu*": table["mu_star"].map(effect),
            "sigma": table["sigma"].map(effect),
            "direction": table["direction"],
            "S1": [part(*pair) for pair in zip(table["S1"], table["S1_conf"], strict=True)],
            "ST": [part(*pair) for pair in zip(table["ST"], table["ST_conf"], strict=True)],
        }
    )


def strongest(found: Sensitivity) -> str:
    """What the difference depends on most."""
    if found.table["mu_star"].max() == 0.0:
        return "Within these ranges the difference depends on none of these values."
    shares = found.table.sort_values("ST", ascending=False, kind="stable")
    first = (shares if shares["ST"].notna().any() else found.table).iloc[0]
    share = "" if pd.isna(first["ST"]) else f" ({number(100.0 * min(1.0, first['ST']))} % of its variance)"
    return f"It depends most on {first['path']}{share}: {DIRECTIONS[first['direction']]}."


def winner(found: Sensitivity) -> str:
    """Whether another policy is ahead somewhere in the ranges."""
    ahead = found.base["difference"] > 0.0
    won = found.won if ahead else 1.0 - found.won
    leader, other = (found.policy, found.baseline) if ahead else (found.baseline, found.policy)
    if won == 1.0:
        return f"The winner does not change: {leader} is ahead at all points within the ranges."
    alone = list(found.turning["path"])
    turned = f"; {words(alone)} can turn it alone" if alone else "; no single value turns it alone"
    return (
        f"The winner changes: {other} is ahead at {number(100.0 * (1.0 - won), 1)} % of the points{turned}."
    )


def caution(found: Sensitivity) -> str:
    """A word on luck, where it hides what is asked."""
    half = (found.base["high"] - found.base["low"]) / 2.0
    if not half <= found.table["mu_star"].max():
        return "Luck still moves the difference more than these values do: ask for more replications."
    return (
        "All points share their luck; the interval of the difference as written says what luck leaves open."
    )


def save_dependence(found: Sensitivity, folder: Path) -> None:
    """Write the tables, the words and the tornado into a folder."""
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    found.table.to_csv(folder / "sensitivity.csv", index=False)
    found.points.to_csv(folder / "points.csv", index=False)
    (folder / "sensitivity.txt").write_text(told(found) + "\n", encoding="utf-8")
    _, kind = MEASURES[found.measure]
    unit = found.scenario.currency if kind == "money" else kind
    drawn = tornado(found.table, found.base["difference"], unit=unit)
    (folder / "figures" / "tornado.svg").write_text(svg_of(drawn), encoding="utf-8")
