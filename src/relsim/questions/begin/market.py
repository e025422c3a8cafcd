"""From answers to a market: a commented scenario in which what is not known carries a range."""

import re
from typing import Any

from relsim.errors import Place, ScenarioError, fault
from relsim.evidence.spans import month_of
from relsim.questions.begin.answers import MOST_SIMULATED, Interview
from relsim.questions.begin.customer_list import AFTERWARDS, Beginning, ListedCustomers
from relsim.questions.begin.ease import Ease, Turnover, within
from relsim.questions.begin.measured import measured_so_far
from relsim.questions.begin.plans import OwnFirm, amount_in_file, conditions_in, policies_in
from relsim.questions.begin.spending import spend_of
from relsim.questions.begin.templates import Extent, Template, written_share
from relsim.scenario.lint.few_people import ENOUGH_PEOPLE, people_for
from relsim.scenario.load import checked_scenario
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import percent_of, plain_decimal
from relsim.scenario.units.ranges import Range, rounded_in_unit
from relsim.scenario.yaml.document import document_in

USUALLY_SIMULATED = 5000
"""A larger base is represented by so many people, each of whom stands for several; by more where one of the
firms would else be too few of them."""

USUAL_CUSTOMERS = 1000

SPREAD = "{value: 0.5, range: [0.2, 1], source: assumed}"
"""How unlike people are in how often they need something."""

HEAD = """# Made by relsim begin. What stands beside a value:
#   source: answer   you have said so,
#   source: assumed  nobody has measured it; replace it where you can,
#   source: alike    a rival is taken to be like your firm; customers do not tell it,
#   source: calibrated  found so that, untouched, the first year brings and takes the customers it should,
#   range:           it is not known; relsim fit estimates it from `evidence` or from tables of data.
"""

CALIBRATED = "calibrated"

USUALLY_STAYS = 1.5
"""The utility of a firm to its customers at first, whom habit alone holds: they buy from it mostly."""

COMING_SPREAD, LEAVING_TIMES = 1.5, 2.0
"""How far `intercept` may lie from what was calibrated, and by how many times `restlessness`."""

RIVALS_SHARE = 0.5
"""The share of those who are not the firm's that its rivals have together at most: some are nobody's."""

LIKE_OURS = 0.5, 2.0
"""By how many times a rival may be larger or smaller than the firm that it is taken to be like."""


def contract_of(answers: Interview, kind: Template) -> bool:
    """Whether customers have a contract."""
    return kind.contract if answers.get("contract") is None else bool(answers["contract"])


def market_text(
    answers: Interview, kind: Template, ease: Ease | None = None, listed: ListedCustomers | None = None
) -> str:
    """The scenario as a YAML file, in which people come and leave so easily, or as easily as usual.

    With a list of customers it begins when that does.
    """
    contract = contract_of(answers, kind)
    ease = ease or Ease.usual(contract)
    sizes = Sizes(answers, kind)
    begins = None if listed is None else listed.begins
    parts = [HEAD, beginning(answers, kind, sizes, begins), ways_of_buying(kind, contract)]
    parts += [
        people(answers, kind, contract, ease),
        behaviour(kind, contract, ease),
        firms(answers, kind, sizes, begins),
        *plans_in(answers, kind, contract, ease, sizes, begins),
        measured_so_far(answers, () if listed is None else listed.taken),
    ]
    return "\n".join(part for part in parts if part)


def market_in(text: str, place: Place) -> Scenario:
    """The scenario that answers give, refused where no market is like it; `place` is that of the answers.

    Each answer by itself may be a good one, and what follows from all of them still too small or too large.
    """
    try:
        return checked_scenario(Scenario.of(document_in(text, place.file)))
    except ScenarioError as error:
        first = error.problems[0]
        raise fault(place, f"these answers make no market: {first.path}: {first.message}") from None


