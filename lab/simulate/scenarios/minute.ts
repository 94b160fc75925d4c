import { createRateLimiter } from "../../../lib/ledger/even-limiter.ts";
import { atLeast, atMost, type Figure, type Part } from "../../report/figures.ts";
import { type CallerOptions, pauseOf, runCaller } from "../model/caller.ts";
import { createLeases } from "../model/leases.ts";
import { createRelayProcess, intervalMs, leaseMs } from "../model/relay-process.ts";
import { createUpstream, upstreamPerSecond } from "../model/upstream.ts";
import { createRandom } from "../../../test/support/random.ts";
import { createVirtualClock } from "../../../test/support/virtual-clock.ts";
import { evenPerSecond } from "./sandbox-modes.ts";

export type MinuteOptions = {
  readonly seed: number;
  readonly minutes: number;
  readonly consumers: number;
};

type Variant = {
  readonly perSecond?: number;
  readonly isOrdered: boolean;
  readonly isSteered: boolean;
  readonly nextMs: CallerOptions["nextMs"];
};

const pause = pauseOf(intervalMs);

/** At every 20th second; one that is missed is left out. */
const grid: CallerOptions["nextMs"] = ({ endedMs }) =>
  (Math.floor(endedMs / intervalMs) + 1) * intervalMs;

/** Callers that read the body of the answer. */
const asTold: CallerOptions["nextMs"] = ({ endedMs, reply }) =>
  endedMs + (reply.ok ? reply.nextBeatInMs : intervalMs);

const on = { isOrdered: true, isSteered: true };
const off = { isOrdered: false, isSteered: false };

const leasesOf = (name: string, value: number): Figure => ({ name, value, digits: 0, unit: "" });

/** A fleet that is all started on the minute, against one process; what is switched off must lose. */
export async function playMinute(options: MinuteOptions): Promise<Part> {
  const { minutes, consumers } = options;
  const looped = await play(options, { ...on, nextMs: pause });
  const loopedOff = await play(options, { ...off, nextMs: pause });
  const onGrid = await play(options, { ...on, nextMs: grid });
  const onGridOff = await play(options, { ...off, nextMs: grid });
  return {
    title: `The minute: ${consumers} consumers start at once, 40 s lease, ${minutes} min`,
    figures: [
      { ...leasesOf("leases lost by a loop of 20 s", looped.lost), ...atMost(0) },
      leasesOf("leases that it renewed", looped.kept),
      { ...leasesOf("lost, ordering and steering off", loopedOff.lost), ...atLeast(1) },
      { ...leasesOf("leases lost at :00, :20, :40", onGrid.lost), ...atMost(0) },
      leasesOf("leases renewed then", onGrid.kept),
      { ...leasesOf("lost, ordering and steering off", onGridOff.lost), ...atLeast(1) },
    ],
  };
}

/** The same fleet with one thing changed at a time. */
export async function playMinuteVariants(options: MinuteOptions): Promise<Part> {
  const { minutes, consumers } = options;
  const lost = async (variant: Variant) => (await play(options, variant)).lost;
  const tight = { ...on, perSecond: upstreamPerSecond };
  const unordered = { ...on, isOrdered: false };
  const unsteered = { ...on, isSteered: false };
  return {
    title: `The minute, one thing changed: ${consumers} consumers, leases lost, ${minutes} min`,
    figures: [
      leasesOf("loop of 20 s, ordering off", await lost({ ...unordered, nextMs: pause })),
      leasesOf("loop of 20 s, steering off", await lost({ ...unsteered, nextMs: pause })),
      leasesOf("loop of 20 s, 20 slots a second", await lost({ ...tight, nextMs: pause })),
      leasesOf(":00, :20, :40, ordering off", await lost({ ...unordered, nextMs: grid })),
      leasesOf(":00, :20, :40, steering off", await lost({ ...unsteered, nextMs: grid })),
      leasesOf(":00, :20, :40, 20 slots a second", await lost({ ...tight, nextMs: grid })),
      leasesOf("as nextBeatInMs says", await lost({ ...on, nextMs: asTold })),
      leasesOf("as nextBeatInMs says, 20 slots a second", await lost({ ...tight, nextMs: asTold })),
    ],
  };
}

/** What the fleet kept and, after its first minute, lost. */
async function play(
  { seed, minutes, consumers }: MinuteOptions,
  { isOrdered, isSteered, nextMs, perSecond = evenPerSecond }: Variant,
) {
  const clock = createVirtualClock();
  const random = createRandom(seed);
  const held = createLeases(leaseMs);
  const upstream = createUpstream({ clock, random, leases: held });
  const limiter = createRateLimiter({ clock, random, perSecond });
  const relay = createRelayProcess({
    clock,
    random,
    upstream,
    limiter,
    maxWaitMs: 1000,
    isOrdered,
    isSteered,
  });
  const untilMs = minutes * 60_000;
  for (let index = 0; index < consumers; index += 1) {
    const beat = () => relay.beat(`c${index}`);
    void runCaller({ clock, random, beat, nextMs, startMs: 0, untilMs });
  }
  await clock.run(untilMs);
  held.close(untilMs);
  return {
    kept: held.kept,
    lost: held.lostAtMs.filter((atMs) => atMs >= 60_000).length,
  };
}
