"""Write the golden numbers anew; do so only together with a "Changes results" line in CHANGELOG.md.

python tests/golden/renew.py
"""

import json
from pathlib import Path

import relsim
from relsim.scenario.resolve.shipped import shipped_scenarios

GOLDEN = Path(__file__).with_name("golden.json")
PERIODS, CUSTOMERS, SEED = 24, 400, 11


def golden_numbers() -> dict[str, dict[str, dict[str, float]]]:
    """For every scenario and firm: whole numbers at the end of a small market, exact on any machine."""
    numbers = {}
    for name in sorted(shipped_scenarios()):
        scenario = relsim.load(name).scaled_to(CUSTOMERS).changed({"periods": PERIODS})
        periods = relsim.run(scenario, seed=SEED).periods
        sums = periods.groupby("firm", observed=True)[["purchases", "acquired", "lost", "profit"]].sum()
        last = periods[periods["period"] == PERIODS - 1].set_index("firm")["customers"]
        numbers[name] = {
            str(firm): {key: round(float(value), 2) for key, value in row.items()}
            | {"customers": float(last[firm])}
            for firm, row in sums.iterrows()
        }
    return numbers


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(golden_numbers(), indent=2) + "\n", encoding="utf-8")
