/** The policies of a page held against each other: the baseline, its closest rival, and who leads. */
import { paired } from "./statistics.mjs";
import { differenceText } from "./wording.mjs";

export class Contest {
  constructor(explorer) {
    this.explorer = explorer;
    this.told = explorer.told;
    this.equity = explorer.equity;
    const [baseline, ...challengers] = this.told.policies.map(({ name }) => name);
    this.baseline = baseline;
    this.challengers = challengers;
    this.rival = this.ranked(challengers)[0];
    this.leader = this.ranked([baseline, ...challengers])[0];
  }

  values(policy) {
    return this.explorer.values(policy, this.equity.measure);
  }

  named(policy) {
    return this.told.policies.find(({ name }) => name === policy).named;
  }

  estimate(policy) {
    return this.explorer.verdict(this.equity.measure).policies[policy];
  }

  /** Policies by their mean equity, the highest first; ties in their order, no amounts last. */
  ranked(policies) {
    const worth = policies.map((name) => [name, this.estimate(name).mean]).map(([name, one]) => [name, Number.isFinite(one) ? one : -Infinity]);
    worth.sort(([, one], [, other]) => (one === other ? 0 : other - one));
    return worth.map(([name]) => name);
  }

  /** The paired difference in equity between any two policies. */
  gap(policy, other) {
    const found = paired(this.values(policy), this.values(other), this.told.paired);
    const has = Number.isFinite(found.low) && Number.isFinite(found.high);
    const several = this.values(policy).length > 1;
    return {
      ...found, policy, other, isRare: several && Number.isFinite(found.difference) && !has, isClear: has && (found.low > 0 || found.high < 0),
    };
  }

  get policies() {
    return [this.baseline, ...this.challengers];
  }

  /** The other policies that end with exactly the same equity in every replication. */
  levelWith(policy) {
    const own = this.values(policy);
    const isLevel = (name) => this.values(name).every((value, i) => value === own[i]);
    return this.policies.filter((name) => name !== policy && isLevel(name));
  }

  /** How far a challenger that leads is ahead of the second best, the baseline counted as one; none that is level with it. */
  gapToNext() {
    const level = this.levelWith(this.leader);
    const others = this.policies.filter((name) => name !== this.leader && !level.includes(name));
    return this.leader === this.baseline || !others.length ? null : this.gap(this.leader, this.ranked(others)[0]);
  }

  makesNoDifference(policy) {
    const base = this.values(this.baseline);
    return this.values(policy).every((value, i) => value === base[i]);
  }

  columns(policy, read) {
    return this.explorer.rowsOf(policy).map(({ columns }) => read(columns));
  }

  amount(gap) {
    return differenceText(gap, "money", this.told.currency);
  }
}
