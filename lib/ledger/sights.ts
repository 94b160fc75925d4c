import type { Clock } from "../base/clock.ts";
import { afterCall, afterWord, type Word } from "./after-call.ts";
import { claimAgainst, type Claimed, rivalOf, wordAgainst } from "./claim.ts";
import type { CallEnd, Denial, Departure, Entry } from "./ledger.ts";
import { type SightItems, sightToChange, toSight } from "./sight-item.ts";
import {
  type CallFacts,
  type Claim,
  forgottenMs,
  freeMsOf,
  isUnknown,
  seenMsOf,
  type Sight,
} from "./sight.ts";

/** What one process saw of consumers. */
export type Sights = {
  /** What a beat that may be sent now is told. */
  before(entry: Entry): { readonly before?: Sight | undefined; readonly rival?: Claim | undefined };
  /** Why a beat is not to be sent. */
  denial(entry: Entry): Denial | undefined;
  see(entry: Entry, call: Ended): void;
  /** Gives when CLS frees the partitions, or who else holds the name, so that it does not count. */
  takeWord(departure: Departure, word: Word): number | Claimed;
  list(): readonly Sight[];
  kept(): SightItems;
  /** Takes over what another process saw before now. */
  restore(kept: SightItems): void;
};

export type Ended = {
  readonly sentMs: number;
  readonly end: CallEnd;
  readonly facts: CallFacts | undefined;
  readonly cadenceMs: number;
};

const mostSights = 10_000;

/** A beat as it is compared with what was seen of its consumer. */
export function toAsking({ origin, key, body }: Pick<Entry, "origin" | "key" | "body">) {
  return origin && { origin, key: key.name, report: body.slice(0, reportCharacters) };
}

/** Of the hash of a body: enough to tell a few of one consumer apart. */
const reportCharacters = 4;

export function createSights(clock: Clock): Sights {
  const sights = new Map<string, Sight>();
  const keep = (consumer: string, sight: Sight) => {
    sights.delete(consumer);
    sights.set(consumer, sight);
    if (sights.size > mostSights) sights.delete(firstToForget(sights));
  };
  const forget = () => {
    const nowMs = clock.epochMs();
    for (const [consumer, sight] of sights) {
      if (forgottenMs(sight) <= nowMs) sights.delete(consumer);
    }
  };
  return {
    before(entry) {
      const before = sights.get(entry.consumer);
      const asking = toAsking(entry);
      return { before, rival: asking && rivalOf(before, asking, clock.epochMs()) };
    },
    denial(entry) {
      const asking = toAsking(entry);
      const claimed = asking && claimAgainst(sights.get(entry.consumer), asking, clock.epochMs());
      return claimed && { granted: false, ...claimed };
    },
    see({ consumer, leaseMs, ...entry }, { end, facts, ...times }) {
      const asking = toAsking(entry);
      if (asking === undefined || facts === undefined) return;
      const ended = { endedMs: clock.epochMs(), isRenewed: end === "renewed" };
      const call = { ...facts, ...times, ...ended, ...asking, leaseMs };
      keep(consumer, afterCall(sights.get(consumer), call));
    },
    takeWord({ consumer, origin, key, leaseMs }, word) {
      const nowMs = clock.epochMs();
      const asking = { origin, key: key.name, leaseMs };
      const before = sights.get(consumer);
      if (isUnknown(before, origin)) return nowMs;
      const claimed = wordAgainst(before, asking, { word, nowMs });
      if (claimed) return claimed;
      const sight = afterWord(before, asking, { word, nowMs });
      keep(consumer, sight);
      return freeMsOf(sight);
    },
    list() {
      forget();
      return [...sights.values()];
    },
    kept() {
      forget();
      return Object.fromEntries(
        Array.from(sights, ([consumer, sight]) => [consumer, sightToChange(sight).set]),
      );
    },
    restore(kept) {
      const nowMs = clock.epochMs();
      for (const [consumer, item] of Object.entries(kept)) {
        const sight = toSight(item);
        // After a clock was set back, one that is gone would seem to live until it has caught up.
        if (sight && seenMsOf(sight) <= nowMs) keep(consumer, sight);
      }
    },
  };
}

/** Of the key that has the most, the one seen longest ago: no key makes the consumers of others be forgotten. */
function firstToForget(sights: ReadonlyMap<string, Sight>): string {
  const byKey = new Map<string, { readonly first: string; count: number }>();
  for (const [consumer, { key }] of sights) {
    const own = byKey.get(key) ?? { first: consumer, count: 0 };
    own.count += 1;
    byKey.set(key, own);
  }
  return [...byKey.values()].reduce((most, own) => (own.count > most.count ? own : most)).first;
}
