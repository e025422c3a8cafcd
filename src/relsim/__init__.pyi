"""The public names, and where each is defined; `__init__.py` imports them when they are first asked for."""

from .engine.market import Market
from .engine.strategy import Strategy
from .errors import (
    ClusterError,
    InputError,
    Interrupted,
    RelsimError,
    ScenarioError,
    Stopped,
    StoreError,
    TaskFailed,
)
from .questions.audit.question import Audit, audit
from .questions.backtest.question import Backtest, backtest
from .questions.breakeven.question import Breakeven, breakeven
from .questions.cite.question import Citations, cite
from .questions.compare.question import Comparison, compare
from .questions.compare.run import Result, run
from .questions.discover.question import Discovery, discover
from .questions.explore.question import Exploration, explore
from .questions.export.log import EventLog, event_log
from .questions.export.transactions import transactions
from .questions.fit.question import Fit, fit
from .questions.incremental.question import Increments, incremental
from .questions.ladder.question import Ladders, ladder
from .questions.launch.package import Package, freeze, open_package
from .questions.marginal.question import MarginalCosts, marginal_costs
from .questions.optimise.question import Optimum, optimise
from .questions.sensitivity.question import Sensitivity, sensitivity
from .questions.story.question import Story, story
from .questions.stress.question import Stress, stress
from .runs.evaluate import evaluate
from .runs.interrupts import Stop
from .runs.observe import Observation, observe
from .runs.observers import Observer
from .runs.options import RunOptions
from .runs.reports import Customers, Purchases
from .runs.variant import Variant
from .scenario.load import load
from .scenario.scenario import Scenario
from .scenario.vary.experiment import load_experiment
from .vocabulary import Channel, Reason, Rung

__version__: str
__all__ = [
    "Audit",
    "Backtest",
    "Breakeven",
    "Channel",
    "Citations",
    "ClusterError",
    "Comparison",
    "Customers",
    "Discovery",
    "EventLog",
    "Exploration",
    "Fit",
    "Increments",
    "InputError",
    "Interrupted",
    "Ladders",
    "MarginalCosts",
    "Market",
    "Observation",
    "Observer",
    "Optimum",
    "Package",
    "Purchases",
    "Reason",
    "RelsimError",
    "Result",
    "RunOptions",
    "Rung",
    "Scenario",
    "ScenarioError",
    "Sensitivity",
    "Stop",
    "Stopped",
    "StoreError",
    "Story",
    "Strategy",
    "Stress",
    "TaskFailed",
    "Variant",
    "audit",
    "backtest",
    "breakeven",
    "cite",
    "compare",
    "discover",
    "evaluate",
    "event_log",
    "explore",
    "fit",
    "freeze",
    "incremental",
    "ladder",
    "load",
    "load_experiment",
    "marginal_costs",
    "observe",
    "open_package",
    "optimise",
    "run",
    "sensitivity",
    "story",
    "stress",
    "transactions",
]
