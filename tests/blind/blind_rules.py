"""The formulas of the documentation, on arrays."""

import numpy as np

ADVERTISING, COUPON, WORD_OF_MOUTH, REFERRAL, WIN_BACK, WALK_IN = range(1, 7)
PARTNER = 5


def risen(tie, firm):
    """By which share the price lies above the remembered one, for whoever remembers one."""
    remembered = np.where(tie["remembered_price"] > 0, tie["remembered_price"], firm.price)
    return np.maximum(0, firm.price / remembered - 1)


def utility(tie, traits, firm, normal_price, choice, stay):
    """Utility of one firm, without messages; a newcomer expects to buy `stay` times while committed."""
    price = traits["price_sensitivity"] * np.log(firm.price / normal_price)
    price = price + choice.unfairness * traits["price_sensitivity"] * risen(tie, firm)
    value = choice.benefit * (tie["expectation"] - 0.5) - choice.sacrifice * price
    value += choice.congruence * (0.5 - np.abs(traits["values"] - firm.values))
    customer = choice.habit + choice.attachment * tie["commitment"] + choice.bonds * tie["bonds"]
    lapsed = choice.memory * (tie["satisfaction"] - 0.5 - tie["grievance"])
    prospect = -choice.risk * (1 - firm.guarantee.cover / stay)
    reward = firm.loyalty.reward * tie["member"]
    customer = customer - choice.sacrifice * traits["price_sensitivity"] * np.log1p(-reward)
    relationship = np.where(tie["rung"] == 0, prospect, np.where(tie["rung"] == 6, lapsed, customer))
    return choice.intercept + value + relationship


def messages(tie, traits, firm, got, behaviour, stay):
    """What messages add to utility but for the price, their discount, the channel credited with a sale, and
    whether the discount is a friend's reward.

    `got` says whom an advertisement, a coupon and a win-back offer reached; a newcomer expects to buy `stay`
    times while committed.
    """
    weights, choice = behaviour.messages, behaviour.choice
    heard = np.sign(tie["hearsay"]) * weights.praise * np.log1p(np.abs(tie["hearsay"]))
    strength = np.where(got["advertising"], weights.advertising, 0.0)
    channel = np.where(got["advertising"], ADVERTISING, WALK_IN)
    discount = np.where(got["coupon"], firm.coupon.discount, 0.0)
    worth = -choice.sacrifice * traits["price_sensitivity"] * np.log1p(-discount / stay)
    channel = np.where(got["coupon"] & (worth > strength), COUPON, channel)
    strength = np.maximum(strength, worth)
    rewarded = firm.referral.friend > 0 or firm.referral.giver > 0
    praised = heard > strength
    channel = np.where(praised, REFERRAL if rewarded else WORD_OF_MOUTH, channel)
    money_off = np.minimum(0.95, firm.referral.friend / (firm.price * traits["basket"]))
    stranger = (tie["rung"] == 0) | (tie["rung"] == 6)
    friends = praised & stranger & (money_off > discount)
    discount = np.where(friends, money_off, discount)
    channel = np.where(got["win_back"], WIN_BACK, channel)
    offered = got["win_back"] & (firm.win_back.discount > discount)
    discount = np.where(offered, firm.win_back.discount, discount)
    total = heard + np.where(got["advertising"], weights.advertising, 0.0)
    total += np.where(got["win_back"], weights.win_back, 0.0)
    return total, discount, channel, friends & ~offered


def experienced(tie, quality, failed, behaviour):
    """Satisfaction, expectation, trust and attention after an episode."""
    e, a = behaviour.experience, behaviour.attitude
    gap = quality - tie["expectation"]
    felt = np.clip(quality + np.where(gap > 0, e.gain, e.loss) * gap, 0, 1)
    rate = np.where(failed, e.critical_learning, e.learning)
    tie["satisfaction"] = tie["satisfaction"] + rate * (felt - tie["satisfaction"])
    tie["expectation"] = tie["expectation"] + e.adaptation * gap
    kept = tie["trust"] + a.trust_gain * (1 - tie["trust"])
    tie["trust"] = np.where(failed, tie["trust"] * (1 - a.trust_loss), kept)
    tie["attention"] = tie["attention"] + a.episode_attention * quality
    tie["encounters"] = tie["encounters"] + a.episode_attention * quality


def complained(tie, failed, complains, resolved, given_back, rules):
    """Grievance after a failure, and the trust that a recovery of the first failure wins."""
    left = np.where(complains, np.where(resolved, rules.resolved, rules.unresolved), rules.silent)
    tie["grievance"] = np.where(failed, np.minimum(1, tie["grievance"] + left), tie["grievance"])
    first = failed & resolved & (tie["failures"] == 0)
    tie["trust"] = np.where(first, tie["trust"] + rules.relief * (1 - tie["trust"]), tie["trust"])
    amended = tie["satisfaction"] + rules.amends * (1 - tie["satisfaction"]) * np.minimum(1, given_back)
    tie["satisfaction"] = np.where(first, amended, tie["satisfaction"])
    tie["failures"] = tie["failures"] + failed


