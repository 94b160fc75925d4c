import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ApiAnswer } from "../api.ts";

/** Where a fault does its work; `client` is before any server is reached. */
export type Layer = "client" | "connection" | "http" | "api" | "clock";

/** Faults that last, each of one group. */
export type GroupMemory = {
  /** Every answer to the group waits; all other groups are answered at once. */
  slowDown(afterMs: number): void;
  /** The group is gone with its leases, and refused until it is created again. */
  forget(): void;
  /** Heartbeats reach two copies of the group in turn. */
  splitBrain(): void;
  /** Every second heartbeat finds a lease of a quarter of its length. */
  unsettleLease(): void;
};

/** A request that a fault has struck, and what a fault may do with it. */
export type StruckCall = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Milliseconds, for a fault that paces itself. */
  readonly afterMs: number;
  /**
   * Lets the API have the request, as it would without a fault. Every call is one more request to the API. With
   * `wrongClock` it judges the timestamp by a clock that is ten minutes ahead.
   */
  readonly letThrough: (options?: { readonly wrongClock: boolean }) => ApiAnswer;
  /** @throws when the connection ends before `ms` have passed. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Ends the connection with a RST. */
  readonly reset: () => void;
  /** What the emulator does from now on to the group that the request names, until faults are set or cleared. */
  readonly remember: GroupMemory;
  /** Whatever arrives on this connection later is dropped in silence and, after `afterMs`, answered with a RST. */
  readonly freeze: () => void;
};

type Described = {
  readonly layer: Layer;
  /** What is done to the request, in one line. */
  readonly does: string;
  /** How often the emulator grants the request behind the fault: at 0 the lease is untouched. */
  readonly granted: 0 | 1 | 2;
  /** Beats to send, one after the other on one connection, until the fault can be seen; 1 when absent. */
  readonly beats?: 2;
};

export type ServerFault = Described & {
  /** Present where it goes on with later requests of the same group, until faults are set or cleared. */
  readonly lasts?: true;
  /** Milliseconds of a fault that paces itself. The others strike as soon as the request is there. */
  readonly afterMs?: number;
  strike(call: StruckCall): void | Promise<void>;
  /** Present where the fault can strike a connection that has carried no request yet. */
  readonly atAccept?: (socket: Socket, options: { readonly tls: boolean }) => void;
};

/** A fault that no server can cause. */
export type ClientFault = Described & {
  /** The `CLS_CONNECT_TO` that causes it. */
  readonly connectTo: string;
};
