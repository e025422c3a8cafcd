"""relsim: agent-based simulation of customer relationships in competing markets.

import relsim

scenario = relsim.load("leaky-bucket")
result = relsim.run(scenario, seed=1)
comparison = relsim.compare(scenario, replications=200)
market = relsim.Market(scenario, seed=1)
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
