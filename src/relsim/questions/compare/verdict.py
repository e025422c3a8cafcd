"""The verdict: which policy wins, by how much, and how sure that is, in one plain sentence."""

import numpy as np

from relsim.questions.compare.certainty import Gap, gap_between, gap_to_next, level_with
from relsim.questions.compare.differences import unmeasured_counts
from relsim.questions.compare.horizon import end_of_run, rests_on_later
from relsim.questions.compare.run import mean_of
from relsim.questions.compare.subject import Subject
from relsim.report.omissions import omissions
from relsim.report.provenance import settings_of_command
from relsim.report.unidentified import has_failed_fit, no_answer_yet
from relsim.report.wording import (
    INTERVAL_WORDS,
    MINUS,
    difference,
    interval,
    money,
    percent,
    replications_in_words,
    words,
)
from relsim.scenario.scenario import Scenario
from relsim.statistics.paired import paired

ENDLESS = "Where nobody leaves and nothing is discounted, what customers will bring has no end."
"""Why customer equity may be no amount."""

MOST_CHANGES = 3
"""How many values are named that were changed in a market before it was run."""


def verdict(subject: Subject) -> str:
    """What answers the question, in plain words; that it is no answer where the fit of the market failed."""
    told = of_a_comparison(subject) if subject.is_comparison else of_a_run(subject)
    return " ".join([*no_answer_yet(subject.scenario), told])


def of_a_comparison(subject: Subject) -> str:
    """One plain sentence on which policy is best."""
    gap = gap_between(subject, subject.rival, subject.baseline)
    if not np.isfinite(gap.value):
        return of_no_amount(gap, subject)
    if no_difference(subject):
        policy, other = names_of_gap(gap, subject)
        return f"No policy makes a difference: {policy} ends exactly where {other} does."
    if makes_no_difference(gap.policy, subject):
        return of_the_same_end(gap, subject)
    if subject.results.replications < 2:
        return of_one_replication(gap, subject)
    if gap.is_rare:
        return of_a_rare_difference(gap, subject)
    if not gap.is_clear:
        return of_no_winner(gap, subject)
    return of_a_winner(gap, subject) if gap.value > 0.0 else of_the_baseline(gap, subject)


def names_of_gap(gap: Gap, subject: Subject) -> tuple[str, str]:
    """What sentences call the two policies of a gap."""
    return subject.named(gap.policy), subject.named(gap.other)


def no_difference(subject: Subject) -> bool:
    """Whether every policy ends with the same equity as the baseline in every replication."""
    return all(makes_no_difference(policy, subject) for policy in subject.policies)


def makes_no_difference(policy: str, subject: Subject) -> bool:
    """Whether a policy ends with the same equity as the baseline in every replication."""
    values = subject.equities
    own, base = subject.policies.index(policy), subject.policies.index(subject.baseline)
    return bool((values[:, own] == values[:, base]).all())


def of_the_same_end(gap: Gap, subject: Subject) -> str:
    """The best challenger ends as the baseline does, all others below."""
    policy, other = names_of_gap(gap, subject)
    return f"No policy is better than {other}: the best of the others, {policy}, ends exactly where it does."


def of_no_amount(gap: Gap, subject: Subject) -> str:
    """What the customers are worth is no amount under one of the policies."""
    policy, other = names_of_gap(gap, subject)
    return (
        f"Which policy is better cannot be told: {subject.equity} under {policy} or {other} is no "
        f"amount. {ENDLESS}"
    )


def of_a_winner(gap: Gap, subject: Subject) -> str:
    """A challenger is clearly better than the baseline."""
    policy, other = names_of_gap(gap, subject)
    amount = difference(gap.value, gap.low, gap.high, "money", subject.currency)
    return (
        f"{policy} {how_it_leads(gap.policy, subject)}: {amount_without_sign(amount)} more {subject.equity} "
        f"than {other} ({INTERVAL_WORDS} {interval(gap.low, gap.high, 'money')}), "
        f"{per_customer(gap, subject)}."
    )


def how_it_leads(policy: str, subject: Subject) -> str:
    """How the policy with the highest equity stands: a lead that does not hold is no win."""
    follower = gap_to_next(subject)
    lead = "wins"
    if follower is not None and not follower.is_clear:
        lead = f"leads, though not clearly ahead of {subject.named(follower.other)}"
    elif subject.estimate(policy, subject.measure).mean < 0.0:
        lead = "loses least"
    elif has_failed_fit(subject.scenario):
        lead = "leads in the model"
    level = [subject.named(other) for other in level_with(subject, policy)]
    if level:
        lead = f"{lead}, level with {words(level)} to the cent"
    if not rests_on_later(subject):
        return lead
    only = f"only by what is expected after {end_of_run(subject)}"
    return f"is ahead {only}" if lead == "wins" else f"{lead}, and {only}"


def of_no_winner(gap: Gap, subject: Subject) -> str:
    """The best challenger's interval includes zero."""
    policy, other = names_of_gap(gap, subject)
    amount = difference(gap.value, gap.low, gap.high, "money", subject.currency)
    return (
        f"No policy is clearly better than {other}: the best of the others, {policy}, "
        f"differs by {amount} in {subject.equity}, and the {INTERVAL_WORDS} "
        f"({interval(gap.low, gap.high, 'money')}) includes zero."
    )


