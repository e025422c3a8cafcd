/** SHA-256 of bytes: by the browser, and by hand where a page that came without encryption may not ask it. */

const SHA_ROUNDS = 64;
const BLOCK = 64;
const ENDING = 9;

const primes = [];
for (let one = 2; primes.length < SHA_ROUNDS; one += 1) if (primes.every((prime) => one % prime)) primes.push(one);

/** The first 32 bits behind the point of a root of a prime. */
const fraction = (root) => Math.floor((root - Math.floor(root)) * 2 ** 32) >>> 0;
const CONSTANTS = Uint32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const START = Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

const turned = (word, by) => (word >>> by) | (word << (32 - by));

/** The digest as letters. */
export async function hexOfDigest(bytes) {
  const digest = globalThis.crypto?.subtle ? new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)) : digestByHand(new Uint8Array(bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function digestByHand(bytes) {
  const view = new DataView(padded(bytes).buffer);
  const state = START.slice();
  const words = new Uint32Array(SHA_ROUNDS);
  for (let at = 0; at < view.byteLength; at += BLOCK) {
    extended(words, view, at);
    stir(state, words);
  }
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => digest.setUint32(4 * i, word));
  return new Uint8Array(digest.buffer);
}

/** Bytes to which one bit, zeros and their number of bits are added, as whole blocks. */
function padded(bytes) {
  const whole = new Uint8Array(Math.ceil((bytes.length + ENDING) / BLOCK) * BLOCK);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  new DataView(whole.buffer).setBigUint64(whole.length - 8, BigInt(bytes.length) * 8n);
  return whole;
}

/** The words of a block, and those that follow from them. */
function extended(words, view, at) {
  for (let i = 0; i < 16; i += 1) words[i] = view.getUint32(at + 4 * i);
  for (let i = 16; i < SHA_ROUNDS; i += 1) {
    const [near, far] = [words[i - 15], words[i - 2]];
    const first = turned(near, 7) ^ turned(near, 18) ^ (near >>> 3);
    const second = turned(far, 17) ^ turned(far, 19) ^ (far >>> 10);
    words[i] = words[i - 16] + first + words[i - 7] + second;
  }
}

function stir(state, words) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < SHA_ROUNDS; i += 1) {
    const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + CONSTANTS[i] + words[i]) | 0;
    const other = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + other) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
}
