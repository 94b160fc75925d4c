import { setUpMemoryLedger, entry, patient } from "./ledger.ts";
import { setUpTableLedgers } from "./table-ledger.ts";
import type { CallEnd, Grant, Ledger } from "../../lib/ledger/ledger.ts";
import type { CallFacts, Origin } from "../../lib/ledger/sight.ts";
import type { HandClock } from "./hand-clock.ts";

/** A consumer, and who sends its beats. */
export const origin: Origin = { logsetId: "logset", consumerGroup: "orders", consumer: "orders-1" };

export type Sighted = {
  readonly clock: HandClock;
  readonly ledger: Ledger;
};

const { signal } = new AbortController();
export { signal };

/** The ledger of one process, and one of many that share a table. */
export const ledgers: readonly (readonly [name: string, create: () => Sighted])[] = [
  ["memory", () => setUpMemoryLedger({ ratePerSecond: 4 })],
  [
    "table",
    () => {
      const { clock, createProcess } = setUpTableLedgers();
      return { clock, ledger: createProcess() };
    },
  ],
];

export type Told = Partial<Origin> & {
  readonly key?: string;
  readonly end?: CallEnd;
  readonly facts?: CallFacts;
  readonly callMs?: number;
  readonly body?: string;
  /** What happens while the call is under way. */
  readonly meanwhile?: () => Promise<unknown>;
};

export const renewed: CallFacts = { outcome: "renewed", partitions: new Map([["a", [0, 1]]]) };

/** A beat that is granted and settled, or what it was denied with. */
export async function beat(
  { clock, ledger }: Sighted,
  { key = "key", end = "renewed", facts = renewed, callMs = 40, ...told }: Told = {},
): Promise<Grant> {
  const { body = "body", meanwhile, ...more } = told;
  const asked = entry("c", { key: { name: key }, body, origin: { ...origin, ...more } });
  const grant = await ledger.enter(asked).take(patient);
  clock.advance(callMs);
  await meanwhile?.();
  if (grant.granted) await grant.settle(end, facts);
  return grant;
}
