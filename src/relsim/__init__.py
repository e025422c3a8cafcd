"""relsim: agent-based simulation of customer relationships in competing markets.

import relsim

scenario = relsim.load("leaky-bucket")
result = relsim.run(scenario, seed=1)
comparison = relsim.compare(scenario, replications=200)
market = relsim.Market(scenario, seed=1)
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from relsim.engine.market import Market
    from relsim.engine.strategy import Strategy
    from relsim.errors import ScenarioError
    from relsim.questions.breakeven.question import Breakeven, breakeven
    from relsim.questions.cite.question import Citations, cite
    from relsim.questions.compare.question import Comparison, compare
    from relsim.questions.compare.run import Result, run
    from relsim.questions.discover.question import Discovery, discover
    from relsim.questions.export.transactions import transactions
    from relsim.questions.launch.package import Package, freeze, open_package
    from relsim.questions.marginal.question import MarginalCosts, marginal_costs
    from relsim.questions.optimise.question import Optimum, optimise
    from relsim.questions.sensitivity.question import Sensitivity, sensitivity
    from relsim.questions.story.question import Story, story
    from relsim.questions.stress.question import Stress, stress
    from relsim.runs.evaluate import evaluate
    from relsim.runs.variant import Variant
    from relsim.scenario.load import load
    from relsim.scenario.scenario import Scenario
    from relsim.scenario.vary.experiment import load_experiment
    from relsim.vocabulary import Channel, Reason, Rung

__version__ = "0.1.0"
__all__ = [
    "Breakeven",
    "Channel",
    "Citations",
    "Comparison",
    "Discovery",
    "MarginalCosts",
    "Market",
    "Optimum",
    "Package",
    "Reason",
    "Result",
    "Rung",
    "Scenario",
    "ScenarioError",
    "Sensitivity",
    "Story",
    "Strategy",
    "Stress",
    "Variant",
    "breakeven",
    "cite",
    "compare",
    "discover",
    "evaluate",
    "freeze",
    "load",
    "load_experiment",
    "marginal_costs",
    "open_package",
    "optimise",
    "run",
    "sensitivity",
    "story",
    "stress",
    "transactions",
]

_HOMES = {
    "Breakeven": "questions.breakeven.question",
    "Channel": "vocabulary",
    "Citations": "questions.cite.question",
    "Comparison": "questions.compare.question",
    "MarginalCosts": "questions.marginal.question",
    "Discovery": "questions.discover.question",
    "Market": "engine.market",
    "Optimum": "questions.optimise.question",
    "Package": "questions.launch.package",
    "Reason": "vocabulary",
    "Result": "questions.compare.run",
    "Rung": "vocabulary",
    "Scenario": "scenario.scenario",
    "ScenarioError": "errors",
    "Sensitivity": "questions.sensitivity.question",
    "Story": "questions.story.question",
    "Strategy": "engine.strategy",
    "Stress": "questions.stress.question",
    "Variant": "runs.variant",
    "breakeven": "questions.breakeven.question",
    "cite": "questions.cite.question",
    "compare": "questions.compare.question",
    "discover": "questions.discover.question",
    "freeze": "questions.launch.package",
    "evaluate": "runs.evaluate",
    "load_experiment": "scenario.vary.experiment",
    "load": "scenario.load",
    "marginal_costs": "questions.marginal.question",
    "optimise": "questions.optimise.question",
    "open_package": "questions.launch.package",
    "run": "questions.compare.run",
    "sensitivity": "questions.sensitivity.question",
    "story": "questions.story.question",
    "stress": "questions.stress.question",
    "transactions": "questions.export.transactions",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that `import relsim` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'relsim' has no attribute {name!r}")
    from importlib import import_module

    thing = getattr(import_module(f"relsim.{_HOMES[name]}"), name)
    globals()[name] = thing
    return thing


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
