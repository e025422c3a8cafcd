"""What a scenario cannot say at once: values that are right each alone and contradict each other."""

from collections.abc import Mapping

from relsim.errors import DataPath, InputError, alternatives, counted, nearest, shortened
from relsim.scenario.schema.file import ScenarioFile
from relsim.scenario.schema.people import ever_there
from relsim.scenario.units.quantities import percent_of


def refuse_inconsistency(scenario: ScenarioFile) -> None:
    """Refuse a scenario of which one part contradicts another."""
    refuse_names_alike(scenario)
    refuse_wrong_sums(scenario)
    refuse_unknown_choices(scenario)
    refuse_too_many_people(scenario)
    refuse_unknown_start(scenario)
    for name in scenario.firms:
        refuse_absent_founders(scenario, name)
        refuse_unknown_rivals(scenario, name)
        refuse_too_many_customers(scenario, name)
    refuse_evidence_of_nobody(scenario)
    if scenario.learn:
        scenario.learn.refuse_strangers(scenario.firms, scenario.policies)


def refuse_names_alike(scenario: ScenarioFile) -> None:
    """Refuse names of which one may be meant where the other is written, and segments of one name."""
    named: dict[DataPath, Mapping[str | int, str]] = {
        ("segments",): dict(enumerate(one.name for one in scenario.segments)),
        ("firms",): {name: name for name in scenario.firms},
        ("policies",): {name: name for name in scenario.policies},
        ("conditions",): {name: name for name in scenario.conditions},
    }
    for firm, told in scenario.firms.items():
        named["firms", firm, "touchpoints"] = {name: name for name in told.touchpoints}
    for path, names in named.items():
        known: dict[str, str | int] = {}
        for key, name in names.items():
            first = known.setdefault(" ".join(name.casefold().split()), key)
            if first != key:
                there = f'"{shortened(names[first])}" is there already'
                message = f"{there}; expected a name that differs in more than capitals and blanks"
                raise InputError(message, None, (*path, key))


def refuse_wrong_sums(scenario: ScenarioFile) -> None:
    """Refuse segments that are not all people, and firms that begin with more than all."""
    segments = sum(segment.share for segment in scenario.segments)
    if abs(segments - 1.0) > 1e-6:
        raise InputError(f"shares of the segments sum to {segments:.6g}, expected 1", None, ("segments",))
    founders = sum(firm.start.share for firm in scenario.firms.values())
    if founders > 1.0 + 1e-6:
        largest = max(scenario.firms, key=lambda name: scenario.firms[name].start.share)
        message = f"start.share of all firms sum to {founders:.6g}, expected at most 1"
        raise InputError(message, None, ("firms", largest, "start", "share"))


def refuse_unknown_choices(scenario: ScenarioFile) -> None:
    """Refuse a firm in focus and a baseline that there are not."""
    for key, name, known, what in (
        ("focus", scenario.focus, scenario.firms, "firm"),
        ("baseline", scenario.baseline, scenario.policies, "policy"),
    ):
        if name is not None and name not in known:
            near = nearest(name, known)
            such = "" if near or not known else f", expected {alternatives(known)}"
            raise InputError(f'no {what} is called "{name}"{such}', near, (key,))


def refuse_too_many_people(scenario: ScenarioFile) -> None:
    """Refuse to simulate more people than there are customers."""
    if scenario.simulate is not None and scenario.simulate > scenario.customers:
        there = counted(scenario.customers, "customer", "customers")
        is_or_are = "is" if scenario.customers == 1 else "are"
        message = f"there {is_or_are} {there}, so at most as many can be simulated"
        raise InputError(message, str(scenario.customers), ("simulate",))


def refuse_unknown_start(scenario: ScenarioFile) -> None:
    """Refuse that people come later where nobody says how many are there at first."""
    if scenario.population.changes and scenario.population.start is None:
        fits = 1.0 / ever_there(scenario.population, scenario.periods, scenario.period)[-1]
        message = "expected the share of all customers who are there at first, since others come later"
        raise InputError(message, percent_of(round(fits, 3)), ("population", "start"))


def refuse_absent_founders(scenario: ScenarioFile, name: str) -> None:
    """Refuse customers of a firm that is not there at the start, and one that leaves before it enters."""
    firm = scenario.firms[name]
    has_share = firm.start.share > 0.0
    if (has_share or firm.start.customers is not None) and not firm.present(0, scenario.period):
        path = ("firms", name, "start", "share" if has_share else "customers")
        message = "a firm that is not there at the start has no customers then"
        raise InputError(message, "0%" if has_share else None, path)
    if (
        firm.enters
        and firm.leaves
        and not firm.present(firm.enters.periods(scenario.period), scenario.period)
    ):
        raise InputError("the firm leaves before it enters", None, ("firms", name, "leaves"))


def refuse_unknown_rivals(scenario: ScenarioFile, name: str) -> None:
    """Refuse that a firm adapts to a rival that there is not."""
    rivals = [rival for rival in scenario.firms if rival != name]
    for number, rule in enumerate(scenario.firms[name].adapts):
        if rule.rival is not None and rule.rival not in rivals:
            path = ("firms", name, "adapts", number, "rival")
            raise InputError(f'no rival is called "{rule.rival}"', nearest(rule.rival, rivals), path)


def refuse_too_many_customers(scenario: ScenarioFile, name: str) -> None:
    """Refuse that a firm begins with more customers than the market has room for."""
    customers = scenario.firms[name].start.customers
    if isinstance(customers, int) and customers > (room := scenario.room_for_customers(name)):
        many = counted(customers, "customer", "customers")
        message = f"{many} at the start, and the market has room for {room:,} of them"
        raise InputError(message, str(room) if room else None, ("firms", name, "start", "customers"))


def refuse_evidence_of_nobody(scenario: ScenarioFile) -> None:
    """Refuse figures that were measured of a firm or a segment that there is not."""
    for number, one in enumerate(scenario.evidence):
        for what, name in (("firm", one.firm), ("segment", one.segment)):
            known = scenario.firms if what == "firm" else [segment.name for segment in scenario.segments]
            if name is not None and name not in known:
                path = ("evidence", number, what)
                raise InputError(f'no {what} is called "{name}"', nearest(name, known), path)
