import type { Clock } from "../../../lib/base/clock.ts";
import type { Comparison } from "../rows.ts";
import { createFaults, createOutage } from "../model/faults.ts";
import { createOneProcess } from "../model/one-process.ts";
import { plotCalls, plotKept } from "../plots.ts";
import { fleetColumns, playFleet, type Runs } from "./fleet.ts";

const createHost = createOneProcess;
const joined = 99.9;

/** Calls that fail, at rates up to one and a half times what there is. */
export async function playFaults(runs: Runs): Promise<Comparison> {
  const play = (pace: "curl" | "loop", offeredPerSecond: number, kept: number) =>
    playFleet(
      `${pace}, ${offeredPerSecond}/s`,
      {
        createHost,
        createFaults: (clock: Clock, random: () => number) => createFaults(clock, random, 700),
        offeredPerSecond,
        pace,
      },
      runs,
      { kept, ...(offeredPerSecond <= 19 && { joined }) },
    );
  const [curl15, curl19] = [await play("curl", 15, 100), await play("curl", 19, 99.7)];
  const curl30 = await play("curl", 30, 84);
  const [loop19, loop30] = [await play("loop", 19, 100), await play("loop", 30, 99.5)];
  const title = "One process, a fault every 0.7 s";
  const curl = [[15, curl15] as const, [19, curl19] as const, [30, curl30] as const];
  const loop = [[19, loop19] as const, [30, loop30] as const];
  return {
    title,
    columns: fleetColumns,
    runs: [curl15, curl19, curl30, loop19, loop30],
    plot: plotKept("one-process-faults", title, { curl, loop }),
  };
}

/** All consumers beat at the same moment, and never move. */
export async function playMinute(runs: Runs): Promise<Comparison> {
  const play = (spreadMs: number, offeredPerSecond: number, kept: number) =>
    playFleet(
      `within ${spreadMs} ms, ${offeredPerSecond}/s`,
      { createHost, offeredPerSecond, pace: "timer", spreadMs },
      runs,
      { kept, joined },
    );
  return {
    title: "One process, on the minute, curl",
    columns: fleetColumns,
    runs: [
      await play(1000, 10, 100),
      await play(1000, 15, 100),
      await play(1000, 19, 99),
      await play(100, 10, 100),
      await play(100, 15, 100),
      await play(100, 19, 99),
    ],
  };
}

/** More consumers than the rate carries, CLS 40 ms away. */
export async function playOverload(runs: Runs): Promise<Comparison> {
  const travelMs = { least: 40, most: 40 };
  const play = (offeredPerSecond: number) =>
    playFleet(
      `${Math.round(offeredPerSecond * 18)} consumers where the rate carries 640`,
      { createHost, offeredPerSecond, pace: "curl", travelMs },
      runs,
      { calls: 18 },
    );
  const [forty, sixty] = [await play(40), await play(60)];
  const title = "One process, lasting overload, curl";
  return {
    title,
    columns: fleetColumns,
    runs: [forty, sixty],
    plot: plotCalls("one-process-overload", title, { "40/s": forty, "60/s": sixty }),
  };
}

/** CLS dead for a while, then well: what comes after is what counts. */
export async function playOutages(runs: Runs): Promise<Comparison> {
  const play = (fault: "hang" | "reset", seconds: number) => {
    const fromMs = 120_000;
    const toMs = fromMs + seconds * 1000;
    const dead = (clock: Clock) => createOutage(clock, { fault, fromMs, toMs });
    return playFleet(
      `every call a ${fault} for ${seconds} s`,
      { createHost, createFaults: dead, offeredPerSecond: 19, pace: "curl" },
      runs,
    );
  };
  const [hangs, resets] = [await play("hang", 20), await play("reset", 20)];
  const title = "One process, CLS dead for a while, 19/s, curl";
  return {
    title,
    columns: fleetColumns,
    runs: [hangs, resets],
    plot: plotCalls("one-process-outage", title, { "calls hang": hangs, "are reset": resets }),
  };
}
