/** The page: sliders in, pictures and tables out. `window.relsim` is the same for programs. */
import { Explorer } from "./answer.mjs";
import { by, made, saved } from "./elements.mjs";
import { LessonAsked } from "./lesson.mjs";
import { areas, differences } from "./pictures.mjs";
import { mean, sum } from "./sums.mjs";
import { asYaml, number, signed, verdictInWords } from "./words.mjs";

function table(caption, heads, rows) {
  const head = made("tr", {}, ...heads.map((text) => made("th", { scope: "col" }, text)));
  const body = rows.map(([name, ...cells]) => (
    made("tr", {}, made("th", { scope: "row" }, name), ...cells.map((text) => made("td", {}, text)))
  ));
  const whole = made("table", {}, made("caption", {}, caption), made("thead", {}, head), made("tbody", {}, ...body));
  return made("div", { class: "scroll numbers", tabindex: "0" }, whole);
}

export class Player {
  constructor(explorer) {
    this.explorer = explorer;
    this.told = explorer.told;
    this.titles = Object.fromEntries(this.told.policies.map(({ name, title }) => [name, title]));
    this.shown = this.told.form.periods - 1;
    this.timer = null;
    by("period").max = this.shown;
    by("period").value = this.shown;
    by("period").oninput = () => this.show(Number(by("period").value));
    by("play").onclick = () => this.play();
    by("reset").onclick = () => this.reset();
    by("yaml").onclick = () => saved("changed.yaml", asYaml(explorer.settings.changed, this.told.source));
    this.layOutSliders();
    this.lesson = by("lesson") ? new LessonAsked(this.told) : null;
  }

  layOutSliders() {
    this.sliders = this.told.sliders.map(({ path, values, own }) => {
      const id = `slider-${path}`;
      const input = made("input", { id, type: "range", min: 0, max: values.length - 1, step: 1, value: own });
      const said = made("output", { for: id });
      input.oninput = () => this.move(path, values[Number(input.value)]);
      by("sliders").append(made("div", { class: "slider" }, made("label", { for: id }, path), input, said));
      return { path, values, own, input, said };
    });
    this.sayStops();
  }

  sayStops() {
    this.sliders.forEach(({ values, own, input, said }, place) => {
      const stop = this.explorer.settings.stops[place];
      input.value = stop;
      input.setAttribute("aria-valuetext", String(values[stop]));
      said.textContent = stop === own ? `${values[stop]}, as in the file` : `${values[stop]}; the file says ${values[own]}`;
    });
    const { changed } = this.explorer.settings;
    by("changed").textContent = changed.length
      ? changed.map(({ path, from, to }) => `${path}: ${to} instead of ${from}`).join("; ") : "Nothing differs from the file.";
  }

  async move(path, value) {
    const back = this.explorer.settings.set(path, value);
    by("back").textContent = back.length ? `${back.join(", ")} went back to the file: it cannot be moved together with ${path}.` : "";
    this.sayStops();
    await this.refresh();
  }

  async reset() {
    for (const { path, values, own } of this.sliders) this.explorer.settings.set(path, values[own]);
    by("back").textContent = "";
    this.sayStops();
    await this.refresh();
  }