class Sizes:
    """How large the market is, how many people stand for it, and between what an unknown size may lie."""

    def __init__(self, answers: Interview, kind: Template) -> None:
        known, market = answers.get("customers"), answers.get("market")
        self.is_ours_known, self.is_market_known = known is not None, market is not None
        self.ours = known or (max(1, round(market * kind.share)) if market else USUAL_CUSTOMERS)
        self.everybody = market or round(self.ours / kind.share)
        self.rivals = 1 if answers.get("rivals") is None else answers["rivals"]
        self.share = self.ours / self.everybody
        self.most_of_rival = RIVALS_SHARE * (1.0 - self.share) / max(1, self.rivals)
        turnover = Turnover.wanted(answers, kind, self.ours).shares_of(self.ours)
        rival = min(self.most_of_rival, self.share * within(turnover.won / turnover.lost, *LIKE_OURS))
        self.share_of_rival = rival if rival * MOST_SIMULATED >= ENOUGH_PEOPLE else 0.0
        self.market_span = round(0.95 * self.everybody), 3 * self.everybody
        self.ours_span = max(1, round(0.5 * self.ours)), round(1.25 * self.ours)
        self.simulated = self._simulated()

    def _simulated(self) -> int:
        fewest = self.ours if self.is_ours_known else self.ours_span[0]
        if self.rivals and self.share_of_rival > 0.0:
            fewest = min(fewest, self.share_of_rival * self.everybody)
        least = self.everybody if self.is_market_known else self.market_span[0]
        wanted = max(USUALLY_SIMULATED, people_for(max(1, fewest), self.everybody))
        return self.everybody if wanted >= least else min(wanted, MOST_SIMULATED)

    @property
    def many_in_words(self) -> str:
        """That more people are simulated than usually, and why; nothing where that is not so."""
        if not USUALLY_SIMULATED < self.simulated < self.everybody:
            return ""
        return (
            f"{self.simulated:,} people are simulated (simulate), so that at least {ENOUGH_PEOPLE} of them "
            "are customers of each firm at the start; fewer run faster and tell less"
        )


def with_source(value: Any, source: str) -> str:
    """A value with where it comes from."""
    return f"{{value: {value}, source: {source}}}"


def open_value(span: Extent) -> str:
    """The middle of a range, and the range beside it, as an assumption."""
    low, high = span
    middle = rounded_in_unit(Range.between(low, high).value_at(0.5), 4)
    return assumed_within(middle, low, high)


def assumed_within(value: Any, low: Any, high: Any) -> str:
    """An assumption with the range that it may lie in, where that is one."""
    if low == high:
        return with_source(value, "assumed")
    return f"{{value: {value}, range: [{low}, {high}], source: assumed}}"


def calibrated_within(value: Any, low: Any, high: Any) -> str:
    """A value that was found by simulating, with the range that it may lie in."""
    return f"{{value: {value}, range: [{low}, {high}], source: {CALIBRATED}}}"


def number_told_or_open(is_told: bool, value: int, span: tuple[int, int]) -> str:
    """A number of people as it was answered, or as it is assumed."""
    return with_source(value, "answer") if is_told else assumed_within(value, *span)


def told_or_open(answer: Any, written: str, span: Extent) -> str:
    """An answer, or where there is none the range of the template."""
    return with_source(written, "answer") if answer is not None else open_value(span)


WORDS_OF_YAML = ("null", "true", "false")
"""Words that are no text in a YAML file."""


def key_for(name: str | None) -> str:
    """The name of a firm as the key of a file: letters, digits and dashes."""
    plain = re.sub(r"[^a-z0-9]+", "-", (name or "").casefold()).strip("-")
    if not plain or plain[0].isdigit() or plain.startswith("rival"):
        return "our-firm"
    return f"firm-{plain}" if plain in WORDS_OF_YAML else plain


def in_quotes(text: str) -> str:
    """A text as YAML takes it, whatever is in it."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return "'" + plain.replace("'", "''") + "'"


USUAL_PERIODS = 36

COUNTED_IN = {
    "list": "  list: Counted in the list of customers that it was begun with.\n",
    "log": "  log: Reckoned from the log of purchases that it was begun with.\n",
}
"""What is said of numbers that a table tells, by its kind."""


def beginning(answers: Interview, kind: Template, sizes: Sizes, begins: Beginning | None) -> str:
    """Title, size and horizon."""
    periods = USUAL_PERIODS if begins is None else begins.months + AFTERWARDS
    since, of_table, first = "", "", ""
    if begins is not None:
        first = f"begins: {month_of(begins.first)}\n"
        since = f"  # from {begins.first.date()} on, with {AFTERWARDS} after the {begins.source}"
        of_table = COUNTED_IN[begins.source]
    currency = in_quotes(answers.get("currency") or "EUR")
    few = sizes.simulated < sizes.everybody
    simulate = f"simulate: {sizes.simulated:,}  # people, each of whom stands for several\n" if few else ""
    return f"""title: {in_quotes(answers.get("name") or kind.title)}
