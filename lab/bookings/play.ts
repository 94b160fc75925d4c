import { systemClock } from "../../lib/base/clock.ts";
import { createDynamoStore, type TableConfig } from "../../lib/ledger/table/dynamo-store.ts";
import { createRandom } from "../../test/support/random.ts";
import { createBooker } from "../simulate/model/bookings.ts";
import { type Phase, playRush, type Round, type Rush } from "../simulate/model/rush.ts";
import { createLedger } from "../simulate/scenarios/deployed.ts";
import { createFarStore } from "./far-store.ts";
import { createPacedClock } from "./paced-clock.ts";

export const roundTripMs = 3;

export type Played = {
  readonly rounds: readonly Round[];
  /** How long each call of the table took that was asked in a rush, its way included. */
  readonly callsMs: readonly number[];
};

/**
 * A rush of the simulation with a table that is really asked. While it lasts, time passes `pace` times slower for the
 * ledgers than for the table, so that the table's own speed counts for as much less.
 */
export async function playWithTable(
  table: TableConfig,
  rush: Rush,
  { bookings, pace, seed }: { bookings: number; pace: number; seed: number },
): Promise<Played> {
  const clock = createPacedClock();
  const random = createRandom(seed);
  const paces: Record<Phase, number> = { renewals: 1, rush: pace, waits: 1, rest: 0.01 };
  let now: Phase = "rest";
  const callsMs: number[] = [];
  const onAnswer = (tookMs: number) => {
    if (now === "rush") callsMs.push(tookMs);
  };
  const connect = () => {
    const store = createDynamoStore(table, "rate", systemClock);
    return createFarStore(store, { clock, roundTripMs, onAnswer });
  };
  const parts = { clock, random, table: { connect }, createLedger };
  const bookers = Array.from({ length: bookings }, () => createBooker(parts));
  const pass = (ms: number, phase: Phase) => {
    now = phase;
    clock.setPace(paces[phase]);
    return new Promise<void>((resolve) => clock.after(ms, resolve));
  };
  return { rounds: await playRush({ clock, random, bookers, pass }, rush), callsMs };
}
