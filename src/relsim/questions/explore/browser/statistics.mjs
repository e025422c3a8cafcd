/** Paired differences as `relsim.statistics.paired` has them. */
import { mean } from "./sums.mjs";

/** Mean, difference and its interval, of replications in which both could be measured. */
export function paired(values, base, terms) {
  const both = values.map((value, i) => [value, base[i]]).filter((pair) => pair.every(Number.isFinite));
  if (both.length === 0) return { mean: NaN, difference: NaN, low: NaN, high: NaN };
  const gaps = both.map(([value, other]) => value - other);
  const found = { mean: mean(both.map(([value]) => value)), difference: mean(gaps), low: NaN, high: NaN };
  if (gaps.length < 2 || isTooRare(both.map(([value]) => value), both.map(([, other]) => other), terms)) return found;
  return { ...found, ...interval(gaps, terms.quantile[gaps.length], terms.skewnessFrom) };
}

/** Whether two policies differ in so few replications that those not seen may outweigh those seen. */
export function isTooRare(values, base, { fewestChanged }) {
  const gaps = values.map((value, i) => value - base[i]);
  const seen = gaps.some((gap) => gap !== 0) ? gaps : values;
  return seen.filter((value) => value !== 0).length < Math.min(gaps.length / 2, fewestChanged);
}

function interval(gaps, quantile, skewnessFrom) {
  const middle = mean(gaps);
  const count = gaps.length;
  const spread = Math.sqrt(gaps.reduce((total, gap) => total + (gap - middle) ** 2, 0) / (count - 1));
  const half = (quantile * spread) / Math.sqrt(count);
  if (count < skewnessFrom) return { low: middle - half, high: middle + half };
  const skewness = skewnessOf(gaps, middle);
  const below = spread * withoutSkewness(quantile / Math.sqrt(count), skewness, count);
  const above = spread * withoutSkewness(-quantile / Math.sqrt(count), skewness, count);
  return { low: middle - Math.max(half, below), high: middle + Math.max(half, -above) };
}

function skewnessOf(values, middle) {
  const spread = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  return spread > 0 ? mean(values.map((value) => (value - middle) ** 3)) / spread ** 3 : 0;
}

function withoutSkewness(place, skewness, count) {
  if (Math.abs(skewness) < 1e-6) return place;
  const third = skewness / 3;
  return (Math.cbrt(1 + 3 * third * (place - skewness / (6 * count))) - 1) / third;
}
