"""Do 95 % intervals hold the truth in 95 of 100 comparisons?

    python experiments/coverage/intervals.py [--quick] [--jobs 2]

Six small markets are run under four policies, 8,000 times each. Every 20 replications are one comparison,
as `relsim compare` makes it; the truth of each is the mean of all replications that it does not hold. A
market in which any share then lies outside 93.5 to 96.5 % is run four times as often, and all its shares
are told from all of its replications: most such shares come by luck. Writes results.md beside it; stopped,
the same command goes on. `--quick` looks at 500 replications, and prints.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from small_markets import BLOCK, MARKETS, market_of, policies_of, pool

from relsim.measures.measure import MEASURES
from relsim.questions.compare.differences import differences_table, measure_by_policy
from relsim.questions.compare.lead import lead_of

HERE = Path(__file__).parent
REPLICATIONS, BLOCKS, BLOCKS_IN_DOUBT = 20, 16, 64
LEAST, MOST = 0.935, 0.965
"""Between these, the share of intervals that hold the truth is as near 95 % as is asked for."""
JUDGED = ("customer_equity", "profit", "yearly_retention", "advocates_share")
MOSTLY = 0.5
"""Below this share of comparisons with an interval, a measure is too rare to tell in a market."""


class Judged(NamedTuple):
    """How many comparisons there were, how many gave an interval, and how many of those held the truth."""

    market: str
    policy: str
    measure: str
    comparisons: int
    told: int
    held: int

    @property
    def is_rare(self) -> bool:
        """Whether most comparisons say that it is too rare to tell."""
        return self.told < MOSTLY * self.comparisons


class Led(NamedTuple):
    """The mean lead of a market's best policy over the next best: stated, corrected, and in truth."""

    market: str
    stated: float
    corrected: float
    truth: float


