"""Whom a policy moved: the same customers with the same luck, under the baseline and under the policy.

Four responses (Radcliffe 2007): persuadables are customers at the end only under the policy, sure things
under both, lost causes under neither, sleeping dogs only under the baseline. Who is likely to leave need
not be who can be kept (Ascarza 2018). No experiment can show one person both ways; paired luck can.
"""

import numpy as np
import pandas as pd

from relsim.market.columns import LONG_AGO
from relsim.vocabulary import PARTNER, PURCHASER, Group, Rung, column_name, word

RESPONSES = ("persuadable", "sure thing", "lost cause", "sleeping dog")
BEFORE_THE_START, NEVER = "before the start", "not without the policy"
GROUPINGS = ("response", "rung", "segment", "cohort")
RELATIONSHIP_SPENDING = [
    column_name(group) for group in (Group.ACQUISITION, Group.RETENTION_COST, Group.RECOVERY, Group.WIN_BACK)
]
"""What firms spend on the relationship with single customers, beyond goods and service."""
AMOUNTS = [column_name(Group.REVENUE), *RELATIONSHIP_SPENDING]
LIFTED = ["customer", "rung", "segment", "first_at", "purchases", *AMOUNTS, "profit"]
"""The columns of the table of customers from which responses are told."""
LIFT_SUMS = ("customers", "spending", "lift")
"""The columns of the table of responses that are sums over customers."""
CURRENT = [word(rung) for rung in tuple(Rung)[PURCHASER : PARTNER + 1]]


def responses_to_policy(base: pd.DataFrame, other: pd.DataFrame, year: int) -> pd.DataFrame:
    """Everybody who dealt with one firm under either policy, how they responded, and what it cost.

    `base` and `other` are the firm's tables of customers, or what `dealings` makes of them; `year` is periods
    in a year. Rung, segment and cohort are those under the baseline; `spending` and `lift` are policy less
    baseline.
    """
    base, other = customers_in_both(dealings(base), dealings(other))
    stays = [table["stays"].to_numpy() for table in (base, other)]
    response = np.select([~stays[0] & stays[1], stays[0] & stays[1], stays[0]], [0, 1, 3], 2)
    told = pd.DataFrame(
        {
            "customer": base["customer"],
            "response": pd.Categorical.from_codes(response, categories=pd.Index(RESPONSES)),
            "rung": base["rung"],
            "segment": base["segment"],
            "cohort": cohorts(base["first_at"], year),
            "spending": other["spent"] - base["spent"],
            "lift": other["profit"] - base["profit"],
        },
    )
    return told[base["dealt"] | other["dealt"]].reset_index(drop=True)


def dealings(customers: pd.DataFrame) -> pd.DataFrame:
    """Of one firm's table of customers, what responses are told from: who stays, and what was spent."""
    if "dealt" in customers:
        return customers
    return customers[["customer", "rung", "segment", "first_at", "profit"]].assign(
        stays=customers["rung"].isin(CURRENT),
        spent=customers[RELATIONSHIP_SPENDING].sum(axis=1),
        dealt=(customers[["purchases", *AMOUNTS]] != 0).any(axis=1),
    )


def customers_in_both(base: pd.DataFrame, other: pd.DataFrame) -> list[pd.DataFrame]:
    """The rows of those customers who are in both tables, in the order of the first."""
    if np.array_equal(base["customer"], other["customer"]):
        return [base.reset_index(drop=True), other.reset_index(drop=True)]
    tables = [table.set_index("customer") for table in (base, other)]
    both = tables[0].index.intersection(tables[1].index)
    return [table.loc[both].reset_index() for table in tables]


def cohorts(first_at: pd.Series, year: int) -> pd.Categorical:
    """The year of the first purchase, from 1; or before the start, or never."""
    years = np.where(first_at >= 0, first_at // year + 1, np.where(first_at == LONG_AGO, 10_000, 0))
    names = {0: BEFORE_THE_START, 10_000: NEVER}
    known = sorted(set(years))
    codes = np.searchsorted(known, years)
    return pd.Categorical.from_codes(codes, categories=[names.get(one, f"year {one}") for one in known])


def lift_table(told: pd.DataFrame, by: str) -> pd.DataFrame:
    """Customers, extra spending and lift in profit by response, and by rung, segment or cohort."""
    keys = ["response"] if by == "response" else [by, "response"]
    groups = told.groupby(keys, observed=by != "response")
    return groups.agg(
        customers=("customer", "size"), spending=("spending", "sum"), lift=("lift", "sum")
    ).reset_index()
