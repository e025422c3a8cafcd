/** What some people live through with one firm, period by period: where they stand, and what happens to them. */

const WATCHED = 120;
const READERS = { 1: "getInt8", 2: "getInt16", 4: "getInt32", 8: "getBigInt64" };

/** `form` says where the parts of a relationship stand, and which rungs, reasons and channels there are. */
export function filmed(market, periods, firm, form) {
  const network = { first: market.numbers("first"), neighbours: market.numbers("neighbours") };
  const people = watchedOf(network, market.arrays.people.count);
  const before = people.map((person) => standingOf(market, person, firm, form));
  const rungs = [before.map(({ rung }) => rung)];
  const events = people.map(() => []);
  for (let t = 0; t < periods; t += 1) {
    market.live(t, t + 1);
    people.forEach((person, place) => {
      const after = standingOf(market, person, firm, form);
      events[place].push(...happened(t, before[place], after, form));
      before[place] = after;
    });
    rungs.push(before.map(({ rung }) => rung));
  }
  return { people, ties: tiesAmong(people, network), rungs, events };
}

/** Somebody with many neighbours, theirs, and the neighbours of these; or everybody so many places apart. */
function watchedOf({ first, neighbours }, customers) {
  const many = Math.min(WATCHED, customers);
  if (!neighbours.length) return Array.from({ length: many }, (_, i) => Math.floor((i * customers) / many));
  const tiesOf = (person) => first[person + 1] - first[person];
  const order = Array.from({ length: customers }, (_, i) => i);
  const start = order.reduce((one, other) => (tiesOf(other) > tiesOf(one) ? other : one));
  const found = new Set([start]);
  for (const person of found) {
    for (let i = first[person]; i < first[person + 1] && found.size < many; i += 1) found.add(neighbours[i]);
  }
  for (const person of order) if (found.size < many) found.add(person);
  return [...found];
}

/** Pairs of places in the sample who talk with each other. */
function tiesAmong(people, { first, neighbours }) {
  const places = new Map(people.map((person, place) => [person, place]));
  if (!neighbours.length) return [];
  return people.flatMap((person, place) => neighbours.slice(first[person], first[person + 1])
    .filter((other) => places.get(other) > place).map((other) => [place, places.get(other)]));
}

function standingOf(market, person, firm, { tie, firms }) {
  const view = new DataView(market.exports.memory.buffer);
  const at = market.arrays.ties.at + (person * firms + firm) * tie.width;
  return Object.fromEntries(Object.entries(tie.parts).map(([name, [offset, width]]) => (
    [name, Number(view[READERS[width]](at + offset, true))]
  )));
}

/** What happened in a period, in the order in which it is told. */
function happened(t, before, after, { customer, lapsed, unit, recommended }) {
  const told = [];
  const isCustomer = ({ rung }) => customer.includes(rung);
  const more = (name) => Math.max(0, after[name] - before[name]);
  const tell = (event, rest = {}) => told.push({ t, event, ...rest });
  if (!isCustomer(before) && (isCustomer(after) || after.acquired_at === t)) {
    const other = recommended.includes(after.channel) && after.recruiter >= 0 ? after.recruiter : null;
    tell(before.rung === lapsed ? "returned" : "joined", { channel: after.channel, other });
  }
  if (more("purchases")) tell("bought", { times: more("purchases"), money: more("revenue") / unit });
  if (more("failures")) tell("failed", { times: more("failures") });
  if (more("complaints")) tell("complained", { times: more("complaints") });
  if (more("member")) tell("enrolled");
  if (isCustomer(before) && after.rung === lapsed) tell("left", { reason: after.reason });
  else if (isCustomer(before) && isCustomer(after) && after.rung !== before.rung) {
    tell(after.rung > before.rung ? "climbed" : "slid", { rung: after.rung });
  }
  if (after.praised_at === t && before.praised_at !== t) tell("praised");
  return told;
}
