import { type Clock, sleep } from "../../../lib/base/clock.ts";
import { uniform } from "../../../test/support/random.ts";
import type { Host, Reply } from "./host.ts";
import { cadenceMs, leaseMs } from "./relay-process.ts";

export type CallerOptions = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly host: Host;
  readonly consumer: string;
  readonly startMs: number;
  readonly untilMs: number;
};

/** When the next run begins, on the monotonic clock. */
type Pace = (run: Run) => number;

type Run = {
  /** When the first one began. */
  readonly firstMs: number;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly reply: Reply;
  /** When the last run that was renewed began. */
  readonly renewedMs: number;
};

/** One way between caller and relay. */
const travelMs = { least: 5, most: 30 };

/** `--retry 3 --retry-max-time 25` */
const retries = 3;
const retryMaxMs = 25_000;
const firstBackoffMs = 1000;

const afterFailureMs = { least: 1000, most: 10_000 };

export const paces = {
  /** README's line from a timer: every 18 s, whatever came of it; a run that takes longer is followed at once. */
  curl: ({ startedMs, endedMs }) => Math.max(startedMs + cadenceMs, endedMs),
  /** The same line from a timer that never moves: what came late changes nothing for the next ones. */
  timer({ firstMs, startedMs, endedMs }) {
    const ticks = 1 + Math.floor((startedMs - firstMs + 1) / cadenceMs);
    return Math.max(firstMs + ticks * cadenceMs, endedMs);
  },
  /** The loop of the docs: as the answer says; after a run that failed 10 s later, or at half of what the lease has left. */
  loop({ endedMs, reply, renewedMs }) {
    if (reply.ok) return endedMs + reply.nextBeatInMs;
    const halfLeftMs = (renewedMs + leaseMs - endedMs) / 2;
    const { least, most } = afterFailureMs;
    return endedMs + (halfLeftMs < 0 ? most : Math.min(Math.max(halfLeftMs, least), most));
  },
} as const satisfies Record<string, Pace>;

export type PaceName = keyof typeof paces;

export async function runCaller(pace: PaceName, options: CallerOptions): Promise<void> {
  const { clock, startMs, untilMs } = options;
  await sleep(clock, startMs - clock.nowMs());
  const firstMs = clock.nowMs();
  let renewedMs = -Infinity;
  while (clock.nowMs() < untilMs) {
    const startedMs = clock.nowMs();
    const reply = await curl(options);
    if (reply.ok) renewedMs = startedMs;
    const endedMs = clock.nowMs();
    const run = { firstMs, startedMs, endedMs, reply, renewedMs };
    await sleep(clock, paces[pace](run) - endedMs);
  }
}

/**
 * As curl 7.88 does it: `Retry-After` where one is given, unless that would end past `--retry-max-time`: then it
 * gives up at once; else a backoff that starts at a second. That doubles with every retry either way.
 */
async function curl({ clock, random, host, consumer }: CallerOptions): Promise<Reply> {
  const travel = () => sleep(clock, uniform(random, travelMs.least, travelMs.most));
  const startedMs = clock.nowMs();
  for (let retry = 0; ; retry += 1) {
    await travel();
    const reply = await host.beat(consumer);
    await travel();
    const tookMs = clock.nowMs() - startedMs;
    if (reply.ok || retry === retries || tookMs >= retryMaxMs) return reply;
    const { retryAfterSeconds: seconds } = reply;
    const waitMs = seconds === undefined ? firstBackoffMs * 2 ** retry : seconds * 1000;
    if (seconds !== undefined && tookMs + waitMs > retryMaxMs) return reply;
    await sleep(clock, waitMs);
  }
}
