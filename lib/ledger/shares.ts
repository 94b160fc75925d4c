import type { Clock } from "../base/clock.ts";
import { type Credits, createCredits } from "./credits.ts";
import { leastWeight } from "./lease.ts";
import type { Denial, KeyLimits } from "./ledger.ts";

/** Divides the rate between keys, in proportion to the leases that their beats renew. */
export type Shares = {
  /** The same entries, those first whose keys have used the least of their share; else the order stays. */
  order<Entry extends { readonly key: string }>(entries: readonly Entry[]): readonly Entry[];
  /** A call for the key is made. */
  spend(key: KeyLimits): void;
  /** The credits of the key's own limit, where it has one. */
  limitOf(key: KeyLimits): Credits | undefined;
  /** Why no beat of the key may be sent now: it has used up its own limit. */
  denial(key: KeyLimits): Denial | undefined;
};

export type SharesOptions = {
  readonly clock: Clock;
  readonly ratePerSecond: number;
  readonly heldBy: (key: string) => number;
};

type Account = {
  /** The moment up to which what the key has used is its share. */
  usedUntilMs: number;
  limit?: { readonly perSecond: number; readonly credits: Credits };
};

/** Those of one key that wait, one behind the other. */
type Lane = { nextMs: number; readonly spacingMs: number };

/** What a key has left unused, or used when nobody else wanted it, counts for so long. */
const memoryMs = 1000;

export function createShares({ clock, ratePerSecond, heldBy }: SharesOptions): Shares {
  const accounts = new Map<string, Account>();
  const accountOf = (key: string) => {
    const account = accounts.get(key) ?? { usedUntilMs: -Infinity };
    accounts.set(key, account);
    return account;
  };
  const weightOf = (key: string) => leastWeight + heldBy(key);

  const spacingMs = (key: string) => {
    let all = 0;
    for (const name of accounts.keys()) all += weightOf(name);
    return (1000 * all) / (ratePerSecond * weightOf(key));
  };
  const startMs = (usedUntilMs: number) => Math.max(usedUntilMs, clock.nowMs() - memoryMs);

  const limitOf = ({ name, ratePerSecond: perSecond }: KeyLimits): Credits | undefined => {
    if (perSecond === undefined) return undefined;
    const account = accountOf(name);
    // A reload may change it.
    if (account.limit?.perSecond !== perSecond)
      account.limit = { perSecond, credits: createCredits(perSecond) };
    return account.limit.credits;
  };

  return {
    order(entries) {
      const keys = new Set(entries.map(({ key }) => key));
      if (keys.size < 2) return entries;
      // All of them count before any is placed.
      for (const key of keys) accountOf(key);
      const lanes = new Map<string, Lane>();
      const placed = entries.map((entry) => {
        const { key } = entry;
        const lane = lanes.get(key) ?? {
          nextMs: startMs(accountOf(key).usedUntilMs),
          spacingMs: spacingMs(key),
        };
        lanes.set(key, lane);
        const atMs = lane.nextMs;
        lane.nextMs += lane.spacingMs;
        return { entry, atMs };
      });
      return placed.sort((a, b) => a.atMs - b.atMs).map(({ entry }) => entry);
    },
    spend({ name }) {
      const account = accountOf(name);
      const nowMs = clock.nowMs();
      const used = startMs(account.usedUntilMs) + spacingMs(name);
      account.usedUntilMs = Math.min(used, nowMs + memoryMs);
    },
    limitOf,
    denial(key) {
      const nowMs = clock.nowMs();
      const limit = limitOf(key);
      if (limit?.free(nowMs) !== 0) return undefined;
      const retryAfterMs = limit.earliestMs(0, nowMs) - nowMs;
      return { granted: false, reason: "key-limit", retryAfterMs };
    },
  };
}
