/** The verdict, and why it is one after overhead, in the words of `relsim compare`, from the page's own runs. */
import { Contest } from "./contest.mjs";
import { paired } from "./statistics.mjs";
import { mean, sum } from "./sums.mjs";
import { SPACE, decimal, intervalText, money } from "./wording.mjs";

const WHY_AFTER_OVERHEAD = "Not all policies are sure to pay the same overhead, so they are compared after overhead: it is paid "
  + "in the run and, for each customer who is left, beyond it.";
const ENDLESS = "Where nobody leaves and nothing is discounted, what customers will bring has no end.";
const NO_ANSWER_YET = "This is no answer yet, since the fit of the market failed.";

const withoutSign = (amount) => amount.replaceAll("+", "").replaceAll("\u2212", "");
const inWords = (names) => (names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0]);
const replicationsInWords = (count) => `${decimal(count)} replication${count === 1 ? "" : "s"}`;

/** Whether the policy that the verdict puts first is ahead only by residual value. */
function restsOnLater(contest) {
  const { difference } = contest.gap(contest.rival, contest.baseline);
  if (!Number.isFinite(difference)) return false;
  const [ahead, behind] = difference >= 0 ? [contest.rival, contest.baseline] : [contest.baseline, contest.rival];
  const [own, within] = [contest.values(ahead), discounted(contest, ahead)];
  const [other, beside] = [contest.values(behind), discounted(contest, behind)];
  const known = own.map((value, i) => [value - other[i], within[i] - beside[i]]).filter(([gap]) => Number.isFinite(gap));
  const whole = mean(known.map(([gap]) => gap));
  return whole > 0 && whole - mean(known.map(([, gap]) => gap)) >= whole;
}

/** What the whole run brought, discounted as the deciding equity has it, by replication. */
function discounted(contest, policy) {
  const { rate } = contest.told.form;
  return contest.columns(policy, (columns) => sum(columns[contest.equity.brought].map((one, t) => one * (1 + rate) ** -(t + 1))));
}

/** A difference for each customer whom the firm began with, or each in the market where it had none. */
function perCustomer(contest, { difference }) {
  const { customers, currency } = contest.told;
  const first = mean(contest.columns(contest.baseline, (columns) => columns.customers_at_start[0]));
  const start = first > 0 ? first : customers;
  return `${money(Math.abs(difference) / start, currency, 3)} for each customer ${start < customers ? "at the start" : "in the market"}`;
}

/** What answers which policy is best, in plain words; of one policy, what became of the firm. */
export function verdictInWords(explorer) {
  const told = explorer.told.policies.length === 1 ? ofARun(explorer) : ofAComparison(new Contest(explorer));
  return explorer.told.failedFit ? `${NO_ANSWER_YET} ${told}` : told;
}

function ofAComparison(contest) {
  const gap = contest.gap(contest.rival, contest.baseline);
  const [policy, other] = [contest.named(gap.policy), contest.named(gap.other)];
  if (!Number.isFinite(gap.difference)) {
    return `Which policy is better cannot be told: ${contest.equity.words} under ${policy} or ${other} is no amount. ${ENDLESS}`;
  }
  if (contest.challengers.every((name) => contest.makesNoDifference(name))) {
    return `No policy makes a difference: ${policy} ends exactly where ${other} does.`;
  }
  if (contest.makesNoDifference(gap.policy)) {
    return `No policy is better than ${other}: the best of the others, ${policy}, ends exactly where it does.`;
  }
  if (contest.values(gap.policy).length < 2) return ofOneReplication(contest, gap);
  if (gap.isRare) return ofARareDifference(contest, gap);
  if (!gap.isClear) return ofNoWinner(contest, gap);
  return gap.difference > 0 ? ofAWinner(contest, gap) : ofTheBaseline(contest, gap);
}

