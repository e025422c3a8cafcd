"""Write the table of single levers on the page "What changed": `python experiments/facts/single_levers.py`.

One lever of the relationship firm is moved at a time, in the default service market made small.
"""

from pathlib import Path

import relsim

SCENARIO = Path(__file__).parent / "single-levers.yaml"
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "lever-table.md"
MEASURES = {
    "nps": ("net promoter score", "{:.0f}"),
    "yearly_retention": ("yearly retention", "{:.0%}"),
    "acquired": ("won in five years", "{:,.0f}"),
    "recommended_share": ("of these by recommendation", "{:.0%}"),
    "customers": ("customers at the end", "{:,.0f}"),
    "customer_equity": ("customer equity", "{:,.0f}"),
}


def table() -> str:
    """The means of bond under every policy, as a Markdown table."""
    scenario = relsim.load(SCENARIO)
    outcomes = relsim.compare(scenario).outcomes
    own = outcomes[outcomes["firm"] == scenario.focal_firm]
    means = own.groupby("policy", observed=True)[list(MEASURES)].mean()
    heads = [words for words, _ in MEASURES.values()]
    lines = [f"| what bond does | {' | '.join(heads)} |", "| --- |" + " ---: |" * len(heads)]
    for name, policy in scenario.policies.items():
        cells = [form.format(means.loc[name, measure]) for measure, (_, form) in MEASURES.items()]
        lines.append(f"| {policy.title} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(table() + "\n", encoding="utf-8")