def of_a_rare_difference(gap: Gap, subject: Subject) -> str:
    """The best challenger differs from the baseline in too few replications."""
    policy, other = names_of_gap(gap, subject)
    values = subject.equities
    pair = values[:, [subject.policies.index(name) for name in (gap.policy, gap.other)]]
    changed = int(np.count_nonzero(pair[:, 0] != pair[:, 1]))
    return (
        f"Whether {policy}, the best of the others, is better than {other} is too rare to tell: "
        f"they differ in {changed:,} of {replications_in_words(len(values))} only."
    )


def of_the_baseline(gap: Gap, subject: Subject) -> str:
    """Every challenger is worse than the baseline."""
    policy, other = names_of_gap(gap, subject)
    amount = difference(gap.value, gap.low, gap.high, "money", subject.currency)
    return (
        f"{other}, the baseline, {how_it_leads(gap.other, subject)}: even the best of the others, {policy}, "
        f"brings {amount_without_sign(amount)} less {subject.equity} ({INTERVAL_WORDS} "
        f"{interval(-gap.high, -gap.low, 'money')}), {per_customer(gap, subject)}."
    )


def of_one_replication(gap: Gap, subject: Subject) -> str:
    """A single replication shows a difference, but not how sure it is."""
    policy, other = names_of_gap(gap, subject)
    more = "more" if gap.value >= 0.0 else "less"
    amount = money(abs(gap.value), subject.currency, 3)
    return (
        f"In this one replication {policy} has {amount} {more} {subject.equity} than {other}; "
        f"one replication cannot tell a better policy from better luck."
    )


def of_a_run(subject: Subject) -> str:
    """A run without policies: what became of the focal firm."""
    values = subject.values("customer_equity")[:, 0]
    told = paired(values, np.zeros(len(values)))
    worth = f"is worth {money(told['mean'], subject.currency)} in customer equity"
    if not np.isfinite(told["mean"]):
        worth = f"has customers whose equity is no amount ({ENDLESS[0].lower()}{ENDLESS[1:-1]})"
    sure = ""
    if np.isfinite(told["low"]) and told["high"] > told["low"]:
        span = interval(told["low"], told["high"], "money")
        sure = f" ({INTERVAL_WORDS} {span}, {replications_in_words(len(values))})"
    missing = subject.omissions(["customer_equity"]) if np.isfinite(told["mean"]) else ""
    return f"{subject.firm} {worth}{sure} and {keeps(subject)}{untold_in_run(subject)}. {missing}".strip()


def keeps(subject: Subject) -> str:
    """How many of its customers the focal firm of a run keeps."""
    retention = mean_of(subject.values("yearly_retention"))
    if retention is None:
        return "has no customers whom it could keep"
    return f"keeps {percent(retention)} of its customers a year"


def rival_in_run(subject: Subject) -> str:
    """What became of the strongest rival in a run; nothing of a comparison, or where there is no rival."""
    firms = subject.results.outcomes.groupby("firm", observed=True)
    measures = ["customer_equity", "yearly_retention", "market_share"]
    means = firms[measures].mean()
    rivals = means.drop(index=subject.firm)
    if subject.is_comparison or rivals.empty:
        return ""
    rival = str(rivals["customer_equity"].fillna(-np.inf).idxmax())
    own, theirs = means.loc[subject.firm], means.loc[rival]
    which = f"Its {'' if len(rivals) == 1 else 'strongest '}rival{'' if rival == 'rival' else f' {rival}'}"
    worth, kept = theirs["customer_equity"], theirs["yearly_retention"]
    told = [
        f"is worth {money(worth, subject.currency)}" if np.isfinite(worth) else "has equity without end",
        f"keeps {percent(kept)}" if np.isfinite(kept) else "has no customers whom it could keep",
    ]
    bought = "nobody bought from either in the last year"
    if np.isfinite(own["market_share"]):
        bought = (
            f"its market share in the last year is {percent(theirs['market_share'])}, "
            f"that of {subject.firm} {percent(own['market_share'])}"
        )
    counts = unmeasured_counts(subject.results.outcomes, measures, "firm")
    missing = omissions(counts, subject.results.replications)
    return f"{which} {' and '.join(told)}; {bought}. {missing}".strip()


def untold_in_run(subject: Subject) -> str:
    """What a run does not tell."""
    count = len(subject.scenario.policies)
    if subject.names_policies:
        return f"; this is {subject.named(subject.baseline)} alone, and there is nothing to compare it with"
    changed = changed_in_words(subject.scenario)
    if count > 1 and not changed:
        return f"; this is the market as its file has it, before any of its {count} policies changes it"
    alone = (
        f"none of its {count} policies is in force" if count > 1 else "there is no policy to compare it with"
    )
    return f"{changed}; {alone}"


def changed_in_words(scenario: Scenario) -> str:
    """What was changed in the market of a file, and that all else is as it is there; nothing if nothing."""
    changed = {path: value for path, value in settings_of_command(scenario).items() if path != "scale"}
    if not changed:
        return ""
    listed = [f"{path} is {value}" for path, value in list(changed.items())[:MOST_CHANGES]]
    more = len(changed) - len(listed)
    listed += [f"{more} more {'value is' if more == 1 else 'values are'} changed"] if more else []
    return f"; here {words(listed)}, and all else is as in its file"


def per_customer(gap: Gap, subject: Subject) -> str:
    """The difference for each customer the firm began with."""
    start = subject.customers_at_start
    amount = money(abs(gap.value) / start, subject.currency, 3)
    founded = start < subject.scenario.customers
    return f"{amount} for each customer " + ("at the start" if founded else "in the market")


def amount_without_sign(amount: str) -> str:
    """An amount whose direction the sentence says in words."""
    return amount.replace("+", "").replace(MINUS, "")
