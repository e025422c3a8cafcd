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
# # Bring your own data
#
# From a log of purchases to a policy: look at the log, begin a market, fit it, compare. The log is a small one that
# relsim brings along; put the path of your own in its place.

# %%
from pathlib import Path

import pandas as pd

import relsim

LOG = Path("scenarios/data/retail.csv")

# %% [markdown]
# ## What the log holds
#
# Rows that cannot be used are set aside with their line and the reason.

# %%
audit = relsim.audit(LOG)
log = audit.tables[0]
pd.DataFrame(log.set_aside).head()

# %%
log.table.head()

# %% [markdown]
# ## A market with ranges
#
# A few answers make a market. What you do not know gets a range. (In a terminal `relsim begin` asks.)

# %%
Path("answers.yaml").write_text("name: Corner shop\ncontract: no\nprice: 12\nmargin: 35%\n", encoding="utf-8")
# !relsim begin --answers answers.yaml --template supermarket --out market.yaml

# %% [markdown]
# ## What the log tells about it
#
# 64 draws are the fewest there may be, and far too few: they are here to be quick. Leave `draws` out for as many as
# relsim takes by itself.

# %%
market = relsim.load("market.yaml").scaled_to(400)
fitted = relsim.fit(market, LOG, draws=64, seed=1)
pd.DataFrame(fitted.figures["values"])[["value", "prior", "estimate", "interval", "told"]]

# %% [markdown]
# *Not told* is an answer, too: no log of purchases says what it does not hold, and a policy that rests on such a value
# rests on an assumption.
#
# ## Which policy, then?

# %%
relsim.compare(fitted.scenario, replications=4, seed=1)
