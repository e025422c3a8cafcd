/** The lesson on the page: it asks first, keeps what is predicted, and holds it against what the runs say. */
import { by, saved } from "./elements.mjs";
import { isRight, numberIn, whatRunsSay } from "./finding.mjs";

export class LessonAsked {
  constructor({ source, finding }) {
    this.source = source;
    this.finding = finding;
    this.result = null;
    this.hasRun = false;
    this.kept = null;
    this.isWarned = false;
    by("keep").onclick = () => this.keep();
    by("download").onclick = () => this.download();
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

  /** Whether what is given is an answer that can be held against what the runs say. */
  isAnswer(given) {
    if (!given || !this.finding) return Boolean(given);
    const { choices } = this.finding;
    return choices.length ? choices.some(({ name }) => name === given.answer) : typeof given.answer === "number";
  }

  whatIsMissing() {
    if (!this.finding) return "write what you expect";
    return this.finding.choices.length ? "choose one of the answers" : "write a number such as 1200 or 12%";
  }

  keep() {
    const given = this.given();
    if (!this.isAnswer(given) && !this.isWarned) {
      this.isWarned = true;
      by("missing").textContent = `No prediction yet: ${this.whatIsMissing()}, or press again to go on without.`;
      return;
    }
    by("missing").textContent = "";
    this.kept = given;
    by("kept").textContent = given ? [given.words, given.reason].filter(Boolean).join(" – ") : "No prediction.";
    by("reveal").hidden = false;
    by("results").hidden = false;
    this.tell();
    by("reveal").focus();
  }

  /** The runs of the market as in the file have ended. */
  found(rows) {
    if (this.hasRun) return;
    this.hasRun = true;
    this.result = this.finding && whatRunsSay(this.finding, rows);
    this.tell();
  }

  tell() {
    if (by("reveal").hidden || !this.finding) return;
    by("found").textContent = this.hasRun ? this.inWords() : by("answer").textContent;
  }

  inWords() {
    const { choices, subject, wrong } = this.finding;
    if (!this.result) {
      return `This page cannot work out the answer from its own runs; look at: ${subject}, as relsim lesson ${this.source} tells it.`;
    }
    const { answer, words } = this.result;
    const told = choices.find(({ name }) => name === answer)?.words;
    const says = told ? `: ${told}` : "";
    if (!this.isAnswer(this.kept)) return `The results say${says || ` ${words}`}. (${words})`;
    if (isRight(this.finding, this.kept.answer, this.result)) return `The results say as you did${says}. (${words})`;
    const why = wrong[this.kept.answer] ?? "";
    return [`The results say otherwise${says}.`, why, `(${words})`].filter(Boolean).join(" ");
  }

  /** What is predicted as relsim keeps answers, so that a class's files become one table. */
  download() {
    const given = this.given();
    by("missing").textContent = given ? "" : `There is nothing to download yet: ${this.whatIsMissing()}.`;
    if (given) saved("prediction.yaml", this.asYaml(given));
  }

  asYaml({ answer, reason }) {
    const at = new Date().toISOString().replace(/\.\d+/, "");
    const first = { lesson: this.source, asked: "prediction", answer, reason, at };
    const answers = [first];
    const isHeld = !by("results").hidden && this.result && this.isAnswer({ answer });
    if (isHeld) answers.push({ ...first, found: this.result.answer, agrees: isRight(this.finding, answer, this.result) });
    return answers.map((one, i) => {
      const parts = Object.entries(one).filter(([, value]) => value !== null);
      return `answer ${i + 1}:\n${parts.map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`).join("")}`;
    }).join("");
  }
}
