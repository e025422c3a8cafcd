/** Claims about axes: their ticks are few, even and round, hold all values, and are written as reports write them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { periodTicks, tickText, ticksOf } from "../../../src/relsim/questions/explore/browser/axes.mjs";

const texts = (ticks) => ticks.map((value) => tickText(value, ticks));

test("ticks are even and round, and hold both ends", () => {
  assert.deepEqual(ticksOf(0, 206), [0, 100, 200, 300]);
  assert.deepEqual(ticksOf(-38900, 0), [-40000, -30000, -20000, -10000, 0]);
  assert.deepEqual(ticksOf(0, 0.3), [0, 0.1, 0.2, 0.3]);
  for (const [low, high] of [[0, 1], [-3, 17], [0, 1e-9], [-1e7, 3], [99, 101]]) {
    const ticks = ticksOf(low, high);
    assert.ok(ticks[0] <= low && ticks.at(-1) >= high && ticks.length >= 2 && ticks.length <= 6, `${low} to ${high}: ${ticks}`);
  }
});

test("ticks of periods are years where there are years, and begin with the first period", () => {
  assert.deepEqual(periodTicks(60), [1, 12, 24, 36, 48, 60]);
  assert.deepEqual(periodTicks(13), [1, 3, 6, 9, 12]);
  assert.deepEqual(periodTicks(3), [1, 2, 3]);
  assert.ok([1, 2, 14, 72, 160, 2000].every((periods) => periodTicks(periods).length <= 6));
});

test("numbers on an axis have the decimals that its ticks need, and thousands and millions their letter", () => {
  assert.deepEqual(texts([0, 100, 200]), ["0", "100", "200"]);
  assert.deepEqual(texts([-40000, -20000, 0]), ["−40k", "−20k", "0"]);
  assert.deepEqual(texts([0, 2500, 5000]), ["0", "2,500", "5,000"]);
  assert.deepEqual(texts([0, 0.25, 0.5]), ["0", "0.25", "0.50"]);
  assert.deepEqual(texts([0, 1e6, 2e6]), ["0", "1M", "2M"]);
});