function ofOneReplication(contest, gap) {
  const amount = money(Math.abs(gap.difference), contest.told.currency, 3);
  return `In this one replication ${contest.named(gap.policy)} has ${amount} ${gap.difference >= 0 ? "more" : "less"} ${contest.equity.words} `
    + `than ${contest.named(gap.other)}; one replication cannot tell a better policy from better luck.`;
}

function ofARareDifference(contest, gap) {
  const [own, other] = [contest.values(gap.policy), contest.values(gap.other)];
  const changed = own.filter((value, i) => value !== other[i]).length;
  return `Whether ${contest.named(gap.policy)}, the best of the others, is better than ${contest.named(gap.other)} is too rare to tell: `
    + `they differ in ${decimal(changed)} of ${replicationsInWords(own.length)} only.`;
}

function ofNoWinner(contest, gap) {
  return `No policy is clearly better than ${contest.named(gap.other)}: the best of the others, ${contest.named(gap.policy)}, `
    + `differs by ${contest.amount(gap)} in ${contest.equity.words}, and the 95${SPACE}% interval `
    + `(${intervalText(gap.low, gap.high, "money")}) includes zero.`;
}

function ofAWinner(contest, gap) {
  return `${contest.named(gap.policy)} ${howItLeads(contest, gap.policy)}: ${withoutSign(contest.amount(gap))} more ${contest.equity.words} `
    + `than ${contest.named(gap.other)} (95${SPACE}% interval ${intervalText(gap.low, gap.high, "money")}), ${perCustomer(contest, gap)}.`;
}

function ofTheBaseline(contest, gap) {
  return `${contest.named(gap.other)}, the baseline, ${howItLeads(contest, gap.other)}: even the best of the others, ${contest.named(gap.policy)}, `
    + `brings ${withoutSign(contest.amount(gap))} less ${contest.equity.words} (95${SPACE}% interval `
    + `${intervalText(-gap.high, -gap.low, "money")}), ${perCustomer(contest, gap)}.`;
}

/** How the policy with the highest equity stands: a lead that does not hold is no win. */
function howItLeads(contest, policy) {
  const follower = contest.gapToNext();
  let lead = "wins";
  if (follower !== null && !follower.isClear) lead = `leads, though not clearly ahead of ${contest.named(follower.other)}`;
  else if (contest.estimate(policy).mean < 0) lead = "loses least";
  else if (contest.told.failedFit) lead = "leads in the model";
  const level = contest.levelWith(policy).map((name) => contest.named(name));
  if (level.length) lead = `${lead}, level with ${inWords(level)} to the cent`;
  const { period, form } = contest.told;
  if (!restsOnLater(contest)) return lead;
  const only = `only by what is expected after ${period} ${form.periods}`;
  return lead === "wins" ? `is ahead ${only}` : `${lead}, and ${only}`;
}

/** What became of the firm under the only policy there is. */
function ofARun(explorer) {
  const { policies: [{ name }], focus, currency } = explorer.told;
  const values = explorer.values(name, explorer.equity.measure);
  const found = paired(values, values.map(() => 0), explorer.told.paired);
  const kept = explorer.level(name, "yearly_retention");
  const keeps = Number.isFinite(kept) ? `keeps ${decimal(100 * kept, 1)}${SPACE}% of its customers a year` : "has no customers whom it could keep";
  if (!Number.isFinite(found.mean)) {
    return `${focus} has customers whose equity is no amount (${ENDLESS[0].toLowerCase()}${ENDLESS.slice(1, -1)}) and ${keeps}.`;
  }
  const isSure = Number.isFinite(found.low) && found.high > found.low;
  const sure = isSure ? ` (95${SPACE}% interval ${intervalText(found.low, found.high, "money")}, ${replicationsInWords(values.length)})` : "";
  return `${focus} is worth ${money(found.mean, currency)} in customer equity${sure} and ${keeps}.`;
}

/** Why the verdict is one after overhead; nothing where it is not. */
export function overheadInWords(explorer) {
  return explorer.equity === explorer.told.equity.after ? WHY_AFTER_OVERHEAD : "";
}
