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
# # Whose customers do we win?
#
# What one firm wins, somebody else loses, or somebody who went without begins. Which it is depends on the category, not
# on the firm. Before you run it: of the cups that you sell more, which share did the rival sell before?

# %%
import relsim

market = relsim.load("whose-customers").scaled_to(1_000)
print(market.learn.question)

# %%
settled = relsim.compare(market, replications=4, seed=1)
settled

# %% [markdown]
# The table of diversion: where the purchases come from that a policy adds.

# %%
settled.diversion

# %% [markdown]
# ## And in a young category?

# %%
young = relsim.compare(market.under_condition("new-in-town"), replications=4, seed=1)
young.diversion

# %%
print(market.learn.explanation)
