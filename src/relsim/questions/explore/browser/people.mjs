/** A sample of people alive: where each stands with the firm in focus, who talks with whom, and each life. */
import { by, made } from "./elements.mjs";
import { drawn, sheet } from "./pictures.mjs";
import { sum } from "./sums.mjs";
import { payment } from "./wording.mjs";

const SIDE = 420;
const ROUNDS = 120;
const LIVES_LISTED = 12;

/** Places of people on a sheet: those who talk with each other draw near, all others keep apart. */
export function placed(count, ties) {
  const places = Array.from({ length: count }, (_, i) => {
    const [far, turn] = [Math.sqrt((i + 0.5) / count) / 2, i * 2.399963];
    return [0.5 + far * Math.cos(turn), 0.5 + far * Math.sin(turn)];
  });
  if (!ties.length) return spread(places);
  const near = 1 / Math.sqrt(count);
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = 0.05 * (1 - round / ROUNDS);
    const pushes = places.map((one, i) => pushed(one, i, places, near));
    for (const [a, b] of ties) {
      const gap = [0, 1].map((axis) => places[b][axis] - places[a][axis]);
      const pull = Math.hypot(...gap) / near;
      for (const axis of [0, 1]) {
        pushes[a][axis] += gap[axis] * pull;
        pushes[b][axis] -= gap[axis] * pull;
      }
    }
    pushes.forEach((push, i) => {
      const size = Math.max(1e-9, Math.hypot(...push));
      for (const axis of [0, 1]) places[i][axis] += (push[axis] / size) * Math.min(size, step);
    });
  }
  return spread(places);
}

function pushed([x, y], i, places, near) {
  const push = [0, 0];
  places.forEach(([ox, oy], j) => {
    if (i === j) return;
    const [dx, dy] = [x - ox, y - oy];
    const square = Math.max(1e-6, dx * dx + dy * dy);
    push[0] += (dx * near * near) / square;
    push[1] += (dy * near * near) / square;
  });
  return push;
}

/** The same places, so that they fill the sheet. */
function spread(places) {
  const ends = [0, 1].map((axis) => [Math.min(...places.map((one) => one[axis])), Math.max(...places.map((one) => one[axis]))]);
  return places.map((one) => one.map((value, axis) => {
    const [low, high] = ends[axis];
    return 12 + ((value - low) / Math.max(1e-9, high - low)) * (SIDE - 24);
  }));
}

/** How much happened in a life: events that are no purchase, and purchases. */
function countsOf(life) {
  const bought = life.filter(({ event }) => event === "bought");
  return { events: life.length - bought.length, purchases: sum(bought.map(({ times }) => times)) };
}

/** The places of those who have lived through most with the firm, the first most; purchases count only among equals. */
export function busiest(lives, many) {
  const told = lives.map(countsOf);
  const order = (one, other) => told[other].events - told[one].events || told[other].purchases - told[one].purchases || one - other;
  return told.map((_, place) => place).sort(order).slice(0, many);
}

const counted = (many, word) => `${many} ${word}${many === 1 ? "" : "s"}`;

/** How much happened in a life, in the order in which lives are sorted. */
function countsInWords(life) {
  const { events, purchases } = countsOf(life);
  return `${counted(events, "event")} and ${counted(purchases, "purchase")}`;
}

/** A life in which purchases with nothing between them are told as one, up to the last of them. */
export function withoutRuns(life) {
  return life.reduce((told, one) => {
    const last = told.at(-1);
    if (one.event !== "bought" || last?.event !== "bought") return [...told, one];
    return [...told.slice(0, -1), { ...last, until: one.t, times: last.times + one.times, money: last.money + one.money }];
  }, []);
}

/** Whether two films are of the same people with the same ties, who then stand where they stood. */
function areTheSame(one, other) {
  return [one.people, one.ties].join(";") === [other.people, other.ties].join(";");
}

export class People {
  constructor(told, watch) {
    this.told = told;
    this.watch = watch;
    this.film = null;
    this.picked = false;
    const policies = told.policies.map(({ title }, i) => made("option", { value: i }, title));
    by("whose-policy").append(...policies);
    by("whose-policy").onchange = () => this.refresh();
    by("who").onchange = () => this.pick(Number(by("who").value));
  }

