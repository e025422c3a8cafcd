"""Small results to write reports of; the scenario's words try to break the page."""

import pytest

from relsim.questions.compare.question import Comparison, compare
from relsim.questions.compare.run import Result, run
from relsim.scenario.load import load
from relsim.scenario.scenario import Scenario

SCENARIO = """
title: Which <script>alert(1)</script> & policy?
currency: CHF
periods: 24
customers: 300
product_type: services
segments: [{name: everybody, share: 100%}]
firms:
  "har$bour$":
    strategy: {value: 0.3, source: keaveney}
    price: {value: 30, source: guess, folklore: true, range: [20, 40]}
    start: {share: 40%}
  summit: {strategy: 0.3, price: 30, start: {share: 30%}}
policies:
  keep: {title: "As <it> is"}
  "$\\\\frac{a$ <i>attentive</i>":
    note: Call & write.
    set: {"firms.har$bour$.contact.frequency": 6 per year}
  "\U0001f600 win back":
    set: {"firms.har$bour$.win_back.frequency": 8% per month}
learn:
  question: What <b>if</b>?
  look_at: [The bucket]
  explanation: Because <i>attention</i> matters.
  exercises: [Try again]
sources: {keaveney: "Keaveney <1995>"}
report: {logo: logo.svg}
"""


@pytest.fixture(scope="session")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder = tmp_path_factory.mktemp("scenario")
    (folder / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    path = folder / "hostile.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return load(path)


@pytest.fixture(scope="session")
def comparison(scenario: Scenario) -> Comparison:
    return compare(scenario, replications=4)


@pytest.fixture(scope="session")
def one_replication(scenario: Scenario) -> Comparison:
    return compare(scenario, replications=1)


@pytest.fixture(scope="session")
def result(scenario: Scenario) -> Result:
    return run(scenario, replications=2)
