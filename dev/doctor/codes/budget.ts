import type { Row } from "./row.ts";

export const budgetRows = {
  "deadline-too-short": {
    check: "budget",
    severity: "error",
    what: "The deadline is shorter than a call can be.",
    why: "A new connection takes three round trips, so nearly every heartbeat ends in deadline-exceeded.",
    fix: "Set RELAY_DEADLINE_MS to 1000 or more; it is in milliseconds.",
  },
  "deadline-over-cadence": {
    check: "budget",
    severity: "warning",
    what: "The deadline is as long as the time between two heartbeats or longer.",
    why: "An answer, even an error, has to come well before the next heartbeat, or that one is late.",
    fix: "Set RELAY_DEADLINE_MS to a fraction of it, such as 3000 for 18 s.",
  },
  "wait-over-deadline": {
    check: "budget",
    severity: "warning",
    what: "A heartbeat may wait for its slot as long as its deadline or longer.",
    why: "After such a wait no time is left for the call.",
    fix: "Set RELAY_MAX_WAIT_MS to less than RELAY_DEADLINE_MS.",
  },
  "cadence-over-lease": {
    check: "budget",
    severity: "error",
    what: "The interval of a scheduled alias is as long as its lease or longer.",
    why: "The lease always ends before it is renewed.",
    fix: "Set everySeconds to half of the lease or less; if the group's timeout is longer, set its leaseSeconds to it.",
  },
  "cadence-over-half-lease": {
    check: "budget",
    severity: "warning",
    what: "A scheduled alias sends less than two heartbeats in its lease.",
    why: "One lost heartbeat loses the lease.",
    fix: "Set everySeconds to half of the lease or less.",
  },
  overloaded: {
    check: "budget",
    severity: "warning",
    what: "The aliases are more consumers than the rate can carry.",
    why: "Those who hold leases keep them; if all beat, each of the others gets 429 overloaded until one leaves.",
    fix: "Raise CLS_RATE_PER_SECOND if Tencent has raised your limit, use a second SecretId in a second relay, or give the groups a longer timeout and leaseSeconds.",
    explains: ["budget-exceeded"],
  },
  "budget-exceeded": {
    check: "budget",
    severity: "warning",
    what: "The aliases together need more than the rate.",
    why: "Consumers that follow nextBeatInMs beat less often and fit in; of those that keep to their own clock some always get 429.",
    fix: "Raise CLS_RATE_PER_SECOND if Tencent has raised your limit, use a second SecretId, or send less often.",
  },
  "rate-over-quota": {
    check: "budget",
    severity: "note",
    what: "The rate is above the 20 a second that CLS allows by default.",
    why: "Unless Tencent has raised the limit for this account, CLS refuses what is above it.",
    fix: "Set CLS_RATE_PER_SECOND to 20, unless Tencent has raised the limit.",
    explains: ["throttled"],
  },
} as const satisfies Record<string, Row>;
