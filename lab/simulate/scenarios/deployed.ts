import type { Clock } from "../../../lib/base/clock.ts";
import { createMemoryLedger } from "../../../lib/ledger/memory.ts";
import { createTableLedger } from "../../../lib/ledger/table/table-ledger.ts";
import { deployed, type DeployedOptions } from "../model/deployed.ts";
import { createFaults } from "../model/faults.ts";
import { plotCalls, plotKept } from "../plots.ts";
import { toBilled } from "../billed.ts";
import type { Comparison } from "../rows.ts";
import {
  deployedFleetColumns,
  type Fleet,
  type FleetOptions,
  playFleet,
  type Runs,
} from "./fleet.ts";

const columns = deployedFleetColumns;
const joined = 99.9;
const joinedUpTo19 = (offeredPerSecond: number) => (offeredPerSecond <= 19 ? { joined } : {});

/** As the stack of serverless.yml has it. */
export const createLedger: DeployedOptions["createLedger"] = (parts) =>
  createTableLedger({
    ...parts,
    fallback: createMemoryLedger(parts),
    onFailure: () => undefined,
  });

/** The default template, but for the options. */
export const inTheStack = (options: Partial<DeployedOptions> = {}) =>
  deployed({ createLedger, ...options });

export const withFaults = {
  createFaults: (clock: Clock, random: () => number) => createFaults(clock, random, 700),
};

/** One fleet for each rate, each with its own bar. */
async function playRates(
  name: string,
  options: Omit<FleetOptions, "offeredPerSecond">,
  bars: Readonly<Record<number, number>>,
  runs: Runs,
): Promise<(readonly [number, Fleet])[]> {
  const played: (readonly [number, Fleet])[] = [];
  for (const [rate, kept] of Object.entries(bars)) {
    const offeredPerSecond = Number(rate);
    const allBars = { kept, ...joinedUpTo19(offeredPerSecond) };
    const fleet = await playFleet(
      `${name}, ${rate}/s`,
      { ...options, offeredPerSecond },
      runs,
      allBars,
    );
    played.push([offeredPerSecond, fleet]);
  }
  return played;
}

const fleetsOf = (...played: (readonly (readonly [number, Fleet])[])[]) =>
  played.flatMap((rates) => rates.map(([, fleet]) => fleet));

/** Those that docs/deploy.md has the cost of: half of the rate, and about all of it. */
const isBilled = ({ name }: Fleet) => /, 1[09]\/s$/.test(name);

export async function playSpread(runs: Runs): Promise<Comparison> {
  const spread = await playRates(
    "spread",
    { createHost: inTheStack(), pace: "curl" },
    { 5: 100, 10: 100, 15: 100, 19: 99.95, 30: 84 },
    runs,
  );
  const minute = { 5: 100, 10: 100, 15: 100, 19: 99 };
  const onTheMinute = (spreadMs: number) =>
    playRates(
      `on the minute, within ${spreadMs} ms`,
      { createHost: inTheStack(), pace: "timer", spreadMs },
      minute,
      runs,
    );
  const within1s = await onTheMinute(1000);
  const within100ms = await onTheMinute(100);
  const title = "Deployed, no faults, curl";
  return {
    title,
    columns,
    runs: fleetsOf(spread, within1s, within100ms),
    billed: fleetsOf(spread, within100ms).filter(isBilled).map(toBilled),
    plot: plotKept("deployed-no-faults", title, {
      spread,
      "within 1 s": within1s,
      "within 100 ms": within100ms,
    }),
  };
}

export async function playDeployedFaults(runs: Runs): Promise<Comparison> {
  const createHost = inTheStack();
  const curl = await playRates(
    "curl",
    { createHost, pace: "curl", ...withFaults },
    { 10: 100, 15: 100, 19: 99.85, 30: 80 },
    runs,
  );
  const loop = await playRates(
    "loop",
    { createHost, pace: "loop", ...withFaults },
    { 15: 100, 19: 100, 30: 95 },
    runs,
  );
  const title = "Deployed, a fault every 0.7 s";
  return {
    title,
    columns,
    runs: fleetsOf(curl, loop),
    plot: plotKept("deployed-faults", title, { curl, loop }),
  };
}

/** More consumers than the rate carries, CLS 40 ms away. */
export async function playDeployedOverload(runs: Runs): Promise<Comparison> {
  const travelMs = { least: 40, most: 40 };
  const play = (offeredPerSecond: number) =>
    playFleet(
      `${Math.round(offeredPerSecond * 18)} consumers where the rate carries 640`,
      { createHost: inTheStack(), offeredPerSecond, pace: "curl", travelMs },
      runs,
      { calls: 18 },
    );
  const [forty, sixty] = [await play(40), await play(60)];
  const title = "Deployed, lasting overload, curl";
  return {
    title,
    columns,
    runs: [forty, sixty],
    plot: plotCalls("deployed-overload", title, { "40/s": forty, "60/s": sixty }),
  };
}