currency: {currency}
period: month
periods: {periods}{since}
{first}customers: {number_told_or_open(sizes.is_market_known, sizes.everybody, sizes.market_span)}
{simulate}replications: 30
focus: {key_for(answers.get("name"))}

sources:
  answer: What was answered when this market was begun.
  assumed: Assumption, without a study behind it; replace it by your own figure.
  alike: Taken to be as with your own firm, in proportion; no data of customers tell it.
  calibrated: Found by simulating, so that the untouched market wins and loses in a year what it should.
{of_table}"""


def ways_of_buying(kind: Template, contract: bool) -> str:
    """What is sold, and how people buy it: by contract, or whenever they need something."""
    product = f"product_type: {kind.product_type}\n"
    if contract:
        mechanisms = "mechanisms: {need: contract, choice: captive, spend: fixed}\n"
        return f"# Customers have a contract and pay every month.\n{product}\n{mechanisms}"
    return f"# Customers buy when they need something, from whomever they like.\n{product}"


def people(answers: Interview, kind: Template, contract: bool, ease: Ease) -> str:
    """Who buys, how often, and how readily they leave."""
    if contract:
        mean = assumed_within("0.1 per month", "0.02 per month", "0.3 per month")
        rate = (
            f"  # of those without a contract, who look for one\n      mean: {mean}\n      spread: {SPREAD}"
        )
    else:
        often = answers.get("purchases")
        low, high = (f"{plain_decimal(end)} per year" for end in kind.purchases)
        written = "" if often is None else f"{plain_decimal(often)} per year"
        rate = f"\n      mean: {told_or_open(often, written, (low, high))}\n      spread: {SPREAD}"
        one = with_source(1, source_of(answers.get("price")))
        rate += f"\n    basket: {{mean: {one}}}  # the price is that of a purchase"
    ends = (amount_in_file(ease.leaving * times) for times in (1.0 / LEAVING_TIMES, LEAVING_TIMES))
    leaving = calibrated_within(amount_in_file(ease.leaving), *ends)
    readily = f"\n    restlessness:  # how readily they leave\n      mean: {leaving}\n"
    return f"segments:\n  - name: everybody\n    need_rate:{rate}{readily}"


def behaviour(kind: Template, contract: bool, ease: Ease) -> str:
    """What is not known of how people choose and leave.

    Who is no customer may go without all the firms, since not every other seller is in the market.
    """
    level = round(ease.coming, 3)
    coming = calibrated_within(
        *(plain_decimal(round(end, 3)) for end in (level, level - COMING_SPREAD, level + COMING_SPREAD))
    )
    nothing = with_source(0, CALIBRATED)
    choice = f"  choice:\n    intercept: {coming}  # how easily people come: fewer know or want it below\n"
    if not contract:
        habit = with_source(plain_decimal(round(max(0.0, USUALLY_STAYS - level), 3)), CALIBRATED)
        choice += f"    habit: {habit}  # what holds those who have come\n"
    choice += f"  category: {{maturity: {nothing}, outside: {nothing}}}  # others sell it, too, not here\n"
    leaving = f"  departure:\n    neglect: {open_value(kind.neglect)}  # how fast the forgotten leave\n"
    return f"behaviour:\n{choice}{leaving}{growth_of_fees() if contract else ''}"


def growth_of_fees() -> str:
    """That a fee which is agreed does not grow by itself, as baskets do with those who are committed."""
    growth = assumed_within(0, 0, 0.2)
    return f"  spend: {{growth: {growth}}}  # a fixed fee; above 0 where the loyal take more, such as seats\n"


def firms(answers: Interview, kind: Template, sizes: Sizes, begins: Beginning | None) -> str:
    """The firm itself, and its rivals, of which nothing else is known."""
    price, margin = answers.get("price"), answers.get("margin")
    usual = usual_price(answers, kind)
    spend = spend_of(answers)
    budget = None if spend is None else f"{plain_decimal(float(f'{spend:.6g}'))} per month"
    low, high = (f"{plain_decimal(end)} per month" for end in kind.spend)
    often = answers.get("contacts")
    contacts = told_or_open(often, f"{plain_decimal(often or 0)} per year", kind.contacts)
    wrong = answers.get("failures")
    cheap, dear = (amount_in_file(written_share(end) * usual) for end in kind.contact_cost)
    lines = [
        "firms:",
        f"  {key_for(answers.get('name'))}:",
        f"    strategy: {assumed_within(0.5, 0, 1)}",
        *price_and_cost(usual, price is not None, margin, kind),
        f"    advertising: {{spend: {told_or_open(spend, budget or '', (low, high))}}}",
        "    contact:",
        f"      frequency: {contacts}",
        f"      cost: {open_value((cheap, dear))}  # {' to '.join(kind.contact_cost)} of the price",
        f"    service: {{failures: {told_or_open(wrong, percent_of(wrong or 0.0), kind.failures)}}}",
        f"    start: {start_of_firm(sizes, begins)}",
    ]
    share = sizes.share_of_rival
    spread = (share, 0.5 * share, min(1.5 * share, sizes.most_of_rival))
    at_start = assumed_within(*(percent_of(float(f"{part:.4g}")) for part in spread))
    alike = like_ours(usual, margin, spend, kind, sizes)
    for number in range(sizes.rivals):
        lines += [
            f"  rival-{number + 1}:",
            f"    strategy: {assumed_within(0.4, 0, 1)}",
            f"    price: {assumed_within(*(amount_in_file(part * usual) for part in (1.0, 0.8, 1.2)))}",
            *alike,
            f"    start: {{share: {at_start}}}",
        ]
    return "\n".join(lines) + "\n"


def start_of_firm(sizes: Sizes, begins: Beginning | None) -> str:
    """With how many customers the firm begins: today's, or those who were there when its table begins."""
    if begins is None:
        return f"{{customers: {number_told_or_open(sizes.is_ours_known, sizes.ours, sizes.ours_span)}}}"
    name, ends = "customers" if begins.there else "share", begins.span
    between = f", range: [{ends[0]}, {ends[1]}]" if ends else ""
    return f"{{{name}: {{value: {begins.there}{between}, source: {begins.source}}}}}"


