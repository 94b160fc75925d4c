import type { Clock } from "../../../lib/base/clock.ts";
import { createExactLimiter } from "../../../lib/ledger/exact/exact-limiter.ts";
import { createRateLimiter, type RateLimiter } from "../../../lib/ledger/even-limiter.ts";
import { ratePerSecondWithin } from "../../../lib/ledger/travel-margin.ts";
import { shareOf } from "../../../lib/config/rate-share.ts";
import { createRelayProcess, type RelayProcess } from "../model/relay-process.ts";
import { createModelCounter } from "../model/shared-counter.ts";
import { travelMs, type Upstream, upstreamPerSecond } from "../model/upstream.ts";
import { uniform } from "../../../test/support/random.ts";

/** All sandboxes of a run, and what they had to ask of a store. */
export type Sandboxes = {
  readonly all: readonly RelayProcess[];
  readonly storeCalls: () => number;
};

export type ModeOptions = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly upstream: Upstream;
  readonly sandboxes: number;
};

/** RELAY_MAX_WAIT_MS on Lambda. */
const maxWaitMs = 100;
/** How far clocks are off that a time service sets. */
const clockSkewMs = 10;

const toEven = (perSecond: number) =>
  ratePerSecondWithin({ perSecond, travelSpreadMs: travelMs.most - travelMs.least });

/** What evenly spaced calls may come to a second, so that the upstream refuses none. */
export const evenPerSecond = toEven(upstreamPerSecond);

/** What each sandbox may send where nobody can ask. */
const toPart = (sandboxes: number) =>
  shareOf({ ratePerSecond: upstreamPerSecond, schedulePerSecond: 0, sandboxes }, "http");

/** Shares: each sandbox has a limiter of its own with an equal part of the rate. */
export function createShares(options: ModeOptions): Sandboxes {
  const { clock, random, sandboxes } = options;
  const perSecond = toEven(toPart(sandboxes));
  return {
    all: createAll(options, () => createRateLimiter({ clock, random, perSecond })),
    storeCalls: () => 0,
  };
}

/** Exact: the sandboxes lease slices of the upstream's seconds from one counter. */
export function createExact(options: ModeOptions): Sandboxes {
  const { clock, random, sandboxes } = options;
  const counter = createModelCounter(clock, random);
  const partPerSecond = toPart(sandboxes);
  return {
    all: createAll(options, () => {
      const skewMs = uniform(random, -clockSkewMs, clockSkewMs);
      return createExactLimiter({
        clock: { ...clock, epochMs: () => clock.epochMs() + skewMs },
        random,
        counter,
        quota: upstreamPerSecond,
        partPerSecond,
        fallback: createRateLimiter({ clock, random, perSecond: toEven(partPerSecond) }),
        onFallback: unexpected,
        onFailure: unexpected,
      });
    }),
    storeCalls: () => counter.calls,
  };
}

/** This store always answers in time. */
function unexpected(): never {
  throw new Error("The model of the store has failed.");
}

/** Even slots out of one store that takes no time: the best that slots without a burst could do. */
export function createEvenSlots(options: ModeOptions): Sandboxes {
  const { clock, random } = options;
  const shared = createRateLimiter({ clock, random, perSecond: evenPerSecond });
  return { all: createAll(options, () => shared), storeCalls: () => 0 };
}

function createAll(options: ModeOptions, createLimiter: () => RateLimiter): RelayProcess[] {
  return Array.from({ length: options.sandboxes }, () =>
    createRelayProcess({ ...options, limiter: createLimiter(), maxWaitMs }),
  );
}
