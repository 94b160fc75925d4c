import type { Services } from "../lib/app/services.ts";
import { lookIfPossible } from "../lib/schedule/look.ts";

/**
 * In one process a look costs nothing; in a table it is two changes and a reading. There one that was stopped during a
 * look keeps the next ones out for 15 s, and that is to be no outage.
 */
export const lookEveryMs = { inMemory: 3000, inTable: 15_000 };

type Looking = Pick<Services, "watch" | "log" | "clock">;

/** Looks who is alive, so long after each look once more; returns how to stop it. */
export function startLooks(services: () => Looking, everyMs: number): () => void {
  let isStopped = false;
  let cancel = () => {};
  const look = async () => {
    await lookIfPossible(services());
    if (!isStopped) plan();
  };
  const plan = () => {
    cancel = services().clock.after(everyMs, () => void look());
  };
  plan();
  return () => {
    isStopped = true;
    cancel();
  };
}
