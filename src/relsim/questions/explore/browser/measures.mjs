/** Measures of one run for one firm, worked out of its records as `relsim.measures` does. */
import { share, sum } from "./sums.mjs";

const recent = (values, year) => sum(values.slice(-year));

const columnName = (words) => words.replaceAll(" ", "_");

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
    exposed_by_tenure: over((t) => Array.from({ length: form.tenures }, (_, i) => at(t, places.exposed + i))),
    lost_by_tenure: over((t) => Array.from({ length: form.tenures }, (_, i) => at(t, places.lost_by_tenure + i))),
  };
  form.channels.forEach((name, i) => { columns[`acquired_by_${columnName(name)}`] = columns.acquired_by.map((of) => of[i]); });
  form.reasons.forEach((name, i) => { columns[`lost_to_${columnName(name)}`] = columns.lost_to.map((of) => of[i]); });
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

/** Mean growth a year from the first year to the last; NaN within one year. */
function yearlyGrowth(values, year) {
  const years = values.length / year - 1;
  return years < 1 ? NaN : share(recent(values, year), sum(values.slice(0, year))) ** (1 / years) - 1;
}

/** The share of those who were customers a year ago who have been since, over all years within the run. */
function cohortRetention(columns, { perYear, periods }) {
  const year = roundEven(perYear);
  const stayed = columns.exposed_by_tenure.map((of, t) => sum(of.slice(1)) - sum(columns.lost_by_tenure[t].slice(1)));
  const begun = columns.customers_at_start.slice(0, Math.max(0, periods - year + 1));
  return share(sum(stayed.slice(year - 1)), sum(begun));
}

/** The nearest whole number, half to even as Python has it. */
const roundEven = (value) => (value % 1 === 0.5 ? 2 * Math.round(value / 2) : Math.round(value));

/** What all of one firm's customers brought, and what winning, keeping and winning back one of them cost. */
function moneyMeasures(columns, form) {
  const { year, perYear } = form;
  const total = (name) => sum(columns[name]);
  const { each, all } = equity(columns, "contribution", form);
  const toRetain = perYear * share(sum(columns.retention_cost) + sum(columns.recovery), total("customers_at_start"));
  return {
    customer_equity: all,
    equity_after_overhead: equity(columns, "profit", form).all,
    revenue_growth: yearlyGrowth(columns.revenue, year),
    profit: total("profit"),
    revenue: total("revenue"),
    cost_to_acquire: share(total("acquisition"), total("acquired") - total("acquired_by_win_back")),
    cost_to_retain: toRetain,
    cost_per_retained: share(toRetain, cohortRetention(columns, form)),
    cost_to_win_back: share(total("win_back"), total("acquired_by_win_back")),
    lifetime_value: each,
  };
}

/** The measures of one firm; `bought` and `paid` are what all firms sold in the last year. */
export function measuresOf(columns, form, bought, paid) {
  const { year, perYear } = form;
  const total = (name) => sum(columns[name]);
  const last = (name) => columns[name].at(-1);
  const lately = (name) => recent(columns[name], year);
  const answers = lately("promoters") + lately("passives") + lately("detractors");
  const recommended = total("acquired_by_word_of_mouth") + total("acquired_by_referral");
  return {
    ...moneyMeasures(columns, form),
    yearly_retention: (1 - share(total("lost"), total("customers_at_start"))) ** perYear,
    cohort_retention: cohortRetention(columns, form),
    advocates_share: share(last("advocates"), last("customers")),
    customers: last("customers"),
    acquired: total("acquired"),
    new_customers: total("acquired") - total("returned"),
    returning_customers: total("returned"),
    lost: total("lost"),
    order_cycle: share(form.months * total("customers_at_start"), total("purchases") - total("acquired")),
    market_share: share(lately("purchases"), bought),
    market_share_by_value: share(lately("revenue"), paid),
    share_of_wallet: share(lately("purchases"), lately("category_purchases")),
    nps: 100 * share(lately("promoters") - lately("detractors"), answers),
    recommenders_share: share(last("recommenders"), last("customers")),
    recommended_share: share(recommended, total("acquired")),
    referral_r: share(recommended, total("lost")),
    silent_share: share(total("silent_leavers"), total("dissatisfied_leavers")),
    silent_failures: 1 - share(total("complaints"), total("failures")),
    praise_to_blame: share(total("positive_speakers"), total("negative_speakers")),
    inflow_per_outflow: share(total("acquired"), total("lost")),
  };
}

export function measuresOfRun(records, form) {
  const columns = Array.from({ length: form.firms }, (_, firm) => columnsOf(records, firm, form));
  const sold = (name) => sum(columns.map((each) => recent(each[name], form.year)));
  const [bought, paid] = [sold("purchases"), sold("revenue")];
  const found = columns.map((each) => ({ columns: each, measures: measuresOf(each, form, bought, paid) }));
  const equities = found.map(({ measures }) => measures.customer_equity);
  found.forEach(({ measures }, firm) => { measures.equity_lead = measures.customer_equity - strongestRival(equities, firm); });
  return found;
}

/** The highest customer equity among the other firms; NaN where there are none. */
function strongestRival(equities, firm) {
  const rivals = equities.filter((_, other) => other !== firm);
  return rivals.length && !rivals.some(Number.isNaN) ? Math.max(...rivals) : NaN;
}