def judged(market: str, outcomes: pd.DataFrame, policies: list[str]) -> Iterator[Judged]:
    """Every measure under every policy that changes anything, in disjoint comparisons."""
    outcomes = outcomes.assign(firm="own")
    groups = [rows for _, rows in outcomes.groupby(outcomes["replication"] // REPLICATIONS)]
    tables = [differences_table(rows, policies, policies[0], "own", JUDGED) for rows in groups]
    ends = pd.concat(tables).set_index(["policy", "measure"]).sort_index()
    for measure in JUDGED:
        values = measure_by_policy(outcomes, measure, policies, "own")
        for policy, gaps in zip(policies[1:], (values[:, 1:] - values[:, :1]).T, strict=True):
            if gaps.any():
                rows = ends.loc[(policy, measure)]
                low, high, truth = rows["low"].to_numpy(), rows["high"].to_numpy(), truths_of(gaps)
                held = int(((low <= truth) & (truth <= high)).sum())
                yield Judged(market, policy, measure, len(rows), int(np.isfinite(low).sum()), held)


def share_held(rows: list[Judged]) -> float | None:
    """The share of the intervals that hold the truth, of all that are not too rare; None without any."""
    clear = [one for one in rows if not one.is_rare]
    return sum(one.held for one in clear) / sum(one.told for one in clear) if clear else None


def is_in_doubt(rows: list[Judged]) -> bool:
    """Whether the share of any measure in a market lies where it should not."""
    shares = [share_held([one for one in rows if one.measure == measure]) for measure in JUDGED]
    return any(share is not None and not LEAST <= share <= MOST for share in shares)


def looked_at(name: str, blocks: int, jobs: int) -> tuple[list[Judged], Led | None]:
    """What so many blocks of a market say of its intervals and of the lead."""
    outcomes, policies = pool(name, blocks, jobs), policies_of(market_of(name))
    print(f"{name}: {blocks * BLOCK:,} replications", flush=True)
    return list(judged(name, outcomes, policies)), led(name, outcomes, policies)


def truths_of(gaps: Any) -> Any:
    """For every comparison the mean of the differences that it does not hold, where they are known."""
    groups = gaps.reshape(-1, REPLICATIONS)
    sums, counts = np.nansum(groups, axis=1), np.isfinite(groups).sum(axis=1)
    return (sums.sum() - sums) / (counts.sum() - counts)


def led(market: str, outcomes: pd.DataFrame, policies: list[str]) -> Led | None:
    """What comparisons say of the lead, and what it is in all replications; None where the baseline leads."""
    outcomes = outcomes.assign(firm="own")
    means = dict(
        zip(
            policies,
            measure_by_policy(outcomes, "customer_equity", policies, "own").mean(axis=0),
            strict=True,
        )
    )
    groups = [rows for _, rows in outcomes.groupby(outcomes["replication"] // REPLICATIONS)]
    leads = [lead for rows in groups if (lead := lead_of(rows, policies, policies[0], "own"))]
    told = [(lead.stated, lead.corrected, means[lead.policy] - means[lead.other]) for lead in leads]
    return Led(market, *np.mean(told, axis=0)) if told else None


def page(rows: list[Judged], leads: list[Led]) -> str:
    """The results as a page: by market and measure, for all markets together; and the leads."""
    lines = [
        line(market, measure, [one for one in rows if (one.market, one.measure) == (market, measure)])
        for market in MARKETS
        for measure in JUDGED
    ]
    lines += [
        line("together", measure, [one for one in rows if one.measure == measure]) for measure in JUDGED
    ]
    told = [
        f"| {one.market} | {one.stated:,.0f} | {one.corrected:,.0f} | {one.truth:,.0f} |\n" for one in leads
    ]
    return HEAD + "".join(lines) + LEADS + "".join(told)


def line(market: str, measure: str, rows: list[Judged]) -> str:
    """A row of the page: what is not too rare together, and each policy of a market."""
    clear = [one for one in rows if not one.is_rare]
    share = share_held(rows)
    whole = "too rare to tell" if share is None else f"{100 * share:.1f} %"
    each = [f"{100 * one.held / one.told:.1f}" if one in clear else "too rare" for one in rows]
    number = f"{rows[0].comparisons:,}" if rows and market in MARKETS else ""
    cells = [market, number, MEASURES[measure].words, whole, ", ".join(each) if market in MARKETS else ""]
    return f"| {' | '.join(cells)} |\n"


HEAD = """# Do intervals hold the truth?

Written by `python experiments/coverage/intervals.py`: comparisons of 20 replications for each market and
policy, in markets of 300 customers and 24 periods. *Held* is the share of the 95 % intervals that hold the
truth, which is the mean of all other replications. *Each policy* is one that changes anything; its share
has a standard error of about 1.1 where there are 400 comparisons, and of 0.5 where there are 1,600. There
are 1,600 for markets in which one of the four shares lay outside 93.5 to 96.5 % after 400, and all of them
are told anew: of 24 shares that are 95 % in truth about three lie outside by luck. Where most comparisons
say that a difference is too rare to tell, there is no share.

| market | comparisons | measure | held | each policy, % |
|---|--:|---|--:|--:|
"""


LEADS = """
The best challenger's lead in customer equity over the next best, where the baseline is not better: what the
comparisons state, what they say after correction for having been picked, and what it is in truth, on average.

| market | stated | corrected | truth |
|---|--:|--:|--:|
"""


def main() -> None:
    """Run what is missing, judge, and write the page."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--quick", action="store_true", help="look at one block, and print")
    asked.add_argument("--jobs", type=int, default=2)
    args = asked.parse_args()
    blocks = 1 if args.quick else BLOCKS
    rows: list[Judged] = []
    leads: list[Led] = []
    for name in MARKETS:
        judgement, lead = looked_at(name, blocks, args.jobs)
        if not args.quick and is_in_doubt(judgement):
            judgement, lead = looked_at(name, BLOCKS_IN_DOUBT, args.jobs)
        rows += judgement
        leads += filter(None, [lead])
    text = page(rows, leads)
    if args.quick:
        print(text)
    else:
        (HERE / "results.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
