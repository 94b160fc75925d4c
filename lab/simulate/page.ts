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
  \`npm run simulate -- --seed N\` plays other ones, \`--shrink N\` a part of the time.
- **CLS** counts by the seconds of a clock of its own when a call arrives, and lets 20 pass. Each way takes 20 to 70 ms
  by chance, a new connection two round trips more. A lease ends 40 s after its last heartbeat arrived.
- **Consumers** beat every 18 s, so that 19 a second are 342. *curl* is \`curl --retry 3 --retry-max-time 25\` on a timer
  that takes no notice of the answer. *loop* is the loop of the docs: the same curl, then as long as \`nextBeatInMs\`
  says, or after a run that failed 10 s, less where the lease ends sooner.
- **Leases kept** are renewals in time, of those and the leases that ran out. A consumer that has to wait for its first
  lease longer than one lasts, or for another one after a loss, loses one more for each.
- **A fault** strikes the next call: a reset (3 in 12), a call that hangs (2), a page in HTML (2), 502, 503, an internal
  error, an unavailable service, a throttle (1 each). None of them renews.
- **The worst second** is the one with the most arrivals at CLS, wherever it begins.

## What is left out

HTTP and its parsing, garbage collection, the loss of a whole machine, and whatever CLS does that its documentation
does not say. Consumers are on time, and hold one partition each.
`;
