"""Relations that must hold in every market: what must not matter does not, to the last bit.

Each relation is a test over shipped scenarios, made small: a few by default, some among the slow tests, all
among the exhaustive ones. New scenarios come under them by being shipped, new levers by being declared.

Relations that are claimed elsewhere are not repeated here:

- other currencies: `scenarios/test_money_in_any_currency.py`;
- conservation of rungs, flows, books and answers: `engine/test_conservation.py`;
- drivers, threads and steps: `engine/test_bit_identity.py`; luck drawn together:
  `engine/test_luck_together.py`;
- identical policies, more replications, one more customer: `market/test_paired_luck.py`;
- firms that enter and leave: `engine/test_entry.py`; strategies that do nothing:
  `engine/test_adapting_firms.py`;
- tables against records: `measures/test_tables.py`, `experiments/test_exporting.py`, `report/test_story.py`;
- results stored and opened again: `experiments/test_storing_results.py`;
- parts of a difference: `experiments/test_why.py`; directions of theory: `sensitivity/test_directions.py`;
- break-even, marginal costs, stress, search, until: `experiments/`; the units of money per time:
  `scenario/test_money_per_time.py`.
"""
