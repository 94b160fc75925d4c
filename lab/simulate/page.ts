import type { Part } from "../report/figures.ts";
import { renderMarkdown } from "../report/rows.ts";

/** The text of docs/resilience.md. The same seeds give the same page, so it names no day and no machine. */
export function renderPage(parts: readonly Part[]): string {
  return `# Resilience

Written by \`npm run simulate\`; do not edit. The relay's own code, from \`createRelay\` down to the limiter, the
retries, the breaker and the steering, in virtual time.

${renderMarkdown(parts)}
${method}`;
}

const method = `## How it is played

- **Time** jumps from event to event; what an event sets off has run before the next one. Chance comes from the seed
  in the heading: \`npm run simulate -- --seed N\` plays other ones, \`--shrink N\` a part of the hour.
- **The upstream** counts by its own wall second at arrival and lets 20 pass; each way takes 20 to 80 ms by chance.
- **Even slots** are 53 ms apart, 18.87 a second: calls that leave within a second and 60 ms may arrive in one second.
- **Overload in one process**: \`RELAY_MAX_WAIT_MS\` 1000; budgets between 0.2 and 3 s by chance; beats come by chance
  (Poisson), and nobody retries.
- **Sandboxes** take one beat at a time, the one used last first, and let it wait 100 ms. In *shares* each has a
  limiter of its own with an equal part of the rate. *Exact* is the shipped limiter of that mode before a counter
  that is 4 to 12 ms away and never fails; all 20 a second are for HTTP; clocks are off by up to 10 ms. *Even
  slots of one store* is one limiter for all that takes no time: what a store without bursts could do at best.
- **The minute**: one process at even slots that lets a beat wait a second; callers are 5 to 30 ms away and run
  \`curl --retry 3\`, then \`sleep 20\`, or wait for the next full 20 s. A lease is lost when the upstream has heard
  nothing for 40 s; those lost after the first minute count. *Steering off*: every
  caller refused hears the same \`Retry-After\` of a second. *Ordering off*: first come, first served.
- **Bad network**: calls fail before they arrive, after their travel. One process at even slots; the callers start
  spread over their interval. A run of curl that fails four times has lost its lease by the next one.
- **Total outage**: every call fails; *calls per beat* counts the beats that the breaker or the limiter answered as well;
  *without the breaker* only those that called.
`;
