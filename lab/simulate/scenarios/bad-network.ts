import type { CircuitBreaker } from "../../../lib/relay/circuit-breaker.ts";
import { createRateLimiter } from "../../../lib/ledger/even-limiter.ts";
import { atLeast, atMost, type Figure, type Part } from "../../report/figures.ts";
import { curlRetries, pauseOf, runCaller } from "../model/caller.ts";
import { createLeases } from "../model/leases.ts";
import { createRelayProcess, intervalMs, leaseMs } from "../model/relay-process.ts";
import { createUpstream } from "../model/upstream.ts";
import { createRandom, uniform } from "../../../test/support/random.ts";
import { createVirtualClock } from "../../../test/support/virtual-clock.ts";
import { evenPerSecond } from "./sandbox-modes.ts";

export type BadNetworkOptions = {
  readonly seed: number;
  readonly minutes: number;
  readonly consumers: number;
};

const failedShare = 0.2;

/** A fifth of the calls fails on the way; callers have nothing but `curl --retry`. */
export async function playBadNetwork(options: BadNetworkOptions): Promise<Part> {
  const { minutes, consumers } = options;
  const { leases, upstream } = await play(options, failedShare);
  const lost = leases.lostAtMs.length;
  return {
    title: `Bad network: ${failedShare * 100} % of calls fail, ${consumers} consumers, curl --retry ${curlRetries}, ${minutes} min`,
    figures: [
      {
        name: "renewals kept ÷ leases due",
        value: (leases.kept / (leases.kept + lost)) * 100,
        digits: 4,
        unit: "%",
        ...atLeast(99.99),
      },
      { name: "leases lost", value: lost, digits: 0, unit: "" },
      { name: "upstream calls failed", value: upstream.counts.unreachable, digits: 0, unit: "" },
    ],
  };
}

/** Nothing gets through: the relay must not call a dead upstream twice as often. */
export async function playOutage(options: BadNetworkOptions): Promise<Part> {
  const { minutes, consumers } = options;
  const whole = await play(options, 1);
  const { calls } = await play(options, 1, noBreaker);
  const sent = calls.filter((count) => count > 0);
  return {
    title: `Total outage: ${consumers} consumers, curl --retry ${curlRetries}, ${minutes} min`,
    figures: [
      { ...perBeat("calls per beat after the first ten", whole.calls), ...atMost(1.1) },
      perBeat("the same, without the breaker", sent),
    ],
  };
}

function perBeat(name: string, calls: readonly number[]): Figure {
  const later = calls.slice(10);
  const value = later.reduce((sum, one) => sum + one, 0) / later.length;
  return { name, value, digits: 2, unit: "" };
}

const noBreaker: CircuitBreaker = {
  peek: () => ({ allowed: true }),
  ask: () => ({ allowed: true }),
  settled: () => {},
};

async function play(options: BadNetworkOptions, failed: number, breaker?: CircuitBreaker) {
  const { seed, minutes, consumers } = options;
  const clock = createVirtualClock();
  const random = createRandom(seed);
  const leases = createLeases(leaseMs);
  const upstream = createUpstream({ clock, random, leases, failedShare: failed });
  const limiter = createRateLimiter({ clock, random, perSecond: evenPerSecond });
  /** How many calls each beat made: none, if breaker or limiter refused it. */
  const calls: number[] = [];
  const relay = createRelayProcess({
    clock,
    random,
    upstream,
    limiter,
    maxWaitMs: 1000,
    onBeat: (count) => calls.push(count),
    ...(breaker && { breaker }),
  });
  const untilMs = minutes * 60_000;
  for (let index = 0; index < consumers; index += 1) {
    const beat = () => relay.beat(`c${index}`);
    const startMs = uniform(random, 0, intervalMs);
    void runCaller({ clock, random, beat, nextMs: pauseOf(intervalMs), startMs, untilMs });
  }
  await clock.run(untilMs);
  leases.close(untilMs);
  return { leases, upstream, calls };
}
