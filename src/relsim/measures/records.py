"""Records of many runs at once, and the tidy tables made of them; nothing is estimated here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from relsim.market.columns import TALLY
from relsim.market.real_size import in_real_size
from relsim.scenario.schema.evident import RUNG_COLUMNS
from relsim.vocabulary import (
    BOOKED_PER_UNIT,
    COUNTS,
    GROUP_OF_LINE,
    LAPSED,
    PARTNER,
    PURCHASER,
    TENURE_YEARS,
    Channel,
    Group,
    Line,
    Reason,
    Rung,
    column_name,
    word,
)

RUNG_NAMES = pd.Index([word(rung) for rung in Rung])
PPM = {"satisfaction": "satisfaction_ppm", "trust": "trust_ppm", "commitment": "commitment_ppm"}
STAFF = ("staff_satisfaction", "staff_skill", "staff_tenure", "staff_turnover")
NO_SUMS = {"price", *STAFF}
"""Columns that are no sums over customers: they are the same whatever the size of the market."""


@dataclass(frozen=True, eq=False)
class Records:
    """Tallies [run, period, firm] of several runs, each of one policy and replication."""

    tallies: Any
    policies: list[str]
    replications: list[int]
    firms: list[str]
    stands_for: float = 1.0
    """How many customers each of the people who were simulated stands for."""

    @property
    def shape(self) -> tuple[int, int, int]:
        """How many runs, periods and firms there are."""
        runs, periods, firms = self.tallies.shape
        return runs, periods, firms

    def index(self, inner: int = 1) -> dict[str, Any]:
        """The columns that say where a row belongs, each row repeated `inner` times."""
        runs, periods, firms = self.shape
        each = periods * firms * inner

        def categories(names: list[str], codes: Any) -> Any:
            return pd.Categorical.from_codes(codes, categories=pd.Index(list(dict.fromkeys(names))))

        policy_names = list(dict.fromkeys(self.policies))
        policy_codes = [policy_names.index(name) for name in self.policies]
        return {
            "replication": np.repeat(self.replications, each),
            "policy": categories(self.policies, np.repeat(policy_codes, each)),
            "firm": categories(self.firms, np.tile(np.repeat(np.arange(firms), inner), runs * periods)),
            "period": np.tile(np.repeat(np.arange(periods), firms * inner), runs),
        }


def stacked_runs(runs: Sequence[Any]) -> Any:
    """Tallies of several runs as one [run, period, firm]; as numbers, for records go field by field."""
    return np.stack([tallies.view(np.int64) for tallies in runs]).view(TALLY)


def ladder_table(records: Records) -> pd.DataFrame:
    """Customers on each rung at the end of each period."""
    return pd.DataFrame(ladder_rows(records))


def ladder_rows(records: Records) -> dict[str, Any]:
    """The columns of the table of the ladder, each as a row for every rung."""
    standing = records.tallies["flows"].sum(axis=-2)
    rungs = pd.Categorical.from_codes(
        np.tile(np.arange(len(Rung)), standing[..., 0].size), categories=RUNG_NAMES
    )
    return records.index(len(Rung)) | {
        "rung": rungs,
        "customers": in_real_size(standing.reshape(-1), records.stands_for),
    }


def flows_table(records: Records) -> pd.DataFrame:
    """Moves from one rung to another in each period; those who stayed are not listed."""
    return pd.DataFrame(flows_rows(records))


def flows_rows(records: Records) -> dict[str, Any]:
    """The columns of the table of flows, each as a row for every move that anybody made."""
    flows = records.tallies["flows"].copy()
    for rung in Rung:
        flows[..., rung, rung] = 0
    rows = np.flatnonzero(flows)
    place, move = np.divmod(rows, len(Rung) ** 2)
    before, after = np.divmod(move, len(Rung))
    return {name: values[place] for name, values in records.index().items()} | {
        "from_rung": pd.Categorical.from_codes(before, categories=RUNG_NAMES),
        "to_rung": pd.Categorical.from_codes(after, categories=RUNG_NAMES),
        "customers": in_real_size(flows.reshape(-1)[rows], records.stands_for),
    }


def periods_table(records: Records) -> pd.DataFrame:
    """Everything counted and booked for each firm in each period; money in whole currency units."""
    return pd.DataFrame(periods_rows(records))


def periods_rows(records: Records) -> dict[str, Any]:
    """The columns of the table of periods, each as a row for every run, period and firm."""
    columns = period_columns(records.tallies, records.stands_for)
    return records.index() | {name: values.reshape(-1) for name, values in columns.items()}


def period_columns(tallies: Any, stands_for: float = 1.0) -> dict[str, Any]:
    """The columns of the table of periods, each as [run, period, firm].

    Counts and amounts are those of all for whom the people of the market stand.
    """
    standing = tallies["flows"].sum(axis=-2)
    customers = standing[..., PURCHASER : PARTNER + 1].sum(axis=-1)
    columns: dict[str, Any] = {
        "customers": customers,
        "prospects": standing[..., Rung.PROSPECT],
        "lapsed": standing[..., Rung.LAPSED],
        "advocates_and_partners": standing[..., Rung.ADVOCATE] + standing[..., Rung.PARTNER],
        "customers_at_start": tallies["exposed"].sum(axis=-1),
        "acquired": tallies["acquired"].sum(axis=-1),
        "lost": tallies["lost"].sum(axis=-1),
        "lapsed_at_start": tallies["flows"][..., LAPSED, :].sum(axis=-1),
        "returned": tallies["flows"][..., LAPSED, PURCHASER : PARTNER + 1].sum(axis=-1),
    }
    for channel in tuple(Channel)[1:]:
        columns[f"acquired_by_{column_name(channel)}"] = tallies["acquired"][..., channel]
    for reason in tuple(Reason)[1:]:
        columns[f"lost_to_{column_name(reason)}"] = tallies["lost"][..., reason]
    for year in range(TENURE_YEARS):
        columns[f"customers_in_year_{year + 1}"] = tallies["exposed"][..., year]
        columns[f"lost_in_year_{year + 1}"] = tallies["lost_by_tenure"][..., year]
    columns |= {name: tallies[name] for name in COUNTS if not name.endswith("_ppm")}
    columns["price"] = tallies["price_ppm"] / 1e6
    columns |= _staff(tallies) | _money(tallies)
    for name in columns.keys() - NO_SUMS:
        columns[name] = in_real_size(columns[name], stands_for)
    columns |= _ratios(tallies, customers, columns)
    return {name: np.ascontiguousarray(values) for name, values in columns.items()}


def rung_columns(tallies: Any, stands_for: float = 1.0) -> dict[str, Any]:
    """People on each rung of customers at the end of each period, each as [run, period, firm]."""
    standing = tallies["flows"].sum(axis=-2)
    return {name: in_real_size(standing[..., rung], stands_for) for name, rung in RUNG_COLUMNS.items()}


def _staff(tallies: Any) -> dict[str, Any]:
    """Employees, and the means of the team; empty where there are none."""
    employees = tallies["employees_ppm"] / 1e6
    means = {name: np.where(employees > 0.0, tallies[f"{name}_ppm"] / 1e6, np.nan) for name in STAFF}
    return {"employees": employees} | means


def _money(tallies: Any) -> dict[str, Any]:
    """Each line and each group of the profit and loss statement, and what they leave."""
    lines = {column_name(line): tallies[column_name(line)] for line in Line}
    columns = {
        f"line_{name}": booked / BOOKED_PER_UNIT for name, booked in lines.items() if name != "revenue"
    }
    groups: dict[Group, Any] = {}
    for line, group in zip(Line, GROUP_OF_LINE, strict=True):
        groups[group] = groups.get(group, 0) + lines[column_name(line)]
    costs = sum(booked for group, booked in groups.items() if group != Group.REVENUE)
    columns |= {column_name(group): booked / BOOKED_PER_UNIT for group, booked in groups.items()}
    columns["contribution"] = (groups[Group.REVENUE] - costs + groups[Group.FIXED]) / BOOKED_PER_UNIT
    columns["profit"] = (groups[Group.REVENUE] - costs) / BOOKED_PER_UNIT
    return columns


def _ratios(tallies: Any, customers: Any, columns: dict[str, Any]) -> dict[str, Any]:
    """Means and shares that can be read off one period; empty where there is nobody to ask."""
    answers = tallies["promoters"] + tallies["passives"] + tallies["detractors"]
    market = tallies["purchases"].sum(axis=-1, keepdims=True)
    ratios = {name: share_of(tallies[ppm] / 1e6, customers) for name, ppm in PPM.items()}
    return ratios | {
        "nps": 100.0 * share_of(tallies["promoters"] - tallies["detractors"], answers),
        "review_rating": share_of(tallies["stars"], tallies["reviews"]),
        "retention": 1.0 - share_of(columns["lost"], columns["customers_at_start"]),
        "market_share": share_of(tallies["purchases"], market),
        "share_of_wallet": share_of(tallies["purchases"], tallies["category_purchases"]),
    }


def sums_over_periods(table: pd.DataFrame) -> pd.DataFrame:
    """Sums over periods: columns are (measure, variant), rows replications."""
    sums = table.groupby(["replication", "policy"], observed=True).sum(numeric_only=True, min_count=1)
    return sums.unstack("policy")


def share_of(part: Any, whole: Any) -> Any:
    """A part of a whole, and NaN where there is no whole."""
    whole = np.asarray(whole, np.float64)
    return np.divide(part, whole, out=np.full(np.broadcast(part, whole).shape, np.nan), where=whole != 0)
