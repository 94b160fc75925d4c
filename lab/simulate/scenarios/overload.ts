import { createRateLimiter } from "../../../lib/ledger/even-limiter.ts";
import { atLeast, atMost, type Figure, type Part } from "../../report/figures.ts";
import { createRelayProcess } from "../model/relay-process.ts";
import { playPlatform } from "../model/sandboxes.ts";
import { createUpstream, type Upstream, upstreamPerSecond } from "../model/upstream.ts";
import { createRandom, exponentialMs, uniform } from "../../../test/support/random.ts";
import { createVirtualClock } from "../../../test/support/virtual-clock.ts";
import { createExact, createShares, evenPerSecond } from "./sandbox-modes.ts";

export type OverloadOptions = { readonly seed: number; readonly seconds: number };

const beatsPerSecond = 200;
/** After the last beat, until nothing is under way. */
const drainMs = 5000;

const modes = { shares: createShares, exact: createExact };

/** Ten times the rate on Lambda: every sandbox busy, each with its own part of the budget. */
export async function playOverload(
  mode: keyof typeof modes,
  { seed, seconds, sandboxes }: OverloadOptions & { readonly sandboxes: number },
): Promise<Part> {
  const clock = createVirtualClock();
  const random = createRandom(seed);
  const upstream = createUpstream({ clock, random });
  const { all, storeCalls } = modes[mode]({ clock, random, upstream, sandboxes });
  const untilMs = seconds * 1000;
  const counting = playPlatform({ clock, random, sandboxes: all, beatsPerSecond, untilMs });
  await clock.run(untilMs);
  const figures = upstreamFigures(upstream, seconds);
  await clock.run(untilMs + drainMs);
  const { beats, turnedAway } = await counting;
  return {
    title: `Overload: ${mode}, ${sandboxes} sandboxes, ${beatsPerSecond} beats a second, ${seconds} s`,
    figures: [
      ...figures,
      {
        name: "turned away by the platform",
        value: (turnedAway / beats) * 100,
        digits: 1,
        unit: "%",
      },
      ...(mode === "exact" ? [perBeat("calls to the store", storeCalls(), beats)] : []),
    ],
  };
}

/** Ten times the rate in one process, where beats queue up, each with a budget of its own. */
export async function playOverloadInOneProcess(options: OverloadOptions): Promise<Part> {
  const whole = await playOneProcess(options, evenPerSecond);
  const tight = await playOneProcess(options, upstreamPerSecond);
  return {
    title: `Overload: one process, ${beatsPerSecond} beats a second, ${options.seconds} s`,
    figures: [
      ...upstreamFigures(whole, options.seconds),
      {
        name: `refused at ${upstreamPerSecond} a second, without the margin for travel`,
        value: tight.counts.refused,
        digits: 0,
        unit: "",
      },
    ],
  };
}

async function playOneProcess({ seed, seconds }: OverloadOptions, perSecond: number) {
  const clock = createVirtualClock();
  const random = createRandom(seed);
  const upstream = createUpstream({ clock, random });
  const limiter = createRateLimiter({ clock, random, perSecond });
  const relay = createRelayProcess({ clock, random, upstream, limiter, maxWaitMs: 1000 });
  const untilMs = seconds * 1000;
  const come = () => {
    void relay.beat(`c${Math.floor(random() * 4000)}`, uniform(random, 200, 3000));
    clock.after(exponentialMs(random, 1000 / beatsPerSecond), come);
  };
  come();
  await clock.run(untilMs);
  return upstream;
}

function upstreamFigures({ counts }: Upstream, seconds: number): Figure[] {
  return [
    {
      name: "upstream calls a second, on average",
      value: counts.accepted / seconds,
      digits: 2,
      unit: "",
      ...atLeast(18.5),
    },
    { name: "refused by the upstream", value: counts.refused, digits: 0, unit: "", ...atMost(0) },
    { name: "sent past their freshness", value: counts.stale, digits: 0, unit: "", ...atMost(0) },
  ];
}

function perBeat(name: string, calls: number, beats: number): Figure {
  return { name: `${name} per beat`, value: calls / beats, digits: 2, unit: "" };
}
