import type { Clock } from "../base/clock.ts";
import type { Failure } from "../tencent/failure.ts";

/** Keeps callers from waiting on an upstream that is known to be dead. */
export type CircuitBreaker = {
  /** What `ask` would say now: for whoever has still to wait before it can send. */
  peek(): Leave;
  /** Asks right before each attempt. Who was allowed must send, and tell `settled` how it went. */
  ask(): Leave;
  /** How an allowed attempt ended, undefined is success, and how long it was given or took. */
  settled(failure: Failure | undefined, tookMs?: number): void;
};

/** Leave to call CLS; or how long to wait, which is never 0. */
export type Leave =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly retryAfterMs: number };

export type CircuitBreakerOptions = {
  readonly clock: Clock;
  /** How far back attempts count. */
  readonly windowMs?: number;
  /** Fewer attempts than this in the window say nothing. */
  readonly leastCalls?: number;
  /** The share of dead attempts, 0 to 1, from which on the upstream is taken for dead. */
  readonly failedShare?: number;
  /** From the opening to the probe. No less than a call's deadline: then what settles next is the probe. */
  readonly openMs?: number;
  /** A probe not heard of for so long counts as failed, and the next one may go. Above the deadline. */
  readonly probeMs?: number;
  /** A deadline that passes sooner says more of the caller's patience than of the upstream, and does not count. */
  readonly tellingMs?: number;
};

/** So many attempts say enough at any rate, and take a few KB. */
const mostRemembered = 1000;

/**
 * A circuit breaker that counts only unreachable and deadline failures: any answer, a refusal included,
 * shows that the upstream lives. Only such a failure opens it, never a success, however bad the past
 * looked. Open, it lets one probe through at a time; one that is answered closes it, with all forgotten.
 * What settles while it is open and no probe is out began before, and says nothing new (issue 4).
 * Our own because cockatiel's reads the system's clock and makes callers wait for the probe's end.
 */
export function createCircuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  const { clock, windowMs = 10_000, leastCalls = 20, failedShare = 0.8 } = options;
  const { openMs = 3000, probeMs = 5000, tellingMs = 1000 } = options;
  let recent: { readonly atMs: number; readonly dead: boolean }[] = [];
  let state: "closed" | "open" | "probing" = "closed";
  let nextProbeMs = 0;

  const peek = (): Leave => {
    const nowMs = clock.nowMs();
    if (state === "closed" || nowMs >= nextProbeMs) return { allowed: true };
    return { allowed: false, retryAfterMs: nextProbeMs - nowMs };
  };

  return {
    peek,
    ask() {
      const leave = peek();
      if (leave.allowed && state !== "closed") {
        state = "probing";
        nextProbeMs = clock.nowMs() + probeMs;
      }
      return leave;
    },
    settled(failure, tookMs = Infinity) {
      if (failure?.kind === "timeout" && tookMs < tellingMs) {
        if (state === "probing") nextProbeMs = clock.nowMs();
        return;
      }
      const dead = failure?.kind === "unreachable" || failure?.kind === "timeout";
      if (state === "closed") {
        remember(dead);
        if (dead && looksDead()) open();
      } else if (state === "probing") {
        if (dead) open();
        else state = "closed";
      }
    },
  };

  function remember(dead: boolean): void {
    recent.push({ atMs: clock.nowMs(), dead });
    if (recent.length > mostRemembered) recent.shift();
  }

  function looksDead(): boolean {
    const startMs = clock.nowMs() - windowMs;
    const inWindow = recent.filter(({ atMs }) => atMs > startMs);
    const dead = inWindow.filter((attempt) => attempt.dead).length;
    return inWindow.length >= leastCalls && dead / inWindow.length >= failedShare;
  }

  function open(): void {
    state = "open";
    recent = [];
    nextProbeMs = clock.nowMs() + openMs;
  }
}
