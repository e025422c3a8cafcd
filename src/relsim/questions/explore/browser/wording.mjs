/** Numbers as `relsim.report.wording` writes them, to the last digit. */

const MINUS = "\u2212";
export const SPACE = "\u00a0";
export const NO_VALUE = "\u2013";
const DIGITS = 100;

/** The least that an end of an interval must be off zero to be seen as off it. */
const LEAST_END = 1e-6;

/** How many units of 10 ** -places a number has, half to even; exactly, since doubles have few enough digits,
 * but for what adding up leaves behind the fourteenth. */
function units(value, places) {
  const size = significant(Math.abs(value));
  const [whole, part] = size < 1e21 ? size.toFixed(DIGITS).split(".") : [BigInt(size).toString(), "0".repeat(DIGITS)];
  const unit = 10n ** BigInt(DIGITS - places);
  const exact = BigInt(whole + part);
  const [count, rest] = [exact / unit, (exact % unit) * 2n];
  return rest > unit || (rest === unit && count % 2n === 1n) ? count + 1n : count;
}

function significant(value) {
  return Number(value.toPrecision(14));
}

/** The number rounded to so many decimals, or to tens, hundreds and so on where there are fewer than none. */
function rounded(value, places) {
  const near = Number(`${units(value, places)}e${-places}`);
  return value < 0 ? -near : near;
}

/** The power of ten of the first digit of a number as it is written. */
function power(value) {
  return Number(Math.abs(value).toExponential().split("e")[1]);
}

/** 1,234.5 with thousands separators; a true minus; a plus where it is asked for. */
export function decimal(value, decimals = 0, isSigned = false) {
  if (!Number.isFinite(value)) return NO_VALUE;
  const count = units(value, decimals);
  const digits = count.toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ",");
  const text = decimals ? `${whole}.${digits.slice(-decimals)}` : whole;
  if (count === 0n) return text;
  return (value < 0 ? MINUS : isSigned ? "+" : "") + text;
}

/** EUR 1,234 with so many significant digits; without a currency, the number alone. */
export function money(value, currency, digits = 4, isSigned = false) {
  if (value === 0 || !Number.isFinite(value)) return withCurrency(decimal(value), currency);
  const places = Math.min(digits - 1 - power(value), 2);
  return withCurrency(decimal(rounded(value, places), Math.max(0, places), isSigned), currency);
}

/** EUR 1,234.50: what was paid, to the cent, as a life is told. */
export const payment = (value, currency) => withCurrency(decimal(value, 2), currency);

function withCurrency(text, currency) {
  if (!currency || text === NO_VALUE) return text;
  const sign = ["+", MINUS].includes(text[0]) ? text[0] : "";
  return `${sign}${currency}${SPACE}${text.slice(sign.length)}`;
}

/** A value of a measure; differences of shares are percentage points. */
export function measureText(value, kind, currency = "", isSigned = false) {
  if (!Number.isFinite(value)) return NO_VALUE;
  if (kind === "money") return money(value, currency, isSigned ? 3 : 4, isSigned);
  if (kind === "share") return `${decimal(100 * value, 1, isSigned)}${SPACE}${isSigned ? "points" : "%"}`;
  if (kind === "count") return money(value, "", 4, isSigned);
  return decimal(value, kind === "points" ? 1 : 2, isSigned);
}

/** The power of ten that an interval of this width can honestly be given to; without any width, that of the
 * third digit of what it holds, or 0 where that is less. */
function precision(low, high) {
  const half = (high - low) / 2;
  if (Number.isFinite(half) && half > 0) return power(half) - 1;
  return Number.isFinite(low) && low !== 0 ? Math.min(0, power(low) - 2) : 0;
}

const decimalsOf = (place) => Math.max(0, Math.min(2, -place));

/** `73,300 to 85,900`, rounded to what its width allows; no unit; signs where they differ. */
export function intervalText(low, high, kind) {
  if (!(Number.isFinite(low) && Number.isFinite(high))) return NO_VALUE;
  const scale = kind === "share" ? 100 : 1;
  const place = precision(low * scale, high * scale);
  return [low, high].map((end) => endOfInterval(end * scale, place, low < 0 && high > 0)).join(" to ");
}

/** An end of an interval; one that is not zero is not written as zero, but to its own first digit. */
function endOfInterval(value, place, isSigned) {
  const text = decimal(rounded(value, -place), decimalsOf(place), isSigned);
  const isZero = !/[1-9]/.test(text);
  return isZero && Math.abs(value) >= LEAST_END ? toFirstDigit(value, isSigned) : text;
}

/** 300 or 0.004: a number to its first digit, never as a power of ten. */
function toFirstDigit(value, isSigned) {
  const places = -power(value);
  const text = decimal(rounded(value, places), Math.max(0, places), isSigned);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** A difference with its unit, rounded as its interval is; without one, or without any difference, as a value of
 * the measure. */
export function differenceText({ difference, low, high }, kind, currency = "") {
  const isKnown = Number.isFinite(low) && Number.isFinite(high);
  if (!isKnown || (low === 0 && high === 0)) return measureText(difference, kind, currency, true);
  const scale = kind === "share" ? 100 : 1;
  const place = precision(low * scale, high * scale);
  const text = decimal(rounded(difference * scale, -place), decimalsOf(place), true);
  if (kind === "money") return withCurrency(text, currency);
  return kind === "share" || kind === "points" ? `${text}${SPACE}points` : text;
}
