import type { Clock } from "../../../lib/base/clock.ts";
import { createRandom, uniform } from "../../../test/support/random.ts";
import { createVirtualClock } from "../../../test/support/virtual-clock.ts";
import { type PaceName, runCaller } from "./caller.ts";
import { type ClsCounts, createCls } from "./cls.ts";
import { type Faults, noFaults } from "./faults.ts";
import { createLeases, type LeaseCounts } from "./leases.ts";
import type { Host, HostCounts, HostParts } from "./host.ts";
import { cadenceMs, leaseMs } from "./relay-process.ts";

export type WorldOptions = {
  readonly seed: number;
  readonly minutes: number;
  /** Beats a second that all consumers together are due. */
  readonly offeredPerSecond: number;
  readonly pace: PaceName;
  /** What the schedule beats besides, on its own clock. */
  readonly scheduledPerSecond?: number;
  /** Over how much time the callers start: all of the cadence, or a moment. */
  readonly spreadMs?: number;
  /** By default none. */
  readonly createFaults?: (clock: Clock, random: () => number) => Faults;
  readonly travelMs?: { readonly least: number; readonly most: number };
  readonly createHost: (parts: HostParts) => Host;
};

export type Played = {
  readonly leases: LeaseCounts;
  readonly cls: ClsCounts;
  readonly host?: HostCounts | undefined;
  readonly seconds: number;
  /** Leases renewed in time, of all that were due. */
  readonly keptPercent: number;
};

/** A fleet of consumers, one relay in whatever form, and CLS, for so many minutes. */
export async function playWorld(options: WorldOptions): Promise<Played> {
  const { seed, minutes, pace, offeredPerSecond, spreadMs = cadenceMs } = options;
  const { createFaults = () => noFaults, travelMs = { least: 20, most: 70 } } = options;
  const clock = createVirtualClock();
  const random = createRandom(seed);
  const leases = createLeases(leaseMs);
  const faults = createFaults(clock, random);
  const cls = createCls({ clock, random, leases, faults, travelMs });
  const host = options.createHost({ clock, random, cls });
  const untilMs = minutes * 60_000;
  const consumers = Math.round((offeredPerSecond * cadenceMs) / 1000);
  for (let index = 0; index < consumers; index += 1) {
    const consumer = `c${index}`;
    const startMs = uniform(random, 0, spreadMs);
    leases.want(consumer, startMs);
    void runCaller(pace, { clock, random, host, consumer, startMs, untilMs });
  }
  const scheduled = Math.round(((options.scheduledPerSecond ?? 0) * cadenceMs) / 1000);
  for (let index = 0; index < scheduled; index += 1) {
    const consumer = `s${index}`;
    const firstMs = uniform(random, 0, cadenceMs);
    leases.want(consumer, firstMs);
    const beat = () => {
      clock.after(cadenceMs, beat);
      void host.beatOnSchedule?.(consumer);
    };
    clock.after(firstMs, beat);
  }
  await clock.run(untilMs);
  leases.close(untilMs);
  const { kept, lost } = leases.counts;
  const keptPercent = (100 * kept) / (kept + lost);
  const seconds = untilMs / 1000;
  return { leases: leases.counts, cls: cls.counts, host: host.counts, seconds, keptPercent };
}