  /** Run again unless a run is under way; then once more after it, with what has been set meanwhile. */
  async refresh() {
    this.stale = true;
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.stale) {
        this.stale = false;
        await this.explorer.run({ whole: false });
      }
      this.lesson?.found(this.explorer.rows);
      this.tell();
    } catch (error) {
      sayFailure(error);
      this.lesson?.tell();
      throw error;
    } finally {
      this.busy = false;
    }
  }

  /** The mean of the replications of one thing that columns hold, under a policy. */
  average(policy, read) {
    const { focus } = this.told;
    const rows = this.explorer.rows.filter((row) => row.policy === policy && row.firm === focus);
    return mean(rows.map(({ columns }) => read(columns)));
  }

  tell() {
    const verdict = this.explorer.verdict();
    by("answer").textContent = verdictInWords(verdict, this.titles, this.told.currency);
    const rows = this.told.policies.slice(1).map(({ name, title, colour }) => ({ title, colour, ...verdict.policies[name] }));
    by("differences").replaceChildren(...(rows.length ? [differences(rows, "Customer equity against the baseline")] : []));
    this.tables();
    this.show(this.shown);
  }

  tables() {
    const heads = ["", ...this.told.policies.map(({ title }) => title)];
    const over = (words, read) => [words, ...this.told.policies.map(({ name }) => number(this.average(name, read)))];
    const measures = this.told.measures.map(({ name, words }) => [
      words, ...this.told.policies.map((policy) => {
        const { mean: level, difference } = this.explorer.verdict(name).policies[policy.name];
        return policy.name === this.told.policies[0].name ? number(level) : `${number(level)} (${signed(difference)})`;
      }),
    ]);
    const bucket = [
      over("customers at the end", (columns) => columns.customers.at(-1)),
      over("won", (columns) => sum(columns.acquired)),
      over("lost", (columns) => sum(columns.lost)),
    ];
    const { reasons, lines } = this.told.form;
    const why = reasons.map((reason, i) => over(reason, (columns) => sum(columns.lost_to.map((of) => of[i])))).slice(1);
    const money = lines.map(({ words }, i) => over(words, (columns) => columns.lines[i]))
      .filter(([, ...cells]) => cells.some((text) => text !== "0"));
    money.push(over("profit", (columns) => sum(columns.profit)));
    by("tables").replaceChildren(
      table("Measures, and in brackets the difference from the first policy", heads, measures),
      table("The bucket: customers in and out", heads, bucket),
      table("Why customers left", heads, why),
      table(`Money of the whole run, ${this.told.currency}`, heads, money),
    );
  }

  /** The ladder of every policy up to a period, and how many stand on each rung then. */
  show(period) {
    this.shown = period;
    by("period").value = period;
    by("when").textContent = `${this.told.period} ${period + 1} of ${this.told.form.periods}`;
    const { rungs, customer } = this.told.form;
    const ladders = this.told.policies.map(({ name, title }) => {
      const layers = customer.map((rung) => (
        Array.from({ length: this.told.form.periods }, (_, t) => this.average(name, (columns) => columns.standing[t][rung]))
      ));
      return { title, layers };
    });
    const heights = ladders.flatMap(({ layers }) => layers[0].map((_, t) => sum(layers.map((layer) => layer[t]))));
    const most = Math.max(1, ...heights);
    by("ladders").replaceChildren(...ladders.map(({ title, layers }) => {
      const counts = customer.map((rung, i) => `${rungs[rung]} ${number(layers[i][period])}`).join(", ");
      const picture = areas(layers, this.told.colours, most, period, `Customers on each rung: ${title}`);
      return made("figure", {}, made("h3", {}, title), picture, made("figcaption", {}, counts));
    }));
  }

  play() {
    if (this.timer !== null) {
      cancelAnimationFrame(this.timer);
      this.timer = null;
      by("play").textContent = "Play";
      return;
    }
    const start = performance.now();
    const { periods } = this.told.form;
    const tick = (now) => {
      const at = Math.min(periods - 1, Math.floor((now - start) / 100));
      if (at !== this.shown) this.show(at);
      this.timer = at < periods - 1 ? requestAnimationFrame(tick) : null;
      by("play").textContent = this.timer === null ? "Play" : "Stop";
    };
    this.show(0);
    this.timer = requestAnimationFrame(tick);
  }
}

/** Say in its own words why the market could not be run, where it is seen. */
export function sayFailure(error) {
  const told = `The market could not be run: ${error.message}`;
  by("answer").textContent = told;
  if (by("results").hidden) by("missing").textContent = told;
}

export async function begin() {
  const told = JSON.parse(by("told").textContent);
  const kernels = told.kernels.map((_, i) => by(`kernel-${i}`).textContent);
  const explorer = await Explorer.begun(told, kernels, by("parcel").textContent, by("worker").textContent);
  const player = new Player(explorer);
  window.relsim = {
    set: (path, value) => {
      const back = explorer.settings.set(path, value);
      player.sayStops();
      return back;
    },
    run: async () => {
      const verdict = await explorer.run();
      player.tell();
      return verdict;
    },
    verdict: () => explorer.verdict(),
    outcomes: () => explorer.outcomes(),
    hashes: () => explorer.hashes(),
    sliders: () => told.sliders.map(({ path, values, own }) => ({ path, values, value: values[own] })),
  };
  await player.refresh();
  document.documentElement.dataset.ready = "yes";
}
