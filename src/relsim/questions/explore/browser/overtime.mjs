/** What happens over time under each policy: ladder, flows between rungs, reasons, money and recommendation. */
import { by, made } from "./elements.mjs";
import { areas, lines, linesAlong, moveLines } from "./pictures.mjs";
import { mean, share, sum } from "./sums.mjs";
import { NO_VALUE, SPACE, decimal } from "./wording.mjs";
import { decimalsOfAll } from "./words.mjs";

const REASON_COLOURS = ["#d5dae1", "#7a5c3e", "#b27b00", "#d55e00", "#a8507f", "#0072b2", "#3a97cf", "#3d4652"];
const FLOW_COLOURS = { came: "#009e73", climbed: "#2b97a5", slid: "#b27b00", left: "#d55e00" };
const MONEY_COLOURS = { revenue: "#0072b2", costs: "#d55e00", profit: "#009e73" };

/** The mean over replications of what `read` finds in the columns, period by period. */
export function averaged(rows, read) {
  const found = rows.map(({ columns }) => read(columns));
  return found[0].map((_, t) => mean(found.map((values) => values[t])));
}

/** The means over replications of arrays by name. */
function averagedAll(rows, readers) {
  return Object.fromEntries(Object.entries(readers).map(([name, read]) => [name, averaged(rows, read)]));
}

const moves = (flows, customer, holds) => sum(customer.flatMap((a) => customer.filter((b) => holds(a, b)).map((b) => flows[a][b])));

/** What a policy's pictures are drawn from. */
function drawnFrom(rows, form) {
  const { customer, reasons } = form;
  return {
    layers: customer.map((rung) => averaged(rows, ({ standing }) => standing.map((of) => of[rung]))),
    flows: averagedAll(rows, {
      came: ({ acquired }) => acquired,
      climbed: ({ flows }) => flows.map((of) => moves(of, customer, (a, b) => b > a)),
      slid: ({ flows }) => flows.map((of) => moves(of, customer, (a, b) => b < a)),
      left: ({ lost }) => lost,
    }),
    reasons: reasons.map((_, i) => averaged(rows, ({ lost_to: lost }) => lost.map((of) => of[i]))).slice(1),
    money: averagedAll(rows, { revenue: (columns) => columns.revenue, costs: (columns) => columns.costs, profit: (columns) => columns.profit }),
    nps: averaged(rows, ({ nps }) => nps),
    kept: keptByTenure(rows, form),
  };
}

/** Shares kept for another year, by year as a customer, all replications pooled as in the report's "Who stays". */
export function keptByTenure(rows, { tenures, perYear }) {
  return Array.from({ length: tenures }, (_, year) => {
    const pooled = (name) => sum(rows.map(({ columns }) => sum(columns[name].map((of) => of[year]))));
    return (1 - share(pooled("lost_by_tenure"), pooled("exposed_by_tenure"))) ** perYear;
  });
}

const highest = (arrays) => Math.max(1e-9, ...arrays.flat().filter(Number.isFinite));
const lowest = (arrays) => Math.min(0, ...arrays.flat().filter(Number.isFinite));
const stacked = (layers) => layers[0].map((_, t) => sum(layers.map((layer) => layer[t])));

export class OverTime {
  constructor(told) {
    this.told = told;
    this.captions = [];
  }

  /** Draw everything anew; `rowsOf(policy)` are the runs of a policy. */
  draw(rowsOf) {
    this.captions = [];
    const { form, policies, colours, currency, period } = this.told;
    const [people, moved] = [{ unit: "customers", period }, { unit: `customers in one ${period}`, period }];
    const spent = { unit: `${currency} in one ${period}`, period };
    const all = policies.map(({ name, title, colour }) => ({ title, colour, ...drawnFrom(rowsOf(name), form) }));
    const tops = highest(all.map(({ layers }) => stacked(layers)));
    const lost = highest(all.map(({ reasons }) => stacked(reasons)));
    const flowing = highest(all.flatMap(({ flows }) => Object.values(flows)));
    const paid = all.flatMap(({ money }) => Object.values(money));
    const rungs = form.customer.map((rung) => form.rungs[rung]);
    const reasons = form.reasons.slice(1);
    this.put("ladders", all, ({ layers }) => [areas(layers, colours, tops, "Customers on each rung", people), named(rungs, colours, layers)]);
    this.put("flows", all, ({ flows }) => [
      lines(Object.values(flows), Object.values(FLOW_COLOURS), [0, flowing], "Customers who came, climbed, slid and left", moved), keyed(flows, FLOW_COLOURS),
    ]);
    this.put("reasons", all, ({ reasons: of }) => [areas(of, REASON_COLOURS.slice(1), lost, "Why customers left", moved), named(reasons, REASON_COLOURS.slice(1), of)]);
    this.put("money", all, ({ money }) => [
      lines(Object.values(money), Object.values(MONEY_COLOURS), [lowest(paid), highest(paid)], `Revenue, costs and profit, ${currency}`, spent), keyed(money, MONEY_COLOURS),
    ]);
    this.recommendation(all);
    this.tenure(all);
  }

