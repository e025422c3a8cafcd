"""What a market cannot be trusted for, said before a question about it is answered."""

from relsim.console.speech import say
from relsim.errors import dotted
from relsim.scenario.scenario import Scenario


def say_doubts(market: Scenario, *, is_judged: bool) -> None:
    """Say on stderr of which firms too few people are simulated, and what a fit has not told.

    The latter is left to an answer that judges it by itself (`is_judged`).
    """
    from relsim.report.unidentified import untold
    from relsim.scenario.lint.few_people import few_people

    for path, text in few_people(market):
        say(f"relsim: {dotted(path)}: {text} (warning)", error=True)
    for sentence in () if is_judged else untold(market, market.policies):
        say(f"relsim: {sentence}", error=True)
