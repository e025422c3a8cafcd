/** The page: sliders in, pictures and tables out. `window.relsim` is the same for programs. */
import { Explorer } from "./answer.mjs";
import { by, made, saved } from "./elements.mjs";
import { whatRunsSay } from "./finding.mjs";
import { LessonRequest } from "./lesson.mjs";
import { OverTime } from "./overtime.mjs";
import { People } from "./people.mjs";
import { differences } from "./pictures.mjs";
import { showTables } from "./tables.mjs";
import { overheadInWords, verdictInWords } from "./verdict.mjs";
import { asYaml, capitalised } from "./words.mjs";

const PERIOD_MILLISECONDS = 100;
const QUIET_MILLISECONDS = 150;

export class Player {
  constructor(explorer) {
    this.explorer = explorer;
    this.told = explorer.told;
    this.shown = this.told.form.periods - 1;
    this.timer = null;
    this.pictures = new OverTime(this.told);
    this.people = new People(this.told, (policy) => explorer.film(policy, this.told.firms.indexOf(this.told.focus)));
    this.lesson = by("lesson") ? new LessonRequest(this.told, (path) => this.playExercise(path)) : null;
    explorer.onRun = (done, count) => this.sayProgress(done, count);
    this.layOutButtons();
    this.layOutSliders();
  }

  layOutButtons() {
    by("period").max = this.shown;
    by("period").value = this.shown;
    by("period").oninput = () => this.show(Number(by("period").value));
    by("play").onclick = () => this.play();
    by("back-one").onclick = () => this.step(-1);
    by("on-one").onclick = () => this.step(1);
    by("reset").onclick = () => this.reset();
    by("yaml").onclick = () => saved(`${this.told.source.replace(/\.yaml$/, "")}-changed.yaml`, this.asYaml());
  }

  /** A file of the market as it is set now. */
  asYaml() {
    return asYaml(this.explorer.settings.changed, this.told.file);
  }

  layOutSliders() {
    this.sliders = this.told.sliders.filter(({ isExercise }) => !isExercise).map((slider) => {
      const { path, label, note, idle, apart, values, words, own } = slider;
      const id = `slider-${path.replace(/[%\s]/g, encodeURIComponent)}`;
      const input = made("input", { id, type: "range", min: 0, max: values.length - 1, step: 1, value: own });
      const said = made("output", { for: id, "aria-live": "off" });
      input.oninput = () => this.move(path, values[Number(input.value)]);
      const notes = [note, idle, apart].filter(Boolean).map((text, i) => made("small", { id: `${id}-note-${i}` }, text));
      const described = [by("one-at-a-time"), ...notes].filter(Boolean).map((one) => one.id);
      if (described.length) input.setAttribute("aria-describedby", described.join(" "));
      const ends = made("div", { class: "ends", "aria-hidden": "true" }, ...[words[0], words.at(-1)].map((text) => made("span", {}, text)));
      const box = made("div", { class: "slider", title: path }, made("label", { for: id, title: path }, label), ...notes, input, ends, said);
      by("sliders").append(box);
      return { ...slider, box, input, said };
    });
    this.sayStops();
  }

  sayStops() {
    const { settings } = this.explorer;
    this.sliders.forEach(({ path, words, own, box, input, said }) => {
      const { stop, told, asks } = settings.shownAt(path);
      input.value = stop ?? own;
      const text = stop === own ? words[own] : `${told} instead of ${words[own]}`;
      said.textContent = `Set to ${asks ? `${text}, as ${asks} asks` : text}`;
      input.setAttribute("aria-valuetext", asks ? `${told}, as ${asks} asks` : told);
      box.classList.toggle("asked", Boolean(asks));
    });
    const { changed } = settings;
    by("changed").textContent = changed.length ? changed.map((one) => this.changeInWords(one)).join("; ") : "nothing";
  }

  changeInWords({ label, isExercise, from, to, says }) {
    return isExercise ? `as ${label} asks, ${says.join("; ")}, until a slider is moved` : `${label}: ${to} instead of ${from}`;
  }

  /** Each slider for programs: its path and stops, the value in force now, and that of the file. */
  slidersToldNow() {
    const { settings } = this.explorer;
    return this.sliders.map(({ path, label, values, own }) => ({ path, label, values: [...values], value: settings.shownAt(path).value, inFile: values[own] }));
  }

  async move(path, value) {
    const back = this.explorer.settings.set(path, value);
    const [moved, ...others] = [path, ...back].map((one) => this.told.sliders.find((slider) => slider.path === one).label);
    by("back").textContent = back.length ? `Back as in the file: ${others.join(", ")}. ${others.length > 1 ? "They" : "It"} cannot be moved together with: ${moved}.` : "";
    this.sayStops();
    await this.refresh();
  }

  async reset() {
    this.explorer.settings.putBack();
    by("back").textContent = "";
    this.sayStops();
    await this.refresh();
  }

  /** Set the market as an exercise asks, or as in the file where it asks for nothing else; gives what came of it, null if a slider was moved meanwhile. */
  async playExercise(path) {
    const { settings } = this.explorer;
    settings.putBack();
    if (!this.lesson.unchanged) {
      await this.refresh();
      settings.putBack();
    }
    if (path !== null) settings.set(path, this.told.sliders.find((slider) => slider.path === path).values[1]);
    const asked = settings.place;
    by("back").textContent = "";
    this.sayStops();
    await this.refresh();
    return this.explorer.ran.place === asked ? this.explorer.rows : null;
  }

