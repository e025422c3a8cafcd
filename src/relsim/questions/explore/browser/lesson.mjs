/** The lesson on the page: it asks first, keeps what is answered, and holds it against what the runs say. */
import { by, saved } from "./elements.mjs";
import { isRight, numberIn, whatRunsSay } from "./finding.mjs";
import { Memory } from "./memory.mjs";
import { inYaml } from "./words.mjs";

/** Whether an answer to a question can be held against what the runs say. */
function isAnswer(finding, given) {
  if (!given || !finding) return Boolean(given);
  const { choices } = finding;
  return choices.length ? choices.some(({ name }) => name === given.answer) : typeof given.answer === "number";
}

function whatIsMissing(finding) {
  if (!finding) return "write what you expect";
  return finding.choices.length ? "choose one of the answers" : "write a number such as 1200 or 12%";
}

/** Why an answer is not what the runs say, with the answer, so that nobody takes it for that of the runs. */
function whyNot({ choices, wrong }, { answer }) {
  const told = choices.find(({ name }) => name === answer)?.words;
  return Object.hasOwn(wrong, answer) ? `Why not “${told ?? answer}”? ${wrong[answer]}` : "";
}

/** What the runs say to an answer, in words. */
function toldOf(finding, given, result) {
  return [heldAgainst(finding, given, result), doubtInWords(result)].filter(Boolean).join(" ");
}

/** That another choice might as well be the right one, as far as these runs tell. */
function doubtInWords({ doubted }) {
  return doubted ? `These runs do not tell “${doubted.first}” clearly from “${doubted.second}”.` : "";
}

function heldAgainst(finding, given, { answer, words }) {
  const told = finding.choices.find(({ name }) => name === answer)?.words;
  const says = told ? `: ${told}` : "";
  if (!isAnswer(finding, given)) return `The results say${says || ` ${words}`}. (${words})`;
  if (isRight(finding, given.answer, { answer })) return `The results say as you did${says}. (${words})`;
  return [`The results say otherwise${says}.`, whyNot(finding, given), `(${words})`].filter(Boolean).join(" ");
}

const isText = (one) => typeof one === "string";
const isGiven = (one) => isText(one?.answer) || typeof one?.answer === "number";
const isNoneOr = (is, one) => one === null || one === undefined || is(one);

/** Whether something that a tab keeps is what `remember` puts: another version of a page may have put it, or anybody. */
function isRemembered(told) {
  if (!told || !isText(told.text) || !isNoneOr(isText, told.choice)) return false;
  if (!isNoneOr(({ words, reason }) => isText(words) && isNoneOr(isText, reason), told.kept)) return false;
  return [told.predictions, told.answers].every((all) => Array.isArray(all) && all.every(isGiven));
}

const now = () => new Date().toISOString().replace(/\.\d+/, "");

export class LessonRequest {
  /** `play(path)` sets the market as an exercise asks, or as in the file, and gives the rows of its runs; null if it was set otherwise meanwhile. */
  constructor({ source, seed, finding, exercises, paired: terms }, play) {
    this.source = source;
    this.terms = terms;
    this.finding = finding;
    this.play = play;
    this.unchanged = null;
    this.result = null;
    this.kept = null;
    this.predictions = [];
    this.answers = [];
    this.memory = new Memory(`${source} ${seed}`);
    by("keep").onclick = () => this.keep();
    by("skip").onclick = () => this.reveal(null);
    by("download").onclick = () => this.download();
    for (const exercise of exercises) by(`check-${exercise.number}`).onclick = () => this.check(exercise);
    for (const exercise of exercises) by(`answer-${exercise.number}`)?.addEventListener("keydown", ({ key }) => key === "Enter" && this.check(exercise));
    by("lesson").oninput = () => this.remember();
    this.recall();
  }

  remember() {
    const choice = document.querySelector("#lesson input[name=choice]:checked")?.value ?? null;
    const { kept, predictions, answers } = this;
    this.memory.put({ choice, text: by("prediction").value, isShown: !by("results").hidden, kept, predictions, answers });
  }

  /** Show again what was answered before the page was loaded anew. */
  recall() {
    const told = this.memory.get();
    if (!isRemembered(told)) return;
    for (const one of document.querySelectorAll("#lesson input[name=choice]")) one.checked = one.value === told.choice;
    by("prediction").value = told.text;
    this.predictions = told.predictions;
    this.answers = told.answers;
    if (told.isShown) this.show(told.kept);
  }

