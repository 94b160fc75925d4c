import type { Clock } from "../../../lib/clock.ts";
import { createRateLimiter, type RateLimiter } from "../../../lib/rate-limiter.ts";
import { ratePerSecondWithin } from "../../../lib/rate-limiter/travel-margin.ts";
import { shareOf } from "../../../lib/share.ts";
import { createRelayProcess, type RelayProcess } from "../model/relay-process.ts";
import { createTokenGate } from "../model/token-gate.ts";
import { createTokenLedger } from "../model/token-ledger.ts";
import { travelMs, type Upstream, upstreamPerSecond } from "../model/upstream.ts";
import { uniform } from "../random.ts";

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
/** Calls leased at once: with four, those of a sandbox that is left idle shed more than 1 % at light load. */
const slice = 2;

const toEven = (perSecond: number) =>
  ratePerSecondWithin({ perSecond, travelSpreadMs: travelMs.most - travelMs.least });

/** What evenly spaced calls may come to a second, so that the upstream refuses none. */
export const evenPerSecond = toEven(upstreamPerSecond);

/** Shares: each sandbox has a limiter of its own with an equal part of the rate. */
export function createShares(options: ModeOptions): Sandboxes {
  const { clock, random, sandboxes } = options;
  const budget = { ratePerSecond: upstreamPerSecond, schedulePerSecond: 0, sandboxes };
  const perSecond = toEven(shareOf(budget, "http"));
  return {
    all: createAll(options, () => createRateLimiter({ clock, random, perSecond })),
    storeCalls: () => 0,
  };
}

/** Exact: the sandboxes lease slices of the upstream's seconds from one store. */
export function createExact(options: ModeOptions): Sandboxes {
  const { clock, random } = options;
  const ledger = createTokenLedger(clock, random);
  return {
    all: createAll(options, () => {
      const skewMs = uniform(random, -clockSkewMs, clockSkewMs);
      return createTokenGate({ clock, ledger, slice, skewMs });
    }),
    storeCalls: () => ledger.calls,
  };
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
