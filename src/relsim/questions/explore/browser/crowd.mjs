/** Undoes what `crowd.py` did: everybody of one replication, from how far their columns are off curves. */
import { keysBelow, uniforms } from "./luck.mjs";

const NO_LUCK = -1;
const WORDS = { 1: Int8Array, 2: Int16Array, 4: Int32Array };

/** Rows of bytes, one for each customer; `parts(number)` are the bytes of an array. */
export function everybody({ key, count, width, first, columns }, parts) {
  const rows = new Uint8Array(count * width);
  const like = parts(first);
  for (let i = 0; i < count; i += 1) rows.set(like, i * width);
  const lives = new Luck(key, count);
  for (const [place, size, isFraction, purpose, groups, part] of columns) {
    const told = parts(part);
    const values = purpose === NO_LUCK ? told
      : bytesAlong(lives.order(purpose, groupsOf(rows, width, groups)), lives.of(purpose), { told, size, isFraction });
    for (let i = 0; i < count; i += 1) {
      for (let byte = 0; byte < size; byte += 1) rows[i * width + place + byte] = values[i * size + byte];
    }
  }
  return { rows, width, count };
}

/** A part of every row. */
export function cut({ rows, width: whole, count }, { place, width }) {
  const bytes = new Uint8Array(count * width);
  for (let i = 0; i < count; i += 1) bytes.set(rows.subarray(i * whole + place, i * whole + place + width), i * width);
  return bytes;
}

/** The lasting luck of everybody by purpose, and the orders that follow from it; each is found once. */
class Luck {
  constructor(key, count) {
    this.keys = keysBelow(key, count);
    this.known = new Map();
  }

  of(purpose) {
    if (!this.known.has(purpose)) this.known.set(purpose, uniforms(this.keys, purpose));
    return this.known.get(purpose);
  }

  /** People by group, within it by their luck, and where each group ends. */
  order(purpose, groups) {
    const numbers = this.of(purpose);
    const order = Uint32Array.from(numbers, (_, i) => i);
    order.sort((a, b) => groups[a] - groups[b] || numbers[a] - numbers[b] || a - b);
    const ends = [...order.keys()].filter((i) => i > 0 && groups[order[i]] !== groups[order[i - 1]]);
    return { order, ends: [0, ...ends, order.length] };
  }
}

function groupsOf(rows, width, places) {
  return Uint32Array.from({ length: rows.length / width }, (_, i) => (
    places.reduce((group, place) => group * 256 + rows[i * width + place], 0)
  ));
}

/** The bytes of a column of which the distances from curves are told, group by group. */
function bytesAlong({ order, ends }, luck, { told, size, isFraction }) {
  const distances = new Uint32Array(told.buffer, told.byteOffset, order.length);
  const bits = new WORDS[size](order.length);
  const fractions = isFraction ? new Float32Array(bits.buffer) : bits;
  for (let group = 1; group < ends.length; group += 1) {
    const people = order.subarray(ends[group - 1], ends[group]);
    const own = fractions.slice(0, people.length);
    const words = isFraction ? new Int32Array(own.buffer) : own;
    fill(own, words, Float64Array.from(people, (one) => luck[one]), distances.subarray(ends[group - 1]), isFraction);
    people.forEach((one, i) => { bits[one] = words[i]; });
  }
  return new Uint8Array(bits.buffer);
}

const signed = (number) => (number >>> 1) ^ -(number & 1);

/** Values in the order of their luck: the first and every so many, then those halfway between, until all are known. */
function fill(values, words, numbers, distances, isFraction) {
  const many = values.length;
  let next = 0;
  let step = 1;
  while (2 * step < many) step *= 2;
  for (let i = 0; i < many; i += step) {
    words[i] = (i ? words[i - step] : 0) + signed(distances[next]);
    next += 1;
  }
  const near = new values.constructor(1);
  const nearBits = isFraction ? new Int32Array(near.buffer) : near;
  while (step > 1) {
    step /= 2;
    for (let i = step; i < many; i += 2 * step) {
      const found = expected(values, numbers, i, step);
      near[0] = isFraction ? found : Math.floor(found + 0.5);
      words[i] = nearBits[0] + signed(distances[next]);
      next += 1;
    }
  }
}

/** Where a value stands between others: on a curve, on a line, or at the one before; never beyond those next to it. */
function expected(values, numbers, i, step) {
  const before = values[i - step];
  let found = before;
  if (i + step < values.length) {
    const hasCurve = i >= 3 * step && i + 3 * step < values.length;
    const places = hasCurve ? [i - 3 * step, i - step, i + step, i + 3 * step] : [i - step, i + step];
    const after = values[i + step];
    const [low, high] = before < after ? [before, after] : [after, before];
    found = through(places, values, numbers, numbers[i]);
    if (found < low) found = low;
    else if (found > high) found = high;
  }
  return Number.isFinite(found) ? found : 0;
}

/** Where the polynomial through these places stands (Lagrange). */
function through(places, values, numbers, at) {
  let found = 0;
  for (const one of places) {
    let part = values[one];
    for (const other of places) if (other !== one) part = (part * (at - numbers[other])) / (numbers[one] - numbers[other]);
    found += part;
  }
  return found;
}