  /** Watch the same people again, as all is set now; whoever was picked is told of again, else whose life is fullest now. */
  async refresh() {
    const before = this.film;
    this.film = await this.watch(Number(by("whose-policy").value));
    if (!before || !areTheSame(before, this.film)) {
      this.place();
      this.picked = false;
    }
    this.show(this.shown ?? 0);
    this.choose(this.picked ? this.chosen : busiest(this.film.events, 1)[0]);
  }

  /** A reader wants to be told of somebody, also once the market is set otherwise. */
  pick(place) {
    this.picked = true;
    this.choose(place);
  }

  place() {
    const { people, ties } = this.film;
    const places = placed(people.length, ties);
    const lines = ties.map(([a, b]) => drawn("line", { x1: places[a][0], y1: places[a][1], x2: places[b][0], y2: places[b][1], class: "tie" }));
    this.dots = people.map((person, i) => {
      const dot = drawn("circle", { cx: places[i][0], cy: places[i][1], r: 7, "data-person": i }, drawn("title", {}, `Customer ${person}`));
      dot.onclick = () => this.pick(i);
      return dot;
    });
    by("people").replaceChildren(sheet(SIDE, SIDE, `${people.length} people and who talks with whom`, ...lines, ...this.dots));
  }

  /** Colour everybody by the rung on which they stand at the end of a period. */
  show(period) {
    this.shown = period;
    if (!this.film) return;
    const { rungs, rungColours } = this.told.form;
    const now = this.film.rungs[period + 1];
    this.dots.forEach((dot, i) => dot.setAttribute("fill", rungColours[now[i]]));
    const counts = rungs.map((name, rung) => [name, rungColours[rung], now.filter((each) => each === rung).length]);
    by("standing").replaceChildren(...counts.map(([name, colour, many]) => (
      made("span", { class: "mark-of" }, made("i", { style: `background:${colour}` }), `${name} ${many}`)
    )));
  }

  /** The menu has those with whom most has happened, the first most, and whoever is chosen. */
  listLives() {
    const { people, events } = this.film;
    const most = busiest(events, LIVES_LISTED);
    const listed = most.includes(this.chosen) ? most : [...most, this.chosen];
    by("who").replaceChildren(...listed.map((place) => made("option", { value: place }, `Customer ${people[place]}, ${countsInWords(events[place])}`)));
    by("who").value = this.chosen;
  }

  /** Tell the life of one of them. */
  choose(place) {
    this.chosen = place;
    this.listLives();
    this.dots.forEach((dot, i) => dot.classList.toggle("chosen", i === place));
    const { people, events } = this.film;
    const told = withoutRuns(events[place]).map((one) => made("li", {}, `${this.whenInWords(one)}: ${this.inWords(one)}`));
    by("life").replaceChildren(made("h3", {}, `Customer ${people[place]} and ${this.told.focus}`), told.length
      ? made("ol", {}, ...told) : made("p", {}, "Nothing happened between the two."));
  }

  whenInWords({ t, until = t }) {
    const { period } = this.told;
    return until > t ? `${period}s ${t + 1} to ${until + 1}` : `${period} ${t + 1}`;
  }

  inWords({ event, channel, other, times, money: paid, reason, rung }) {
    const { channels, reasons, rungs } = this.told.form;
    const often = times > 1 ? ` ${times} times` : "";
    return {
      joined: () => (other === null ? `came (${channels[channel]})` : `came on the word of customer ${other}`),
      returned: () => `came back (${channels[channel]})`,
      bought: () => `bought${often}, for ${payment(paid, this.told.currency)}`,
      failed: () => `something went wrong${often}`,
      complained: () => `complained${often}`,
      enrolled: () => "joined the programme",
      climbed: () => `rose to ${rungs[rung]}`,
      slid: () => `slid back to ${rungs[rung]}`,
      left: () => `left (${reasons[reason]})`,
      praised: () => "recommended the firm",
    }[event]();
  }
}
