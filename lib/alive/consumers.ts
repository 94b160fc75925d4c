import type { Clock } from "../base/clock.ts";
import { type Alias, leaseMsOf, type RelaySettings } from "../config/relay-file.ts";
import type { Heartbeat } from "../heartbeat/heartbeat.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { cadenceShare, defaultLeaseMs } from "../ledger/lease.ts";
import type { Sight } from "../ledger/sight.ts";
import { askLedger } from "./ask-ledger.ts";
import { beatsMissed, mayHaveEnded, type State, stateOf, type Watched } from "./state-of.ts";

/** A consumer as it is now. */
export type Consumer = {
  readonly sight: Watched;
  readonly state: State;
  /** CLS may have given its partitions to others. */
  readonly mayHaveEnded: boolean;
  readonly missed: number;
};

/** The rate that all consumers share. */
export type Rate = {
  readonly perSecond: number;
  /** How many leases of 40 s it can carry. */
  readonly carries: number;
  /** Slots that calls hold now; absent where they are in a table, and everybody's. */
  readonly slotsUsed: number | undefined;
};

/** All consumers that the relay knows of: those that it saw, and its aliases. */
export type Consumers = {
  /**
   * As of now; without a signal as of the last seconds, where they are in a table.
   *
   * @throws RelayError `ledger-unavailable` where the table does not answer
   */
  list(signal?: AbortSignal): Promise<readonly Consumer[]>;
  rate(): Rate;
};

export type ConsumersOptions = {
  readonly ledger: Pick<Ledger, "sights" | "fill" | "memory">;
  readonly clock: Clock;
  /** How long a call may take. */
  readonly callMs: number;
  readonly ratePerSecond: number;
  readonly settings: Pick<RelaySettings, "aliases" | "leasesMs"> | undefined;
};

/** What was read of a table is told for so long, so that many who watch cost one reading. */
const keptMs = 2000;

export function createConsumers(options: ConsumersOptions): Consumers {
  const { ledger, clock, callMs, settings, ratePerSecond } = options;
  let read: { readonly atMs: number; readonly seen: Promise<readonly Consumer[]> } | undefined;

  const ask = async (signal?: AbortSignal): Promise<readonly Consumer[]> => {
    // Who beats meanwhile is not late by then.
    const atMs = clock.epochMs();
    const sights = await askLedger(clock, (ownSignal) =>
      ledger.sights(signal ? AbortSignal.any([signal, ownSignal]) : ownSignal),
    ).catch((error: unknown) => {
      read = undefined;
      throw error;
    });
    return withAliases(sights, settings).map((sight) => ({
      sight,
      state: stateOf(sight, atMs, { callMs }),
      mayHaveEnded: mayHaveEnded(sight, atMs),
      missed: beatsMissed(sight, atMs),
    }));
  };

  return {
    async list(signal) {
      const nowMs = clock.nowMs();
      if (signal || ledger.memory || read === undefined || nowMs >= read.atMs + keptMs)
        read = { atMs: nowMs, seen: ask(signal) };
      return read.seen;
    },
    rate: () => ({
      perSecond: ratePerSecond,
      carries: ledger.fill(defaultLeaseMs).carries,
      slotsUsed: ledger.memory?.usage().slotsUsed,
    }),
  };
}

type Named = Pick<Sight, "logsetId" | "consumerGroup" | "consumer">;

/** The same for the same consumer, and in the order in which they are told. */
export function toName({ logsetId, consumerGroup, consumer }: Named): string {
  return JSON.stringify([consumerGroup, logsetId, consumer]);
}

/** What was seen, with its alias where the configuration has one, and the aliases of which nothing was. */
function withAliases(
  sights: readonly Sight[],
  settings: ConsumersOptions["settings"],
): readonly Watched[] {
  const watched = new Map<string, Watched>(sights.map((sight) => [toName(sight), sight]));
  const aliases = settings?.aliases ?? new Map<string, Alias>();
  // Under which it beat last, unless that has been given to another consumer since.
  for (const [name, sight] of watched) {
    const own = sight.alias === undefined ? undefined : aliases.get(sight.alias)?.heartbeat;
    if (own && toName(own) !== name) watched.set(name, { ...sight, alias: undefined });
  }
  for (const [alias, { heartbeat }] of aliases) {
    const name = toName(heartbeat);
    const seen =
      watched.get(name) ?? toSilent(heartbeat, leaseMsOf(settings, heartbeat.consumerGroup));
    const isKnown = seen.alias !== undefined && aliases.has(seen.alias);
    watched.set(name, { ...seen, alias: isKnown ? seen.alias : alias });
  }
  return [...watched].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, sight]) => sight);
}

/** An alias of which nothing was seen. */
function toSilent(heartbeat: Heartbeat, leaseMs: number): Watched {
  const { logsetId, consumerGroup, consumer, topics } = heartbeat;
  const partitions = new Map([...topics.keys()].map((topicId) => [topicId, []]));
  const cadenceMs = cadenceShare * leaseMs;
  return { logsetId, consumerGroup, consumer, leaseMs, cadenceMs, partitions, changesMs: [] };
}
