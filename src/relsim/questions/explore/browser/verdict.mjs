/** The verdict, and what it says of overhead, in the words of `relsim compare`, from the page's own runs. */
import { Contest, EQUITY } from "./contest.mjs";
import { paired } from "./statistics.mjs";
import { mean, sum } from "./sums.mjs";
import { NO_VALUE, SPACE, decimal, intervalText, money } from "./wording.mjs";

const AFTER_OVERHEAD = "equity_after_overhead";
const TOO_RARE = "too rare to tell";
const ENDLESS = "Where nobody leaves and nothing is discounted, what customers will bring has no end.";
const NO_ANSWER_YET = "This is no answer yet, since the fit of the market failed.";

const withoutSign = (amount) => amount.replaceAll("+", "").replaceAll("\u2212", "");
const inWords = (names) => (names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0]);
const replicationsInWords = (count) => `${decimal(count)} replication${count === 1 ? "" : "s"}`;

/** The policies under which overhead is another amount than under the baseline. */
function otherPayers(contest) {
  const paid = (policy) => sum(contest.columns(policy, ({ fixed }) => sum(fixed)));
  const base = paid(contest.baseline);
  return contest.challengers.filter((policy) => paid(policy) !== base);
}

const paysOtherOverhead = (contest) => otherPayers(contest).length > 0;
const bestBy = (contest, measure) => contest.ranked(contest.policies, measure)[0];

/** Whether another policy has the highest equity once each has paid its own overhead. */
function turnsWithOverhead(contest) {
  return paysOtherOverhead(contest) && bestBy(contest, EQUITY) !== bestBy(contest, AFTER_OVERHEAD);
}

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

/** Contribution of the whole run, discounted as customer equity is, by replication. */
function discounted(contest, policy) {
  const { rate } = contest.told.form;
  return contest.columns(policy, ({ contribution }) => sum(contribution.map((one, t) => one * (1 + rate) ** -(t + 1))));
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
    return `Which policy is better cannot be told: customer equity under ${policy} or ${other} is no amount. ${ENDLESS}`;
  }
  if (contest.challengers.every((name) => contest.makesNoDifference(name))) {
    const before = paysOtherOverhead(contest) ? " before overhead is paid" : "";
    return `No policy makes a difference${before}: ${policy} ends exactly where ${other} does.`;
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
  return `In this one replication ${contest.named(gap.policy)} has ${amount} ${gap.difference >= 0 ? "more" : "less"} customer equity `
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
    + `differs by ${contest.amount(gap)} in customer equity, and the 95${SPACE}% interval `
    + `(${intervalText(gap.low, gap.high, "money")}) includes zero.`;
}

function ofAWinner(contest, gap) {
  return `${contest.named(gap.policy)} ${howItLeads(contest, gap.policy)}: ${withoutSign(contest.amount(gap))} more customer equity `
    + `than ${contest.named(gap.other)} (95${SPACE}% interval ${intervalText(gap.low, gap.high, "money")}), ${perCustomer(contest, gap)}.`;
}

function ofTheBaseline(contest, gap) {
  return `${contest.named(gap.other)}, the baseline, ${howItLeads(contest, gap.other)}: even the best of the others, ${contest.named(gap.policy)}, `
    + `brings ${withoutSign(contest.amount(gap))} less customer equity (95${SPACE}% interval `
    + `${intervalText(-gap.high, -gap.low, "money")}), ${perCustomer(contest, gap)}.`;
}

/** How the policy with the highest customer equity stands: a lead that does not hold is no win. */
function howItLeads(contest, policy) {
  const follower = contest.gapToNext();
  let lead = "wins";
  if (follower !== null && !follower.isClear) lead = `leads, though not clearly ahead of ${contest.named(follower.other)}`;
  else if (contest.estimate(policy).mean < 0) lead = "loses least";
  else if (contest.told.failedFit) lead = "leads in the model";
  const level = contest.levelWith(policy).map((name) => contest.named(name));
  if (level.length) lead = `${lead}, level with ${inWords(level)} to the cent`;
  const { period, form } = contest.told;
  const only = [
    ...(turnsWithOverhead(contest) ? ["only before overhead is paid"] : []),
    ...(restsOnLater(contest) ? [`only by what is expected after ${period} ${form.periods}`] : []),
  ];
  if (!only.length) return lead;
  return lead === "wins" ? `is ahead ${inWords(only)}` : `${lead}, and ${inWords(only)}`;
}

/** What became of the firm under the only policy there is. */
function ofARun(explorer) {
  const { policies: [{ name }], focus, currency } = explorer.told;
  const values = explorer.values(name, EQUITY);
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

/** What the rival of the baseline is worth once overhead is paid, and which policy is best then; nothing where all pay the same. */
export function overheadInWords(explorer) {
  if (explorer.told.policies.length === 1) return "";
  const contest = new Contest(explorer);
  if (!paysOtherOverhead(contest)) return "";
  const best = bestBy(contest, AFTER_OVERHEAD);
  const told = otherPayers(contest).includes(contest.rival) ? [worthAfterOverhead(contest)] : [];
  if (best !== bestBy(contest, EQUITY)) told.push(`With overhead paid, ${contest.named(best)} has the highest customer equity of all policies.`);
  return told.join(" ");
}

function worthAfterOverhead(contest) {
  const net = contest.estimate(contest.rival, AFTER_OVERHEAD);
  const span = howSure(net, contest.values(contest.rival).length);
  return `Customer equity leaves out overhead, of which ${contest.named(contest.rival)} needs another amount than `
    + `${contest.named(contest.baseline)}: with it paid, during the run and for as long after it as customers are counted on, the difference is ${contest.amount(net)}${span === NO_VALUE ? "" : ` (95${SPACE}% interval ${span})`}.`;
}

function howSure({ difference, low, high }, replications) {
  if (Number.isFinite(difference) && !Number.isFinite(low) && replications > 1) return TOO_RARE;
  return intervalText(low, high, "money");
}
