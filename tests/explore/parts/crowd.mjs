/** People of a page from what a test packs, as letters; and numbers of luck. */
import { cut, everybody } from "../../../src/relsim/questions/explore/browser/crowd.mjs";
import { keysBelow, uniforms } from "../../../src/relsim/questions/explore/browser/luck.mjs";
import { joined, unpacked } from "../../../src/relsim/questions/explore/browser/packed.mjs";

export async function peopleOf(letters, parts, crowd, arrays) {
  const content = await unpacked(letters);
  const whole = everybody(crowd, (number) => joined(content, parts[number]));
  return arrays.map((number) => Buffer.from(cut(whole, parts[number])).toString("base64"));
}

export const luckOf = (key, count, purpose) => [...uniforms(keysBelow(key, count), purpose)];
