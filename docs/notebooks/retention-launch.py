# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Which retention policy should we launch?
#
# The policies meet the same customers with the same luck. Rank them before you run them.

# %%
import relsim

market = relsim.load("retention-launch").scaled_to(1_000)
print(market.learn.question)

# %%
my_ranking = ["loyalty-programme", "attentive-contact"]  # the best first; go on with your own
list(market.policies)

# %% [markdown]
# ## The comparison

# %%
comparison = relsim.compare(market, replications=10, seed=1)
comparison

# %% [markdown]
# 10 replications of 1,000 customers are few: look how wide the intervals are, and how often each policy was the best.

# %%
equity = comparison.differences.query("measure == 'customer_equity'").set_index("policy")
equity[["mean", "difference", "low", "high"]].round(-2).assign(best_in=comparison.chances)

# %% [markdown]
# ## Why

# %%
comparison.figures["money"]

# %%
comparison.figures["reasons"]

# %% [markdown]
# ## Take it to a meeting
#
# The folder has the page, a workbook with live sums, and every table.

# %%
page = comparison.report("results/retention-launch-notebook")
sorted(path.name for path in page.parent.iterdir())
