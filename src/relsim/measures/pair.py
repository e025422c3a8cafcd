"""Measures of two markets with the same people and the same luck: what is in one and not in the other."""

from collections.abc import Mapping
from types import MappingProxyType

from relsim.measures.measure import Measure

DIVERSION_MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "diversion": Measure(
            "purchases from each source",
            "count",
            "Purchases a year that a rival makes less under a policy than under the baseline, or that the "
            "whole category makes more, which else are made with none of these firms; below zero where they "
            "go there.",
            "(sum(purchases of the rival) under the baseline - under the policy) / years; of those made with "
            "none of them, (sum(purchases of all firms) under the policy - under the baseline) / years",
            in_units_of="purchases a year",
        ),
        "diversion_share": Measure(
            "share of what is won from each source",
            "share",
            "Share of the purchases that the firm has more, or fewer, which come from a source or go to it.",
            "diversion x years / (sum(purchases of the firm) under the policy - under the baseline)",
            sources=("vanheerde2003",),
            undefined="the firm sells as much under both",
        ),
    }
)
"""Where the purchases come from that a policy wins: `comparison.diversion`."""

ORIGIN_MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "gained": Measure(
            "customers gained from each source",
            "count",
            "Customers at the end under the policy who under the baseline are a rival's, or nobody's (having "
            "left the firm, or never come); `later`: the firm's under both, who first come sooner.",
            "count(customer at the end under the policy, and from this source under the baseline)",
            sources=("vanheerde2003",),
        ),
        "lost": Measure(
            "customers lost to each source",
            "count",
            "Customers at the end under the baseline who under the policy are a rival's or nobody's; "
            "`later`: the firm's under both, who first come later under the policy.",
            "count(customer at the end under the baseline, and at this source under the policy)",
            sources=("vanheerde2003",),
        ),
    }
)
"""Whose customers a policy gains, and where those go whom it loses: `comparison.origins`."""

BY_CREDIT = "credited to the strongest message that they had"

INCREMENT_MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "credited": Measure(
            "customers credited to a channel",
            "count",
            f"Customers won in a run who are {BY_CREDIT}, those included who would have come without it.",
            "sum(customers acquired by the channel)",
            sources=("kumar2010",),
        ),
        "added": Measure(
            "customers added by a channel",
            "count",
            "Customers won in a run who would not have been won without the channel.",
            "sum(acquired) as it is - sum(acquired) with the channel switched off",
            sources=("kumar2010",),
        ),
        "cost_per_credited": Measure(
            "cost for each customer credited",
            "money",
            f"What is booked for the channel, for each customer {BY_CREDIT}.",
            "cost / credited",
            undefined="nobody is credited",
        ),
        "cost_per_added": Measure(
            "cost for each customer added",
            "money",
            "What is booked for the channel, for each customer whom it adds.",
            "cost / added",
            sources=("kumar2010",),
            undefined="the channel adds nobody",
        ),
    }
)
"""What a channel is credited with and what it adds: `increments.table`."""
