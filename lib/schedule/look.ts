import { longestLookMs } from "../alive/watch/watch.ts";
import type { Services } from "../app/services.ts";
import { describeError, noteIfPossible } from "../observe/logger.ts";

/** One look at who is alive, where there is time for one; one that fails costs its line and nothing else. */
export async function lookIfPossible(
  { watch, log }: Pick<Services, "watch" | "log">,
  timeLeftMs = Infinity,
): Promise<void> {
  if (watch === undefined || timeLeftMs < longestLookMs) return;
  try {
    await watch.look();
  } catch (error) {
    noteIfPossible(() => {
      log.warn("it could not be looked who is alive", { thrown: describeError(error) });
    });
  }
}
