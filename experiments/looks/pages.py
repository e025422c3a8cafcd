"""What is asked, so that every kind of page is there once: small markets, few replications."""

from pathlib import Path

import relsim

HERE = Path(__file__).parent
HARD = str(HERE / "hard.yaml")
SMALL = ["--customers", "400", "--periods", "24"]
FEW = [*SMALL, "--replications", "4"]
LAUNCHED = ["--customers", "400", "--periods", "12", "--replications", "40"]
POLICY = ["--policy", "attentive-contact"]
COST = ["--vary", "firms.harbour.contact.cost", "--between", "1", "30"]
ROUGHLY = ["--trajectories", "4", "--samples", "8"]
LOG = ["--transactions", "data/supermarket.csv"]
OUT = "{out}"
"""Stands for the folder of a page in the commands before the one that makes it."""

Commands = list[list[str]]
"""Commands one after the other, of which the last one makes the page."""

PAGES: dict[str, Commands] = {
    "hard": [["compare", HARD]],
    "nobody": [["compare", "retention-launch", "--customers", "20", "--periods", "1", "--replications", "2"]],
    "run": [["run", "leaky-bucket", *SMALL]],
    "compare": [["compare", "retention-launch", *FEW]],
    "short": [
        ["compare", "retention-launch", *FEW, "--out", f"{OUT}/whole"],
        ["report", f"{OUT}/whole", "--short"],
    ],
    "hinge": [["compare", "two-strategies", *FEW, "--hinge"]],
    "why": [
        ["compare", "retention-launch", *FEW, "--out", f"{OUT}/compared"],
        ["why", f"{OUT}/compared", *POLICY],
    ],
    "hard-why": [["compare", HARD, "--out", f"{OUT}/compared"], ["why", f"{OUT}/compared"]],
    "story": [["story", "clinic-referrals", *SMALL, "--customer", "most-recruiting"]],
    "ladder": [["ladder", "retention-launch", *FEW]],
    "stress": [["stress", "retention-launch", *FEW]],
    "hard-stress": [["stress", HARD]],
    "breakeven": [["breakeven", "retention-launch", *FEW, *COST, *POLICY]],
    "sensitivity": [["sensitivity", "retention-launch", *FEW, *POLICY, *ROUGHLY]],
    "optimise": [["optimise", "retention-launch", *FEW, "--trials", "12"]],
    "marginal": [["marginal", "leaky-bucket", *FEW]],
    "incremental": [["incremental", "leaky-bucket", *FEW, "--channel", "advertising"]],
    "sweep": [["sweep", str(HERE / "corners.yaml")]],
    "discover": [["discover", str(HERE / "corners.yaml"), *POLICY]],
    "fit": [["fit", "from-log-to-market", *LOG, "--draws", "128"]],
    "backtest": [["backtest", "from-log-to-market", *LOG, "--until", "2024-12-31", "--draws", "64"]],
    "audit": [["audit", "data/supermarket.csv", "data/telco.csv", "data/months.csv", "data/survey.csv"]],
    "play-hard": [["explore", HARD, "--out", f"{OUT}/play.html"]],
    "track": [
        [
            "compare",
            "retention-launch",
            *LAUNCHED,
            "--policies",
            "attentive-contact",
            "--out",
            f"{OUT}/launch",
        ],
        ["freeze", f"{OUT}/launch", *POLICY],
        ["track", f"{OUT}/launch/launch.json", str(HERE / "actuals.csv")],
    ],
}
"""The commands that make each page, the last one without its folder."""


def lessons() -> dict[str, Commands]:
    """A comparison, or a run where there is nothing to compare, of every shipped scenario with a lesson."""
    found = {}
    for path in sorted(Path("scenarios").glob("*.yaml")):
        market = relsim.load(path)
        if market.learn:
            asked = ["compare", str(path), *FEW] if len(market.policies) > 1 else ["run", str(path), *SMALL]
            found[f"lesson-{path.stem}"] = [asked]
    return found


def lessons_to_play() -> dict[str, Commands]:
    """The page that simulates, of every shipped scenario with a lesson."""
    return {
        f"play-{path.stem}": [["explore", str(path), *FEW, "--out", f"{OUT}/play.html"]]
        for path in sorted(Path("scenarios").glob("*.yaml"))
        if relsim.load(path).learn
    }
