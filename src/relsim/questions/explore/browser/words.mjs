/** How the page says numbers, and what differs from the file. */

export function number(value, digits = 3) {
  if (!Number.isFinite(value)) return "–";
  const whole = Math.abs(value) >= 10 ** digits;
  const options = whole ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: digits };
  return value.toLocaleString("en", options).replace("-", "−");
}

export function signed(value, digits) {
  return (value > 0 ? "+" : "") + number(value, digits);
}

/** An amount as its measure is counted: money, a share, or a number; a difference has its sign. */
export function amountInWords(value, { kind, isDifference, counted, currency }) {
  const told = (one, digits = 4) => (isDifference ? signed(one, digits) : number(one, digits));
  if (isDifference && counted === "share") return `${told(100 * value, 3)} %`;
  if (kind === "money") return `${currency} ${told(value)}`;
  if (kind === "share") return `${told(100 * value, 3)} ${isDifference ? "points" : "%"}`;
  return told(value);
}

/** The verdict in a sentence. */
export function verdictInWords({ baseline, best, policies, replications }, titles, currency) {
  const base = titles[baseline];
  if (Object.keys(policies).length === 1) {
    return `Customer equity is ${number(policies[baseline].mean)} ${currency}, on average of ${replications} replications.`;
  }
  const rivals = Object.keys(policies).filter((name) => name !== baseline);
  const name = best === baseline
    ? rivals.reduce((one, other) => (policies[other].mean > policies[one].mean ? other : one)) : best;
  const { difference, low, high } = policies[name];
  const sure = Number.isFinite(low)
    ? `95 % interval ${signed(low)} to ${signed(high)}` : "too few replications differ for an interval";
  const lead = best === baseline ? `Nothing brings more than “${base}” on average; the next is` : "The best on average is";
  return `${lead} “${titles[name]}”: ${signed(difference)} ${currency} of customer equity against “${base}” `
    + `(${sure}; ${replications} paired replications).`;
}

/** What differs from the file, as a file that extends it. */
export function asYaml(changed, scenario) {
  const lines = changed.map(({ path, to }) => `#   --set ${JSON.stringify(`${path}=${to}`)}`);
  const tree = {};
  for (const { path, to } of changed) {
    const steps = path.split(".");
    const last = steps.pop();
    steps.reduce((part, step) => (part[step] ??= {}), tree)[last] = to;
  }
  const head = [`extends: ${scenario}`, "# The same on a command line:", ...(lines.length ? lines : ["#   nothing is changed"])];
  return `${[...head, ...branches(tree, "")].join("\n")}\n`;
}

function branches(tree, indent) {
  return Object.entries(tree).flatMap(([key, value]) => (
    typeof value === "object" ? [`${indent}${key}:`, ...branches(value, `${indent}  `)] : [`${indent}${key}: ${value}`]
  ));
}
