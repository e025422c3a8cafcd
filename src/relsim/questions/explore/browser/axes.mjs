/** Axes of pictures: where their ticks stand, what is written there, and how values find their places. */
import { decimal } from "./wording.mjs";

const EVERY = [1, 2, 3, 4, 6, 12, 24, 36, 48, 60, 120];
const UNITS = [[1e6, 1e6, "M"], [2e4, 1e3, "k"], [0, 1, ""]];

/** The step between ticks: 1, 2 or 5 times a power of ten, so that there are no more than so many steps. */
export function stepOf(width, most) {
  const power = 10 ** Math.floor(Math.log10(width / most));
  return [1, 2, 5, 10].map((one) => one * power).find((step) => width / step <= most + 1e-9);
}

/** Ticks of an axis from its lowest value to its highest, or around both: evenly, at round numbers. */
export function ticksOf(low, high, most = 4) {
  const step = stepOf(Math.max(1e-9, high - low), most);
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The numbers of the periods at which an axis over time has ticks. */
export function periodTicks(periods, most = 5) {
  const every = EVERY.find((one) => periods / one <= most) ?? stepOf(periods, most);
  const ticks = Array.from({ length: Math.floor(periods / every) }, (_, i) => (i + 1) * every);
  return every > 1 ? [1, ...ticks] : ticks;
}

/** A number on an axis with these ticks, as reports write it: 12k, with the decimals that the ticks need. */
export function tickText(value, ticks) {
  const width = ticks.at(-1) - ticks[0];
  const [, scale, letter] = UNITS.find(([least]) => width >= least);
  const isWritten = (places) => ticks.every((one) => Math.abs(one / scale - Number((one / scale).toFixed(places))) < 1e-9);
  const places = [0, 1, 2, 3, 4, 5].find(isWritten) ?? 6;
  return value === 0 ? "0" : `${decimal(value / scale, places)}${letter}`;
}
