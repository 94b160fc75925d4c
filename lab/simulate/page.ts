import { missesOf, type Comparison, renderTables } from "./rows.ts";

/** The text of docs/resilience.md. The same seeds give the same page, so it names no day and no machine. */
export function renderPage(comparisons: readonly Comparison[], seeds: readonly number[]): string {
  const misses = missesOf(comparisons);
  const verdict =
    misses.length === 0
      ? "Every bar is met."
      : `Missed:\n\n${misses.map((miss) => `- ${miss}`).join("\n")}`;
  return `# Resilience

Written by \`npm run simulate\`; do not edit. The relay's own code, from \`createRelay\` down to the ledger, in
virtual time, with the chances of the seeds ${seeds.join(", ")} taken together.

${verdict}

${renderTables(comparisons)}
${method}`;
}

const method = `## How it is played

- **Time** jumps from event to event; what an event sets off has run before the next one. Chance comes from the seed:
  \`npm run simulate -- --seed N\` plays other ones, \`--shrink N\` a part of the time. The plots over time are of the
  first seed.
- **CLS** counts by the seconds of a clock of its own when a call arrives, and lets 20 pass. Each way takes 20 to 70 ms
  by chance, a new connection two round trips more. A lease ends 40 s after its last heartbeat arrived.
- **Consumers** beat every 18 s, so that 19 a second are 342. *curl* is \`curl --retry 3 --retry-max-time 25\` on a timer
  that takes no notice of the answer; a run that took longer than 18 s is followed at once, and moves the later ones. On
  the minute none moves: each is at its own full 18 s again. *loop* is the loop of the docs: the same curl, then as long
  as \`nextBeatInMs\` says, or after a run that failed 10 s, less where the lease ends sooner.
- **Leases kept** are renewals in time, of those and the leases that ran out. A consumer that has to wait for its first
  lease longer than one lasts, or for another one after a loss, loses one more for each. What consumers lost that had
  got in before is counted apart.
- **A fault** strikes the next call: a reset (3 in 12), a call that hangs (2), a page in HTML (2), 502, 503, an internal
  error, an unavailable service, a throttle (1 each). None of them renews.
- **The worst second** is the one with the most arrivals at CLS, wherever it begins.
- **Deployed** is the stack of \`serverless.yml\`. The gateway lets 200 requests a second pass and 500 at once; beyond
  that it answers 429 without Retry-After. A sandbox serves one request at a time; the one used last is used next, and
  where none is free another one starts, in 300 to 600 ms; after 10 minutes without a request it ends. Each has
  a ledger, connections and a wall clock of its own, up to 10 ms off. It is frozen between two requests, and in one of
  two the monotonic clock then stands still; a call to the table that is left behind is counted.
- **The table** answers in 4 to 12 ms; the first call of a sandbox takes two round trips more. A change is made as a
  whole when it arrives, also where the caller has given up. One item takes 1000 write units a second, one for each 1 KB
  that it has; beyond that a change is refused as *too busy*. *Refuses* and *throttles* answer every call with an error,
  *does not answer* leaves it open until the relay gives up.
- **The schedule** is one process more on the same table, with its aliases spread over the 18 s.
- **300 bookings**: those that hold a lease have renewed it in the 18 s before, spread evenly; those that join hold none. The
  same with a server that is really asked: [ledger](decisions/ledger.md#300-bookings-over-sockets).

## What is left out

HTTP and its parsing, the time the relay's own code takes, garbage collection, the loss of a whole machine or of the
region, the end of sandboxes that are busy, an account's own limit of sandboxes and how fast AWS starts them,
a connection to the table that breaks, and whatever CLS does that its documentation does not say. Wall clocks are off by a
constant; none jumps. Consumers are on time, and hold one partition each; their beats are for two keys.
`;
