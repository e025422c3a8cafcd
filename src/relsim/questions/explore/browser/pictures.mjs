/** Pictures as SVG: layers, bars and lines over time, differences with their intervals, and who knows whom. */

const NAMESPACE = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT] = [320, 150];

export function drawn(name, attributes = {}, ...children) {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export function sheet(width, height, label, ...children) {
  const title = drawn("title", {}, label);
  return drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, title, ...children);
}

const across = (t, periods) => (t / Math.max(1, periods - 1)) * WIDTH;
const point = (t, y, periods) => `${across(t, periods).toFixed(1)},${y.toFixed(1)}`;

/** A picture over time, with a line at the period that is shown; `moveLines` moves it. */
function overTime(label, ...shapes) {
  return sheet(WIDTH, HEIGHT, label, ...shapes, drawn("line", { x1: 0, x2: 0, y1: 0, y2: HEIGHT, class: "now" }));
}

export function moveLines(place, period, periods) {
  for (const line of place.querySelectorAll("line.now")) {
    line.setAttribute("x1", across(period, periods));
    line.setAttribute("x2", across(period, periods));
  }
}

/** Layers [layer][period] one upon the other. */
export function areas(layers, colours, most, label) {
  const periods = layers[0].length;
  const up = (value) => HEIGHT - (value / Math.max(1e-9, most)) * HEIGHT;
  let floor = layers[0].map(() => 0);
  const shapes = layers.map((layer, number) => {
    const roof = floor.map((value, t) => value + layer[t]);
    const there = roof.map((value, t) => point(t, up(value), periods));
    const back = floor.map((value, t) => point(t, up(value), periods)).reverse();
    floor = roof;
    return drawn("polygon", { points: [...there, ...back].join(" "), fill: colours[number] });
  });
  return overTime(label, ...shapes);
}

/** Values [line][period] as lines, with a line at zero; what could not be measured is a gap. */
export function lines(values, colours, [low, high], label) {
  const periods = values[0].length;
  const width = Math.max(1e-9, high - low);
  const up = (value) => HEIGHT - 4 - ((value - low) / width) * (HEIGHT - 8);
  const zero = drawn("line", { x1: 0, x2: WIDTH, y1: up(0), y2: up(0), class: "zero" });
  const paths = values.map((line, number) => {
    const steps = line.map((value, t) => {
      if (!Number.isFinite(value)) return "";
      return `${t > 0 && Number.isFinite(line[t - 1]) ? "L" : "M"}${point(t, up(value), periods)}`;
    });
    return drawn("path", { d: steps.join(""), fill: "none", stroke: colours[number], "stroke-width": 2 });
  });
  return overTime(label, zero, ...paths);
}

/** Each policy's difference as a dot with its interval; zero is a line. */
export function differences(rows, label) {
  const [width, height, left] = [640, 30 * rows.length + 8, 220];
  const ends = rows.flatMap(({ low, high, difference }) => [low, high, difference]).filter(Number.isFinite);
  const most = Math.max(1e-9, ...ends.map(Math.abs)) * 1.1;
  const at = (value) => left + ((value + most) / (2 * most)) * (width - left - 8);
  const zero = drawn("line", { x1: at(0), x2: at(0), y1: 0, y2: height, class: "zero" });
  const marks = rows.flatMap(({ title, colour, difference, low, high }, i) => {
    const y = 18 + 30 * i;
    const name = drawn("text", { x: 0, y: y + 5, class: "name" }, title);
    const dot = Number.isFinite(difference)
      ? [drawn("circle", { cx: at(difference), cy: y, r: 6, fill: colour })] : [];
    const span = Number.isFinite(low)
      ? [drawn("line", { x1: at(low), x2: at(high), y1: y, y2: y, stroke: colour, "stroke-width": 3 })] : [];
    return [name, ...span, ...dot];
  });
  return sheet(width, height, label, zero, ...marks);
}
