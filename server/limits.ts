import type { ServerOptions } from "node:http";

/** What one connection may take, however slow its sender is (docs/hosts.md, "Limits"). */
export type Limits = Required<
  Pick<
    ServerOptions,
    | "connectionsCheckingInterval"
    | "headersTimeout"
    | "keepAliveTimeout"
    | "maxHeaderSize"
    | "requestTimeout"
  >
> & {
  /** A connection on which nothing moves, such as one whose reader stopped in the middle of an answer. */
  readonly silenceMs: number;
  readonly maxConnections: number;
  /** Requests of one connection without an answer yet: hardly any client sends another before it has one. */
  readonly maxUnanswered: number;
};

export const usualLimits: Limits = {
  connectionsCheckingInterval: 1000,
  headersTimeout: 10_000,
  // A log of a few megabytes may come with a run.
  requestTimeout: 30_000,
  // Longer than load balancers keep a connection, most of which take 60 s: the relay is not to close it first.
  keepAliveTimeout: 75_000,
  maxHeaderSize: 16 * 1024,
  silenceMs: 120_000,
  maxConnections: 10_000,
  maxUnanswered: 16,
};

/** As much of a body as the handler needs to see that a batch, the longest of all, is too long. */
export const keptBodyBytes = 256 * 1024 + 1;

/** More is not read: the connection ends with the answer. */
export const mostBodyBytes = 16 * 1024 * 1024;

/** Of all bodies that are not there as a whole yet, together: a pod has 256 MB. */
export const mostArrivingBytes = 32 * 1024 * 1024;
