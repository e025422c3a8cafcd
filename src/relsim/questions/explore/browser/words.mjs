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
  const tree = structuredClone(file.changes);
  const entered = changed.flatMap(({ entries }) => entries);
  const prices = { ...file.prices };
  for (const entry of entered) {
    if (isListPrice(entry)) prices[entry.steps.join(".")] = entry.value;
    else enter(tree, entry);
  }
  if (Object.keys(prices).length) tree.timeline = [priceEvent(prices), ...(tree.timeline ?? file.timeline)];
  const own = file.own.map((name) => `# The page has a mechanism of its own, ${name}, which no file can hold.`);
  const beside = file.ships ? [] : [`# Keep this beside ${file.extends}.`];
  const head = file.extends === null ? [] : [...beside, `extends: ${JSON.stringify(file.extends)}`];
  return [...own, ...head, ...branches(tree, ""), ""].join("\n");
}

const isListPrice = ({ steps }) => steps.length === 3 && steps[0] === "firms" && steps[2] === "price";

/** New list prices from the start on; the price of the file stays the one that customers remember. */
function priceEvent(prices) {
  return { title: "Prices as on the page", at: 0, set: prices };
}

/** Set a value in a tree; a list on the way stands there as a whole. */
function enter(tree, { steps, value, list }) {
  const isPlace = (step) => typeof step === "number";
  let part = tree;
  steps.slice(0, -1).forEach((step, i) => {
    const holdsList = isPlace(steps[i + 1]);
    if (holdsList && !Array.isArray(part[step])) part[step] = structuredClone(list);
    if (!holdsList && (part[step] === null || typeof part[step] !== "object")) part[step] = {};
    part = part[step];
  });
  part[steps.at(-1)] = value;
}

const PLAIN_KEY = /^[a-z][\w-]*$/i;
const WORDS_OF_YAML = /^(y|n|yes|no|on|off|true|false|null)$/i;

/** Mappings line by line, what is in them as JSON, which YAML reads. */
function branches(tree, indent) {
  return Object.entries(tree).flatMap(([key, value]) => {
    const name = PLAIN_KEY.test(key) && !WORDS_OF_YAML.test(key) ? key : JSON.stringify(key);
    const isTree = value !== null && typeof value === "object" && !Array.isArray(value) && Object.keys(value).length > 0;
    return isTree ? [`${indent}${name}:`, ...branches(value, `${indent}  `)] : [`${indent}${name}: ${JSON.stringify(value)}`];
  });
}
