/** The page's market: what is set, what came of it, and how sure that is. */
import { hexOfDigest } from "./digest.mjs";
import { bytesOf, unpacked } from "./packed.mjs";
import { Settings } from "./settings.mjs";
import { measuresOfRun } from "./measures.mjs";
import { isTooRare, paired } from "./statistics.mjs";
import { mean } from "./sums.mjs";

const RUN_FIRST = "first wait for relsim.run()";
const NO_WORKER = "this browser starts no worker from such a page; another browser may";

export class Explorer {
  /** `told` is what Python wrote; `code` the text of a worker. */
  static async begun(told, kernels, parcel, code) {
    const explorer = new Explorer(told);
    const modules = await Promise.all(kernels.map((kernel) => WebAssembly.compile(bytesOf(kernel))));
    const content = await unpacked(parcel);
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const { parts, crowds, markets, patches, form } = told;
    const world = { modules, content, parts, crowds, markets, patches, form };
    const many = Math.max(1, Math.min(told.replications, navigator.hardwareConcurrency ?? 1, 8));
    explorer.workers = Array.from({ length: many }, () => new Worker(address));
    for (const worker of explorer.workers) worker.postMessage({ world });
    return explorer;
  }

  constructor(told) {
    this.told = told;
    this.settings = new Settings(told.sliders, told.apart);
    this.rows = [];
    this.ran = null;
    this.hashed = { at: null, hashes: null };
    this.turn = Promise.resolve();
    this.onRun = () => {};
  }

  /** Run every replication under every policy as all is set now; with `whole`, also hash every array that they leave. */
  run({ whole = true } = {}) {
    const settings = this.settings.copied();
    this.turn = this.turn.catch(() => {}).then(() => this.lived(settings, whole));
    return this.turn;
  }

  async lived(settings, whole) {
    const jobs = this.workers.map((_, number) => this.jobs(number, settings));
    const count = jobs.flat().length;
    let done = 0;
    const ran = () => {
      done += 1;
      this.onRun(done, count);
    };
    const asking = this.workers.map((worker, number) => asked(worker, { jobs: jobs[number], whole }, ran));
    const runs = await allOf(asking);
    runs.sort((one, other) => one.policy - other.policy || one.replication - other.replication);
    this.runs = runs.map(({ policy, replication, left }) => (
      { policy, replication, records: new BigInt64Array(left.records) }
    ));
    this.rows = this.runs.flatMap((run) => rowsOf(run, this.told));
    this.ran = settings;
    if (whole) this.hashed = { at: settings.place, hashes: await hashesOf(runs, this.told.policies) };
    return this.verdict();
  }

  /** What some people live through with a firm under a policy, in the first replication, as all is set now. */
  film(policy, firm) {
    const patches = this.settings.patches(this.told.patches, policy, 0);
    this.turn = this.turn.catch(() => {}).then(() => asked(this.workers[0], { film: { policy, replication: 0, patches, firm } }));
    return this.turn;
  }

  jobs(number, settings) {
    const { policies, replications, patches } = this.told;
    const own = Array.from({ length: replications }, (_, i) => i).filter((i) => i % this.workers.length === number);
    return own.flatMap((replication) => policies.map((_, policy) => (
      { policy, replication, patches: settings.patches(patches, policy, replication) }
    )));
  }

  outcomes() {
    return this.rows.map(({ columns, ...row }) => row);
  }

  /** The hash of every array that the market as it is set now has left; refuses those of any other. */
  hashes() {
    if (this.hashed.at !== this.settings.place) throw new Error(`hashes are those of the market as it is set now, after it has run as a whole; ${RUN_FIRST}`);
    return structuredClone(this.hashed.hashes);
  }

  /** Whether the last run was of the market as it is set now. */
  get isFresh() {
    return this.ran?.place === this.settings.place;
  }

  /** Itself, if what it holds came of the market as it is set now. */
  get onShow() {
    if (!this.isFresh) throw new Error(`the market has been set otherwise since it last ran; ${RUN_FIRST}`);
    return this;
  }

  /** The runs of a policy, as the firm in focus did in them. */
  rowsOf(policy) {
    const { focus } = this.told;
    return this.rows.filter((row) => row.policy === policy && row.firm === focus);
  }

  /** A measure of the firm in focus in each replication under a policy. */
  values(policy, measure) {
    return this.rowsOf(policy).map((row) => row[measure]);
  }

  /** The mean of a measure over the replications in which it could be measured. */
  level(policy, measure) {
    return mean(this.values(policy, measure).filter(Number.isFinite));
  }

  /** The equity that decides as the market was set in the last run: after overhead unless all policies are sure to pay the same of it. */
  get equity() {
    const { policies, patches, equity } = this.told;
    const paid = policies.map((_, policy) => (this.ran ?? this.settings).overhead(patches, policy));
    const isSame = paid.length < 2 || paid.every((one) => one !== null && one === paid[0]);
    return isSame ? equity.before : equity.after;
  }

  /** How each policy differs from the baseline, with an interval; and which is best on average, null where none has an amount. */
  verdict(measure = this.equity.measure) {
    const names = this.told.policies.map(({ name }) => name);
    const policies = Object.fromEntries(names.map((name) => [name, differenceIn(this, name, names[0], measure)]));
    const known = names.filter((name) => Number.isFinite(policies[name].mean));
    const best = known.length ? known.reduce((one, other) => (policies[other].mean > policies[one].mean ? other : one)) : null;
    return { measure, baseline: names[0], best, replications: this.values(names[0], measure).length, policies };
  }
}

/** A policy's difference from another; no surer than a count on which the measure rests. */
function differenceIn(explorer, policy, other, measure) {
  const { paired: terms, restsOn } = explorer.told;
  const [own, base] = [policy, other].map((name) => explorer.values(name, measure));
  const found = { ...paired(own, base, terms), isSame: areAlike(own, base) };
  if (!restsOn[measure] || policy === other || !(found.low < found.high)) return found;
  const counts = [policy, other].map((name) => explorer.values(name, restsOn[measure]));
  return isTooRare(...counts, terms) ? { ...found, low: NaN, high: NaN } : found;
}

/** Whether a measure is the same in every replication. */
const areAlike = (values, base) => values.every((value, i) => value === base[i]);

/** What a worker has done of what it is asked; `ran` is called after each run. */
function asked(worker, question, ran = () => {}) {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.failed) reject(new Error(data.failed));
      else if (data.done) resolve(data.done);
      else ran();
    };
    worker.onerror = ({ message }) => reject(new Error(message ?? NO_WORKER));
    worker.postMessage(question);
  });
}

/** What all workers have done; a failure is told when none of them has anything left to say. */
async function allOf(asking) {
  const ended = await Promise.allSettled(asking);
  const failed = ended.find(({ status }) => status === "rejected");
  if (failed) throw failed.reason;
  return ended.flatMap(({ value }) => value);
}

function rowsOf({ policy, replication, records }, { form, firms, policies }) {
  return measuresOfRun(records, form).map(({ columns, measures }, firm) => (
    { replication, policy: policies[policy].name, firm: firms[firm], ...measures, columns }
  ));
}

async function hashesOf(done, policies) {
  const found = Object.fromEntries(policies.map(({ name }) => [name, {}]));
  await Promise.all(done.map(async ({ policy, replication, left }) => {
    const pairs = Object.entries(left).map(async ([name, bytes]) => [name, await hexOfDigest(bytes)]);
    found[policies[policy].name][replication] = Object.fromEntries(await Promise.all(pairs));
  }));
  return found;
}
