import type { Services } from "../lib/app/services.ts";
import { lookIfPossible } from "../lib/schedule/look.ts";

/**
 * In one process a look costs nothing; in a table it is two changes and a reading. There one that was stopped during a
 * look keeps the next ones out for 15 s, and that is to be no outage.
 */
export const lookEveryMs = { inMemory: 3000, inTable: 15_000 };

type Looking = Pick<Services, "watch" | "log" | "clock">;

/**
 * Looks who is alive, so long after the beginning of each look once more, or when that one ends: places that do not answer
 * make no look so late that it would seem an outage. Returns how to stop it.
 */
export function startLooks(services: () => Looking, everyMs: number): () => void {
  let isStopped = false;
  let cancel = () => {};
  const look = async () => {
    const startedMs = services().clock.nowMs();
    await lookIfPossible(services());
    if (!isStopped) plan(everyMs - (services().clock.nowMs() - startedMs));
  };
  const plan = (inMs: number) => {
    cancel = services().clock.after(Math.max(0, inMs), () => void look());
  };
  plan(everyMs);
  return () => {
    isStopped = true;
    cancel();
  };
}
