/** Measures of one run for one firm, worked out of its records as `relsim.measures` does. */
import { share, sum } from "./sums.mjs";

const recent = (values, year) => sum(values.slice(-year));

/** What was counted and booked for one firm, period by period; money in units of the currency. */
export function columnsOf(records, firm, form) {
  const { places, lines, rungs, firms, periods, width, unit } = form;
  const at = (period, place) => Number(records[(period * firms + firm) * width + place]);
  const block = (period, start, length) => sum(Array.from({ length }, (_, i) => at(period, start + i)));
  const over = (read) => Array.from({ length: periods }, (_, period) => read(period));
  const standing = (period, rung) => sum(rungs.map((_, from) => at(period, places.flows + from * rungs.length + rung)));
  const from = (period, before, after) => at(period, places.flows + before * rungs.length + after);
  const { lapsed, customer } = form;
  const columns = {
    standing: over((t) => rungs.map((_, rung) => standing(t, rung))),
    flows: over((t) => rungs.map((_, before) => rungs.map((__, after) => from(t, before, after)))),
    acquired_by: over((t) => form.channels.map((_, i) => at(t, places.acquired + i))),
    lost_to: over((t) => form.reasons.map((_, i) => at(t, places.lost + i))),
    customers: over((t) => sum(customer.map((rung) => standing(t, rung)))),
    lapsed: over((t) => standing(t, lapsed)),
    advocates: over((t) => sum(customer.slice(-2).map((rung) => standing(t, rung)))),
    customers_at_start: over((t) => block(t, places.exposed, form.tenures)),
    acquired: over((t) => block(t, places.acquired, form.channels.length)),
    lost: over((t) => block(t, places.lost, form.reasons.length)),
    lapsed_at_start: over((t) => sum(rungs.map((_, rung) => from(t, lapsed, rung)))),
    returned: over((t) => sum(customer.map((rung) => from(t, lapsed, rung)))),
  };
  for (const name of form.counts) columns[name] = over((t) => at(t, places[name]));
  const booked = (group) => over((t) => sum(lines.filter((line) => line.group === group).map(({ place }) => at(t, place))));
  const groups = form.groups.map((_, group) => booked(group));
  form.groups.forEach((name, group) => { columns[name] = groups[group].map((amount) => amount / unit); });
  const left = over((t) => groups[0][t] - sum(groups.slice(1).map((group) => group[t])));
  columns.profit = left.map((amount) => amount / unit);
  columns.contribution = left.map((amount, t) => (amount + groups[form.groups.indexOf("fixed")][t]) / unit);
  columns.costs = over((t) => sum(groups.slice(1).map((group) => group[t])) / unit);
  columns.nps = over((t) => 100 * share(at(t, places.promoters) - at(t, places.detractors), at(t, places.promoters) + at(t, places.passives) + at(t, places.detractors)));
  columns.lines = lines.map(({ place }) => sum(over((t) => at(t, place))) / unit);
  return columns;
}

/** The value of one who has just paid, without end where nobody leaves and nothing is discounted. */
function lifetime(margin, kept, rate) {
  return 1 + rate - kept > 0 ? (margin * kept) / (1 + rate - kept) : NaN;
}

function equity(columns, amounts, form) {
  const { rate, year } = form;
  const last = (name) => columns[name].at(-1);
  const brought = columns[amounts];
  const margin = share(recent(brought.map((one, t) => one + columns.acquisition[t]), year), recent(columns.customers, year));
  const kept = 1 - share(recent(columns.lost, year), recent(columns.customers_at_start, year));
  let each = lifetime(margin, kept, rate);
  let back = 0;
  if (form.withReturns) {
    const chance = share(recent(columns.returned, year), recent(columns.lapsed_at_start, year)) || 0;
    const worth = chance > 0 ? chance / (chance + rate) : 0;
    each = lifetime(margin, kept + (1 - kept) * worth, rate);
    back = worth * (margin + each);
  }
  const residual = (people, value) => (people === 0 || Number.isNaN(kept) ? 0 : people * value);
  const discounted = sum(brought.map((one, t) => one * (1 + rate) ** -(t + 1)));
  const rest = residual(last("customers"), each) + residual(last("lapsed"), back);
  return { each, all: discounted + rest * (1 + rate) ** -form.periods };
}

/** The measures of one firm; `bought` is what all firms sold in the last year. */
export function measuresOf(columns, form, bought) {
  const { year, perYear } = form;
  const total = (name) => sum(columns[name]);
  const { each, all } = equity(columns, "contribution", form);
  const answers = recent(columns.promoters, year) + recent(columns.passives, year) + recent(columns.detractors, year);
  const margin = recent(columns.promoters, year) - recent(columns.detractors, year);
  const channel = (name) => sum(columns.acquired_by.map((of) => of[form.channels.indexOf(name)]));
  return {
    customer_equity: all,
    equity_after_overhead: equity(columns, "profit", form).all,
    profit: total("profit"),
    revenue: total("revenue"),
    yearly_retention: (1 - share(total("lost"), total("customers_at_start"))) ** perYear,
    advocates_share: share(columns.advocates.at(-1), columns.customers.at(-1)),
    customers: columns.customers.at(-1),
    acquired: total("acquired"),
    new_customers: total("acquired") - total("returned"),
    returning_customers: total("returned"),
    lost: total("lost"),
    market_share: share(recent(columns.purchases, year), bought),
    nps: 100 * share(margin, answers),
    recommended_share: share(channel("word of mouth") + channel("referral"), total("acquired")),
    cost_to_acquire: share(total("acquisition"), total("acquired") - channel("win back")),
    cost_to_retain: perYear * share(sum(columns.retention_cost) + sum(columns.recovery), total("customers_at_start")),
    lifetime_value: each,
  };
}

export function measuresOfRun(records, form) {
  const columns = Array.from({ length: form.firms }, (_, firm) => columnsOf(records, firm, form));
  const bought = sum(columns.map((each) => recent(each.purchases, form.year)));
  return columns.map((each) => ({ columns: each, measures: measuresOf(each, form, bought) }));
}
