/** How the page says amounts, and what differs from the file. */
import { SPACE, decimal, measureText } from "./wording.mjs";

/** How many decimals numbers have that stand together: none where all are whole or one is large. */
export function decimalsOfAll(values) {
  const known = values.filter(Number.isFinite).map(Math.abs);
  const largest = Math.max(0, ...known);
  return known.every(Number.isInteger) || largest >= 100 ? 0 : largest >= 10 ? 1 : 2;
}

/** Numbers of one row, all with as many decimals. */
export function numbersOfRow(values) {
  const places = decimalsOfAll(values);
  return values.map((value) => decimal(value, places));
}

/** An amount as its measure is counted: money, a share, or a number; a difference has its sign. */
export function amountInWords(value, { kind, isDifference, counted, currency }) {
  if (isDifference && counted === "share") return `${value > 0 ? "+" : ""}${decimal(100 * value, 1)}${SPACE}%`;
  return measureText(value, kind, currency, isDifference);
}

export const capitalised = (text) => text[0].toUpperCase() + text.slice(1);

/** A file of the market as it is set now: it extends that of the page, or says all where there is none. */
export function asYaml(changed, file) {
  const tree = mappingsInOrder(file.changes);
  const entered = changed.flatMap(({ entries }) => entries);
  const prices = new Map(Object.entries(file.prices));
  for (const entry of entered) {
    if (isListPrice(entry)) prices.set(entry.steps.join("."), entry.value);
    else enter(tree, entry);
  }
  if (prices.size) addPrices(tree, prices, file);
  const own = file.own.map((name) => `# The page has a mechanism of its own, ${name}, which no file can hold.`);
  const beside = file.ships ? [] : [`# Keep this beside ${file.extends.replace(BREAKS_A_LINE, " ")}.`];
  const head = file.extends === null ? [] : [...beside, `extends: ${inYaml(file.extends)}`];
  return [...own, ...head, ...branches(tree, ""), ""].join("\n");
}

/** Plain data with its mappings, which are told as pairs: an object would put the name "10" first, and lose "__proto__". */
function mappingsInOrder(told) {
  if (Array.isArray(told)) return told.map(mappingsInOrder);
  if (Object(told) !== told) return told;
  return new Map(told.mapping.map(([key, value]) => [key, mappingsInOrder(value)]));
}

const isListPrice = ({ steps }) => steps.length === 3 && steps[0] === "firms" && steps[2] === "price";

/** Put new list prices into every timeline there is; last where an event is named by its place, which it keeps. */
function addPrices(tree, prices, { timeline, timelines = [], isCounted = false }) {
  const event = priceEvent(prices);
  for (const { steps, list } of [{ steps: ["timeline"], list: timeline }, ...timelines]) {
    const events = steps.reduce((part, step) => part?.get(step), tree) ?? mappingsInOrder(list);
    enter(tree, { steps, value: { mapping: [] } });
    steps.slice(0, -1).reduce((part, step) => part.get(step), tree).set(steps.at(-1), isCounted ? [...events, event] : [event, ...events]);
  }
}

/** New list prices from the start on; the price of the file stays the one that customers remember. */
function priceEvent(prices) {
  return new Map([["title", "Prices as on the page"], ["at", 0], ["set", prices]]);
}

/** Set a value in a tree; a list on the way stands there as a whole. */
function enter(tree, { steps, value, list }) {
  const isPlace = (step) => typeof step === "number";
  let part = tree;
  steps.slice(0, -1).forEach((step, i) => {
    const holdsList = isPlace(steps[i + 1]);
    const next = isPlace(step) ? part[step] : part.get(step);
    if (holdsList ? !Array.isArray(next) : !(next instanceof Map)) put(part, step, holdsList ? mappingsInOrder(list) : new Map());
    part = isPlace(step) ? part[step] : part.get(step);
  });
  put(part, steps.at(-1), mappingsInOrder(value));
}

function put(part, step, value) {
  if (Array.isArray(part)) part[step] = value;
  else part.set(step, value);
}

const PLAIN_KEY = /^[a-z][\w-]*$/i;
const WORDS_OF_YAML = /^(y|n|yes|no|on|off|true|false|null)$/i;
const BREAKS_A_LINE = /[\0-\x1f\x7f-\x9f\u2028\u2029]/g;
const NOT_IN_YAML = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** A value as JSON, which YAML reads, without the characters that only JSON takes as they are. */
export function inYaml(value) {
  if (Array.isArray(value)) return `[${value.map(inYaml).join(",")}]`;
  if (value instanceof Map) return `{${[...value].map((pair) => pair.map(inYaml).join(":")).join(",")}}`;
  return JSON.stringify(value).replace(NOT_IN_YAML, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Mappings line by line. */
function branches(tree, indent) {
  return [...tree].flatMap(([key, value]) => {
    const name = PLAIN_KEY.test(key) && !WORDS_OF_YAML.test(key) ? key : inYaml(key);
    const isTree = value instanceof Map && value.size > 0;
    return isTree ? [`${indent}${name}:`, ...branches(value, `${indent}  `)] : [`${indent}${name}: ${inYaml(value)}`];
  });
}
