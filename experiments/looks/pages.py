"""What is asked, so that every kind of page is there once: small markets, few replications."""

from pathlib import Path

import relsim

SMALL = ["--customers", "400", "--periods", "24"]
FEW = [*SMALL, "--replications", "4"]
POLICY = ["--policy", "attentive-contact"]

PAGES: dict[str, list[str]] = {
    "hard": ["compare", str(Path(__file__).with_name("hard.yaml"))],
    "nobody": ["compare", "retention-launch", "--customers", "20", "--periods", "1", "--replications", "2"],
    "run": ["run", "leaky-bucket", *SMALL],
    "compare": ["compare", "retention-launch", *FEW],
    "hinge": ["compare", "two-strategies", *FEW, "--hinge"],
    "ladder": ["ladder", "retention-launch", *FEW],
    "stress": ["stress", "retention-launch", *FEW],
    "hard-stress": ["stress", str(Path(__file__).with_name("hard.yaml"))],
    "breakeven": ["breakeven", "retention-launch", *FEW, "--vary", "firms.harbour.contact.cost"],
    "sensitivity": ["sensitivity", "retention-launch", *FEW, *POLICY],
    "optimise": ["optimise", "retention-launch", *FEW, "--trials", "12"],
    "marginal": ["marginal", "leaky-bucket", *FEW],
    "incremental": ["incremental", "leaky-bucket", *FEW, "--channel", "advertising"],
    "sweep": ["sweep", "experiments/contact-and-neglect.yaml", "--points", "12"],
    "discover": ["discover", "experiments/when-attention-fails.yaml", *POLICY],
}
"""The command that makes each page, without its folder."""


def lessons() -> dict[str, list[str]]:
    """A comparison, or a run where there is nothing to compare, of every shipped scenario with a lesson."""
    found = {}
    for path in sorted(Path("scenarios").glob("*.yaml")):
        market = relsim.load(path)
        if market.learn:
            asked = ["compare", str(path), *FEW] if len(market.policies) > 1 else ["run", str(path), *SMALL]
            found[f"lesson-{path.stem}"] = asked
    return found
