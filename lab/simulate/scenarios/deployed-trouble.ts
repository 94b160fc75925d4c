import { plotCalls } from "../plots.ts";
import type { Comparison } from "../rows.ts";
import { inTheStack, withFaults } from "./deployed.ts";
import {
  deployedFleetColumns as columns,
  type Fleet,
  type FleetOptions,
  playFleet,
  type Runs,
} from "./fleet.ts";

/** What must hold however wrong the clocks are, and with the schedule's beats in the same seconds. */
export async function playClocks(runs: Runs): Promise<Comparison> {
  const createHost = inTheStack({ skewMs: 50 });
  const play = (name: string, options: Omit<FleetOptions, "createHost">) =>
    playFleet(name, { createHost, ...options }, runs);
  const scheduled = { scheduledPerSecond: 5, pace: "curl" } as const;
  return {
    title: "Deployed, clocks ±50 ms apart",
    columns,
    runs: [
      await play("curl, 19/s", { offeredPerSecond: 19, pace: "curl" }),
      await play("curl, 30/s, a fault every 0.7 s", {
        ...{ offeredPerSecond: 30, pace: "curl" },
        ...withFaults,
      }),
      await play("within 100 ms, 19/s", { offeredPerSecond: 19, pace: "timer", spreadMs: 100 }),
      await play("10/s, and 5/s of the schedule", { offeredPerSecond: 10, ...scheduled }),
      await play("14/s, and 5/s of the schedule", { offeredPerSecond: 14, ...scheduled }),
    ],
  };
}

/** For a minute the table fails in one way or another. */
export async function playTable(runs: Runs): Promise<Comparison> {
  const [fromMs, toMs] = [120_000, 180_000];
  const kinds = {
    refuses: "refuses",
    hangs: "does not answer",
    throttles: "throttles",
    slow: "takes 50 to 400 ms",
  };
  const play = (kind: keyof typeof kinds) =>
    playFleet(
      `the table ${kinds[kind]}, 10/s`,
      {
        createHost: inTheStack({ tableFaults: [{ kind, fromMs, toMs }] }),
        ...{ offeredPerSecond: 10, pace: "curl" },
      },
      runs,
      { lost: 0, isWithoutTable: true },
    );
  const fleets: Record<string, Fleet> = {};
  for (const kind of ["refuses", "hangs", "throttles", "slow"] as const) {
    fleets[kinds[kind]] = await play(kind);
  }
  const tableFaults = [{ kind: "refuses", fromMs, toMs }] as const;
  const atOnce = await playFleet(
    "the table refuses, all within 100 ms, 10/s",
    {
      createHost: inTheStack({ tableFaults }),
      ...({ offeredPerSecond: 10, pace: "timer", spreadMs: 100 } as const),
    },
    runs,
    { isWithoutTable: true },
  );
  const far = await playFleet(
    "the table takes 30 to 50 ms all the time, 15/s",
    {
      createHost: inTheStack({ tableFaults: [{ kind: "far", fromMs: 0, toMs: Infinity }] }),
      ...{ offeredPerSecond: 15, pace: "curl" },
    },
    runs,
  );
  const title = "Deployed, a minute without the table, curl";
  return {
    title,
    columns,
    runs: [...Object.values(fleets), atOnce, far],
    plot: plotCalls("deployed-table", title, fleets),
  };
}
