/** Claims about what the page says and hands out: answers that are read, and files that are written. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isRight, numberIn, whatRunsSay } from "../../../src/relsim/questions/explore/browser/finding.mjs";
import { busiest, withoutRuns } from "../../../src/relsim/questions/explore/browser/people.mjs";
import { payment } from "../../../src/relsim/questions/explore/browser/wording.mjs";
import { asYaml, numbersOfRow } from "../../../src/relsim/questions/explore/browser/words.mjs";

test("a number may be written with commas, an exponent or a percent sign, and other words are none", () => {
  assert.equal(numberIn(" 1,200 "), 1200);
  assert.equal(numberIn("12%"), 0.12);
  assert.equal(numberIn("-1.5e3"), -1500);
  assert.ok(Number.isNaN(numberIn("it rises")));
  assert.ok(Number.isNaN(numberIn("")));
});

test("a number is right within its tolerance, a choice only by its name", () => {
  assert.ok(isRight({ tolerance: 0.1 }, 95, { answer: 100 }));
  assert.ok(!isRight({ tolerance: 0.1 }, 80, { answer: 100 }));
  assert.ok(isRight({ tolerance: 0.1 }, "cask", { answer: "cask" }));
  assert.ok(!isRight({ tolerance: 0.1 }, "sieve", { answer: "cask" }));
});

const finding = (given) => ({
  best: null, over: null, unchanged: false, counted: "amount", isDifference: false, kind: "count", currency: "EUR",
  measure: "customers", isMeasure: true, firm: "gym", policy: "as-is", limits: [], choices: [], subject: "customers", ...given,
});
const row = (firm, customers) => ({ firm, policy: "as-is", customers, columns: {} });

test("the best of some firms is the one with most, or with least where that is asked for", () => {
  const rows = [row("gym", 10), row("pool", 20), row("pool", 40)];
  const choices = [{ name: "gym", words: "Gym" }, { name: "pool", words: "Pool" }];
  assert.equal(whatRunsSay(finding({ best: "firm", choices }), rows).answer, "pool");
  assert.equal(whatRunsSay(finding({ best: "firm", choices, lowest: true }), rows).answer, "gym");
  assert.equal(whatRunsSay(finding({ best: "firm", choices: [...choices, { name: "park", words: "Park" }] }), rows), null);
});

test("a best that may be so by chance is doubted, where it is known how sure intervals are", () => {
  const terms = { quantile: [0, 0, 12.7, 4.3], skewnessFrom: 30, fewestChanged: 1 };
  const choices = [{ name: "gym", words: "Gym" }, { name: "pool", words: "Pool" }];
  const said = (pool, known) => whatRunsSay(finding({ best: "firm", choices }), [10, 12, 14].flatMap((each, i) => [row("gym", each), row("pool", pool[i])]), [], known).doubted;
  assert.deepEqual(said([9, 14, 15], terms), { first: "Pool", second: "Gym" });
  assert.equal(said([30, 32, 34.5], terms), null);
  assert.equal(said([9, 14, 15], null), null);
});

test("a change against the file's market is taken off it", () => {
  const told = whatRunsSay(finding({ unchanged: true, limits: [{ name: "falls", limit: 0 }, { name: "rises", limit: null }] }), [row("gym", 12)], [row("gym", 10)]);
  assert.equal(told.value, 2);
  assert.equal(told.answer, "rises");
});

test("a list price that is set becomes an event at the start, before those of the file", () => {
  const file = { extends: "who-stays", ships: true, own: [], changes: { mapping: [] }, prices: {}, timeline: [{ mapping: [["at", "2 months"], ["set", { mapping: [] }]] }] };
  const entries = [{ steps: ["firms", "gym", "price"], value: 31 }];
  const text = asYaml([{ path: "firms.gym.price", entries }], file);
  assert.match(text, /^extends: "who-stays"\ntimeline: \[\{.*"at":0,"set":\{"firms\.gym\.price":31\}\},\{"at":"2 months"/);
});

test("a name that YAML would read as another thing is quoted", () => {
  const file = { extends: "own.yaml", ships: false, own: [], changes: { mapping: [] }, prices: {}, timeline: [] };
  const text = asYaml([{ path: "firms.no.start", entries: [{ steps: ["firms", "no", "start"], value: 1 }] }], file);
  assert.equal(text, '# Keep this beside own.yaml.\nextends: "own.yaml"\nfirms:\n  "no":\n    start: 1\n');
});

test("a file keeps the order of names that are numbers, takes any name, and has no character that YAML refuses", () => {
  const firm = { mapping: [["start", 1], ["note", "a\x7fb\u2028c\x85d\ufeffe"]] };
  const changes = { mapping: [["firms", { mapping: [["10", firm], ["9", { mapping: [] }]] }]] };
  const file = { extends: "a\nb.yaml", ships: false, own: [], changes, prices: {}, timeline: [] };
  const entries = [{ steps: ["firms", "__proto__", "contact"], value: { mapping: [["2", 0], ["1", 0]] } }];
  assert.equal(asYaml([{ path: "firms.__proto__.contact", entries }], file), [
    "# Keep this beside a b.yaml.", 'extends: "a\\nb.yaml"', "firms:", '  "10":', "    start: 1",
    '    note: "a\\u007fb\\u2028c\\u0085d\\ufeffe"', '  "9": {}', '  "__proto__":', "    contact:", '      "2": 0', '      "1": 0', "",
  ].join("\n"));
  assert.equal(Object.prototype.contact, undefined);
});

test("the first life that is told is the one in which most happened besides buying", () => {
  const life = (...events) => events.map((event) => ({ event, times: 1 }));
  assert.deepEqual(busiest([life(), life("bought", "bought", "bought"), life("joined", "bought")], 3), [2, 1, 0]);
  assert.deepEqual(busiest([life(), life("bought"), life("bought", "bought")], 1), [2]);
  assert.deepEqual(busiest([life(), life()], 12), [0, 1]);
});

test("purchases with nothing between them are told as one", () => {
  const bought = (t, times, money) => ({ t, event: "bought", times, money });
  const life = [bought(0, 1, 10), bought(1, 2, 20), { t: 1, event: "climbed", rung: 3 }, bought(3, 1, 5)];
  assert.deepEqual(withoutRuns(life), [{ ...bought(0, 3, 30), until: 1 }, life[2], life[3]]);
  assert.deepEqual(withoutRuns([]), []);
});

test("the numbers of a row have all as many decimals", () => {
  assert.deepEqual(numbersOfRow([34, 40, 39, 34.625]), ["34.0", "40.0", "39.0", "34.6"]);
  assert.deepEqual(numbersOfRow([34, 1040.4]), ["34", "1,040"]);
  assert.deepEqual(numbersOfRow([3, 4, NaN]), ["3", "4", "\u2013"]);
  assert.deepEqual(numbersOfRow([0.125, 3]), ["0.12", "3.00"]);
});

test("what was paid is told to the cent", () => {
  assert.equal(payment(657.5, "EUR"), "EUR\u00a0657.50");
  assert.equal(payment(1234, "EUR"), "EUR\u00a01,234.00");
});
