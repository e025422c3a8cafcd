/** Pictures as SVG: layers and lines over time, and differences with their intervals, all with axes. */
import { periodTicks, tickText, ticksOf } from "./axes.mjs";
import { made } from "./elements.mjs";
import { SPACE, differenceText, intervalText } from "./wording.mjs";

const NAMESPACE = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT] = [340, 196];
const [LEFT, RIGHT, TOP, BOTTOM] = [50, 330, 22, 172];

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

/** A sheet as wide as there is room, on which what stands across is told in percent, and nothing grows with it. */
function strip(height, label, ...children) {
  return drawn("svg", { class: "strip", height, role: "img", "aria-label": label }, drawn("title", {}, label), ...children);
}

const across = (t, periods) => LEFT + (t / Math.max(1, periods - 1)) * (RIGHT - LEFT);
const point = (t, y, periods) => `${across(t, periods).toFixed(1)},${y.toFixed(1)}`;

/** Where a value stands on an axis upwards with these ticks. */
const upwards = (ticks) => (value) => BOTTOM - ((value - ticks[0]) / (ticks.at(-1) - ticks[0])) * (BOTTOM - TOP);

function written(x, y, text, anchor) {
  return drawn("text", { x, y, class: "tick", "text-anchor": anchor }, text);
}

/** Lines and numbers at the ticks of both axes; `marks` [place, text] stand along the one below. */
function axesOf(ticks, up, count, marks, { unit, along }) {
  const rows = ticks.flatMap((value) => [
    drawn("line", { x1: LEFT, x2: RIGHT, y1: up(value), y2: up(value), class: value === 0 ? "zero" : "grid" }),
    written(LEFT - 6, up(value) + 4, tickText(value, ticks), "end"),
  ]);
  const columns = marks.map(([place, text]) => written(across(place, count), BOTTOM + 18, text, "middle"));
  return [...rows, ...columns, written(0, 12, unit, "start"), written(LEFT - 14, BOTTOM + 18, along, "end")];
}

/** Axes over time, with what is counted and in which periods. */
function axes(ticks, up, periods, { unit, period }) {
  return axesOf(ticks, up, periods, periodTicks(periods).map((number) => [number - 1, number]), { unit, along: period });
}

/** A picture over time, with a line at the period that is shown; `moveLines` moves it. */
function overTime(label, ...shapes) {
  return sheet(WIDTH, HEIGHT, label, ...shapes, drawn("line", { x1: LEFT, x2: LEFT, y1: TOP, y2: BOTTOM, class: "now" }));
}

export function moveLines(place, period, periods) {
  for (const line of place.querySelectorAll("line.now")) {
    line.setAttribute("x1", across(period, periods));
    line.setAttribute("x2", across(period, periods));
  }
}

/** Layers [layer][period] one upon the other, up to `most`; `told` has their unit, and what a period is called. */
export function areas(layers, colours, most, label, told) {
  const periods = layers[0].length;
  const ticks = ticksOf(0, most);
  const up = upwards(ticks);
  let floor = layers[0].map(() => 0);
  const shapes = layers.map((layer, number) => {
    const roof = floor.map((value, t) => value + layer[t]);
    const there = roof.map((value, t) => point(t, up(value), periods));
    const back = floor.map((value, t) => point(t, up(value), periods)).reverse();
    floor = roof;
    return drawn("polygon", { points: [...there, ...back].join(" "), fill: colours[number] });
  });
  return overTime(label, ...axes(ticks, up, periods, told), ...shapes);
}

/** Values [line][period] as lines between two ends; what could not be measured is a gap. */
export function lines(values, colours, [low, high], label, told) {
  const periods = values[0].length;
  const ticks = ticksOf(low, high);
  const up = upwards(ticks);
  return overTime(label, ...axes(ticks, up, periods, told), ...pathsOf(values, colours, up));
}

/** Values [line][place] as lines with a dot at each place, whose names stand along the axis below. */
export function linesAlong(names, values, colours, [low, high], told) {
  const ticks = ticksOf(low, high);
  const up = upwards(ticks);
  const dots = values.flatMap((line, number) => line.map((value, i) => [value, i]).filter(([value]) => Number.isFinite(value))
    .map(([value, i]) => drawn("circle", { cx: across(i, names.length), cy: up(value), r: 3, fill: colours[number] })));
  const marks = names.map((name, i) => [i, name]);
  return sheet(WIDTH, HEIGHT, told.unit, ...axesOf(ticks, up, names.length, marks, told), ...pathsOf(values, colours, up), ...dots);
}

/** Lines as paths; what could not be measured is a gap. */
function pathsOf(values, colours, up) {
  return values.map((line, number) => {
    const steps = line.map((value, t) => {
      if (!Number.isFinite(value)) return "";
      return `${t > 0 && Number.isFinite(line[t - 1]) ? "L" : "M"}${point(t, up(value), line.length)}`;
    });
    return drawn("path", { d: steps.join(""), fill: "none", stroke: colours[number], "stroke-width": 2 });
  });
}

/** Each policy's difference as a dot with its interval, its value beside its name, and an axis below all. */
export function differences(rows, equity, currency, baseline) {
  const ends = rows.flatMap(({ low, high, difference }) => [low, high, difference]).filter(Number.isFinite);
  const ticks = ticksOf(Math.min(0, ...ends), Math.max(0, 1e-9, ...ends));
  const at = (value) => `${(6 + ((value - ticks[0]) / (ticks.at(-1) - ticks[0])) * 88).toFixed(2)}%`;
  const grid = (height) => ticks.map((value) => (
    drawn("line", { x1: at(value), x2: at(value), y1: 0, y2: height, class: value === 0 ? "zero" : "grid" })
  ));
  const marks = rows.flatMap((row) => {
    const told = differenceInWords(row, currency);
    return [made("p", {}, made("strong", {}, row.title), ` ${told}`), strip(20, `${row.title}: ${told}`, ...grid(20), ...dotOf(row, at))];
  });
  const unit = `Difference in ${equity} from “${baseline}”, ${currency}`;
  const numbers = ticks.map((value) => written(at(value), 18, tickText(value, ticks), "middle"));
  return [...marks, strip(22, unit, ...grid(5), ...numbers), made("p", { class: "unit" }, unit)];
}

function dotOf({ colour, difference, low, high }, at) {
  const span = Number.isFinite(low)
    ? [drawn("line", { x1: at(low), x2: at(high), y1: 10, y2: 10, stroke: colour, "stroke-width": 3 })] : [];
  return Number.isFinite(difference) ? [...span, drawn("circle", { cx: at(difference), cy: 10, r: 6, fill: colour })] : span;
}

function differenceInWords(row, currency) {
  if (row.isSame) return "makes no difference";
  const sure = Number.isFinite(row.low) ? ` (95${SPACE}% interval ${intervalText(row.low, row.high, "money")})` : "";
  return `${differenceText(row, "money", currency)}${sure}`;
}
