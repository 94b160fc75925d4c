import { atMost, type Figure, type Part } from "../../report/figures.ts";
import { playPlatform } from "../model/sandboxes.ts";
import { createUpstream } from "../model/upstream.ts";
import { createRandom } from "../../../test/support/random.ts";
import { createVirtualClock } from "../../../test/support/virtual-clock.ts";
import { createEvenSlots, createExact, createShares, type ModeOptions } from "./sandbox-modes.ts";

export type LightLoadOptions = { readonly seed: number; readonly seconds: number };

const beatsPerSecond = 10;

/** Half the rate, by chance, on a platform that leaves most of its sandboxes idle. */
export async function playLightLoad({ seed, seconds }: LightLoadOptions): Promise<Part> {
  const play = async (create: typeof createShares, sandboxes: number) => {
    const clock = createVirtualClock();
    const random = createRandom(seed);
    const upstream = createUpstream({ clock, random });
    const options: ModeOptions = { clock, random, upstream, sandboxes };
    const { all, storeCalls } = create(options);
    const untilMs = seconds * 1000;
    const counting = playPlatform({ clock, random, sandboxes: all, beatsPerSecond, untilMs });
    await clock.run(untilMs + 5000);
    const { beats, shed } = await counting;
    const refused = upstream.counts.refused;
    return { shedPercent: (shed / beats) * 100, refused, storeCalls: storeCalls() / beats };
  };
  const exact = await play(createExact, 20);
  const percent = (name: string, value: number): Figure => ({ name, value, digits: 2, unit: "%" });
  return {
    title: `Light load: ${beatsPerSecond} beats a second, the sandbox used last goes first, ${seconds} s`,
    figures: [
      { ...percent("shed by exact, 20 sandboxes", exact.shedPercent), ...atMost(1) },
      { name: "refused by the upstream", value: exact.refused, digits: 0, unit: "", ...atMost(0) },
      { name: "calls to the store per beat", value: exact.storeCalls, digits: 2, unit: "" },
      percent("shed by shares, 20 sandboxes", (await play(createShares, 20)).shedPercent),
      percent("shed by shares, 4 sandboxes", (await play(createShares, 4)).shedPercent),
      percent("shed by even slots of one store", (await play(createEvenSlots, 20)).shedPercent),
    ],
  };
}
