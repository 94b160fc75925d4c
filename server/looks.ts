import type { Services } from "../lib/app/services.ts";
import { lookIfPossible } from "../lib/schedule/look.ts";

/** In one process a look costs nothing; in a table it is two changes and a reading. */
export const lookEveryMs = { inMemory: 3000, inTable: 10_000 };

/** Looks who is alive, again and again, one look after the other; returns how to stop it. */
export function startLooks(services: () => Services, everyMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const look = async () => {
    await lookIfPossible(services());
    if (!isStopped) plan();
  };
  const plan = () => {
    timer = setTimeout(() => void look(), everyMs);
  };
  plan();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
