/** What a function of a part of the page gives for each list of arguments; both are JSON, in and out. */
const read = async () => {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf-8"));
};

const { part, name, calls } = await read();
const asked = (await import(part))[name];
const withNumbers = (argument) => (argument?.tallies ? new BigInt64Array(argument.tallies.map(BigInt)) : argument);
process.stdout.write(JSON.stringify(await Promise.all(calls.map((call) => asked(...call.map(withNumbers))))));
