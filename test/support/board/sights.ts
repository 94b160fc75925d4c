import type { Sample } from "../../../lib/alive/transition.ts";
import type { Sight } from "../../../lib/ledger/sight.ts";

export const logsetId = "6f6ded3f-948c-4616-9c7c-956a95d8c1a3";
export const topicId = "8c1a36f6-9c7c-4616-948c-ded3f956a95d";

type Seen = Partial<Sight> & {
  readonly consumer: string;
  readonly nowMs: number;
  /** Since its last heartbeat was accepted; absent where none was. */
  readonly renewedAgoMs?: number;
  readonly holds?: readonly number[];
};

/** What a ledger saw of a consumer that has a lease of 40 s. */
export function sightOf({ nowMs, renewedAgoMs, holds = [], ...more }: Seen): Sight {
  const atMs = nowMs - (renewedAgoMs ?? 5000);
  const times = { joinedMs: atMs - 600_000, renewedMs: atMs, takenMs: atMs + 30 };
  return {
    ...{ logsetId, consumerGroup: "orders", key: "orders-api", leaseMs: 40_000, cadenceMs: 18_000 },
    ...(renewedAgoMs !== undefined && times),
    partitions: new Map([[topicId, holds]]),
    changesMs: [nowMs - 700_000],
    attempt: { atMs, outcome: "renewed" },
    ...more,
  };
}

/** Many consumers of a few groups, in all states that a lease can be in. */
export function manySights(count: number, nowMs: number): readonly Sight[] {
  return Array.from({ length: count }, (_, index) =>
    sightOf({
      nowMs,
      consumer: `consumer-${String(index).padStart(3, "0")}`,
      consumerGroup: `group-${index % 8}`,
      renewedAgoMs: (index * 977) % 45_000,
      holds: [4 * index, 4 * index + 1, 4 * index + 2],
    }),
  );
}

/** An hour with a quarter of trouble. */
export function sampleHour(nowMs: number): readonly Sample[] {
  return Array.from({ length: 60 }, (_, minute) => {
    const isTroubled = minute > 34 && minute < 47;
    return {
      atMs: nowMs - (59 - minute) * 60_000,
      renewals: isTroubled ? 14 - (minute % 5) : 23 + (minute % 3),
      refusals: isTroubled ? 3 + (minute % 4) : 0,
      rebalances: [12, 35, 36, 46].includes(minute) ? 2 : 0,
      ...{ alive: 7, late: 0, expired: isTroubled ? 1 : 0 },
    };
  });
}
