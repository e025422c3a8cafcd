"""Which defaults matter? A Morris screen of the default service market (Morris 1991; Campolongo et al. 2007).

    python experiments/sensitivity/morris.py [TRAJECTORIES]

Every number of customer behaviour that the default model reads, every trait, and every lever that bond
pulls varies from three to five quarters of its default. All runs have the same customers and luck.
Writes docs/explanation/sensitivity.md.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np
from effects import MARKET, SEED, asleep
from SALib.analyze import morris as analysis
from SALib.sample import morris as sampling

import relsim
from relsim.scenario.part import Part
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.amounts import Share
from relsim.scenario.units.rates import Chance, LinearRate

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "sensitivity.md"
MARKET_SIZE = {"customers": 1500, "periods": 36, "segments": [{"name": "everybody"}]}
TRAJECTORIES = 16
OUTCOMES = {
    "customer_equity": ("customer equity, %", 100.0),
    "yearly_retention": ("yearly retention, points", 100.0),
    "market_share": ("market share, points", 100.0),
    "advocates_share": ("advocates, points", 100.0),
    "nps": ("NPS, points", 1.0),
}
READS_SHARES = get_args(Share)[1]
LEFT_ALONE = ("firms.bond.strategy", "behaviour.staff", "network.rewiring")
HEAD = """# Sensitivity

Which default values matter for what bond, the relationship firm of the default service market, gets out of
it? A Morris screen {{cite:p}}`morris1991,campolongo2007`: each value is moved by itself from many different
starting points, by up to a quarter of its default either way, and the effects on an outcome are averaged.
{number} values, {runs} markets of {customers:,} customers over {periods} months, all with the same luck.
`python experiments/sensitivity/morris.py` writes this page.

Each cell shows the mean size of the effect ($\\mu^*$), with the sign of the mean effect, and after the
slash its spread ($\\sigma$): a spread as large as the mean tells of interactions or of curvature. `±` marks
an effect without a clear sign: its mean is smaller than half its mean size. Customer equity is in
percent of its mean. Values are ordered by their effect on customer equity.

"""
TAIL = """## What moved nothing

These belong to levers that no firm pulls here, or to a mix of reasons that is not chosen. Where they have
something to work on they do, as the [directions](directions.md) show.

"""


@dataclass(frozen=True)
class Setting:
    """A default value, and the largest that the schema accepts."""

    default: Any
    most: float

    @property
    def factors(self) -> list[float]:
        """By which smallest and largest factor the value may be multiplied."""
        amount = self.default.amount if isinstance(self.default, Chance | LinearRate) else self.default
        return [0.75, min(1.25, self.most / abs(amount))]

    def times(self, factor: float) -> Any:
        """The value times a factor, as a scenario writes it."""
        if isinstance(self.default, Chance):
            return f"{100.0 * self.default.amount * factor:.6g}% per {self.default.period}"
        if isinstance(self.default, LinearRate):
            return str(type(self.default)(self.default.amount * factor, self.default.period))
        return round(self.default * (factor if self.default > 0.0 else 2.0 - factor), 6)


def numbers(part: Part, prefix: str) -> Iterator[tuple[str, Setting]]:
    """Every number of a part that is not zero, by its path."""
    for name, value in part:
        path = f"{prefix}.{name}"
        if isinstance(value, Part):
            yield from numbers(value, path)
        elif isinstance(value, Chance | LinearRate):
            if value.amount > 0.0:
                yield path, Setting(value, 1.0 if isinstance(value, Chance) else np.inf)
        elif isinstance(value, int | float) and not isinstance(value, bool) and value != 0.0:
            known = type(part).model_fields[name].metadata
            limits = [1.0] * (READS_SHARES in known) + [rule.le for rule in known if hasattr(rule, "le")]
            yield path, Setting(value, min(limits, default=np.inf))


def screened(scenario: Scenario) -> dict[str, Setting]:
    """The values that are screened, by path: those that the default model reads."""
    known = dict(numbers(scenario.behaviour, "behaviour"))
    known |= dict(numbers(scenario.firms["bond"], "firms.bond"))
    segment = dict(numbers(scenario.segments[0], "segments.everybody"))
    known |= {path: value for path, value in segment.items() if not path.endswith("everybody.share")}
    sleepers = [path.replace("firms.", "firms.bond.", 1) for path in asleep()]
    return {
        path: value
        for path, value in known.items()
        if not any(path == sleeper or path.startswith(f"{sleeper}.") for sleeper in (*sleepers, *LEFT_ALONE))
    }


def outcomes(scenario: Scenario, values: dict[str, Setting], factors: Any) -> list[float]:
    """Bond's outcomes with every value multiplied by its factor."""
    changes = {path: value.times(f) for (path, value), f in zip(values.items(), factors, strict=True)}
    table = relsim.run(scenario.changed(changes), seed=SEED).outcomes
    bond = table[table["firm"] == "bond"].iloc[0]
    return [float(bond[name]) for name in OUTCOMES]


def cell(effect: dict[str, Any], row: int, scale: float) -> str:
    """Size, sign and spread of one effect."""
    size, mean, spread = (scale * effect[name][row] for name in ("mu_star", "mu", "sigma"))
    sign = "±" if abs(mean) < size / 2.0 else "+" if mean > 0.0 else "-"
    return f"{sign}{size:.2f} / {spread:.2f}" if size >= 0.005 else "0"


def main(trajectories: int) -> None:
    """Screen, and write the page."""
    scenario = relsim.load(MARKET).changed(MARKET_SIZE)
    values = screened(scenario)
    problem = {
        "num_vars": len(values),
        "names": list(values),
        "bounds": [value.factors for value in values.values()],
    }
    points = sampling.sample(problem, trajectories, num_levels=4, seed=SEED)
    results = np.array([outcomes(scenario, values, factors) for factors in points])
    effects = {}
    for number, name in enumerate(OUTCOMES):
        found = analysis.analyze(problem, points, results[:, number], num_levels=4, seed=SEED)
        scale = abs(results[:, number].mean()) if name == "customer_equity" else 1.0
        effects[name] = {key: np.asarray(found[key]) / scale for key in ("mu", "mu_star", "sigma")}
    PAGE.write_text(page(scenario, problem["names"], effects, len(points)), encoding="utf-8")


def page(scenario: Scenario, names: list[str], effects: dict[str, Any], runs: int) -> str:
    """The table of effects, the strongest first, and what had none."""
    lines = ["| value | " + " | ".join(words for words, _ in OUTCOMES.values()) + " |"]
    lines.append("| --- |" + " --- |" * len(OUTCOMES))
    idle = []
    for row in np.argsort(-effects["customer_equity"]["mu_star"], kind="stable"):
        cells = [cell(effects[name], row, scale) for name, (_, scale) in OUTCOMES.items()]
        if set(cells) == {"0"}:
            idle.append(f"`{names[row]}`")
        else:
            lines.append(f"| `{names[row]}` | " + " | ".join(cells) + " |")
    head = HEAD.format(number=len(names), runs=runs, customers=scenario.customers, periods=scenario.periods)
    return head + "\n".join(lines) + "\n\n" + TAIL + ", ".join(sorted(idle)) + ".\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trajectories", nargs="?", type=int, default=TRAJECTORIES)
    main(parser.parse_args().trajectories)
