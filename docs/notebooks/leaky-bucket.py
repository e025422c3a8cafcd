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
# # The leaky bucket
#
# Sieve and Cask sell the same service at the same price to about the same number of people. One of them is in
# trouble. Before you go on, write down which figure would tell you.

# %%
import relsim

market = relsim.load("leaky-bucket").scaled_to(1_000)
print(market.learn.question)

# %% [markdown]
# ## The market as it is
#
# A result shows its verdict and one figure. The others are in `result.figures`, by name.

# %%
result = relsim.run(market, seed=1)
result

# %%
result.figures["bucket"]

# %% [markdown]
# Market shares are alike. What flows into either bucket, and what leaks out, is not.

# %%
measures = ["market_share", "acquired", "lost", "yearly_retention", "cost_to_acquire", "customer_equity"]
result.outcomes.set_index("firm")[measures].round(2).T

# %% [markdown]
# ## What if it stopped pouring?
#
# `changed` gives the same market with other values; the luck stays the same.

# %%
dry = relsim.run(market.changed({"firms.sieve.advertising.spend": "0 per month"}), seed=1)
both = {"as it is": result, "no advertising": dry}
{
    name: one.outcomes.set_index("firm").loc["sieve", ["customers", "profit"]].round().to_dict()
    for name, one in both.items()
}

# %% [markdown]
# ## Look inside
#
# The market is a Mesa model, and every customer can be asked.

# %%
lived = relsim.Market(market, seed=1).run()
lived

# %% [markdown]
# ## Why
#
# The numbers in this text are of the market as its file has it. The results above are of 1,000 customers and of
# one replication, so their own numbers differ.

# %%
print(market.learn.explanation)
