/** Sums, means and shares of what there is. */

export const sum = (values) => values.reduce((total, value) => total + value, 0);
export const mean = (values) => sum(values) / values.length;
export const share = (part, whole) => (whole === 0 ? NaN : part / whole);
