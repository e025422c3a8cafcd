"""Whether customers are under contract: told by dates of leaving, or by purchases at even intervals."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from relsim.evidence.customers import CustomerList
from relsim.evidence.periods import PeriodTable
from relsim.evidence.reading import Evidence
from relsim.evidence.transactions import PurchaseLog

EVEN = 0.7
"""Share of intervals that are as long as the usual one, above which purchases are payments under contract."""

ABOUT = 0.12
"""Share by which an interval may differ from the usual one: months have 28 to 31 days."""

FEWEST_GAPS = 30


class ContractSeen(NamedTuple):
    """Whether customers are under contract, or None where nothing tells; and why this is thought."""

    has_contract: bool | None
    why: str


def contract_seen(tables: Sequence[Evidence]) -> ContractSeen:
    """What tables tell of whether customers are under contract."""
    for table in tables:
        if isinstance(table, CustomerList) and (seen := contract_in_list(table)):
            return seen
    for table in tables:
        if isinstance(table, PurchaseLog):
            return contract_in_log(table)
    for table in tables:
        if isinstance(table, PeriodTable) and table.table["lost"].notna().any():
            return ContractSeen(
                True,
                "the table counts customers lost, which firms can only where customers are under contract or "
                "say when they go",
            )
    return ContractSeen(None, "nothing tells whether customers are under contract")


def contract_in_list(listed: CustomerList) -> ContractSeen | None:
    """What a list tells of contracts: who has left, or which contract each has; None where it has neither."""
    if listed.table["left"].any():
        why = (
            "the table says who has left, which firms know only of customers who are under contract or say "
            "when they go"
        )
        return ContractSeen(True, why)
    if (listed.table["contract"] != "").any():
        column = listed.understanding.column("contract")
        return ContractSeen(True, f'the table says in the column "{column}" which contract each customer has')
    return None


def contract_in_log(log: PurchaseLog) -> ContractSeen:
    """Whether purchases come at even intervals, as payments under contract do."""
    customer = log.table["customer"]
    same = (customer == customer.shift()).to_numpy(bool)
    days = log.table["date"].diff().dt.days.to_numpy(float)[same]
    if len(days) < FEWEST_GAPS:
        return ContractSeen(None, "too few customers buy twice to tell whether they are under contract")
    usual = float(np.median(days))
    even = float((np.abs(days - usual) <= np.maximum(ABOUT * usual, 1.0)).mean())
    if even >= EVEN:
        why = f"{even:.0%} of the intervals between purchases are about {usual:.0f} days, as under contract"
        return ContractSeen(True, why)
    why = (
        f"purchases come at uneven intervals (only {even:.0%} are within {ABOUT:.0%} of the usual "
        f"{usual:.0f} days): customers buy when they like, and leave without a word"
    )
    return ContractSeen(False, why)
