/** The tables of the page, as the command line tells them. */
import { by, made } from "./elements.mjs";
import { mean, sum } from "./sums.mjs";
import { differenceText, measureText } from "./wording.mjs";
import { numbersOfRow } from "./words.mjs";

function table(caption, heads, rows) {
  const head = made("tr", {}, ...heads.map((text) => (text ? made("th", { scope: "col" }, text) : made("td"))));
  const body = rows.map(([name, ...cells]) => (
    made("tr", {}, made("th", { scope: "row" }, name), ...cells.map((text) => made("td", {}, text)))
  ));
  const whole = made("table", {}, made("caption", {}, made("span", {}, caption)), made("thead", {}, head), made("tbody", {}, ...body));
  return made("div", { class: "scroll numbers", tabindex: "0", role: "region", "aria-label": caption }, whole);
}

/** The level of a measure under a policy, and in brackets its difference from the first policy. */
function told(explorer, { name, kind }, policy, baseline) {
  const level = measureText(explorer.level(policy, name), kind);
  return policy === baseline ? level : `${level} (${differenceText(explorer.verdict(name).policies[policy], kind)})`;
}

export function showTables(explorer) {
  const { policies, measures, form, currency } = explorer.told;
  const average = (policy, read) => mean(explorer.rowsOf(policy).map(({ columns }) => read(columns)));
  const heads = ["", ...policies.map(({ title }) => title)];
  const over = (words, read) => [words, ...numbersOfRow(policies.map(({ name }) => average(name, read)))];
  const row = (measure) => [measure.words, ...policies.map(({ name }) => told(explorer, measure, name, policies[0].name))];
  const main = measures.filter(({ isMain }) => isMain);
  const others = measures.filter(({ isMain }) => !isMain);
  const inBrackets = "and in brackets the difference from the first policy";
  const bucket = [
    over("customers at the end", (columns) => columns.customers.at(-1)),
    over("won", (columns) => sum(columns.acquired)),
    over("lost", (columns) => sum(columns.lost)),
  ];
  const why = form.reasons.map((reason, i) => over(reason, (columns) => sum(columns.lost_to.map((of) => of[i])))).slice(1);
  const money = form.lines.map(({ words }, i) => over(words, (columns) => columns.lines[i]))
    .filter(([, ...cells]) => cells.some((text) => text !== "0"));
  money.push(over("profit", (columns) => sum(columns.profit)));
  by("tables").replaceChildren(
    table(`Measures, ${inBrackets}`, heads, main.map(row)),
    folded("Every other measure", table(`Every other measure, ${inBrackets}`, heads, others.map(row))),
    ...firmsTable(explorer, main),
    table("The bucket: customers in and out", heads, bucket),
    table("Why customers left", heads, why),
    table(`Money of the whole run, ${currency}`, heads, money),
    ...policies.map(({ name, title }) => flowsTable(title, form, (read) => average(name, read))),
  );
}

/** A part that is shown when it is asked for; one that was open stays so. */
function folded(title, content) {
  const id = title.toLowerCase().replaceAll(" ", "-");
  return made("details", { id, ...(by(id)?.open ? { open: "" } : {}) }, made("summary", {}, title), content);
}

/** The measures of every firm under the first policy; nothing where there is only one firm. */
function firmsTable(explorer, measures) {
  const { firms, policies: [first] } = explorer.told;
  if (firms.length < 2) return [];
  const level = (firm, name) => mean(explorer.rows.filter((row) => row.firm === firm && row.policy === first.name).map((row) => row[name]).filter(Number.isFinite));
  const rows = measures.map(({ name, words, kind }) => [words, ...firms.map((firm) => measureText(level(firm, name), kind))]);
  return [table(`The firms side by side: ${first.title}`, ["", ...firms], rows)];
}

/** From which rung to which people went in the whole run. */
function flowsTable(title, { rungs }, average) {
  const rows = rungs.map((before, a) => {
    const moved = numbersOfRow(rungs.map((_, b) => (a === b ? NaN : average(({ flows }) => sum(flows.map((of) => of[a][b]))))));
    return [before, ...moved];
  });
  return table(`From rung (rows) to rung (columns): ${title}`, ["", ...rungs], rows);
}
