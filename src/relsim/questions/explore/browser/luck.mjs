/** Lasting luck as `relsim.luck` draws it: the numbers that belong to a purpose, for one customer after the other. */

const MIX = [[0xbf58476d, 0x1ce4e5b9], [0x94d049bb, 0x133111eb]];
const GOLDEN = [0x9e3779b9, 0x7f4a7c15];

/** The two halves of the number that was worked out last. */
let high = 0;
let low = 0;

/** A product, of which 64 bits are kept. */
function multiply([otherHigh, otherLow]) {
  const [a, b, c, d] = [low & 0xffff, low >>> 16, otherLow & 0xffff, otherLow >>> 16];
  const middle = a * d + b * c;
  const below = a * c + (middle % 65536) * 65536;
  const above = b * d + Math.floor(middle / 65536) + Math.floor(below / 4294967296);
  high = (above + Math.imul(high, otherLow) + Math.imul(low, otherHigh)) >>> 0;
  low = below >>> 0;
}

function add(otherHigh, otherLow) {
  const sum = low + otherLow;
  high = (high + otherHigh + (sum > 4294967295 ? 1 : 0)) >>> 0;
  low = sum >>> 0;
}

/** The number less its last bits laid over itself, bit against bit. */
function fold(bits) {
  const shifted = ((low >>> bits) | (high << (32 - bits))) >>> 0;
  low = (low ^ shifted) >>> 0;
  high = (high ^ (high >>> bits)) >>> 0;
}

function mix() {
  fold(30);
  multiply(MIX[0]);
  fold(27);
  multiply(MIX[1]);
  fold(31);
}

/** A number times the golden one, as halves. */
function golden(number) {
  [high, low] = [0, number];
  multiply(GOLDEN);
  return [high, low];
}

/** The keys of so many customers below a key, as halves. */
export function keysBelow(key, count) {
  const keys = [new Uint32Array(count), new Uint32Array(count)];
  const whole = BigInt(key);
  [high, low] = [Number(whole >> 32n), Number(whole & 0xffffffffn)];
  mix();
  const root = [high, low];
  for (let i = 0; i < count; i += 1) {
    golden(i);
    add(...root);
    mix();
    keys[0][i] = high;
    keys[1][i] = low;
  }
  return keys;
}

/** The number between 0 and 1 that each of these keys has for a purpose. */
export function uniforms([highs, lows], purpose) {
  const step = golden(purpose);
  return Float64Array.from(highs, (half, i) => {
    [high, low] = [half, lows[i]];
    add(...step);
    mix();
    return (high * 1048576 + (low >>> 12) + 0.5) * 2 ** -52;
  });
}
