import { type Clock, sleep } from "../../../lib/base/clock.ts";
import { exponentialMs } from "../../../test/support/random.ts";
import type { RelayProcess } from "./relay-process.ts";

export type PlatformOptions = {
  readonly clock: Clock;
  readonly random: () => number;
  /** As many as the reserved concurrency. */
  readonly sandboxes: readonly RelayProcess[];
  readonly beatsPerSecond: number;
  readonly untilMs: number;
};

export type PlatformCounts = {
  /** Beats that came. */
  beats: number;
  /** Answered 429 by a sandbox, or not at all well. */
  shed: number;
  /** Turned away by the platform, since every sandbox was busy. */
  turnedAway: number;
};

/** What the handler takes besides waiting. */
const handlerMs = 2;
const consumers = 4000;

/**
 * Beats by chance (Poisson), each for the sandbox that was used most recently among the idle ones; a
 * sandbox takes one at a time. Nobody retries: the rate of the beats is what counts.
 */
export async function playPlatform(options: PlatformOptions): Promise<PlatformCounts> {
  const { clock, random, beatsPerSecond, untilMs } = options;
  const counts: PlatformCounts = { beats: 0, shed: 0, turnedAway: 0 };
  const idle = [...options.sandboxes];

  const serve = async (sandbox: RelayProcess) => {
    const reply = await sandbox.beat(`c${Math.floor(random() * consumers)}`);
    if (!reply.ok) counts.shed += 1;
    await sleep(clock, handlerMs);
    idle.push(sandbox);
  };

  for (;;) {
    await sleep(clock, exponentialMs(random, 1000 / beatsPerSecond));
    if (clock.nowMs() >= untilMs) return counts;
    counts.beats += 1;
    const sandbox = idle.pop();
    if (sandbox === undefined) counts.turnedAway += 1;
    else void serve(sandbox);
  }
}
