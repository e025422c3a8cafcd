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
    from relsim.experiments.comparing import Comparison, compare
    from relsim.experiments.evaluating import evaluate
    from relsim.experiments.exporting import transactions
    from relsim.experiments.launching import Package, freeze, open_package
    from relsim.experiments.marginal import MarginalCosts, marginal_costs
    from relsim.experiments.optimising import Optimum, optimise
    from relsim.experiments.running import Result, Variant, run
    from relsim.experiments.sensitivity import Sensitivity, sensitivity
    from relsim.report.citing import Citations, cite
    from relsim.report.story import Story, story
    from relsim.scenario.problems import ScenarioError
    from relsim.scenario.reading import load
    from relsim.scenario.schema import Scenario
    from relsim.vocabulary import Channel, Reason, Rung

__version__ = "0.1.0"
__all__ = [
    "Channel",
    "Citations",
    "Comparison",
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
    "Variant",
    "cite",
    "compare",
    "evaluate",
    "freeze",
    "load",
    "marginal_costs",
    "open_package",
    "optimise",
    "run",
    "sensitivity",
    "story",
    "transactions",
]

_HOMES = {
    "Channel": "vocabulary",
    "Citations": "report.citing",
    "Comparison": "experiments.comparing",
    "MarginalCosts": "experiments.marginal",
    "Market": "engine.market",
    "Optimum": "experiments.optimising",
    "Package": "experiments.launching",
    "Reason": "vocabulary",
    "Result": "experiments.running",
    "Rung": "vocabulary",
    "Scenario": "scenario.schema",
    "ScenarioError": "scenario.problems",
    "Sensitivity": "experiments.sensitivity",
    "Story": "report.story",
    "Strategy": "engine.strategy",
    "Variant": "experiments.running",
    "cite": "report.citing",
    "compare": "experiments.comparing",
    "freeze": "experiments.launching",
    "evaluate": "experiments.evaluating",
    "load": "scenario.reading",
    "marginal_costs": "experiments.marginal",
    "optimise": "experiments.optimising",
    "open_package": "experiments.launching",
    "run": "experiments.running",
    "sensitivity": "experiments.sensitivity",
    "story": "report.story",
    "transactions": "experiments.exporting",
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
