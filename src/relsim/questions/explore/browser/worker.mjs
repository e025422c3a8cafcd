/** One worker: has markets of its own, runs those it is asked for, and sends back what they left. */
import { cut, everybody } from "./crowd.mjs";
import { filmed } from "./film.mjs";
import { joined } from "./packed.mjs";
import { Market } from "./market.mjs";

const known = new Map();
const crowds = new Map();
let world = null;
let machines = [];

function part(number) {
  const told = world.parts[number];
  if (!known.has(number)) known.set(number, Array.isArray(told) ? joined(world.content, told) : cut(crowd(told.crowd), told));
  return known.get(number);
}

/** Everybody of one replication, as rows of bytes. */
function crowd(number) {
  if (!crowds.has(number)) crowds.set(number, everybody(world.crowds[number], part));
  return crowds.get(number);
}

/** The patches of an array as words; kept for the next time. */
function words(number, Kind) {
  const bytes = part(number);
  return new Kind(bytes.buffer, bytes.byteOffset, bytes.byteLength / Kind.BYTES_PER_ELEMENT);
}

/** The machine of a market, and what it is opened with. */
function readied({ policy, replication, patches }) {
  const { kernel, keys, arguments: described } = world.markets[policy][replication];
  machines[kernel] ??= new Market(world.modules[kernel]);
  const changes = patches.flatMap((number) => Object.entries(world.patches[number].arrays))
    .map(([name, [places, values]]) => [name, words(places, Uint32Array), words(values, BigUint64Array)]);
  const columns = patches.flatMap((number) => Object.values(world.patches[number].columns));
  return { machine: machines[kernel], opening: [keys, described, { changes, columns }, part] };
}

function lived(job, whole) {
  const { machine, opening } = readied(job);
  const left = machine.run(world.form.periods, ...opening);
  return { policy: job.policy, replication: job.replication, left: whole ? left : { records: left.records } };
}

function watched(job) {
  const { machine, opening } = readied(job);
  machine.open(...opening);
  return filmed(machine, world.form.periods, job.firm, world.form);
}

self.onmessage = ({ data }) => {
  if (data.world) {
    world = data.world;
    return;
  }
  try {
    if (data.film) {
      self.postMessage({ done: watched(data.film) });
      return;
    }
    const done = data.jobs.map((job) => {
      const run = lived(job, data.whole);
      self.postMessage({ ran: 1 });
      return run;
    });
    self.postMessage({ done }, done.flatMap(({ left }) => Object.values(left)));
  } catch (error) {
    self.postMessage({ failed: String(error.message ?? error) });
  }
};
