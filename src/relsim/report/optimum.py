"""The best lever values, in words: what they are worth on fresh luck, and what one step more would bring."""

from pathlib import Path

import pandas as pd

from relsim.experiments.optimising import Optimum, as_settings
from relsim.measures.outcomes import MEASURES
from relsim.report.wording import difference, interval, measured, money, times


def told(optimum: Optimum) -> str:
    """What was found, how sure that is, and the marginal return of every lever."""
    title, kind = MEASURES[optimum.measure]
    currency = optimum.scenario.currency
    gain = optimum.difference
    better = difference(gain["difference"], gain["low"], gain["high"], kind, currency)
    sure = interval(gain["low"], gain["high"], kind)
    lines = [
        f"{optimum.scenario.title}: the best of {len(optimum.trials)} trials, {optimum.firm}, "
        f"{times(optimum.replications)} each",
        "",
        *(f"  {path}: {value}" for path, value in optimum.best.items()),
        "",
        f"{title.capitalize()} on fresh luck ({times(optimum.fresh)}): "
        f"{measured(optimum.value, kind, currency)}, {better} against {optimum.start} (95 %: {sure}).",
        f"On the luck of the search it seemed to be {measured(optimum.promised, kind, currency)}.",
        spending(optimum),
        "",
        "One step of a lever, on the same luck:",
        *(f"  {line}" for line in steps(optimum)),
        "",
        f"To run it: {' '.join(as_settings(optimum.best))}",
    ]
    return "\n".join(lines)


def spending(optimum: Optimum) -> str:
    """What the best values cost, and what the budget is."""
    currency = optimum.scenario.currency
    now, best = (money(optimum.spent[name], currency) for name in ("now", "best"))
    limit = "no budget" if optimum.limit is None else f"budget {money(optimum.limit, currency)}"
    return f"Spent in a run: {best}, before {now} ({limit})."


def steps(optimum: Optimum) -> list[str]:
    """What every step of a lever changes, and what an amount more brings through it."""
    _, kind = MEASURES[optimum.measure]
    currency = optimum.scenario.currency
    lines = []
    for row in optimum.margins.to_dict("records"):
        change = difference(row["difference"], row["low"], row["high"], kind, currency)
        sure = interval(row["low"], row["high"], kind)
        line = f"{row['lever']} from {row['from']} to {row['to']}: {change} (95 %: {sure})"
        if kind == "money" and not pd.isna(row["return"]):
            line += f", {row['return']:+.2f} for each {currency} more spent"
        lines.append(line)
    return lines


def save_optimum(optimum: Optimum, folder: Path) -> None:
    """Write the trials, the marginal returns and the words into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    optimum.trials.to_csv(folder / "trials.csv", index=False)
    optimum.margins.to_csv(folder / "margins.csv", index=False)
    (folder / "optimum.txt").write_text(told(optimum) + "\n", encoding="utf-8")