def settled(tie, traits, firm, speed, attitude):
    """Attitude between episodes; `speed` holds what depends on the length of a period."""
    closeness = tie["attention"] / (tie["attention"] + attitude.attention_need)
    support = traits["proneness"] * tie["trust"] * tie["satisfaction"] * (1 + closeness)
    commitment = tie["commitment"]
    tie["commitment"] = commitment + speed["commitment"] * (np.minimum(1, support) - commitment)
    barrier = firm.co_creation.barrier * (tie["rung"] == PARTNER)
    target = np.minimum(1, firm.bonds.level + firm.loyalty.bond * tie["member"] + barrier)
    pace = np.where(target > tie["bonds"], speed["bonds"], speed["bond_loss"])
    tie["bonds"] = tie["bonds"] + pace * (target - tie["bonds"])
    contacted = tie["attention"] - (1 - attitude.episode_contact) * tie["encounters"]
    excess = np.maximum(0, contacted - speed["tolerance"])
    annoyed = tie["satisfaction"] - speed["annoyance"] * excess / (1 + attitude.saturation * excess)
    floor = np.minimum(tie["satisfaction"], attitude.annoyed)
    unfair = speed["unfairness"] * traits["price_sensitivity"] * risen(tie, firm) * (1 - commitment)
    tie["satisfaction"] = np.maximum(0, np.maximum(floor, annoyed) - unfair)
    tie["attention"] = tie["attention"] * (1 - speed["attention"])
    tie["encounters"] = tie["encounters"] * (1 - speed["attention"])
    tie["grievance"] = tie["grievance"] * (1 - speed["forgiving"])
    tie["remembered_price"] += speed["price"] * (firm.price - tie["remembered_price"])


def departures(tie, traits, firm, rivals, praise_of_rivals, awake, rate, behaviour):
    """Chance of each reason: price, bad handling, neglect, competitor, fading need; `awake` raises all but
    the last."""
    d = behaviour.departure
    exposure = np.exp(
        d.satisfaction_shield * (d.contentment - tie["satisfaction"])
        - d.commitment_shield * tie["commitment"]
        - d.bond_shield * tie["bonds"]
    )
    company = (1 + d.company * np.abs(tie["hearsay"])) ** -np.sign(tie["hearsay"])
    exposure = exposure * traits["restlessness"] * company * awake
    rise = np.maximum(0, firm.price / tie["remembered_price"] - 1 - d.tolerated_rise)
    pressure = rivals["price_pressure"] + d.price_rise * rise
    pressure = pressure * (1 - firm.loyalty.reward * tie["member"]) ** d.price_elasticity
    pull = rivals["pull"] * (1 + d.rival_praise * praise_of_rivals)
    forgotten = np.exp(-tie["attention"] / behaviour.attitude.attention_need)
    chances = np.stack(
        [
            rate["price"] * traits["price_sensitivity"] * pressure * exposure,
            rate["bad_handling"] * tie["grievance"] * exposure,
            rate["neglect"] * forgotten * exposure,
            rate["competitor"] * pull * exposure,
            np.full(len(exposure), rate["fading_need"]),
        ]
    )
    return np.minimum(1, chances)


def pulled_by_rivals(firms, j, quality, reach, behaviour):
    """How the price of firm j compares with its rivals', and how strongly they pull."""
    rivals = [k for k in range(len(firms)) if k != j]
    if not rivals:
        return {"price_pressure": 1.0, "pull": 0.0}
    d, own = behaviour.departure, firms[j]
    mean = np.mean([firms[k].price for k in rivals])
    better = [np.exp(d.rival_quality * (quality[k] - quality[j])) for k in rivals]
    louder = [1 + d.rival_advertising * reach[k] for k in rivals]
    return {"price_pressure": (own.price / mean) ** d.price_elasticity, "pull": np.dot(better, louder)}


def best_known_rival(firms, j, expected, known, reach, behaviour):
    """The same for customers who compare with the best rival they know, by the quality they expect of it;
    `expected` and `known` hold one column per firm."""
    d, prices = behaviour.departure, np.array([firm.price for firm in firms])
    better = d.rival_quality * (expected - expected[:, [j]])
    cheaper = d.price_elasticity * np.log(prices[j] / prices)
    worth = np.where(known & (np.arange(len(firms)) != j), better + cheaper, -np.inf)
    best = worth.argmax(axis=1)
    none = np.isneginf(worth.max(axis=1))
    pull = np.exp(better[np.arange(len(best)), best]) * (1 + d.rival_advertising * reach[best])
    return {"price_pressure": np.where(none, 0, np.exp(cheaper[best])), "pull": np.where(none, 0, pull)}


def climbed(rung, purchases, commitment, invited, silent, ladder):
    """The rung after the period for those who stayed; who is silent has not recommended for too long."""
    up = np.where((rung == 1) & (purchases >= 2), 2, rung)
    up = np.where((rung == 2) & (commitment >= ladder.supporter), 3, up)
    up = np.where((rung == 3) & (commitment >= ladder.advocate), 4, up)
    up = np.where((rung == 3) & (commitment < ladder.supporter - ladder.slack), 2, up)
    low = commitment < ladder.advocate - ladder.slack
    up = np.where((rung == 4) & low, 3, np.where((rung == 5) & low, 4, up))
    up = np.where((rung == 4) & invited, PARTNER, up)
    return np.where((up == 4) & silent, 3, up)


def answers(tie, noise, rules):
    """What would be answered from 0 to 10."""
    y = tie["satisfaction"] + rules.trust * (tie["trust"] - 0.5) + rules.commitment * tie["commitment"]
    scaled = 10 * (rules.leniency + (1 - rules.leniency) * y)
    return np.clip(np.rint(scaled + rules.noise * noise), 0, 10)