  /** What is chosen, or written where there is nothing to choose; and why. Null where there is neither. */
  given() {
    const text = by("prediction").value.trim();
    const choice = document.querySelector("#lesson input[name=choice]:checked");
    if (choice) return { answer: choice.value, words: choice.dataset.words, reason: text || null };
    if (!text) return null;
    const amount = this.finding && !this.finding.choices.length ? numberIn(text) : NaN;
    return { answer: Number.isNaN(amount) ? text : amount, words: text, reason: null };
  }

  keep() {
    const given = this.given();
    if (isAnswer(this.finding, given)) {
      this.predictions.push({ answer: given.answer, reason: given.reason, at: now() });
      this.reveal(given);
    } else by("missing").textContent = `No prediction yet: ${whatIsMissing(this.finding)}, or let the answer be shown without.`;
  }

  /** Show the answer, beside what was predicted if anything was. */
  reveal(given) {
    this.show(given);
    this.remember();
    by("reveal").focus();
  }

  show(given) {
    by("missing").textContent = "";
    this.kept = given;
    by("kept").textContent = given ? [given.words, given.reason].filter(Boolean).join(" – ") : "No prediction.";
    by("reveal").hidden = false;
    by("results").hidden = false;
    this.tell();
  }

  /** The runs of the market as in the file have ended. */
  found(rows) {
    if (this.unchanged) return;
    this.unchanged = rows;
    this.result = this.finding && whatRunsSay(this.finding, rows, rows, this.terms);
    this.tell();
  }

  tell() {
    if (by("reveal").hidden || !this.finding) return;
    by("found").textContent = this.unchanged ? this.inWords() : by("answer").textContent;
  }

  inWords() {
    if (this.result) return toldOf(this.finding, this.kept, this.result);
    return `This page cannot work out the answer from its own runs; look at: ${this.finding.subject}, as relsim lesson ${this.source} tells it.`;
  }

  /** Set the market as an exercise asks, run it, and hold the answer against what comes of it. */
  async check({ number, path, hint, finding }) {
    const say = (text) => { by(`told-${number}`).textContent = text; };
    const choice = document.querySelector(`input[name=exercise-${number}]:checked`);
    const written = by(`answer-${number}`)?.value ?? "";
    const answer = choice ? choice.value : numberIn(written);
    const given = choice || !Number.isNaN(answer) ? { answer } : null;
    if (!isAnswer(finding, given)) {
      say(`No answer yet: ${whatIsMissing(finding)}.`);
      return;
    }
    say("The market is being simulated.");
    const rows = await this.play(path);
    if (!rows) {
      say("The market was set otherwise before it had been simulated: check again.");
      return;
    }
    const result = whatRunsSay(finding, rows, this.unchanged, this.terms);
    if (!result) {
      say(`This page cannot work out the answer from its own runs; this command does. Look at: ${finding.subject}.`);
      by(`command-${number}`).hidden = false;
      return;
    }
    say([toldOf(finding, given, result), hint ? `Where to look in the report: ${hint}` : ""].filter(Boolean).join(" "));
    this.answers.push({ asked: `exercise ${number}`, answer, found: result.answer, agrees: isRight(finding, answer, result), at: now() });
    this.remember();
  }

  /** What is answered as relsim keeps answers, so that a class's files become one table. */
  download() {
    const given = this.given();
    const written = given && { answer: given.answer, reason: given.reason, at: now() };
    const predictions = this.predictions.length || !written ? this.predictions : [written];
    by("missing").textContent = predictions.length ? "" : `There is nothing to download yet: ${whatIsMissing(this.finding)}.`;
    if (predictions.length) saved("prediction.yaml", this.asYaml(predictions));
  }

  /** Every prediction that was kept, with what the runs say once that is shown, and every exercise. */
  asYaml(predictions) {
    const answers = [...predictions.map((one) => ({ asked: "prediction", ...one, ...this.held(one) })), ...this.answers];
    return answers.map((one, i) => {
      const parts = Object.entries({ lesson: this.source, ...one }).filter(([, value]) => value !== null && value !== undefined);
      return `answer ${i + 1}:\n${parts.map(([key, value]) => `  ${key}: ${inYaml(value)}\n`).join("")}`;
    }).join("");
  }

  /** What the runs say to a prediction; nothing before it is shown, or where they cannot tell. */
  held({ answer }) {
    if (by("results").hidden || !this.result || !isAnswer(this.finding, { answer })) return {};
    return { found: this.result.answer, agrees: isRight(this.finding, answer, this.result) };
  }
}
