import type { Clock } from "../../../lib/base/clock.ts";
import type { Comparison } from "../rows.ts";
import { createFaults, createOutage } from "../model/faults.ts";
import { createOneProcess } from "../model/one-process.ts";
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
  return {
    title: "One process, a fault every 0.7 s",
    columns: fleetColumns,
    runs: [
      await play("curl", 15, 100),
      await play("curl", 19, 99.7),
      await play("curl", 30, 84),
      await play("loop", 19, 100),
      await play("loop", 30, 99.5),
    ],
  };
}

/** All consumers beat at the same moment, and never move. */
export async function playMinute(runs: Runs): Promise<Comparison> {
  const play = (spreadMs: number, offeredPerSecond: number, kept: number) =>
    playFleet(
      `within ${spreadMs} ms, ${offeredPerSecond}/s`,
      { createHost, offeredPerSecond, pace: "curl", spreadMs },
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
  return {
    title: "One process, lasting overload, curl",
    columns: fleetColumns,
    runs: [await play(40), await play(60)],
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
  return {
    title: "One process, CLS dead for a while, 19/s, curl",
    columns: fleetColumns,
    runs: [await play("hang", 20), await play("reset", 20)],
  };
}
