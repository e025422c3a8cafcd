/** What the page's own runs say to a prediction, as `relsim lesson` finds it in results. */
import { paired } from "./statistics.mjs";
import { mean, sum } from "./sums.mjs";
import { amountInWords } from "./words.mjs";

/** The answer and a sentence on it; null where the page cannot work it out. `unchanged` are rows of the file's market;
 * with the `terms` of intervals, also which choice the best is not clearly ahead of. */
export function whatRunsSay(finding, rows, unchanged = rows, terms = null) {
  const known = finding.best ? bestOf(finding, rows, terms) : amountOf(finding, rows, unchanged);
  return known && (finding.best || Number.isFinite(known.value)) ? known : null;
}

function bestOf(finding, rows, terms) {
  const values = finding.choices.map(({ name, words }) => {
    const [firm, policy] = finding.best === "policy" ? [finding.firm, name] : [name, finding.policy];
    const each = amountsOf(finding, rows, firm, policy);
    return { name, words, each, value: levelOf(each) };
  });
  if (!values.every(({ value }) => Number.isFinite(value))) return null;
  values.sort((one, other) => (finding.lowest ? one.value - other.value : other.value - one.value));
  const told = values.map(({ words, value }) => `${words} ${amountInWords(value, finding)}`);
  const [first, second] = values;
  const doubted = terms && second && !differ(first.each, second.each, terms) ? { first: first.words, second: second.words } : null;
  return { answer: first.name, words: `${finding.subject}: ${told.join("; ")}`, doubted };
}

/** Whether two choices differ by more than chance, as far as these runs tell. */
function differ(one, other, terms) {
  const { low, high } = paired(one, other, terms);
  return low > 0 || high < 0;
}

function amountOf(finding, rows, unchanged) {
  const found = amountIn(finding, rows);
  const value = finding.unchanged ? lessOther(finding.counted, found, amountIn(finding, unchanged)) : found;
  const choice = finding.limits.find(({ limit }) => limit === null || value <= limit);
  return { answer: choice ? choice.name : value, value, words: `${finding.subject}: ${amountInWords(value, finding)}` };
}

/** The number that is asked for, before anything of the unchanged market is taken off. */
function amountIn({ over, unchanged, counted, ...finding }, rows) {
  const level = levelOf(amountsOf(finding, rows, finding.firm, finding.policy));
  if (!over) return level;
  return lessOther(unchanged ? "amount" : counted, level, levelOf(amountsOf(finding, rows, over.firm, over.policy)));
}

function lessOther(counted, value, other) {
  return counted === "amount" ? value - other : (value - other) / Math.abs(other);
}

/** A measure in each replication, or the sum over a column; NaN where the page has none. */
function amountsOf({ measure, isMeasure }, rows, firm, policy) {
  const own = rows.filter((row) => row.firm === firm && row.policy === policy);
  return own.map((row) => (isMeasure ? row[measure] : sum(row.columns[measure] ?? [NaN])));
}

/** The mean over the replications in which it could be measured; NaN where it could be in none. */
function levelOf(amounts) {
  const values = amounts.filter(Number.isFinite);
  return values.length ? mean(values) : NaN;
}

/** Whether an answer is what the runs say; a number may be off by the tolerance. */
export function isRight({ tolerance }, answer, told) {
  if (typeof answer === "string" || typeof told.answer === "string") return answer === told.answer;
  return Math.abs(answer - told.answer) <= tolerance * Math.abs(told.answer);
}

/** A number that somebody wrote, such as 1200 or 12%; NaN for other words. */
export function numberIn(text) {
  const [, digits, percent] = /^([+-]?[\d.,]+(?:e[+-]?\d+)?)\s*(%?)$/i.exec(text.trim()) ?? [];
  return digits === undefined ? NaN : Number(digits.replaceAll(",", "")) / (percent ? 100 : 1);
}