def like_ours(
    usual: float, margin: float | None, spend: float | None, kind: Template, sizes: Sizes
) -> list[str]:
    """What a rival pays for what it sells, as the firm does, and for advertising, as much for each customer.

    Nothing of the customers tells either of them, so neither has a range.
    """
    share = sum(map(written_share, kind.margin)) / 2.0 if margin is None else margin
    budget = sum(kind.spend) / 2.0 if spend is None else spend
    size = sizes.share_of_rival / sizes.share or 1.0
    told = f"{plain_decimal(float(f'{budget * size:.3g}'))} per month"
    cost = amount_in_file(usual * (1.0 - share))
    return [
        f"    unit_cost: {with_source(cost, 'alike')}  # a share of the price like yours",
        f"    advertising: {{spend: {with_source(told, 'alike')}}}  # as much for each customer as you",
    ]


def price_and_cost(usual: float, is_told: bool, margin: float | None, kind: Template) -> list[str]:
    """What a firm takes and pays for what it sells; no price in its range is below what that may cost."""
    margins = [margin] * 2 if margin is not None else [written_share(end) for end in kind.margin]
    high, low = (amount_in_file(usual * (1.0 - end)) for end in margins)
    cost = amount_in_file(usual * (1.0 - sum(margins) / 2.0))
    told = with_source(amount_in_file(usual), "answer")
    least = amount_in_file(max(kind.price[0], float(high)))
    taken = told if is_told else assumed_within(amount_in_file(usual), least, plain_decimal(kind.price[1]))
    paid = with_source(cost, source_of(margin)) if margin is not None else assumed_within(cost, low, high)
    return [f"    price: {taken}", f"    unit_cost: {paid}"]


def source_of(answer: Any) -> str:
    """Where a value comes from."""
    return "assumed" if answer is None else "answer"


def plans_in(
    answers: Interview,
    kind: Template,
    contract: bool,
    ease: Ease,
    sizes: Sizes,
    begins: Beginning | None,
) -> tuple[str, str]:
    """What to compare first, and under which conditions."""
    price = usual_price(answers, kind)
    often = answers.get("purchases")
    a_year = 12.0 if contract else float(often if often is not None else sum(kind.purchases) / 2)
    place = OwnFirm(
        key_for(answers.get("name")),
        price,
        price * a_year * sizes.ours / 12.0,
        answers.get("contacts"),
        ease.leaving,
        sizes.rivals,
        None if begins is None else begins.months,
    )
    return policies_in(kind.plans, place), conditions_in(place)


def usual_price(answers: Interview, kind: Template) -> float:
    """The price as answered, or the middle of what is usual."""
    return float(answers["price"] if answers.get("price") is not None else sum(kind.price) / 2)
