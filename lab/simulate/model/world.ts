import type { Clock } from "../../../lib/base/clock.ts";
import { createRandom, uniform } from "../../../test/support/random.ts";
import { createVirtualClock } from "../../../test/support/virtual-clock.ts";
import { type PaceName, runCaller } from "./caller.ts";
import { type Cls, type ClsCounts, createCls } from "./cls.ts";
import { type Faults, noFaults } from "./faults.ts";
import { createLeases, type LeaseCounts } from "./leases.ts";
import { cadenceMs, type Host, leaseMs } from "./relay-process.ts";

export type WorldOptions = {
  readonly seed: number;
  readonly minutes: number;
  /** Beats a second that all consumers together are due. */
  readonly offeredPerSecond: number;
  readonly pace: PaceName;
  /** Over how much time the callers start: all of the cadence, or a moment. */
  readonly spreadMs?: number;
  /** By default none. */
  readonly createFaults?: (clock: Clock, random: () => number) => Faults;
  readonly travelMs?: { readonly least: number; readonly most: number };
  readonly createHost: (parts: HostParts) => Host;
};

export type HostParts = {
  readonly clock: Clock;
  readonly random: () => number;
  readonly cls: Cls;
};

export type Played = {
  readonly leases: LeaseCounts;
  readonly cls: ClsCounts;
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
  await clock.run(untilMs);
  leases.close(untilMs);
  const { kept, lost } = leases.counts;
  const keptPercent = (100 * kept) / (kept + lost);
  return { leases: leases.counts, cls: cls.counts, seconds: untilMs / 1000, keptPercent };
}
