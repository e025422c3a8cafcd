/** Runs compiled periods: lays a market's arrays into memory, calls them as numba does, and reads what is left. */

const PAGE_SIZE = 65536;
const SAME_MEMORY = { books_of: "tallies" };
const LEFT = ["people", "ties", "voices", "speaking", "heard", "records", "standings", "firms", "behaviour"];

export class Market {
  constructor(module) {
    this.exports = new WebAssembly.Instance(module).exports;
  }

  /** Live through all periods, and copy what they leave. */
  run(periods, keys, described, patches, parts) {
    this.open(keys, described, patches, parts);
    this.live(0, periods);
    return Object.fromEntries(LEFT.map((name) => [name, this.copy(this.arrays[name])]));
  }

  /** Stand before the first period; `parts(number)` are the bytes of an array, changes [array, places, values], columns of people [place, width, part]. */
  open(keys, described, { changes, columns }, parts) {
    this.arrays = this.lay(described, parts);
    for (const [place, width, part] of columns) this.layColumn(this.arrays.people, place, width, parts(part));
    for (const [name, places, values] of changes) {
      const { at, size } = this.arrays[name];
      const words = new BigUint64Array(this.exports.memory.buffer, at, size / 8);
      places.forEach((place, i) => { words[place] = values[i]; });
    }
    this.called = Object.values(this.arrays).flatMap(passed);
    this.luck = keys.map((key) => BigInt.asIntN(64, BigInt(key)));
  }

  /** Live through the periods from `start` up to `stop`. */
  live(start, stop) {
    const base = this.exports.__heap_base.value;
    if (this.exports.periods(base, base + 64, BigInt(start), BigInt(stop), ...this.luck, ...this.called)) {
      throw new Error("a rule of this market could not be carried out");
    }
  }

  /** Where each array lies, once all are laid into memory; what is blank is zero. */
  lay(described, parts) {
    const arrays = {};
    let top = this.exports.__heap_base.value + 128;
    for (const [name, [width, shape, part]] of Object.entries(described)) {
      const count = shape.reduce((product, length) => product * length, 1);
      const at = name in SAME_MEMORY ? arrays[SAME_MEMORY[name]].at : top;
      arrays[name] = { width, shape, part, count, at, size: count * width };
      if (at === top) top = Math.ceil((top + count * width + 16) / 16) * 16;
    }
    const { memory } = this.exports;
    const missing = Math.ceil(top / PAGE_SIZE) - memory.buffer.byteLength / PAGE_SIZE;
    if (missing > 0) memory.grow(missing);
    const bytes = new Uint8Array(memory.buffer);
    bytes.fill(0, this.exports.__heap_base.value, top);
    for (const { part, at } of Object.values(arrays)) if (part !== null) bytes.set(parts(part), at);
    return arrays;
  }

  /** A part of every record of an array, which starts at this place in each. */
  layColumn({ at, width, count }, place, size, content) {
    const bytes = new Uint8Array(this.exports.memory.buffer);
    for (let i = 0; i < count; i += 1) bytes.set(content.subarray(i * size, (i + 1) * size), at + i * width + place);
  }

  copy({ at, size }) {
    return this.exports.memory.buffer.slice(at, at + size);
  }

  /** Whole numbers of an array of these: 2, 4 or 8 bytes each. */
  numbers(name) {
    const { at, count, width } = this.arrays[name];
    const Kind = { 2: Int16Array, 4: Int32Array, 8: BigInt64Array }[width];
    return Array.from(new Kind(this.exports.memory.buffer, at, count), Number);
  }
}

/** An array as compiled code gets it: owner, parent, items, width, address, lengths and strides. */
function passed({ width, shape, count, at }) {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((product, length) => product * length, width));
  return [0, 0, BigInt(count), BigInt(width), at, ...shape.map(BigInt), ...strides.map(BigInt)];
}
