import { type Clock, sleep } from "../../../lib/base/clock.ts";
import { uniform } from "../../../test/support/random.ts";
import type { Reply } from "./relay-process.ts";

export type CallerOptions = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly beat: () => Promise<Reply>;
  /** When the next beat is due, on the monotonic clock, after one that has ended, retries included. */
  readonly nextMs: (last: { readonly endedMs: number; readonly reply: Reply }) => number;
  readonly startMs: number;
  readonly untilMs: number;
};

/** One way between caller and relay. */
const travelMs = { least: 5, most: 30 };

export const curlRetries = 3;
const firstBackoffMs = 1000;

/** `while true; do curl …; sleep 20; done` */
export function pauseOf(intervalMs: number): CallerOptions["nextMs"] {
  return ({ endedMs }) => endedMs + intervalMs;
}

/** A shell loop around `curl --retry 3`: that is all it obeys. */
export async function runCaller(options: CallerOptions): Promise<void> {
  const { clock, nextMs, startMs, untilMs } = options;
  await sleep(clock, startMs - clock.nowMs());
  while (clock.nowMs() < untilMs) {
    const reply = await curl(options);
    const endedMs = clock.nowMs();
    await sleep(clock, nextMs({ endedMs, reply }) - endedMs);
  }
}

/**
 * As curl does it: `Retry-After` in whole seconds where one is given, else a backoff that starts at a
 * second; that doubles with every retry either way.
 */
async function curl({ clock, random, beat }: CallerOptions): Promise<Reply> {
  const travel = () => sleep(clock, uniform(random, travelMs.least, travelMs.most));
  for (let retry = 0; ; retry += 1) {
    await travel();
    const reply = await beat();
    await travel();
    if (reply.ok || retry === curlRetries) return reply;
    const { retryAfterSeconds } = reply;
    const backoffMs = firstBackoffMs * 2 ** retry;
    await sleep(clock, retryAfterSeconds === undefined ? backoffMs : retryAfterSeconds * 1000);
  }
}
