"""What it costs to retain a customer under each policy, and who is in the base of customers."""

import numpy as np

from relsim.measures.customer_base import SILENCE
from relsim.measures.measure import BASE_MEASURES
from relsim.questions.compare.costs import customers_kept, extra_a_year
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.tables import names_of
from relsim.report.table import Table
from relsim.report.wording import NO_VALUE, measure_text, money, number

RETAINED = ("cost_to_retain", "cohort_retention", "cost_per_retained")


def retained_table(subject: Subject) -> Table:
    """Per policy: what keeping customers costs, who has stayed, and what each more who stays costs."""
    heads = ["policy", "to retain one a year", "of a year ago, stayed", "for each who stayed"]
    heads += ["more stay a year", "for each of these"]
    rows = []
    for policy in subject.policies:
        estimates = [
            float(np.nanmean(known)) if known.size else np.nan for known in known_values(subject, policy)
        ]
        kinds = ("money", "share", "money")
        cells = [measure_text(*each) for each in zip(estimates, kinds, strict=True)]
        rows.append([subject.title(policy), *cells, *for_each_more(subject, policy)])
    remark = (
        "Cost is that of retention, programmes and recovery from failures. Of those who were customers a "
        "year before, the third column counts who have stayed; yearly retention counts newcomers, too, who "
        "often leave sooner. The last two columns set what a policy spends more a year, goods left out, "
        "against the customers who stay more a year than under the baseline: a dash stands where none do, or "
        "where less is spent. "
    ) + subject.omissions(RETAINED)
    return Table(f"What a retained customer costs, {subject.currency}", heads, rows, remark.strip())


def known_values(subject: Subject, policy: str) -> list[np.ndarray]:
    """What could be measured of retaining under a policy, measure by measure."""
    place = subject.policies.index(policy)
    values = [subject.values(name)[:, place] for name in RETAINED]
    return [each[np.isfinite(each)] for each in values]


def for_each_more(subject: Subject, policy: str) -> list[str]:
    """How many customers more stay a year than under the baseline, and what each of them costs more."""
    if policy == subject.baseline:
        return ["baseline", ""]
    kept, extra = customers_kept(subject, policy), float(extra_a_year(subject, policy).sum())
    if not np.isfinite(kept):
        return [NO_VALUE, NO_VALUE]
    each = money(extra / kept, "", 3) if kept > 0.0 and extra > 0.0 else NO_VALUE
    return [number(kept, 1, signed=True), each]


def base_table(subject: Subject) -> Table:
    """Who of the customers at the end is silent, whose their spending is, and who is still there."""
    told = subject.table("base").set_index("policy").reindex(subject.policies)
    rows = [
        [one.words, *(measure_text(float(value), one.kind) for value in told[name])]
        for name, one in BASE_MEASURES.items()
    ]
    remark = (
        f"The limit of silence is {SILENCE}. In a market without contracts nobody gives notice: whoever is "
        "silent for longer may have left, though no loss was counted. The first two rows are of the first "
        "replication."
    )
    return Table("The base of customers", ["measure", *names_of(subject)], rows, remark)
