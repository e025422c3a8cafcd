/** Claims about sliders: where they stand, which go back, and which patches that takes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Settings } from "../../../src/relsim/questions/explore/browser/settings.mjs";

const slider = (path, values, own, isExercise = false) => (
  { path, label: `The ${path}`, values, words: values.map((value) => `${value}.-`), own, isExercise, entries: values.map((value) => [{ steps: path.split("."), value }]) }
);
const made = () => new Settings(
  [slider("price", [24, 30, 36], 1), slider("contact", ["as in the file", "3 per year"], 0), slider("exercise 1", ["as in the file", "as it asks"], 0, true)],
  [["price", "contact"]],
);

test("what differs from the file is told with what a file would say", () => {
  const settings = made();
  assert.deepEqual(settings.changed, []);
  assert.deepEqual(settings.set("price", "36"), []);
  assert.deepEqual(settings.changed, [{ path: "price", label: "The price", isExercise: false, from: "30.-", to: "36.-", entries: [{ steps: ["price"], value: 36 }], says: null }]);
});

test("of two that do not go together the other goes back to the file", () => {
  const settings = made();
  settings.set("price", 24);
  assert.deepEqual(settings.set("contact", "3 per year"), ["price"]);
  assert.deepEqual(settings.stops, [1, 1, 0]);
});

test("a slider that moves to the file's own value sends no other back", () => {
  const settings = made();
  settings.set("price", 24);
  assert.deepEqual(settings.set("contact", "as in the file"), []);
  assert.equal(settings.stops[0], 0);
});

test("an exercise goes together with no slider", () => {
  const settings = made();
  settings.set("contact", "3 per year");
  assert.deepEqual(settings.set("exercise 1", "as it asks"), ["contact"]);
  settings.putBack();
  assert.deepEqual(settings.changed, []);
});

test("a slider or a stop that there is not is refused with those that there are", () => {
  assert.throws(() => made().set("prise", 24), /no slider is called prise; there are price, contact$/);
  assert.throws(() => made().set("price", 25), /price stops at 24, 30, 36, not at 25/);
  assert.throws(() => new Settings([], []).set("price", 1), /there is none on this page/);
});

test("a list or a mapping is no stop, even if its text is one, and what has no text is refused in words", () => {
  for (const value of [[24], { toString: () => "24" }, Object.create(null)]) {
    assert.throws(() => made().set("price", value), /price stops at 24, 30, 36, not at a list or a mapping$/);
  }
  assert.throws(() => made().set("price", Symbol("24")), /not at Symbol\(24\)$/);
  assert.throws(() => made().set(Object.create(null), 24), /no slider is called a list or a mapping/);
});

test("copied settings stay as they are when the others are moved, and say whether they are those of the file", () => {
  const settings = made();
  const before = settings.copied();
  settings.set("price", 36);
  assert.deepEqual([before.place, before.isAsInFile], ["1 0 0", true]);
  assert.deepEqual([settings.place, settings.isAsInFile], ["2 0 0", false]);
});

test("patches are those of the stops that differ, or of the file where none does, for a policy and a replication", () => {
  const patch = (policy, replication, slider, stop) => ({ policy, replication, slider, stop });
  const all = [patch(0, null, 0, 2), patch(0, 1, 0, 2), patch(1, null, 0, 2), patch(0, 0, null, null), patch(0, null, 1, 1)];
  const settings = made();
  assert.deepEqual(settings.patches(all, 0, 0), [3]);
  settings.set("price", 36);
  assert.deepEqual(settings.patches(all, 0, 0), [0]);
  assert.deepEqual(settings.patches(all, 0, 1), [0, 1]);
  assert.deepEqual(settings.patches(all, 1, 1), [2]);
});
