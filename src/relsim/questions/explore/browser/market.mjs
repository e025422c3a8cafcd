/** Runs compiled periods: lays a market's arrays into memory, calls them as numba does, and reads what is left. */

const PAGE_SIZE = 65536;
const SAME_MEMORY = { books_of: "tallies" };
const LEFT = ["people", "ties", "voices", "speaking", "heard", "records", "standings"];

export class Market {
  constructor(module) {
    this.exports = new WebAssembly.Instance(module).exports;
  }

  /** Live through all periods; `parts(number)` are the bytes of an array, patches [array, places, values]. */
  run(periods, keys, described, patches, parts) {
    const arrays = this.lay(described, parts);
    for (const [name, places, values] of patches) {
      const words = new BigUint64Array(this.exports.memory.buffer, arrays[name].at, arrays[name].size / 8);
      places.forEach((place, i) => { words[place] = values[i]; });
    }
    const base = this.exports.__heap_base.value;
    const called = Object.values(arrays).flatMap(passed);
    const luck = keys.map((key) => BigInt.asIntN(64, BigInt(key)));
    if (this.exports.periods(base, base + 64, 0n, BigInt(periods), ...luck, ...called)) {
      throw new Error("a rule of this market could not be carried out");
    }
    return Object.fromEntries(LEFT.map((name) => [name, this.copy(arrays[name])]));
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

  copy({ at, size }) {
    return this.exports.memory.buffer.slice(at, at + size);
  }
}

/** An array as compiled code gets it: owner, parent, items, width, address, lengths and strides. */
function passed({ width, shape, count, at }) {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((product, length) => product * length, width));
  return [0, 0, BigInt(count), BigInt(width), at, ...shape.map(BigInt), ...strides.map(BigInt)];
}