  /** Run until what is shown is what is set; who asks while a run is under way waits for the last one. */
  refresh() {
    this.stale = true;
    this.running ??= this.runWhileStale().finally(() => { this.running = null; });
    return this.running;
  }

  async runWhileStale() {
    try {
      while (this.stale) {
        this.stale = false;
        await this.explorer.run({ whole: false });
        if (this.explorer.ran.isAsInFile) this.lesson?.found(this.explorer.rows);
      }
      this.tell();
      this.watchWhenQuiet();
    } catch (error) {
      sayFailure(error);
      this.lesson?.tell();
      throw error;
    }
  }

  /** Watch the people again once no slider has moved for a moment, so that no answer waits for it. */
  watchWhenQuiet() {
    clearTimeout(this.watching);
    this.watching = setTimeout(() => this.people.refresh().catch(sayFailure), QUIET_MILLISECONDS);
  }

  /** How many runs are done, until there is a first answer. */
  sayProgress(done, count) {
    if (this.explorer.ran) return;
    for (const place of document.querySelectorAll(".progress")) place.textContent = done < count ? `${done} of ${count} runs are done.` : "";
  }

  tell() {
    const verdict = this.explorer.verdict();
    this.tellOfCommand();
    by("answer").textContent = verdictInWords(this.explorer);
    by("overhead").textContent = overheadInWords(this.explorer);
    this.tellOfFirms();
    by("answer-now").textContent = ["asked", "answer", "overhead"].map((id) => by(id)?.textContent).filter(Boolean).join(" ");
    const rows = this.told.policies.slice(1).map(({ name, title, colour }) => ({ title, colour, ...verdict.policies[name] }));
    by("differences").replaceChildren(...(rows.length ? differences(rows, this.explorer.equity.words, this.told.currency, this.told.policies[0].title) : []));
    showTables(this.explorer);
    this.pictures.draw((policy) => this.explorer.rowsOf(policy));
    this.show(this.shown);
  }

  /** The command of the page is that of the market as in the file; of any other market the file can be downloaded. */
  tellOfCommand() {
    if (!by("same-markets")) return;
    by("same-markets").hidden = !this.explorer.ran.isAsInFile;
    by("market-of-download").hidden = this.explorer.ran.isAsInFile;
  }

  /** What the runs say where a lesson asks for something else than the best policy. */
  tellOfFirms() {
    const { finding } = this.told;
    const told = finding && whatRunsSay(finding, this.explorer.rows, this.lesson?.unchanged ?? this.explorer.rows);
    if (by("asked")) by("asked").textContent = told ? `${capitalised(told.words)}.` : "";
  }

  /** Everything that is told of one period. */
  show(period) {
    this.shown = period;
    by("period").value = period;
    const when = `${this.told.period} ${period + 1} of ${this.told.form.periods}`;
    by("when").textContent = when;
    by("period").setAttribute("aria-valuetext", when);
    this.pictures.show(period);
    this.people.show(period);
  }

  step(many) {
    this.stop();
    this.show(Math.min(this.told.form.periods - 1, Math.max(0, this.shown + many)));
  }

  stop() {
    if (this.timer !== null) cancelAnimationFrame(this.timer);
    this.timer = null;
    by("play").textContent = "Play";
  }

  play() {
    if (this.timer !== null) {
      this.stop();
      return;
    }
    const last = this.told.form.periods - 1;
    const first = this.shown >= last ? 0 : this.shown;
    const start = performance.now();
    const tick = (now) => {
      const at = Math.min(last, first + Math.floor(Math.max(0, now - start) / PERIOD_MILLISECONDS));
      if (at !== this.shown) this.show(at);
      if (at >= last) this.stop();
      else this.timer = requestAnimationFrame(tick);
    };
    this.show(first);
    by("play").textContent = "Pause";
    this.timer = requestAnimationFrame(tick);
  }
}

/** Say in its own words why the market could not be run, where it is seen. */
export function sayFailure(error) {
  const told = `The market could not be run: ${error.message}`;
  for (const place of ["answer", "answer-now"]) by(place).textContent = told;
  if (by("results").hidden) by("missing").textContent = told;
}

/** The place of a policy among those of the page, if a program gives one. */
function placeOfPolicy({ policies }, place) {
  if (Number.isInteger(place) && place in policies) return place;
  throw new Error(`policies are counted from 0 to ${policies.length - 1} here, in the order of the page`);
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
      if (explorer.isFresh) {
        player.tell();
        player.watchWhenQuiet();
      }
      return verdict;
    },
    verdict: () => explorer.onShow.verdict(),
    outcomes: () => explorer.onShow.outcomes(),
    hashes: () => explorer.hashes(),
    film: async (policy = 0) => explorer.film(placeOfPolicy(told, policy), told.firms.indexOf(told.focus)),
    yaml: () => player.asYaml(),
    sliders: () => player.slidersToldNow(),
  };
  await player.refresh();
  performance.mark("answered");
  document.documentElement.dataset.ready = "yes";
}
