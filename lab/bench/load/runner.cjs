// Loads a function's file as Lambda's runtime does, by `require`, and says how long that took; with an event,
// also how long until its first answer. CommonJS and nothing required here, so that a target pays for all it
// needs itself; `process.hrtime`, since the first touch of `performance` loads modules of its own.
const [, , file, event] = process.argv;
const parsedEvent = event && JSON.parse(event);
const context = { awsRequestId: "bench-first-beat", getRemainingTimeInMillis: () => 10_000 };

const startedNs = process.hrtime.bigint();
const { handler } = require(file);
const loadedNs = process.hrtime.bigint();

const sinceStartMs = (ns) => Number(ns - startedNs) / 1e6;
const report = (more) => {
  // A line of its own, the last one: a function may log while it loads.
  process.stdout.write(`${JSON.stringify({ loadMs: sinceStartMs(loadedNs), ...more })}\n`);
};

if (parsedEvent) {
  handler(parsedEvent, context).then((answer) => {
    report({ firstBeatMs: sinceStartMs(process.hrtime.bigint()), status: answer.statusCode });
    process.exit();
  });
} else {
  report();
}
