import type { Row } from "./row.ts";

export const consumerRows = {
  "partitions-unread": {
    check: "consumers",
    severity: "warning",
    what: "A group has partitions that nobody reads, as far as the relay sees.",
    why: "The lease of their consumer has ended, or it left, and no other consumer of this relay was given them. Their logs wait, and are lost when the topic no longer keeps them.",
    fix: "Start the consumer again, or another one of the group. If the group has members that beat elsewhere, look in CLS's console at who reads them.",
  },
  "consumer-contested": {
    check: "consumers",
    severity: "warning",
    what: "Two instances send heartbeats for one consumer in turn.",
    why: "Each takes its partitions from the other one, again and again, so logs are read twice or not at all.",
    fix: 'Stop one of them, or give it a consumer name of its own. "fence": true at the alias or the key keeps the later one out.',
  },
  "rate-full": {
    check: "consumers",
    severity: "warning",
    what: "The consumers that hold a lease are all that the rate can carry.",
    why: "They keep their leases; one that joins gets 429 overloaded until one of them leaves.",
    fix: "Raise CLS_RATE_PER_SECOND if Tencent has raised your limit, use a second SecretId in a second relay, or give the groups a longer timeout and leaseSeconds.",
  },
} as const satisfies Record<string, Row>;
