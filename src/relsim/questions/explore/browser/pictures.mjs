/** Pictures as SVG: areas of a ladder over time, and differences with their intervals. */

const NAMESPACE = "http://www.w3.org/2000/svg";

export function drawn(name, attributes = {}, ...children) {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function sheet(width, height, label, ...children) {
  const title = drawn("title", {}, label);
  return drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, title, ...children);
}

/** Layers [layer][period] one upon the other, with a line at the period that is shown. */
export function areas(layers, colours, most, shown, label) {
  const [width, height] = [320, 150];
  const periods = layers[0].length;
  const across = (t) => (t / Math.max(1, periods - 1)) * width;
  const up = (value) => height - (value / Math.max(1, most)) * height;
  let floor = layers[0].map(() => 0);
  const shapes = layers.map((layer, number) => {
    const roof = floor.map((value, t) => value + layer[t]);
    const there = roof.map((value, t) => `${across(t).toFixed(1)},${up(value).toFixed(1)}`);
    const back = floor.map((value, t) => `${across(t).toFixed(1)},${up(value).toFixed(1)}`).reverse();
    floor = roof;
    return drawn("polygon", { points: [...there, ...back].join(" "), fill: colours[number] });
  });
  const x = across(shown);
  const line = drawn("line", { x1: x, x2: x, y1: 0, y2: height, class: "now" });
  return sheet(width, height, label, ...shapes, line);
}

/** Each policy's difference as a dot with its interval; zero is a line. */
export function differences(rows, label) {
  const [width, height, left] = [640, 30 * rows.length + 8, 220];
  const ends = rows.flatMap(({ low, high, difference }) => [low, high, difference]).filter(Number.isFinite);
  const most = Math.max(1e-9, ...ends.map(Math.abs)) * 1.1;
  const across = (value) => left + ((value + most) / (2 * most)) * (width - left - 8);
  const zero = drawn("line", { x1: across(0), x2: across(0), y1: 0, y2: height, class: "zero" });
  const marks = rows.flatMap(({ title, colour, difference, low, high }, i) => {
    const y = 18 + 30 * i;
    const name = drawn("text", { x: 0, y: y + 5, class: "name" }, title);
    const dot = Number.isFinite(difference)
      ? [drawn("circle", { cx: across(difference), cy: y, r: 6, fill: colour })] : [];
    const span = Number.isFinite(low)
      ? [drawn("line", { x1: across(low), x2: across(high), y1: y, y2: y, stroke: colour, "stroke-width": 3 })] : [];
    return [name, ...span, ...dot];
  });
  return sheet(width, height, label, zero, ...marks);
}