  /** A figure for each policy: a picture, and what it says of the period that is shown. */
  put(place, all, draw) {
    const figures = all.map((one) => [one.title, ...draw(one)]);
    const places = decimalsOfMarks(figures.flatMap(([, , marks]) => marks));
    by(place).replaceChildren(...figures.map(([title, picture, marks]) => {
      picture.setAttribute("aria-label", `${picture.getAttribute("aria-label")}: ${title}`);
      return this.figure(title, picture, marks, places);
    }));
  }

  figure(title, picture, marks, places) {
    const caption = made("figcaption");
    this.captions.push({ caption, marks, places });
    return made("figure", {}, made("h4", {}, title), picture, caption);
  }

  recommendation(all) {
    const marks = all.map(({ title, colour, nps }) => ({ name: title, colour, values: nps }));
    const values = all.map(({ nps }) => nps);
    const span = [Math.min(-10, lowest(values)), Math.max(10, highest(values))];
    const picture = lines(values, all.map(({ colour }) => colour), span, "Net promoter score under each policy", { unit: "points", period: this.told.period });
    by("nps").replaceChildren(this.figure("Net promoter score", picture, marks, decimalsOfMarks(marks)));
  }

  /** How many are kept for another year, by how long they have been customers. */
  tenure(all) {
    const values = all.map(({ kept }) => kept.map((one) => 100 * one));
    const known = values.flat().filter(Number.isFinite);
    const most = Math.max(10, ...known);
    const span = [Math.min(most - 10, ...known), most];
    const years = values[0].map((_, i) => (i + 1 < values[0].length ? `${i + 1}` : `${i + 1}+`));
    const picture = linesAlong(years, values, all.map(({ colour }) => colour), span, { unit: "% kept for another year", along: "year" });
    const rows = all.map(({ title, colour }, i) => ({ title, colour, values: values[i].map((one) => (Number.isFinite(one) ? `${decimal(one, 1)}${SPACE}%` : NO_VALUE)) }));
    const said = rows.map(({ title, colour, values: of }) => made("span", { class: "mark-of" }, made("i", { style: `background:${colour}` }), `${title}: ${of.map((one, i) => `${one} in year ${years[i]}`).join(", ")}`));
    by("tenure").replaceChildren(made("figure", {}, made("h4", {}, "By year as a customer"), picture, made("figcaption", {}, ...said)));
  }

  /** Move all pictures to a period. */
  show(period) {
    moveLines(by("over-time-pictures"), period, this.told.form.periods);
    for (const { caption, marks, places } of this.captions) {
      const said = marks.map(({ name, colour, values }) => (
        made("span", { class: "mark-of" }, made("i", { style: `background:${colour}` }), `${name} ${decimal(values[period], places)}`)
      ));
      caption.replaceChildren(made("span", { class: "mark-of" }, `${this.told.period} ${period + 1}:`), ...said);
    }
  }
}

/** How many decimals all numbers below figures of one kind have, in whichever period. */
const decimalsOfMarks = (marks) => decimalsOfAll(marks.flatMap(({ values }) => values));

function named(names, colours, layers) {
  return names.map((name, i) => ({ name, colour: colours[i], values: layers[i] })).filter(({ values }) => values.some((value) => value !== 0));
}

function keyed(values, colours) {
  return Object.entries(values).map(([name, of]) => ({ name, colour: colours[name], values: of }));
}
