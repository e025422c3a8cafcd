/** The sentences of a page on runs that a test gives. */
import { Explorer } from "../../../src/relsim/questions/explore/browser/answer.mjs";
import { overheadInWords, verdictInWords } from "../../../src/relsim/questions/explore/browser/verdict.mjs";

export function sentencesOn(told, rows) {
  const explorer = new Explorer({ sliders: [], apart: [], ...told });
  const read = (value) => (value === null ? NaN : value);
  explorer.rows = rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, read(value)])));
  return [verdictInWords(explorer), overheadInWords(explorer)];
}
